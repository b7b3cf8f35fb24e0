using System.CommandLine;
using Earshot.Core.Text;

namespace Earshot.CommandLine;

/// <summary>The help of the program and of each command.</summary>
internal static class HelpText
{
    /// <summary>What a person sees who types the bare name.</summary>
    public static string FirstSteps() => $"""
        Earshot {ProductVersion.Number}: what customers talk about, from what they write

        Five things to do first:
          earshot demo                200,000 synthetic tickets to topics and a report
          earshot analyze FILE…       your own tickets (CSV, JSON, Parquet) to topics and a report
          earshot topics              the topics of a workspace: size, share, change, team
          earshot report              the report as one HTML file to look at or to mail
          earshot sql "SELECT …"      any question to the data, by SQL

        'earshot --help' lists every command, 'earshot COMMAND --help' explains one.

        """;

    /// <summary>Writes the help of a command, wrapped to a screen.</summary>
    public static void Write(Command command, TextWriter output, int width)
    {
        bool isRoot = command is RootCommand;
        output.WriteLine(command.Description);
        output.WriteLine();
        output.WriteLine("usage: " + Usage(command));
        IEnumerable<Command> commands = command.Subcommands.Where(subcommand => !subcommand.Hidden);
        IEnumerable<Argument> arguments = command.Arguments.Where(argument => !argument.Hidden);
        Option[] options = [.. command.Options.Where(option => !option.Hidden)];
        if (command.Subcommands.Count > 0) Section(output, "commands", commands.Select(subcommand => (subcommand.Name, subcommand.Description ?? "")), width);
        Section(output, "arguments", arguments.Select(argument => (Shown(argument), argument.Description ?? "")), width);
        if (!isRoot && options.Length > 0) Section(output, "options", options.Select(Row), width);
        Section(output, "options of every command", SharedOptions.Everywhere.Select(Row), width);
        if (command is EarshotCommand { Examples.Count: > 0 } known) Section(output, "examples", known.Examples, width);
        if (isRoot) Section(output, "exit codes", ExitCode.All.Select(code => (code.Code.ToString(), code.Meaning)), width);
    }

    /// <summary>The line that says how a command is called.</summary>
    public static string Usage(Command command)
    {
        string below = command is EarshotCommand ? "[COMMAND] [options]" : "COMMAND [options]";
        if (command.Subcommands.Count > 0) return string.Join(' ', [.. new[] { "earshot", Path(command), below }.Where(part => part.Length > 0)]);
        IEnumerable<string> arguments = command.Arguments.Where(argument => !argument.Hidden)
            .Select(argument => argument.Arity.MinimumNumberOfValues == 0 ? $"[{Shown(argument)}]" : Shown(argument));
        return string.Join(' ', [.. new[] { "earshot", Path(command) }, .. arguments, "[options]"]);
    }

    /// <summary>What is typed after the program's name to reach a command: <c>student train</c>; empty for the program itself.</summary>
    public static string Path(Command command) =>
        command is RootCommand ? "" : string.Join(' ', command.Parents.OfType<Command>().Select(Path).Where(path => path.Length > 0).Append(command.Name));

    /// <summary>An argument as in usage lines: <c>FILE…</c> where it may be given several times.</summary>
    public static string Shown(Argument argument) =>
        (argument.HelpName ?? argument.Name).ToUpperInvariant() + (argument.Arity.MaximumNumberOfValues > 1 ? "…" : "");

    /// <summary>An option with its short name and its value: <c>-w, --workspace FOLDER</c>.</summary>
    public static string Shown(Option option)
    {
        string names = string.Join(", ", option.Aliases.Where(alias => alias.Length == 2 && alias != "-?").Append(option.Name));
        bool isFlag = option.ValueType == typeof(bool);
        return isFlag ? names : $"{names} {option.HelpName ?? "VALUE"}";
    }

    private static (string, string) Row(Option option) => (Shown(option), option.Description ?? "");

    private static void Section(TextWriter output, string title, IEnumerable<(string Name, string Meaning)> rows, int width)
    {
        (string Name, string Meaning)[] lines = [.. rows];
        if (lines.Length == 0) return;
        output.WriteLine();
        output.WriteLine(title + ":");
        int names = Math.Min(36, lines.Max(line => line.Name.Length));
        foreach ((string name, string meaning) in lines)
        {
            string margin = new(' ', names + 4);
            string[] wrapped = Wrap(meaning, Math.Max(30, Math.Min(width, 120) - names - 4));
            output.WriteLine(("  " + (name.Length > names ? name + "\n" + margin : name.PadRight(names) + "  ") + wrapped[0]).TrimEnd());
            foreach (string more in wrapped.Skip(1)) output.WriteLine(margin + more);
        }
    }

    /// <summary>A text in lines of a width, broken at blanks.</summary>
    internal static string[] Wrap(string text, int width)
    {
        List<string> lines = [""];
        foreach (string word in text.Split(' '))
        {
            if (lines[^1].Length > 0 && lines[^1].Length + 1 + SafeText.TerminalWidth(word) > width) lines.Add("");
            lines[^1] += lines[^1].Length == 0 ? word : " " + word;
        }

        return [.. lines];
    }
}
