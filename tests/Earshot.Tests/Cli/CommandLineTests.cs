namespace Earshot.Tests.Cli;

public sealed class CommandLineTests
{
    [Fact]
    public void The_bare_name_shows_the_five_things_to_do_first()
    {
        using var run = new CommandRun();
        Assert.Equal(0, run.Run());
        Assert.Equal("""
            Earshot 0.1.0: what customers talk about, from what they write

            Five things to do first:
              earshot demo                200,000 synthetic tickets to topics and a report
              earshot analyze FILE…       your own tickets (CSV, JSON, Parquet) to topics and a report
              earshot topics              the topics of a workspace: size, share, change, team
              earshot report              the report as one HTML file to look at or to mail
              earshot sql "SELECT …"      any question to the data, by SQL

            'earshot --help' lists every command, 'earshot COMMAND --help' explains one.

            """, run.Output);
    }

    [Theory]
    [InlineData("confg", """
        error: unknown command 'confg'

        hint: did you mean 'config'? 'earshot --help' lists every command

        """)]
    [InlineData("config --worksapce x", """
        error: unknown option '--worksapce'

        hint: did you mean '--workspace'? 'earshot config --help' explains the command

        """)]
    [InlineData("config --clusters 5", """
        error: config has no option '--clusters'

        hint: --set topics.clusters=VALUE gives the setting to any command

        """)]
    [InlineData("topic x --jsn --bar", """
        error: 2 things are wrong with the command
          unknown option '--jsn'; did you mean '--json'?
          unknown option '--bar'

        hint: 'earshot topic --help' explains the command

        """)]
    [InlineData("config extra", """
        error: unexpected argument 'extra'

        hint: 'earshot config --help' explains the command

        """)]
    [InlineData("config --workspace", """
        error: required argument missing for option: '--workspace'

        hint: 'earshot config --help' explains the command

        """)]
    [InlineData("completion tcsh", """
        error: no completion for 'tcsh': there are bash, zsh, fish and pwsh

        hint: earshot completion bash

        """)]
    [InlineData("doctor --threads 5000", """
        error: threads is '5000' (--threads); it must be a whole number from 0 to 1,024

        hint: 'earshot config' shows every setting and where it came from; docs/reference/settings.md explains each

        """)]
    [InlineData("analyze train.csv --cluster 10", """
        error: unknown option '--cluster'

        hint: did you mean '--clusters'? 'earshot analyze --help' explains the command

        """)]
    [InlineData("analyze train.csv --dry-run", """
        error: analyze has no option '--dry-run'

        hint: it is an option of 'earshot run' and 'earshot topics label'; 'earshot analyze --help' explains the command

        """)]
    [InlineData("analyze train.csv --models-folder m", """
        error: analyze has no option '--models-folder'

        hint: --set models.folder=VALUE gives the setting to any command

        """)]
    [InlineData("topic --jsn", """
        error: unknown option '--jsn'

        hint: did you mean '--json'? 'earshot topic --help' explains the command

        """)]
    [InlineData("report --out here", """
        error: unknown option '--out'

        hint: did you mean '--output'? 'earshot report --help' explains the command

        """)]
    [InlineData("similar my card was charged", """
        error: similar takes one TEXT, and several words were given

        hint: put quotes around them: earshot similar "my card was charged"

        """)]
    [InlineData("embed --days-back x", """
        error: --days-back is 'x'; it must be a whole number up to 2,147,483,647

        hint: 'earshot embed --help' explains the command

        """)]
    [InlineData("embed --limit abc", """
        error: --limit is 'abc'; it must be a whole number

        hint: 'earshot embed --help' explains the command

        """)]
    [InlineData("similar x --threshold abc", """
        error: --threshold is 'abc'; it must be a number, such as 0.7

        hint: 'earshot similar --help' explains the command

        """)]
    [InlineData("evaluate t.csv --limit abc --seed x", """
        error: 2 things are wrong with the command
          --limit is 'abc'; it must be a whole number up to 2,147,483,647
          --seed is 'x'; it must be a whole number

        hint: 'earshot evaluate --help' explains the command

        """)]
    [InlineData("help confg", """
        error: unknown command 'confg'

        hint: did you mean 'config'? 'earshot --help' lists every command

        """)]
    [InlineData("doctor --config missing.json", null)]
    public void Wrong_usage_says_what_and_what_next(string line, string? expected)
    {
        using var run = new CommandRun();
        Assert.Equal(2, run.Run(line.Split(' ')));
        Assert.Equal("", run.Output);
        if (expected is not null) Assert.Equal(expected, run.Error);
        else Assert.StartsWith("error: missing.json can't be read: ", run.Error);
    }

