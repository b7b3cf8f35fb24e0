using System.Text.Json;
using Earshot.Core;
using Earshot.Storage.Workspaces;

namespace Earshot.Storage.Sources;

/// <summary>The sources of a workspace, one JSON file each under <c>sources/</c>.</summary>
public static class SourceCatalog
{
    /// <summary>Name of the file with a source's rejected rows, beside its parts.</summary>
    public const string RejectsFile = "rejects.parquet";

    /// <summary>All sources, in the order of their first partitions.</summary>
    public static IReadOnlyList<SourceRecord> Read(Workspace workspace)
    {
        string folder = workspace.At("sources");
        if (!Directory.Exists(folder)) return [];
        List<SourceRecord> sources = [];
        foreach (string path in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            try
            {
                if (JsonSerializer.Deserialize(File.ReadAllBytes(path), StorageJson.Default.SourceRecord) is { } source) sources.Add(source);
            }
            catch (JsonException e)
            {
                throw new EarshotException($"{path} can't be read: {e.Message}", "restore it from a copy, or delete it and ingest the source again", 3, e);
            }
        }

        return [.. sources.OrderBy(s => s.Parts.Count == 0 ? 0 : PartitionNumber(s.Parts[0].Partition)).ThenBy(s => s.Name, StringComparer.Ordinal)];
    }

    /// <summary>Writes a source's record in one step.</summary>
    public static void Write(Workspace workspace, SourceRecord source) =>
        AtomicFile.Write(workspace.At("sources", source.Name + ".json"), JsonSerializer.SerializeToUtf8Bytes(source, StorageJson.Default.SourceRecord));

    /// <summary>Name of the partition with a number: partition_00, partition_01, …</summary>
    public static string PartitionName(int number) => $"partition_{number:00}";

    /// <summary>The number in a partition's name.</summary>
    public static int PartitionNumber(string partition) => int.Parse(partition.AsSpan("partition_".Length));
}
