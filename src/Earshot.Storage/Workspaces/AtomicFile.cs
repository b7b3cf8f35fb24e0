using System.Diagnostics;

namespace Earshot.Storage.Workspaces;

/// <summary>Files that appear whole or not at all: written beside their place and renamed into it.</summary>
public static class AtomicFile
{
    internal const string TemporarySuffix = ".partial";

    /// <summary>
    /// Writes a small file in one go, through to the disk: after a power cut it is there, as it was or as it is. Records, manifests and settings
    /// are written so, since what they say is nowhere else.
    /// </summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        string temporary = Temporary(path);
        string folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        try
        {
            using (FileStream file = new(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 0))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
            FileFlush.Folder(folder);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Writes a file as a stream; when <paramref name="write"/> throws, nothing is left.</summary>
    internal static void Write(string path, Action<Stream> write)
    {
        Sweep(path);
        string temporary = Temporary(path);
        try
        {
            using (FileStream file = new(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16)) write(file);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>
    /// Deletes what processes of this machine that are gone left of a file they did not complete: all that begins with the <see cref="Temporary"/> name
    /// they had for it. What can't be deleted stays.
    /// </summary>
    internal static void Sweep(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder)) return;
        string start = Path.GetFileName(path) + ".";
        foreach (string left in Directory.EnumerateFileSystemEntries(folder, "*" + TemporarySuffix + "*"))
        {
            string name = Path.GetFileName(left);
            if (!name.StartsWith(start, StringComparison.Ordinal)) continue;
            string[] rest = name[start.Length..].Split('.', 3);
            if (rest.Length < 2 || "." + rest[1] != TemporarySuffix || !int.TryParse(rest[0], out int owner) || IsRunning(owner)) continue;
            try
            {
                if (Directory.Exists(left)) Directory.Delete(left, recursive: true);
                else File.Delete(left);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Somebody else's: it does no harm to the file that is to be written.
            }
        }
    }

    /// <summary>A message with the names of this process's unfinished files as they would be when complete: those are what a person knows.</summary>
    public static string WithoutTemporaryNames(string message) => message.Replace(Temporary(""), "", StringComparison.Ordinal);

    /// <summary>The name a file has until it is complete.</summary>
    internal static string Temporary(string path) => $"{path}.{Environment.ProcessId}{TemporarySuffix}";

    private static bool IsRunning(int processId)
    {
        try
        {
            using Process process = Process.GetProcessById(processId);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
