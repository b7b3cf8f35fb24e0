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
    /// <param name="workspace">Where to look.</param>
    /// <param name="replaced">Name of a source that is about to be read again: a record of it that can't be read is as good as none.</param>
    /// <exception cref="EarshotException">A record can't be read; the hint has the command that makes it again.</exception>
    public static IReadOnlyList<SourceRecord> Read(Workspace workspace, string? replaced = null)
    {
        string folder = workspace.At("sources");
        if (!Directory.Exists(folder)) return [];
        List<SourceRecord> sources = [];
        foreach (string path in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            try
            {
                sources.Add(JsonSerializer.Deserialize(File.ReadAllBytes(path), StorageJson.Default.SourceRecord) ?? throw new JsonException("it is empty"));
            }
            catch (JsonException e)
            {
                string name = Path.GetFileNameWithoutExtension(path);
                if (name == replaced) continue;
                string again = name == SyntheticSource.Name ? "earshot demo" : $"earshot ingest FILE --source {name}";
                throw new EarshotException(
                    $"{path} is empty or cut off: {e.Message}",
                    $"`{again} --workspace \"{workspace.Folder}\"` reads the source again; or restore the file from a copy",
                    3,
                    e);
            }
        }

        return [.. sources.OrderBy(s => s.Parts.Count == 0 ? 0 : PartitionNumber(s.Parts[0].Partition)).ThenBy(s => s.Name, StringComparer.Ordinal)];
    }

    /// <summary>Writes a source's record in one step.</summary>
    public static void Write(Workspace workspace, SourceRecord source) =>
        AtomicFile.Write(workspace.At("sources", source.Name + ".json"), JsonSerializer.SerializeToUtf8Bytes(source, StorageJson.Default.SourceRecord));

    /// <summary>Whether a source's raw rows are all in place, as far as beginnings and ends of files tell.</summary>
    internal static bool HasParts(Workspace workspace, SourceRecord source) =>
        source.Parts.All(part => IsWholeParquet(workspace.At("bronze", source.Name, source.Generation, part.File)));

    // A Parquet file begins and ends with PAR1; one that a power cut shortened, or left as zeros, does not.
    private static bool IsWholeParquet(string path)
    {
        if (!File.Exists(path)) return false;
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0);
        if (file.Length < 12) return false;
        Span<byte> marks = stackalloc byte[8];
        file.ReadExactly(marks[..4]);
        file.Seek(-4, SeekOrigin.End);
        file.ReadExactly(marks[4..]);
        return marks.SequenceEqual("PAR1PAR1"u8);
    }

    /// <summary>Name of the partition with a number: partition_00, partition_01, …</summary>
    public static string PartitionName(int number) => $"partition_{number:00}";

    /// <summary>The number in a partition's name.</summary>
    public static int PartitionNumber(string partition) => int.Parse(partition.AsSpan("partition_".Length));
}
