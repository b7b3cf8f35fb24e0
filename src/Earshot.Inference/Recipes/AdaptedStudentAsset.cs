using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Earshot.Core.Analysis;
using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Inference.Students;
using Earshot.Numerics.Vectors;

namespace Earshot.Inference.Recipes;

/// <summary><c>student</c>: the general student fitted to the teacher's sample; a safetensors file, with its fidelity in the manifest.</summary>
public sealed class AdaptedStudentAsset : IAsset
{
    public const string Name = "student";

    private readonly Student _general;
    private readonly string _teacher;

    /// <summary>The student of a sample.</summary>
    public AdaptedStudentAsset(Student general, TeacherSampleAsset sample)
    {
        _general = general;
        _teacher = sample.Definition.Options["model"];
        Definition = new AssetDefinition
        {
            Name = Name,
            Layer = "models",
            Version = 1,
            Columns = [],
            DocumentExtension = ".safetensors",
            Partitions = sample.Definition.Partitions.Count == 0 ? [] : [Name],
            Upstream = [new Upstream(sample.Definition.Name, PartitionMapping.All)],
            Options = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["general"] = $"{general.Name}@{general.Revision}" },
            ExpectedRows = new Dictionary<string, long> { [Name] = sample.Definition.ExpectedRows.Values.FirstOrDefault() },
        };
    }

    public AssetDefinition Definition { get; }

    /// <summary>The student as it was fitted.</summary>
    public Student Read(IDatasetReader datasets) => AdaptedStudent.Read(datasets.ReadDocument(Name, Name), Name).Student;

    /// <summary>How well it learnt, as its manifest says.</summary>
    public StudentFit Fit(IDatasetReader datasets)
    {
        JsonObject metadata = datasets.Manifest(Name, Name).Metadata;
        return new StudentFit(metadata["sample_texts"]!.GetValue<long>(), metadata["out_of_fold_cosine"]!.GetValue<double>());
    }

    public void Build(BuildContext context)
    {
        ColumnBatch sample = new(TeacherSampleAsset.Columns);
        using (IBatchReader reader = context.Datasets.Open(TeacherSampleAsset.Name, TeacherSampleAsset.Name, sample.Schema))
        {
            while (reader.Read(sample, int.MaxValue))
            {
            }
        }

        float[] vectors = new float[sample.Count * Student.Dimensions];
        for (int row = 0; row < sample.Count; row++)
        {
            ReadOnlySpan<sbyte> numbers = MemoryMarshal.Cast<byte, sbyte>(sample.Bytes(TeacherSampleAsset.Vector)[row]);
            Int8Quantization.Dequantize(numbers, sample.Float32(TeacherSampleAsset.Scale)[row], vectors.AsSpan(row * Student.Dimensions, Student.Dimensions));
        }

        AdaptedStudent fitted = AdaptedStudent.Fit(
            _general,
            sample.Bytes(TeacherSampleAsset.Text),
            new FloatMatrix(vectors, Student.Dimensions),
            new AdaptedStudentOptions { Name = Name, Teacher = _teacher },
            context.Threads,
            new Progress(Definition.ExpectedRows[Name], context.Advance),
            context.Cancellation);
        context.Output.Document.Write(fitted.ToBytes().Span);
        context.Output.Describe("sample_texts", (long)fitted.Report.SampleTexts);
        context.Output.Describe("general_cosine", fitted.Report.GeneralCosine);
        context.Output.Describe("out_of_fold_cosine", fitted.Report.OutOfFoldCosine);
    }

    private sealed class Progress(long texts, Action<long> advance) : IProgress<double>
    {
        private long _told;

        public void Report(double value)
        {
            long now = (long)(value * texts);
            advance(now - _told);
            _told = now;
        }
    }
}
