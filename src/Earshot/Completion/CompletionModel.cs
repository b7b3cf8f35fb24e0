using System.CommandLine;
using System.CommandLine.Completions;
using Earshot.CommandLine;

namespace Earshot.Completion;

/// <summary>An option as a shell completes it.</summary>
/// <param name="Names">Long name last: -w, --workspace.</param>
/// <param name="Values">What its value may be; empty where it is anything, such as a file.</param>
internal sealed record CompletedOption(IReadOnlyList<string> Names, string Description, bool TakesValue, IReadOnlyList<string> Values);

/// <summary>A command as a shell completes it.</summary>
/// <param name="Words">What its argument may be; empty where it is a file or has none.</param>
internal sealed record CompletedCommand(string Name, string Description, IReadOnlyList<CompletedOption> Options, IReadOnlyList<string> Words);

/// <summary>The command tree reduced to what shells complete: visible commands, their options, fixed words.</summary>
internal static class CompletionModel
{
    /// <summary>All visible commands with the options that each takes, shared ones and those of its subcommands included.</summary>
    public static IReadOnlyList<CompletedCommand> Of(RootCommand root) =>
        [.. root.Subcommands.Where(command => !command.Hidden).Select(command => new CompletedCommand(
            command.Name,
            Plain(command.Description),
            [.. OptionsOf(command).Concat(SharedOptions.Everywhere).Where(option => !option.Hidden).Select(Completed)],
            [.. command.Subcommands.Select(subcommand => subcommand.Name), .. WordsOf(command)]))];

    private static IEnumerable<Option> OptionsOf(Command command) =>
        command.Options.Concat(command.Subcommands.SelectMany(subcommand => subcommand.Options)).DistinctBy(option => option.Name);

    private static IEnumerable<string> WordsOf(Command command) =>
        command.Arguments.SelectMany(argument => argument.GetCompletions(CompletionContext.Empty)).Select(item => item.Label);

    private static CompletedOption Completed(Option option)
    {
        bool takesValue = option.ValueType != typeof(bool);
        return new(
            [.. option.Aliases.Where(alias => alias != "-?").Append(option.Name)],
            Plain(option.Description),
            takesValue,
            takesValue ? [.. option.GetCompletions(CompletionContext.Empty).Select(item => item.Label)] : []);
    }

    // descriptions stand between quotes of four shells
    private static string Plain(string? description) =>
        (description ?? "").Replace("'", "’").Replace("\"", "").Replace("[", "(").Replace("]", ")").Replace(":", " -").Replace("`", "")
            .Replace("$", "").TrimEnd('.');
}
