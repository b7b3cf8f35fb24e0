using System.Text.Json;
using System.Text.Json.Serialization;
using Earshot.Core.Analysis;
using Earshot.Core.Topics.Life;
using Earshot.Storage.Workspaces;

namespace Earshot.Storage.Topics;

/// <summary>The automatic names that the topics of a workspace were shown by last: <c>topics/names.json</c>.</summary>
/// <param name="ContentHash">Of the analysis that they were shown with.</param>
/// <param name="Names">The names, by number; those of topics that it does not show too, since they may come back.</param>
public sealed record TopicNamesFile(string ContentHash, IReadOnlyList<KeptName> Names)
{
    private static readonly TopicNamesFile None = new("", []);

    /// <summary>
    /// Reads the names; none where there is no file, or one that can't be read or isn't whole: topics are then called as their words say now.
    /// </summary>
    public static TopicNamesFile Read(Workspace workspace)
    {
        try
        {
            TopicNamesFile? read = JsonSerializer.Deserialize(File.ReadAllBytes(PathIn(workspace)), TopicNamesJson.Default.TopicNamesFile);
            return read is not null && IsWhole(read.Names) ? read : None;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return None;
        }
    }

    /// <summary>Keeps the names of an analysis; nothing happens where they are kept already.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="contentHash">Of the analysis.</param>
    /// <param name="shown">The analysis with the names before, as far as they stay.</param>
    public static void Keep(Workspace workspace, string contentHash, AnalysisDocument shown)
    {
        TopicNamesFile before = Read(workspace);
        if (before.ContentHash == contentHash) return;
        TopicNamesFile next = new(contentHash, KeptNames.Of(shown, before.Names));
        AtomicFile.Sweep(PathIn(workspace));
        AtomicFile.Write(PathIn(workspace), JsonSerializer.SerializeToUtf8Bytes(next, TopicNamesJson.Default.TopicNamesFile));
    }

    // The reader of JSON refuses null for a name or a list, but not among what a list holds.
    private static bool IsWhole(IReadOnlyList<KeptName> names) =>
        names.All(name => name is not null && !string.IsNullOrWhiteSpace(name.Name) && name.Terms.All(term => term is not null))
        && names.DistinctBy(name => name.Topic).Count() == names.Count;

    private static string PathIn(Workspace workspace) => workspace.At("topics", "names.json");
}

/// <summary>As the workspace's own files are written: snake_case.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(TopicNamesFile))]
internal sealed partial class TopicNamesJson : JsonSerializerContext;
