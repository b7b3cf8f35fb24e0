using Earshot.CommandLine;
using Earshot.Core.Text;
using Earshot.Diagnostics;
using Earshot.Output;
using Earshot.Sessions;
using Earshot.Storage.DuckDb;

namespace Earshot.Commands;

/// <summary><c>earshot doctor</c></summary>
internal static class DoctorCommand
{
    public static EarshotCommand Create() => new EarshotCommand("doctor", "Check whether this machine has what Earshot needs.")
    {
        Examples = [("earshot doctor", "each check with what was found and, where something is wrong, what to do")],
        Run = Examine,
    }.OnWorkspace().Reporting();

    private static int Examine(Invocation invocation)
    {
        IReadOnlyList<Check> checks = Doctor.Examine(Machine.Probe(
            invocation.Workspace, invocation.Terminal, ModelPlaces.Store(invocation), static () => $"{NativeLibraryLocator.LoadVersion()} ({NativeLibraryLocator.ExpectedPath})"));
        if (invocation.Json) JsonShapes.Write(invocation.Terminal.Output, checks);
        else Print(checks, invocation.Terminal);
        return checks.Any(check => check.Status == CheckStatus.Fail) ? ExitCode.Failure : ExitCode.Success;
    }

    private static void Print(IReadOnlyList<Check> checks, Terminal terminal)
    {
        int names = checks.Max(check => check.Name.Length);
        foreach (Check check in checks)
        {
            terminal.Output.WriteLine($"{check.Status.ToString().ToLowerInvariant(),-4}  {check.Name.PadRight(names)}  {SafeText.ForTerminal(check.Finding)}");
            if (check.Hint is { } hint) terminal.Output.WriteLine($"{new string(' ', names + 8)}hint: {SafeText.ForTerminal(hint)}");
        }
    }
}
