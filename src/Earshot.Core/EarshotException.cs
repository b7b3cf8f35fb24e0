namespace Earshot.Core;

/// <summary>
/// A fault the user can act on. The command line prints <c>error: </c> and the message (the value and what is allowed), a blank line, and
/// <c>hint: </c> with the next step, and exits with <see cref="ExitCode"/>.
/// </summary>
public sealed class EarshotException(string message, string? hint = null, int exitCode = 1, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The next step, ideally the exact command; null when there is none to offer.</summary>
    public string? Hint { get; } = hint;

    /// <summary>1 a failure, 2 wrong usage or settings, 3 unusable input, 4 workspace in use or of a newer version.</summary>
    public int ExitCode { get; } = exitCode;
}
