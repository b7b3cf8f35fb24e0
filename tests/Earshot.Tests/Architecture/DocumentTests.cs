using System.CommandLine;
using System.Text.RegularExpressions;
using Earshot.Commands;
using Earshot.Configuration;
using Earshot.Reference;

namespace Earshot.Tests.Architecture;

public sealed partial class DocumentTests
{
    [Theory]
    [InlineData("commands.md")]
    [InlineData("settings.md")]
    public void The_reference_says_what_the_code_does(string page)
    {
        string expected = page == "commands.md" ? ReferencePages.Commands(CommandTree.Create()) : ReferencePages.Settings();
        string path = Path.Combine(Shared.Repository, "docs", "reference", page);
        Assert.True(File.Exists(path) && File.ReadAllText(path) == expected, $"docs/reference/{page} differs from the code: run ./earshot docs docs/reference");
    }

    [Fact]
    public void The_reference_has_every_command_every_option_and_every_setting()
    {
        string commands = File.ReadAllText(Path.Combine(Shared.Repository, "docs", "reference", "commands.md"));
        string settings = File.ReadAllText(Path.Combine(Shared.Repository, "docs", "reference", "settings.md"));
        Command[] shown = [.. CommandTree.Create().Subcommands.Where(command => !command.Hidden)];
        Assert.All(shown, command => Assert.Contains($"\n## {command.Name}\n", commands));
        Assert.All(shown.SelectMany(command => command.Subcommands), command => Assert.Contains($"\n## {Earshot.CommandLine.HelpText.Path(command)}\n", commands));
        Assert.All(shown.Concat(shown.SelectMany(command => command.Subcommands)).SelectMany(command => command.Options).Where(option => !option.Hidden), option => Assert.Contains(option.Name, commands));
        Assert.All(SettingTable.All, setting => Assert.Contains($"| `{setting.Key}` |", settings));
    }

    [Fact]
    public void The_readme_has_exactly_two_set_up_commands()
    {
        string readme = File.ReadAllText(Path.Combine(Shared.Repository, "README.md"));
        string setUp = CodeBlock().Match(readme[readme.IndexOf("## Set up", StringComparison.Ordinal)..]).Groups["code"].Value;
        Assert.Equal(["./earshot demo", "./test"], setUp.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('#')[0].Trim()));
    }

    public static TheoryData<string> CommandLines =>
    [
        .. Documents().SelectMany(path => CodeBlock().Matches(File.ReadAllText(path)))
            .SelectMany(block => block.Groups["code"].Value.Split('\n')).Select(line => line.TrimStart('$', ' '))
            .Where(line => line.StartsWith("./earshot ", StringComparison.Ordinal)).Select(line => line.Split(" #")[0].TrimEnd()).Distinct(),
    ];

    [Theory]
    [MemberData(nameof(CommandLines))]
    public void Every_command_in_the_documents_is_one_that_the_program_takes(string line)
    {
        string[] words = [.. System.CommandLine.Parsing.CommandLineParser.SplitCommandLine(line["./earshot ".Length..].Split(" > ")[0])];
        ParseResult parse = CommandTree.Create().Parse(words);
        Assert.Empty(parse.Errors.Select(error => error.Message));
    }

    [Fact]
    public void Links_between_documents_lead_somewhere()
    {
        var broken = from path in Documents()
                     from Match link in Link().Matches(File.ReadAllText(path))
                     let target = link.Groups["target"].Value.Split('#')[0]
                     where target.Length > 0 && !target.Contains("://") && !Path.Exists(Path.Combine(Path.GetDirectoryName(path)!, target))
                     select $"{Path.GetRelativePath(Shared.Repository, path)}: {target}";
        Assert.Empty(broken);
    }

    private static IEnumerable<string> Documents() =>
        Directory.EnumerateFiles(Shared.Repository, "*.md").Concat(Directory.EnumerateFiles(Path.Combine(Shared.Repository, "docs"), "*.md", SearchOption.AllDirectories));

    [GeneratedRegex(@"^```\w*\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Link();
}
