using Earshot.Core;

namespace Earshot.Connectors.Files;

/// <summary>Files to read, and those of folders that were left out since they are no tables.</summary>
/// <param name="Files">In the order given; within a folder or a pattern by name.</param>
/// <param name="LeftOut">Notes, licences, pictures, hidden files: all that is not named as a table is.</param>
public sealed record FoundFiles(IReadOnlyList<string> Files, IReadOnlyList<string> LeftOut);

/// <summary>The files that a command line names.</summary>
public static class FileSet
{
    private static readonly string[] Tables = [".csv", ".tsv", ".tab", ".json", ".jsonl", ".ndjson", ".parquet"];

    // Lists of texts are called so, and so are notes: in a folder with tables they are taken for notes.
    private static readonly string[] Lists = [".txt"];
    private static readonly string[] Compressions = [".gz", ".zst"];

    private static readonly EnumerationOptions OneFolder = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    /// <summary>
    /// Turns files, globs (<c>*</c>, <c>?</c>, and <c>**</c> for any number of folders) and folders (searched whole for tables, and for lists of texts
    /// where there is no table; hidden folders and workspaces are passed over) into files: in the order given, ordinally sorted within a glob or folder,
    /// each file once.
    /// </summary>
    /// <exception cref="EarshotException">Something named does not exist, matches nothing, or can't be read (exit 3); the message names all such.</exception>
    public static FoundFiles Expand(IReadOnlyList<string> paths)
    {
        List<string> files = [], leftOut = [];
        List<EarshotException> faults = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (string path in paths)
        {
            try
            {
                foreach (string file in ExpandOne(path, leftOut))
                    if (seen.Add(Path.GetFullPath(file))) files.Add(file);
            }
            catch (EarshotException fault)
            {
                faults.Add(fault);
            }
            catch (Exception fault) when (fault is UnauthorizedAccessException or IOException)
            {
                faults.Add(Fault($"{path} can't be read: {fault.Message.TrimEnd('.')}", "check its permissions"));
            }
        }

        if (faults.Count == 1) throw faults[0];
        if (faults.Count > 1) throw Fault(string.Join("\n", faults.Select(fault => fault.Message)), faults[0].Hint);
        if (files.Count == 0) throw new EarshotException("no file was named", "name one: earshot analyze tickets.csv", 2);
        return new FoundFiles(files, [.. leftOut.Where(file => !seen.Contains(Path.GetFullPath(file)))]);
    }

    /// <summary>The name without <c>.gz</c> or <c>.zst</c>.</summary>
    internal static string WithoutCompression(string name) =>
        Compressions.FirstOrDefault(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) is { } found ? name[..^found.Length] : name;

    private static IReadOnlyList<string> ExpandOne(string path, List<string> leftOut)
    {
        // A name with a star in it that exists is that file, not a pattern.
        if (File.Exists(path)) return [path];
        if (Directory.Exists(path))
        {
            List<string> inside = [];
            Collect(path, inside);
            inside.Sort(StringComparer.Ordinal);
            string[] endings = inside.Any(file => EndsIn(file, Tables)) ? Tables : Lists;
            string[] read = [.. inside.Where(file => EndsIn(file, endings))];
            leftOut.AddRange(inside.Where(file => !EndsIn(file, endings)));
            if (read.Length > 0) return read;
            throw Fault(
                $"folder {path} holds no file that can be read",
                $"files that can be read end in {string.Join(", ", Tables.Concat(Lists))}, with {string.Join(" or ", Compressions)} after it or not");
        }

        if (!Glob.IsPattern(path)) throw Fault($"{path} does not exist", Nearest(path));
        List<string> matches = [.. Glob.Files(path)];
        matches.Sort(StringComparer.Ordinal);
        if (matches.Count == 0) throw Fault($"no file matches {path}", Around(path));
        return matches;
    }

    private static void Collect(string folder, List<string> into)
    {
        foreach (FileSystemInfo entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", OneFolder))
        {
            string path = Path.Join(folder, entry.Name);
            if (entry is DirectoryInfo inner)
            {
                // A link to a folder could lead back here.
                if (inner.LinkTarget is null && !entry.Name.StartsWith('.') && !entry.Name.EndsWith(".earshot", StringComparison.Ordinal)) Collect(path, into);
            }
            else
            {
                into.Add(path);
            }
        }
    }

    private static bool EndsIn(string path, string[] endings) =>
        !Path.GetFileName(path).StartsWith('.') && endings.Any(ending => WithoutCompression(path).EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    // what there is in the folder of a pattern, if that can be told
    private static string Around(string pattern)
    {
        string folder = Path.GetDirectoryName(pattern) is { Length: > 0 } above ? above : ".";
        return Glob.IsPattern(folder) ? "look at the names of the folders and files"
            : Directory.Exists(folder) ? $"look at what there is: ls {folder}"
            : $"there is no folder {folder}";
    }

    private static string Nearest(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".";
        if (!Directory.Exists(folder)) return $"there is no folder {folder}";
        string? near = Core.Sources.EditDistance.Nearest(Path.GetFileName(path), Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)));
        return near is null ? $"look at what there is: ls {folder}" : $"did you mean {Path.Join(Path.GetDirectoryName(path), near)}?";
    }

    private static EarshotException Fault(string message, string? hint) => new(message, hint, 3);
}
