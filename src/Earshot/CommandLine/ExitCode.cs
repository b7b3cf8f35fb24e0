namespace Earshot.CommandLine;

/// <summary>What the process returns, as documented in docs/reference/commands.md.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Success = 0;

    /// <summary>The work failed.</summary>
    public const int Failure = 1;

    /// <summary>Wrong usage or wrong settings; nothing was begun.</summary>
    public const int Usage = 2;

    /// <summary>The input can't be used.</summary>
    public const int Input = 3;

    /// <summary>The workspace or the models folder is in use, or the workspace was written by a newer version.</summary>
    public const int Busy = 4;

    /// <summary>Stopped by Ctrl-C or a termination signal.</summary>
    public const int Interrupted = 130;

    /// <summary>Code and meaning, for help and reference.</summary>
    public static IReadOnlyList<(int Code, string Meaning)> All { get; } =
    [
        (Success, "done"),
        (Failure, "the work failed"),
        (Usage, "wrong usage or wrong settings; nothing was begun"),
        (Input, "the input can't be used"),
        (Busy, "the workspace or the models folder is in use, or the workspace was written by a newer version"),
        (Interrupted, "stopped by Ctrl-C or a termination signal"),
    ];
}
