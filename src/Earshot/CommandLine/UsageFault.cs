using System.CommandLine;
using Earshot.Configuration;
using Earshot.Core;

namespace Earshot.CommandLine;

/// <summary>Says what is wrong with a command line, in the program's own words.</summary>
internal static class UsageFault
{
    /// <summary>What is wrong with a command line that does not parse: all of it, with one hint.</summary>
    public static EarshotException Of(ParseResult parse)
    {
        Command command = parse.CommandResult.Command;
        string help = command is RootCommand ? "'earshot --help' lists every command" : $"'earshot {HelpText.Path(command)} --help' explains the command";
        if (command.Subcommands.Count > 0 && parse.UnmatchedTokens.Count > 0) return Unknown(parse.UnmatchedTokens[0], command, help);
        EarshotException[] faults =
        [
            .. parse.UnmatchedTokens.Where(token => token.StartsWith('-') || parse.UnmatchedTokens.All(other => !other.StartsWith('-')))
                .Select(token => Unknown(token, command, help)),
            .. parse.Errors.Where(error => !parse.UnmatchedTokens.Any(token => error.Message.Contains($"'{token}'", StringComparison.Ordinal)))
                .Select(error => new EarshotException(Reworded(error.Message), help, ExitCode.Usage)),
        ];
        if (faults.Length == 1) return faults[0];
        string list = string.Join(
            '\n',
            faults.Select(fault => "  " + fault.Message
                + (fault.Hint!.EndsWith("? " + help, StringComparison.Ordinal) ? "; " + fault.Hint[..^(help.Length + 1)] : "")));
        return new EarshotException($"{faults.Length} things are wrong with the command\n{list}", help, ExitCode.Usage);
    }

    private static EarshotException Unknown(string token, Command command, string help)
    {
        bool isOption = token.StartsWith('-');
        string word = isOption ? token.Split('=')[0] : token;
        IEnumerable<string> candidates = isOption
            ? command.Options.Concat(SharedOptions.Everywhere).Where(option => !option.Hidden).Select(option => option.Name)
            : command.Subcommands.Where(subcommand => !subcommand.Hidden).Select(subcommand => subcommand.Name);
        string what = isOption ? $"unknown option '{word}'"
            : command.Subcommands.Count > 0 ? $"unknown command '{$"{HelpText.Path(command)} {word}".TrimStart()}'"
            : $"unexpected argument '{word}'";
        if (SettingTable.All.FirstOrDefault(setting => setting.Option == word) is { } setting && command is EarshotCommand)
            return new EarshotException(
                $"{command.Name} has no option '{word}'", $"--set {setting.Key}=VALUE gives the setting to any command", ExitCode.Usage);
        string? nearest = Suggestion.Nearest(word, candidates);
        return new EarshotException(what, nearest is null ? help : $"did you mean '{nearest}'? {help}", ExitCode.Usage);
    }

    /// <summary>Without the parser's capitals and full stops.</summary>
    private static string Reworded(string message)
    {
        string text = message.TrimEnd('.');
        return char.ToLowerInvariant(text[0]) + text[1..];
    }
}
