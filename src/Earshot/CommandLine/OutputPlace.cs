using Earshot.Core;
using Earshot.Storage.Workspaces;

namespace Earshot.CommandLine;

/// <summary>Places that the command line names to write to: told before work begins where they can't be, and told plainly where writing fails.</summary>
internal static class OutputPlace
{
    /// <summary>Refuses a path that no file can be written to.</summary>
    /// <param name="option">What named it: <c>--output</c>.</param>
    /// <exception cref="EarshotException">It is a folder, or there is no folder to put it in (exit 2).</exception>
    public static void RequireFile(string option, string path)
    {
        if (Directory.Exists(path)) throw new EarshotException($"{option} {path} is a folder", "name a file in it", ExitCode.Usage);
        string folder = Path.GetDirectoryName(path)!;
        if (Directory.Exists(folder)) return;
        throw FileAbove(folder) is { } file
            ? new EarshotException($"{file} is a file, so {option} {path} can't be in it", $"name another file with {option}", ExitCode.Usage)
            : new EarshotException($"the folder of {option} {path} does not exist", $"mkdir -p \"{folder}\"", ExitCode.Usage);
    }

    /// <summary>Refuses a path that can be no folder; one that does not exist yet is made later.</summary>
    /// <exception cref="EarshotException">It is a file, or in one (exit 2).</exception>
    public static void RequireFolder(string option, string path)
    {
        if (FileAbove(path) is { } file)
            throw new EarshotException($"{file} is a file, not a folder", $"name a folder with {option}", ExitCode.Usage);
    }

    /// <summary>What to tell where writing failed: the reason without names of temporary files, and what can be done about it.</summary>
    /// <param name="what">What was written: a path, "the report".</param>
    /// <param name="option">The option that names another place.</param>
    public static EarshotException Fault(string what, string option, Exception reason)
    {
        string other = $"or name another place with {option}";
        string hint = DiskFault.IsFull(reason) ? $"free some disk space, {other}"
            : DiskFault.IsDenied(reason) ? $"check the permissions, {other}"
            : $"name another place with {option}";
        return new EarshotException($"{what} can't be written: {AtomicFile.WithoutTemporaryNames(reason.Message.Trim())}", hint, ExitCode.Failure, reason);
    }

    // the nearest thing on the way to a path that exists, where it is a file
    private static string? FileAbove(string path)
    {
        for (string? at = path; at is not null; at = Path.GetDirectoryName(at))
        {
            if (File.Exists(at)) return at;
            if (Directory.Exists(at)) return null;
        }

        return null;
    }
}