    [Fact]
    public void Help_for_a_command_that_does_not_exist_is_an_error()
    {
        using var run = new CommandRun();
        Assert.Equal(2, run.Run("confg", "--help"));
        Assert.StartsWith("error: unknown command 'confg'\n", run.Error);
    }

    [Fact]
    public void After_two_dashes_everything_is_a_file()
    {
        using var run = new CommandRun();
        Assert.Equal(3, run.Run("analyze", "--", "--cluster"));
        Assert.Contains("--cluster does not exist", run.Error);
    }

    [Theory]
    [InlineData("help", "--help")]
    [InlineData("help topic", "topic --help")]
    [InlineData("help student train", "student train --help")]
    public void Help_can_be_asked_for_as_a_command(string asked, string same)
    {
        using CommandRun first = new(), second = new();
        Assert.Equal((0, 0), (first.Run(asked.Split(' ')), second.Run(same.Split(' '))));
        Assert.Equal(second.Output, first.Output);
    }

    [Fact]
    public void Help_lists_the_values_of_a_choice_and_no_empty_default()
    {
        using var run = new CommandRun();
        run.Run("embed", "--help");
        Assert.Contains("--with auto|student|adapted|teacher|remote", run.Output);
        Assert.Contains("--precision int8|fp32 ", run.Output);
        Assert.DoesNotContain("(default )", run.Output);
        run.Run("models", "--help");
        Assert.Contains("XDG_CACHE_HOME", run.Output);
        Assert.DoesNotContain("(default )", run.Output);
    }

    [Fact]
    public void Config_of_a_workspace_that_is_not_there_says_so()
    {
        using var run = new CommandRun();
        Assert.Equal(0, run.Run("config", "-w", "nowhere"));
        Assert.Equal($"there is no workspace {Path.Combine(run.Folder, "nowhere")}: these are the settings that one made there would start from\n", run.Error);
        run.Run("init", "-w", "here");
        run.Run("config", "-w", "here");
        Assert.Equal("", run.Error);
    }

    [Fact]
    public void A_fault_of_a_command_is_shown_with_its_hint_and_its_exit_code()
    {
        using var run = new CommandRun();
        Assert.Equal(3, run.RunWork(_ => throw new Earshot.Core.EarshotException("x.csv is empty: \e[31mno rows", "give a file with rows", 3)));
        Assert.Equal("""
            error: x.csv is empty: no rows

            hint: give a file with rows

            """, run.Error);
    }

    [Fact]
    public void What_nobody_foresaw_is_short_on_the_screen_and_whole_in_the_log()
    {
        using var run = new CommandRun();
        run.Run("init");
        Assert.Equal(1, run.RunWork(_ => throw new InvalidOperationException("row 7 has no end")));
        Assert.Equal($"""
            error: work stopped on something unforeseen: row 7 has no end

            hint: the details are in {Path.Combine(run.Folder, "logs")}

            """, run.Error);
        Assert.Contains("System.InvalidOperationException: row 7 has no end", File.ReadAllText(Directory.GetFiles(Path.Combine(run.Folder, "logs")).Single()));
    }

    [Fact]
    public void An_interrupted_command_returns_130()
    {
        using var run = new CommandRun { Interrupted = true };
        Assert.Equal(130, run.RunWork(invocation => throw new OperationCanceledException(invocation.Cancellation)));
        Assert.Equal("interrupted\n", run.Error);
    }

    [Fact]
    public void Wrong_settings_stop_a_command_before_it_works()
    {
        using var run = new CommandRun();
        bool worked = false;
        int code = run.RunWork(Work, "--threads", "x");
        Assert.Equal((2, false), (code, worked));

        int Work(CommandLine.Invocation invocation)
        {
            int threads = invocation.Threads;
            worked = true;
            return threads;
        }
    }

