using System.Text.Json;
using Earshot.Storage.Workspaces;
using Earshot.Tests.EndToEnd;

namespace Earshot.Tests.Cli;

/// <summary>What commands propose in a workspace that has not got what they are to show.</summary>
public sealed class NextStepTests : IDisposable
{
    private readonly CommandRun _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData("topics")]
    [InlineData("report")]
    [InlineData("similar words")]
    public void An_empty_workspace_is_not_sent_to_a_run_that_has_nothing_to_do(string command)
    {
        _run.Run("init", "-w", "w");
        Assert.Equal(1, _run.Run([.. command.Split(' '), "-w", "w"]));
        Assert.Contains("has no tickets yet\n\nhint: read some with `earshot ingest FILE", _run.Error);
    }

    [Fact]
    public void While_a_run_is_at_work_nobody_is_sent_to_start_another()
    {
        _run.Write("tickets.csv", Tickets.Csv(20));
        _run.Run("init", "-w", "w");
        Assert.Equal(0, _run.Run("ingest", "tickets.csv", "-w", "w"));
        Assert.Equal(1, _run.Run("topics", "-w", "w"));
        Assert.Contains("hint: build it with `earshot run", _run.Error);
        Assert.Equal(JsonValueKind.Null, Status().GetProperty("running").ValueKind);

        using Lease lease = Lease.Take(Workspace.Open(Path.Combine(_run.Folder, "w")), TimeProvider.System);
        string process = $"process {Environment.ProcessId} on {Environment.MachineName}";
        foreach (string command in (string[])["topics", "similar words"])
        {
            Assert.Equal(1, _run.Run([.. command.Split(' '), "-w", "w"]));
            Assert.Contains($"a run is at work on it ({process})\n\nhint: wait for it to end", _run.Error);
        }

        Assert.Equal(0, _run.Run("status", "-w", "w"));
        Assert.Contains($"a run is at work on it: {process}, started ", _run.Output);
        Assert.DoesNotContain("earshot run", _run.Output);
        Assert.Equal(Environment.ProcessId, Status().GetProperty("running").GetProperty("process_id").GetInt32());
    }

    private JsonElement Status()
    {
        Assert.Equal(0, _run.Run("status", "-w", "w", "--json"));
        using var document = JsonDocument.Parse(_run.Output);
        return document.RootElement.Clone();
    }
}
