using Earshot.CommandLine;
using Earshot.Core;
using Earshot.Storage.Workspaces;

namespace Earshot.Sessions;

/// <summary>Finds the workspace that is meant where none is named, and says what there is where it can't be told.</summary>
internal static class WorkspaceSearch
{
    /// <summary>Name of the only workspace in a folder that is none itself; else null.</summary>
    public static string? Only(string folder) => !Workspace.Exists(folder) && Inside(folder) is [string only] ? only : null;

    /// <summary>The folder, which holds a workspace.</summary>
    /// <exception cref="EarshotException">It holds none; the hint names those that are near.</exception>
    public static string Existing(string folder, bool named)
    {
        if (Workspace.Exists(folder)) return folder;
        if (File.Exists(folder))
        {
            string made = WorkspaceOf(folder);
            throw new EarshotException(
                $"{folder} is a file, not a workspace",
                Workspace.Exists(made)
                    ? $"what was made of it is in --workspace {Shown(made)}"
                    : $"`earshot analyze {Shown(folder)}` makes a workspace of its tickets",
                ExitCode.Usage);
        }

        string message = !Directory.Exists(folder) ? $"the workspace {folder} does not exist"
            : named ? $"{folder} is not a workspace"
            : "there is no workspace here";
        string[] near = Inside(folder);
        string[] beside = near.Length == 0 && named && Path.GetDirectoryName(folder) is { } parent
            ? [.. Inside(parent).Select(name => Path.Combine(parent, name))]
            : [];
        if (near.Length > 0)
        {
            if (!named) message = $"there are {near.Length} workspaces here: {Listed(near)}";
            throw new EarshotException(message, $"name one, for example --workspace {Shown(named ? Path.Combine(folder, near[0]) : near[0])}", ExitCode.Usage);
        }

        if (beside.Length > 0)
        {
            string nearest = Suggestion.Nearest(Path.GetFileName(folder), beside.Select(path => Path.GetFileName(path))) is { } name
                ? Path.Combine(Path.GetDirectoryName(folder)!, name)
                : beside[0];
            throw new EarshotException(message, $"there is --workspace {Shown(nearest)}", ExitCode.Usage);
        }

        throw new EarshotException(
            message, "make one with `earshot demo`, `earshot analyze FILE` or `earshot init --workspace FOLDER`, or name one with --workspace", ExitCode.Usage);
    }

    /// <summary>The workspace that <c>analyze</c> makes of a file where none is named: beside it, by its name up to the first dot.</summary>
    public static string WorkspaceOf(string file)
    {
        string name = Path.GetFileName(file);
        return Path.Combine(Path.GetDirectoryName(file) ?? "", name[..(name.IndexOf('.') is > 0 and int dot ? dot : name.Length)] + ".earshot");
    }

    private static string[] Inside(string folder)
    {
        try
        {
            return Directory.Exists(folder)
                ? [.. Directory.EnumerateDirectories(folder).Where(Workspace.Exists).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)]
                : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string Listed(string[] names) => string.Join(", ", names.Take(8)) + (names.Length > 8 ? ", …" : "");

    private static string Shown(string path) => path.Contains(' ') ? $"\"{path}\"" : path;
}
