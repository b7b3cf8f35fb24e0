namespace Earshot.Tests.Cli;

public sealed class KeptSettingsTests
{
    [Fact]
    public void Options_that_decide_content_are_kept_in_the_workspace_and_merged()
    {
        using var run = new CommandRun();
        run.Write("ws/workspace.json", """{"Format":1}""");
        run.Write("ws/earshot.json", """{ "threads": 2, "topics": { "clusters": 20 } }""");
        Assert.Equal(0, run.Run("init", "-w", "ws", "--clusters", "30", "--mask", "--set", "analysis.teams=money=refund,card", "--threads", "1"));
        Assert.StartsWith("kept in earshot.json for later commands: text.mask=true, topics.clusters=30, analysis.teams=money=refund,card\n", run.Error);
        Assert.Equal("""
            {
              "threads": 2,
              "topics": {
                "clusters": 30
              },
              "text": {
                "mask": true
              },
              "analysis": {
                "teams": "money=refund,card"
              }
            }
            """, File.ReadAllText(Path.Combine(run.Folder, "ws", "earshot.json")));
        Assert.Equal(0, run.Run("init", "-w", "ws", "--clusters", "30"));
        Assert.DoesNotContain("kept", run.Error);
        Assert.Equal(0, run.Run("config", "-w", "ws"));
        Assert.Matches(@"(?m)^topics\.clusters +30 +ws/earshot\.json$", run.Output);
    }

    [Fact]
    public void The_environment_and_options_still_overrule_what_was_kept()
    {
        using var run = new CommandRun();
        run.Run("init", "-w", "ws", "--clusters", "30");
        run.Environment["TOPICS__CLUSTERS"] = "40";
        run.Run("config");
        Assert.Matches(@"(?m)^topics\.clusters +40 +environment TOPICS__CLUSTERS$", run.Output);
        run.Run("config", "--set", "topics.clusters=50");
        Assert.Matches(@"(?m)^topics\.clusters +50 +--set topics\.clusters$", run.Output);
    }

    [Fact]
    public void What_only_the_environment_says_is_not_kept()
    {
        using var run = new CommandRun();
        run.Environment["TOPICS__CLUSTERS"] = "40";
        run.Run("init", "-w", "ws");
        Assert.False(File.Exists(Path.Combine(run.Folder, "ws", "earshot.json")));
    }

    [Fact]
    public void A_file_with_comments_is_left_as_it_is_and_the_user_told()
    {
        using var run = new CommandRun();
        run.Run("init", "-w", "ws");
        run.Write("ws/earshot.json", "{ /* mine */ }");
        Assert.Equal(0, run.Run("init", "-w", "ws", "--clusters", "30"));
        Assert.StartsWith("not kept, since ", run.Error);
        Assert.Equal("{ /* mine */ }", File.ReadAllText(Path.Combine(run.Folder, "ws", "earshot.json")));
    }
}
