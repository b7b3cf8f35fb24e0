using Earshot.Core;
using Earshot.Core.Text;
using Earshot.Output;

namespace Earshot.CommandLine;

/// <summary>How a fault looks on stderr: <c>error:</c> and the message, a blank line, <c>hint:</c> and the next step.</summary>
internal static class ErrorText
{
    /// <summary>Writes a fault and returns its exit code.</summary>
    public static int Write(EarshotException fault, Terminal terminal)
    {
        terminal.Output.Flush();
        terminal.Error.WriteLine(terminal.Red("error:") + " " + Lines(fault.Message));
        if (fault.Hint is { } hint)
        {
            terminal.Error.WriteLine();
            terminal.Error.WriteLine("hint: " + Lines(hint));
        }

        return fault.ExitCode;
    }

    // messages may quote what a user or a ticket wrote, line by line
    private static string Lines(string text) =>
        string.Join('\n', text.Split('\n').Select(line => line[..^line.TrimStart(' ').Length] + SafeText.ForTerminal(line)));
}
