using Earshot.Commands;
using Earshot.Completion;

namespace Earshot.Tests.Cli;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public void Every_visible_command_and_option_is_in_the_script(string shell)
    {
        using var run = new CommandRun();
        Assert.Equal(0, run.Run("completion", shell));
        IReadOnlyList<CompletedCommand> commands = CompletionModel.Of(CommandTree.Create());
        Assert.All(commands, command => Assert.Contains(command.Name, run.Output));
        Assert.All(commands.SelectMany(command => command.Options), option => Assert.Contains(shell == "fish" ? "-l " + option.Names[^1][2..] : option.Names[^1], run.Output));
        Assert.DoesNotContain("\r", run.Output);
    }

    [Theory]
    [InlineData("bash", "\"analyze --with\") values=\"adapted auto remote student teacher\"")]
    [InlineData("zsh", ":value:(adapted auto remote student teacher)'")]
    [InlineData("fish", "-l with -x -a 'adapted auto remote student teacher'")]
    [InlineData("pwsh", "'analyze --with' = @('adapted', 'auto', 'remote', 'student', 'teacher')")]
    public void The_values_of_a_choice_are_in_the_script(string shell, string expected)
    {
        using var run = new CommandRun();
        run.Run("completion", shell);
        Assert.Contains(expected, run.Output);
    }

    [Theory]
    [InlineData("earshot con", "config")]
    [InlineData("earshot config --work", "--workspace")]
    [InlineData("earshot completion z", "zsh")]
    [InlineData("earshot export em", "embeddings")]
    [InlineData("earshot analyze --with ad", "adapted")]
    [InlineData("earshot models pull --precision a", "all")]
    [InlineData("earshot config --config mine", "mine file.json")]
    public void Bash_completes_commands_options_and_words(string typed, string expected)
    {
        if (!File.Exists("/bin/bash")) Assert.Skip("no bash");
        using var run = new CommandRun();
        run.Run("completion", "bash");
        run.Write("mine file.json", "{}");
        string[] words = typed.Split(' ');
        run.Write("script.sh", $"{run.Output}\nCOMP_WORDS=({string.Join(' ', words.Select(word => $"'{word}'"))})\nCOMP_CWORD={words.Length - 1}\n_earshot\necho \"${{COMPREPLY[*]}}\"\n");
        ShellRun shell = ShellRun.Run(run.Folder, new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" }, "/bin/bash", "script.sh");
        Assert.Equal(("", 0), (shell.Error, shell.ExitCode));
        Assert.Equal(expected, shell.Output.Trim());
    }
}