    [Fact]
    public void Quiet_silences_progress_and_notes()
    {
        using var run = new CommandRun();
        Assert.Equal(0, run.RunWork(Talk, "--quiet"));
        Assert.Equal("", run.Error);
        Assert.Equal(0, run.RunWork(Talk));
        Assert.Equal("stage: started, 5 rows\nnote\nstage: 5 rows\n", run.Error);

        static int Talk(CommandLine.Invocation invocation)
        {
            invocation.Observer.StageStarted("stage", 5, "rows");
            invocation.Say("note");
            invocation.Observer.StageFinished("stage", "5 rows");
            return 0;
        }
    }

    [Fact]
    public void Escapes_in_what_the_user_typed_do_not_reach_the_terminal()
    {
        using var run = new CommandRun();
        run.Run("\e[2Jx\u202Ey");
        Assert.StartsWith("error: unknown command 'xy'\n", run.Error);
    }

    [Fact]
    public void Config_shows_where_each_value_came_from_even_where_one_is_wrong()
    {
        using var run = new CommandRun();
        run.Environment["TOPICS__CLUSTERS"] = "x";
        Assert.Equal(2, run.Run("config", "--threads", "2"));
        Assert.Matches(@"(?m)^threads +2 +--threads$", run.Output);
        Assert.StartsWith("error: topics.clusters is 'x' (environment TOPICS__CLUSTERS); it must be", run.Error);
    }

    [Fact]
    public void Config_as_json_has_snake_case_names_and_every_setting()
    {
        using var run = new CommandRun();
        Assert.Equal(0, run.Run("config", "--json"));
        using var document = System.Text.Json.JsonDocument.Parse(run.Output);
        Assert.Equal(Configuration.SettingTable.All.Select(setting => setting.Key), document.RootElement.EnumerateArray().Select(line => line.GetProperty("key").GetString()!));
    }

    [Fact]
    public void Help_has_usage_options_and_examples()
    {
        using var run = new CommandRun();
        Assert.Equal(0, run.Run("completion", "--help"));
        Assert.Equal("""
            Print a script that completes commands and options in a shell.

            usage: earshot completion SHELL [options]

            arguments:
              SHELL  bash, zsh, fish or pwsh

            options of every command:
              --config FILE    settings file, read after the workspace's earshot.json
              --set KEY=VALUE  any setting, may be given several times
              -q, --quiet      no progress and no notes; errors still show
              -v, --verbose    show the log on stderr as it is written
              --no-color       no colours (as NO_COLOR does)
              -h, --help       show this help

            examples:
              earshot completion bash >> ~/.bashrc  bash
              earshot completion zsh > ~/.zfunc/_earshot
                                                    zsh, where ~/.zfunc is in fpath
              earshot completion fish > ~/.config/fish/completions/earshot.fish
                                                    fish

            """, run.Output);
    }

    [Fact]
    public void Every_command_has_help_a_description_and_an_example()
    {
        using var run = new CommandRun();
        foreach (System.CommandLine.Command command in WithSubcommands(Commands.CommandTree.Create().Subcommands).Where(command => !command.Hidden))
        {
            Assert.Equal(0, run.Run([.. CommandLine.HelpText.Path(command).Split(' '), "--help"]));
            Assert.StartsWith(command.Description!, run.Output);
            if (command.Subcommands.Count == 0) Assert.NotEmpty(Assert.IsType<CommandLine.EarshotCommand>(command).Examples);
        }
    }

    [Fact]
    public void Every_example_of_the_help_parses()
    {
        System.CommandLine.RootCommand root = Commands.CommandTree.Create();
        foreach ((string line, _) in WithSubcommands(root.Subcommands).OfType<CommandLine.EarshotCommand>().SelectMany(command => command.Examples))
        {
            string arguments = line[(line.IndexOf("earshot ", StringComparison.Ordinal) + "earshot ".Length)..].Split([" > ", " >> ", " | "], StringSplitOptions.None)[0];
            Assert.Empty(root.Parse([.. System.CommandLine.Parsing.CommandLineParser.SplitCommandLine(arguments)]).Errors.Select(error => $"{line}: {error.Message}"));
        }
    }

    private static IEnumerable<System.CommandLine.Command> WithSubcommands(IEnumerable<System.CommandLine.Command> commands) =>
        commands.SelectMany(command => WithSubcommands(command.Subcommands).Prepend(command));
}
