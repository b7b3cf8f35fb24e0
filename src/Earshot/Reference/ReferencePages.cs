using System.CommandLine;
using System.Text;
using Earshot.CommandLine;
using Earshot.Configuration;

namespace Earshot.Reference;

/// <summary>The pages of docs/reference, made from the command tree and the table of settings.</summary>
internal static class ReferencePages
{
    private const int LineWidth = 140;
    private const string Notice = "<!-- made from the code: ./earshot docs docs/reference -->\n";

    /// <summary>commands.md</summary>
    public static string Commands(RootCommand root)
    {
        var page = new StringBuilder($"{Notice}\n# Commands\n\n`earshot` alone shows what to do first, `earshot COMMAND --help` explains a command.\n");
        page.Append("Results go to stdout; progress, notes and errors go to stderr.\n");
        foreach (Command command in root.Subcommands.Where(command => !command.Hidden)) AppendCommand(page, command);
        page.Append("\n## Options of every command\n\n");
        AppendOptions(page, SharedOptions.Everywhere);
        page.Append("\n## Exit codes\n\n| code | meaning |\n|---|---|\n");
        foreach ((int code, string meaning) in ExitCode.All) page.Append($"| {code} | {Cell(meaning)} |\n");
        return page.ToString();
    }

    /// <summary>settings.md</summary>
    public static string Settings()
    {
        var page = new StringBuilder($$"""
            {{Notice}}
            # Settings

            A setting is looked for in this order; the last one found counts: the default, `earshot.json` in the workspace, the file given by `--config`,
            `.env` in the current folder, the environment, the command line. `earshot config` shows each value and where it came from.

            In a file, dots are nested objects: `{ "topics": { "clusters": 50 } }`. In the environment, dots are two underscores, with or without
            `EARSHOT_` before the name: `TOPICS__CLUSTERS=50`; names without a dot always take it: `EARSHOT_THREADS=4`. On the command line,
            `--set topics.clusters=50` reaches every setting, and commands have options of their own for the usual ones.

            What decides the content of a workspace is kept in its `earshot.json` when it is given on the command line, so that later commands build
            nothing again in another way. These are kept:

            {{KeptList()}}

            `init`, `ingest`, `analyze`, `demo`, `run` and, where it reads files, `embed` keep it and say so: after `earshot embed tickets.csv --with
            student`, the next run embeds with the student too. `earshot run --with auto` goes back.

            All values are checked before work begins, and everything that is wrong is told at once (exit code 2).


            """.Replace("\r\n", "\n"));
        page.Append("| setting | default | value | decides | option | variable |\n|---|---|---|---|---|---|\n");
        foreach (Setting setting in SettingTable.All)
        {
            string initial = setting.DefaultText.Length == 0 ? "" : $"`{setting.DefaultText}`";
            string option = setting.Option is null ? "" : $"`{setting.Option}`";
            page.Append($"| `{setting.Key}` | {Cell(initial)} | {Cell(setting.Kind)} | {Cell(setting.Description)} | {option} | `{setting.Variable}` |\n");
        }

        return page.ToString();
    }

    // sections of which everything is kept, then single settings
    private static string KeptList()
    {
        ILookup<string, Setting> sections = SettingTable.All.ToLookup(setting => setting.Key.Split('.')[0]);
        string[] whole = [.. sections.Where(section => section.All(setting => setting.DecidesContent)).Select(section => section.Key)];
        IEnumerable<string> single = SettingTable.All.Where(setting => setting.DecidesContent && !whole.Contains(setting.Key.Split('.')[0]))
            .Select(setting => setting.Key);
        string list = string.Join(", ", whole.Select(section => section + ".*").Concat(single).Select(key => $"`{key}`"));
        return string.Join('\n', HelpText.Wrap(list, LineWidth));
    }

    private static void AppendCommand(StringBuilder page, Command command)
    {
        page.Append($"\n## {HelpText.Path(command)}\n\n{command.Description}\n\n```\n{HelpText.Usage(command)}\n```\n");
        Argument[] arguments = [.. command.Arguments.Where(argument => !argument.Hidden)];
        Option[] options = [.. command.Options.Where(option => !option.Hidden)];
        if (arguments.Length + options.Length > 0) page.Append('\n');
        if (arguments.Length > 0)
        {
            page.Append("| argument | meaning |\n|---|---|\n");
            foreach (Argument argument in arguments) page.Append($"| `{HelpText.Shown(argument)}` | {Cell(argument.Description)} |\n");
            if (options.Length > 0) page.Append('\n');
        }

        if (options.Length > 0) AppendOptions(page, options);
        if (command is EarshotCommand { Examples.Count: > 0 } known)
        {
            page.Append("\nExamples:\n\n");
            foreach ((string line, string meaning) in known.Examples) page.Append($"- `{line}`: {meaning}\n");
        }

        foreach (Command subcommand in command.Subcommands.Where(subcommand => !subcommand.Hidden)) AppendCommand(page, subcommand);
    }

    private static void AppendOptions(StringBuilder page, IEnumerable<Option> options)
    {
        page.Append("| option | meaning |\n|---|---|\n");
        foreach (Option option in options) page.Append($"| `{Cell(HelpText.Shown(option))}` | {Cell(option.Description)} |\n");
    }

    private static string Cell(string? text) => (text ?? "").Replace("|", "\\|");
}
