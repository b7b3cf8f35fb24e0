using System.Text.Json;
using System.Text.Json.Serialization;
using Earshot.Core.Topics.Life;
using Earshot.Storage.Workspaces;

namespace Earshot.Storage.Topics;

/// <summary>How many tickets each topic had in the analysis that is built and in the one before it: <c>topics/counts.json</c>.</summary>
/// <param name="Now">Of the analysis that is built.</param>
/// <param name="Before">Of the one before it; null where there was none.</param>
public sealed record TopicCountsFile(TopicCountsFile.Counted Now, TopicCountsFile.Counted? Before)
{
    /// <summary>The counts of an analysis.</summary>
    /// <param name="ContentHash">Of the analysis.</param>
    /// <param name="Tickets">Of the tickets that it is about: the same where none came, went or changed.</param>
    /// <param name="LastEvent">Sequence number of the last event of the topics then.</param>
    /// <param name="Method">What found the topics.</param>
    /// <param name="Detail">Which of their levels is shown; empty where there is one only.</param>
    /// <param name="Counts">The counts.</param>
    /// <param name="Edited">Topics whose tickets people moved since the analysis before: their counts tell nothing of what came in.</param>
    public sealed record Counted(
        string ContentHash, string Tickets, int LastEvent, string Method, string Detail, TopicCounts Counts, IReadOnlyList<int> Edited)
    {
        /// <summary>Whether numbers and sizes of topics mean the same in both.</summary>
        public bool IsComparable(Counted other) => (Method, Detail) == (other.Method, other.Detail);
    }

    /// <summary>Reads the file; null where there is none, or one that can't be read: what changed is then not told, and the next run begins anew.</summary>
    public static TopicCountsFile? Read(Workspace workspace)
    {
        try
        {
            TopicCountsFile? read = JsonSerializer.Deserialize(File.ReadAllBytes(PathIn(workspace)), TopicCountsJson.Default.TopicCountsFile);
            return read is not null && IsWhole(read.Now) && (read.Before is null || IsWhole(read.Before)) ? read : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// Keeps the counts of an analysis that was built; nothing happens where they are those that are kept already. Of the same tickets as those that are
    /// kept they take their place: what they are compared with stays.
    /// </summary>
    public static void Keep(Workspace workspace, Counted counted)
    {
        TopicCountsFile? kept = Read(workspace);
        if (kept?.Now.ContentHash == counted.ContentHash) return;
        TopicCountsFile next = new(counted, kept?.Now.Tickets == counted.Tickets ? kept.Before : kept?.Now);
        AtomicFile.Sweep(PathIn(workspace));
        AtomicFile.Write(PathIn(workspace), JsonSerializer.SerializeToUtf8Bytes(next, TopicCountsJson.Default.TopicCountsFile));
    }

    private static bool IsWhole(Counted counted) =>
        counted.Counts.Topics.All(topic => topic is not null) && counted.Counts.Topics.DistinctBy(topic => topic.Number).Count() == counted.Counts.Topics.Count;

    private static string PathIn(Workspace workspace) => workspace.At("topics", "counts.json");
}

/// <summary>As the workspace's own files are written: snake_case.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(TopicCountsFile))]
internal sealed partial class TopicCountsJson : JsonSerializerContext;
