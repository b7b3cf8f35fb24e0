using System.Text.Json;
using Earshot.Configuration;
using Earshot.Core.Runs;
using Earshot.Logging;

namespace Earshot.Tests.Cli;

public sealed class LogsTests
{
    [Fact]
    public void A_workspace_gets_structured_lines_by_module_without_secrets()
    {
        using var run = new CommandRun();
        run.Run("init");
        using (var logs = new Logs(Settings.Defaults, run.Folder, null))
        {
            logs.For(LogModule.Ml).Information("{Rows} rows from {Address} with {ApiKey}", 5, "postgres://me:hunter2@host/db", "sk-live-1234567890");
            logs.For(LogModule.Data).Error(new InvalidOperationException("Authorization: Bearer abcdefghijkl; password=hunter2"), "failed");
        }

        string[] lines = File.ReadAllLines(Directory.GetFiles(Path.Combine(run.Folder, "logs")).Single());
        using var first = JsonDocument.Parse(lines[0]);
        Assert.Equal("ml", first.RootElement.GetProperty("module").GetString());
        Assert.Equal("5 rows from postgres://me:(secret)@host/db with (secret)", first.RootElement.GetProperty("message").GetString());
        Assert.Equal("(secret)", first.RootElement.GetProperty("api_key").GetString());
        Assert.Equal("5", first.RootElement.GetProperty("rows").GetString());
        Assert.Equal(2, lines.Length);
        Assert.Contains("Bearer (secret)", lines[1]);
        Assert.All(lines, line => Assert.DoesNotContain("hunter2", line));
        Assert.All(lines, line => Assert.DoesNotContain("abcdefghijkl", line));
    }

    [Fact]
    public void A_folder_that_is_no_workspace_stays_as_it_is()
    {
        using var run = new CommandRun();
        using var logs = new Logs(Settings.Defaults, run.Folder, null);
        Assert.False(logs.Folder.StartsWith(run.Folder, StringComparison.Ordinal));
        Assert.Empty(Directory.GetFileSystemEntries(run.Folder));
    }

    [Fact]
    public void The_console_does_not_repeat_what_the_user_was_told()
    {
        using var run = new CommandRun();
        run.Run("init");
        using var console = new StringWriter();
        using (var logs = new Logs(Settings.Defaults, run.Folder, console))
        {
            new LoggingObserver(SilentObserver.Instance, logs, "work").Warned("3 rows were rejected");
            logs.For(LogModule.Data).Warning("slow disk");
        }

        string[] lines = console.ToString().ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Contains(" information cli: work started: Earshot ", lines[0]);
        Assert.EndsWith("warning data: slow disk", lines[1]);
        Assert.Contains("3 rows were rejected", File.ReadAllText(Directory.GetFiles(Path.Combine(run.Folder, "logs")).Single()));
    }
}
