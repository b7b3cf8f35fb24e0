using System.CommandLine;
using Earshot.Commands;
using Earshot.Core;
using Earshot.Output;

namespace Earshot.CommandLine;

/// <summary>From arguments to an exit code: parses, runs the command, tells faults.</summary>
internal static class Application
{
    /// <summary>Runs one command line.</summary>
    public static int Run(IReadOnlyList<string> arguments, Surroundings surroundings) => Run(CommandTree.Create(), arguments, surroundings);

    /// <summary>Runs one command line with commands of the caller's choice.</summary>
    internal static int Run(RootCommand root, IReadOnlyList<string> arguments, Surroundings surroundings)
    {
        if (arguments.Count > 0 && arguments[0] == "help") arguments = [.. arguments.Skip(1), SharedOptions.Help.Name];
        ParseResult parse = root.Parse(arguments);
        if (HasFlag(parse, SharedOptions.NoColor)) surroundings = surroundings with { Terminal = surroundings.Terminal with { Color = false } };
        Terminal terminal = surroundings.Terminal;
        try
        {
            Command command = parse.CommandResult.Command;
            bool isUnknown = command is RootCommand && parse.UnmatchedTokens.Count > 0;
            if (HasFlag(parse, SharedOptions.Help) && !isUnknown)
            {
                HelpText.Write(command, terminal.Output, terminal.Width);
                return ExitCode.Success;
            }

            if (HasFlag(parse, SharedOptions.Version))
            {
                terminal.Output.WriteLine($"earshot {ProductVersion.Number}");
                return ExitCode.Success;
            }

            if (UsageFault.Of(parse) is { } usage) return ErrorText.Write(usage, terminal);
            if (command is EarshotCommand known) return Run(parse, known, surroundings);
            terminal.Output.Write(HelpText.FirstSteps());
            return ExitCode.Success;
        }
        finally
        {
            terminal.Output.Flush();
            terminal.Error.Flush();
        }
    }

    private static int Run(ParseResult parse, EarshotCommand command, Surroundings surroundings)
    {
        using var invocation = new Invocation(parse, command, surroundings);
        try
        {
            int code = command.Run(invocation);
            invocation.LogEnd("finished");
            return code;
        }
        catch (EarshotException e)
        {
            invocation.ClearProgress();
            invocation.LogEnd("failed: " + e.Message);
            return ErrorText.Write(e, surroundings.Terminal);
        }
        catch (OperationCanceledException) when (surroundings.Cancellation.IsCancellationRequested)
        {
            invocation.ClearProgress();
            invocation.LogEnd("was interrupted");
            surroundings.Terminal.Output.Flush();
            surroundings.Terminal.Error.WriteLine(invocation.Resumes ? "interrupted; the same command goes on where it stopped" : "interrupted");
            return ExitCode.Interrupted;
        }
        catch (Exception e) when (DiskFault.Of(command.Name, e) is { } fault)
        {
            invocation.ClearProgress();
            return ErrorText.Write(fault, surroundings.Terminal);
        }
        catch (Exception e)
        {
            invocation.ClearProgress();
            string? log = invocation.Logs.WriteCrash(command.Name, e);
            string hint = log is null ? "run the same command with --verbose for the details" : $"the details are in {log}";
            return ErrorText.Write(new EarshotException($"{command.Name} stopped on something unforeseen: {e.Message}", hint), surroundings.Terminal);
        }
    }

    private static bool HasFlag(ParseResult parse, Option<bool> option) =>
        parse.GetResult(option) is { Implicit: false } given && given.GetValueOrDefault<bool>();
}
