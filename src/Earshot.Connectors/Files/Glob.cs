using System.IO.Enumeration;

namespace Earshot.Connectors.Files;

/// <summary>Files by pattern: <c>*</c> and <c>?</c> within a name, <c>**</c> as a whole name for any number of folders, none included.</summary>
internal static class Glob
{
    private static readonly EnumerationOptions OneFolder = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true };

    public static bool IsPattern(string path) => path.AsSpan().ContainsAny('*', '?');

    /// <summary>The files that match, in no particular order, each once. Hidden names match only a pattern that starts with a dot.</summary>
    public static IEnumerable<string> Files(string pattern)
    {
        string[] parts = pattern.Replace('\\', Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        string root = Path.IsPathRooted(pattern) ? Path.GetPathRoot(pattern)! : "";
        return Match(root, parts).Distinct(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Match(string folder, ArraySegment<string> parts)
    {
        string part = parts[0];
        bool last = parts.Count == 1;
        if (string.Equals(part, "**", StringComparison.Ordinal))
        {
            ArraySegment<string> rest = last ? new(["*"]) : parts[1..];
            return Match(folder, rest).Concat(Folders(folder, "*").SelectMany(inner => Match(inner, parts)));
        }

        if (!IsPattern(part))
        {
            string path = Path.Join(folder, part);
            if (last) return File.Exists(path) ? [path] : [];
            return Directory.Exists(path) ? Match(path, parts[1..]) : [];
        }

        return last
            ? Entries(folder, part).OfType<FileInfo>().Select(file => Path.Join(folder, file.Name))
            : Folders(folder, part).SelectMany(inner => Match(inner, parts[1..]));
    }

    private static IEnumerable<string> Folders(string folder, string pattern) =>
        Entries(folder, pattern).OfType<DirectoryInfo>().Where(inner => inner.LinkTarget is null).Select(inner => Path.Join(folder, inner.Name));

    private static IEnumerable<FileSystemInfo> Entries(string folder, string pattern) =>
        new DirectoryInfo(folder.Length == 0 ? "." : folder).EnumerateFileSystemInfos("*", OneFolder).Where(entry =>
            (pattern.StartsWith('.') || !entry.Name.StartsWith('.')) && FileSystemName.MatchesSimpleExpression(pattern, entry.Name, ignoreCase: false));
}
