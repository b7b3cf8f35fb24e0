using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Inference.Students;

namespace Earshot.Inference.Recipes;

/// <summary><c>student</c>: the general student fitted to the teacher's sample; a safetensors file, with its fidelity in the manifest.</summary>
public sealed class AdaptedStudentAsset(Student general, TeacherSampleAsset sample) : IAsset
{
    public const string Name = "student";

    public AssetDefinition Definition { get; } = new()
    {
        Name = Name,
        Layer = "models",
        Version = 1,
        Columns = [],
        DocumentExtension = ".safetensors",
        Partitions = sample.Definition.Partitions.Count == 0 ? [] : [Name],
        Upstream = [new Upstream(sample.Definition.Name, PartitionMapping.All)],
        Options = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["general"] = $"{general.Name}@{general.Revision}" },
    };

    /// <summary>The student as it was fitted.</summary>
    public Student Read(IDatasetReader datasets) => Student.Read(datasets.ReadDocument(Name, Name), Name);

    public void Build(BuildContext context)
    {
        throw new NotImplementedException();
    }
}
