using Earshot.Core;
using Earshot.Storage.DuckDb;

namespace Earshot.CommandLine;

/// <summary>Faults of disks, which come up wherever something is written, told as what a person can do about them.</summary>
internal static class DiskFault
{
    private static readonly string[] Full = ["No space left", "not enough space", "disk full", "Disk quota exceeded"];
    private static readonly string[] Denied = ["Read-only file system", "Permission denied", "is denied"];

    /// <summary>What to tell of an exception that nobody handled; null when it is none of a disk.</summary>
    public static EarshotException? Of(string command, Exception exception)
    {
        if (exception is not (IOException or UnauthorizedAccessException or DuckDbException)) return null;
        string? hint = IsFull(exception) ? "free some disk space, then run the same command again: it goes on where it stopped"
            : IsDenied(exception) ? "check the permissions, then run the same command again"
            : null;
        return hint is null ? null : new EarshotException($"{command} stopped: {exception.Message.Trim()}", hint, ExitCode.Failure, exception);
    }

    /// <summary>Whether there was no room left.</summary>
    public static bool IsFull(Exception exception) => Says(exception, Full);

    /// <summary>Whether writing is not allowed there.</summary>
    public static bool IsDenied(Exception exception) => exception is UnauthorizedAccessException || Says(exception, Denied);

    private static bool Says(Exception exception, string[] words) => words.Any(word => exception.Message.Contains(word, StringComparison.OrdinalIgnoreCase));
}
