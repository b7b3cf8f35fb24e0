using System.CommandLine;
using System.CommandLine.Parsing;
using Earshot.Configuration;
using Earshot.Core;

namespace Earshot.CommandLine;

/// <summary>Says what is wrong with a command line, in the program's own words.</summary>
internal static class UsageFault
{
    /// <summary>What is wrong with a command line: all of it, with one hint; null where nothing is.</summary>
    public static EarshotException? Of(ParseResult parse)
    {
        string[] swallowed = SwallowedOptions(parse);
        if (parse.Errors.Count == 0 && swallowed.Length == 0) return null;
        Command command = parse.CommandResult.Command;
        string help = command is RootCommand ? "'earshot --help' lists every command" : $"'earshot {HelpText.Path(command)} --help' explains the command";
        if (command.Subcommands.Count > 0 && parse.UnmatchedTokens.Count > 0) return Unknown(parse.UnmatchedTokens[0], parse, help);
        string[] options = [.. swallowed, .. parse.UnmatchedTokens.Where(token => token.StartsWith('-'))];
        if (options.Length == 0 && parse.UnmatchedTokens.Count > 0 && command is EarshotCommand { TakesWords: true }) return Unquoted(parse);

        // words after an unknown option are mostly its value
        IEnumerable<string> unknown = options.Length > 0 ? options : parse.UnmatchedTokens;
        EarshotException[] faults =
        [
            .. unknown.Select(token => Unknown(token, parse, help)),
            .. parse.Errors.Where(error => !parse.UnmatchedTokens.Any(token => error.Message.Contains($"'{token}'", StringComparison.Ordinal)))
                .Select(error => new EarshotException(Reworded(error), help, ExitCode.Usage)),
        ];
        if (faults.Length == 1) return faults[0];
        string list = string.Join(
            '\n',
            faults.Select(fault => "  " + fault.Message
                + (fault.Hint!.EndsWith("? " + help, StringComparison.Ordinal) ? "; " + fault.Hint[..^(help.Length + 1)] : "")));
        return new EarshotException($"{faults.Length} things are wrong with the command\n{list}", help, ExitCode.Usage);
    }

    /// <summary>Words that look like options and were taken for values of an argument: the parser gives an argument whatever it does not know.</summary>
    private static string[] SwallowedOptions(ParseResult parse)
    {
        bool divided = parse.Tokens.Any(token => token.Type == TokenType.DoubleDash);

        // all that follows -- is meant as it stands
        int literal = divided ? parse.Tokens.Reverse().TakeWhile(token => token.Type != TokenType.DoubleDash).Count() : 0;
        IEnumerable<Token> values = parse.CommandResult.Command.Arguments.SelectMany(argument => parse.GetResult(argument)?.Tokens ?? []);
        return [.. values.SkipLast(literal).Select(token => token.Value).Where(LooksLikeOption)];
    }

    private static EarshotException Unknown(string token, ParseResult parse, string help)
    {
        Command command = parse.CommandResult.Command;
        bool isOption = token.StartsWith('-');
        string word = isOption ? token.Split('=')[0] : token;
        string[] candidates =
        [
            .. isOption
                ? command.Options.Concat(SharedOptions.Everywhere).Where(option => !option.Hidden).Select(option => option.Name)
                : command.Subcommands.Where(subcommand => !subcommand.Hidden).Select(subcommand => subcommand.Name),
        ];
        string what = isOption ? $"unknown option '{word}'"
            : command.Subcommands.Count > 0 ? $"unknown command '{$"{HelpText.Path(command)} {word}".TrimStart()}'"
            : $"unexpected argument '{word}'";
        if (SettingTable.All.FirstOrDefault(setting => setting.Option == word) is { } setting && command is EarshotCommand)
            return new EarshotException(
                $"{command.Name} has no option '{word}'", $"--set {setting.Key}=VALUE gives the setting to any command", ExitCode.Usage);
        string? nearest = Suggestion.Nearest(word, candidates)
            ?? (isOption && word.Length > 3 ? candidates.FirstOrDefault(candidate => IsPart(word, candidate)) : null);
        if (nearest is not null) return new EarshotException(what, $"did you mean '{nearest}'? {help}", ExitCode.Usage);
        string[] others = isOption ? [.. CommandsWith(word, parse.RootCommandResult.Command)] : [];
        return others.Length == 0
            ? new EarshotException(what, help, ExitCode.Usage)
            : new EarshotException(
                $"{HelpText.Path(command)} has no option '{word}'".TrimStart(),
                $"it is an option of 'earshot {string.Join("' and 'earshot ", others)}'; {help}",
                ExitCode.Usage);
    }

    // --recursive or --depth of --recursive-depth
    private static bool IsPart(string word, string option) =>
        option.StartsWith(word, StringComparison.OrdinalIgnoreCase) || option.EndsWith(word.AsSpan(1), StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> CommandsWith(string option, Command command)
    {
        bool takes = !command.Hidden && command.Options.Any(candidate => !candidate.Hidden && (candidate.Name == option || candidate.Aliases.Contains(option)));
        IEnumerable<string> below = command.Subcommands.SelectMany(subcommand => CommandsWith(option, subcommand));
        return takes && command is not RootCommand ? below.Prepend(HelpText.Path(command)) : below;
    }

    private static EarshotException Unquoted(ParseResult parse)
    {
        Command command = parse.CommandResult.Command;
        IEnumerable<string> words = command.Arguments.SelectMany(argument => parse.GetResult(argument)?.Tokens ?? []).Select(token => token.Value)
            .Concat(parse.UnmatchedTokens);
        string name = HelpText.Path(command);
        return new EarshotException(
            $"{name} takes one {HelpText.Shown(command.Arguments[0])}, and several words were given",
            $"put quotes around them: earshot {name} \"{string.Join(' ', words)}\"",
            ExitCode.Usage);
    }

    /// <summary>Without the parser's capitals, full stops and names of types.</summary>
    private static string Reworded(ParseError error)
    {
        OptionResult? given = error.SymbolResult as OptionResult ?? error.SymbolResult?.Parent as OptionResult;
        if (given is { Tokens: [Token value] } && NumberWanted(given.Option.ValueType) is { } wanted)
            return $"{given.Option.Name} is '{value.Value}'; it must be {wanted}";
        string text = error.Message.TrimEnd('.');
        return char.ToLowerInvariant(text[0]) + text[1..];
    }

    private static string? NumberWanted(Type type) => Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) switch
    {
        TypeCode.Int32 => "a whole number up to 2,147,483,647",
        TypeCode.Int64 => "a whole number",
        TypeCode.Double => "a number, such as 0.7",
        _ => null,
    };

    // -x, --name and --name=value; not a negative number, and not a text or a query that starts with a dash
    private static bool LooksLikeOption(string value)
    {
        string name = value.TrimStart('-').Split('=')[0];
        return value.StartsWith('-') && name.Length > 0 && char.IsAsciiLetter(name[0]) && !name.Any(char.IsWhiteSpace);
    }
}
