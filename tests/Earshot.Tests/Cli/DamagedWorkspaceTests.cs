using Earshot.Tests.EndToEnd;

namespace Earshot.Tests.Cli;

/// <summary>What a power cut can leave of a workspace's files: each is mended by the next run, or told with the command that mends it.</summary>
public sealed class DamagedWorkspaceTests : IDisposable
{
    private readonly CommandRun _run = new();

    public DamagedWorkspaceTests()
    {
        File.WriteAllText(Path.Combine(_run.Folder, "tickets.csv"), Tickets.Csv(60));
        Assert.Equal(0, _run.Run("analyze", "tickets.csv", "--clusters", "4", "--threads", "1", "--quiet"));
    }

    public void Dispose() => _run.Dispose();

    [Theory]
    [MemberData(nameof(Remains))]
    public void A_manifest_is_made_again_by_the_next_run(string remains)
    {
        Damage(remains, "silver", "embeddings", "partition_00.manifest.json");
        Assert.Equal(0, _run.Run("run"));
        Assert.Contains("built 1 partition in ", _run.Error);
        Assert.Contains(", 4 were fresh", _run.Error);
    }

    [Theory]
    [MemberData(nameof(Remains))]
    public void The_record_of_a_source_is_made_again_by_reading_the_source_again(string remains)
    {
        Damage(remains, "sources", "tickets.json");
        Assert.Equal(3, _run.Run("topics"));
        Assert.Contains(Path.Combine("sources", "tickets.json") + " is empty or cut off: ", _run.Error);
        Assert.Contains($"hint: `earshot ingest FILE --source tickets --workspace \"{Workspace}\"` reads the source again", _run.Error);
        Assert.Equal(0, _run.Run("ingest", "tickets.csv", "--source", "tickets", "--workspace", Workspace));
        Assert.Equal(0, _run.Run("run"));
        Assert.Contains("nothing to do: all 5 partitions are fresh", _run.Error);
        Damage(remains, "sources", "tickets.json");
        Assert.Equal(0, _run.Run("analyze", "tickets.csv"));
    }

    [Fact]
    public void The_record_of_another_source_is_not_passed_over()
    {
        Damage("", "sources", "tickets.json");
        File.WriteAllText(Path.Combine(_run.Folder, "other.csv"), Tickets.Csv(9));
        Assert.Equal(3, _run.Run("ingest", "other.csv", "--workspace", Workspace));
        Assert.True(Directory.Exists(Path.Combine(Workspace, "bronze", "tickets")));
    }

    [Fact]
    public void The_record_of_a_demo_is_made_again_by_the_demo()
    {
        string[] demo = ["demo", "--tickets", "100", "--partitions", "1", "--workspace", "d", "--quiet"];
        Assert.Equal(0, _run.Run(demo));
        File.WriteAllText(Path.Combine(_run.Folder, "d", "sources", "synthetic.json"), "{");
        Assert.Equal(3, _run.Run("topics", "-w", "d"));
        Assert.Contains("hint: `earshot demo --workspace ", _run.Error);
        Assert.Equal(0, _run.Run(demo));
    }

    [Theory]
    [MemberData(nameof(Remains))]
    public void The_marker_is_written_again_by_init_and_by_the_command_that_made_it(string remains)
    {
        Damage(remains, "workspace.json");
        Assert.Equal(4, _run.Run("topics", "--workspace", Workspace));
        Assert.Equal($"error: {Path.Combine(Workspace, "workspace.json")} is empty or cut off\n\n"
            + $"hint: `earshot init --workspace \"{Workspace}\"` writes it again and leaves everything else as it is\n", _run.Error);
        Assert.Equal(0, _run.Run("init", "--workspace", Workspace, "--quiet"));
        Assert.Equal(0, _run.Run("topics"));
        Damage(remains, "workspace.json");
        Assert.Equal(0, _run.Run("analyze", "tickets.csv"));
        Assert.Contains("nothing to do: all 5 partitions are fresh", _run.Error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\0\0\0")]
    public void Empty_settings_are_refused_for_they_may_have_said_to_mask(string remains)
    {
        Damage(remains, "earshot.json");
        Assert.Equal(2, _run.Run("topics"));
        Assert.Contains("earshot.json is empty: delete it, and type once more the options that it kept (such as --mask or --clusters)", _run.Error);
        File.Delete(Path.Combine(Workspace, "earshot.json"));
        Assert.Equal(0, _run.Run("run", "--clusters", "4"));
        Assert.Contains("kept in earshot.json for later commands: topics.clusters=4", _run.Error);
        Assert.Contains("nothing to do", _run.Error);
    }

    [Fact]
    public void Settings_that_were_cut_off_are_refused_with_the_place()
    {
        Damage("{ \"topics\": {", "earshot.json");
        Assert.Equal(2, _run.Run("topics"));
        Assert.Contains("earshot.json is not valid JSON: line 1, byte ", _run.Error);
    }

    [Theory]
    [MemberData(nameof(Remains))]
    public void An_analysis_of_the_right_size_with_wrong_bytes_is_told_with_the_way_out(string remains)
    {
        string path = Path.Combine(Workspace, "gold", "analysis", "analysis.json");
        byte[] content = new byte[new FileInfo(path).Length];
        System.Text.Encoding.UTF8.GetBytes(remains).CopyTo(content, 0);
        File.WriteAllBytes(path, content);
        Assert.Equal(1, _run.Run("topics", "--quiet"));
        Assert.StartsWith($"error: {path} can't be read: ", _run.Error);
        Assert.Contains($"hint: delete it, then build it again with `earshot run --workspace {Workspace}`", _run.Error);
        File.Delete(path);
        Assert.Equal(0, _run.Run("run"));
        Assert.Equal(0, _run.Run("topics"));
    }

    [Theory]
    [MemberData(nameof(Remains))]
    public void Raw_rows_are_read_again_by_the_same_command(string remains)
    {
        string part = Directory.EnumerateFiles(Path.Combine(Workspace, "bronze"), "part-00000.parquet", SearchOption.AllDirectories).Single();
        File.WriteAllText(part, remains);
        Directory.Delete(Path.Combine(Workspace, "silver", "tickets"), recursive: true);
        Assert.Equal(3, _run.Run("run"));
        Assert.Contains("error: the raw rows of tickets can't be read: ", _run.Error);
        Assert.Contains($"hint: `earshot ingest \"{Path.Combine(_run.Folder, "tickets.csv")}\" --source tickets --workspace \"{Workspace}\"` reads them again", _run.Error);
        Assert.Equal(0, _run.Run("ingest", Path.Combine(_run.Folder, "tickets.csv"), "--source", "tickets", "--workspace", Workspace));
        Assert.Equal(0, _run.Run("run"));
    }

    [Fact]
    public void Files_that_were_being_written_are_swept_away()
    {
        foreach (string name in (string[])["earshot.json", "workspace.json", Path.Combine("sources", "tickets.json")])
            Damage("{ \"half", name + ".1.partial");
        Assert.Equal(0, _run.Run("run"));
        Assert.Empty(Directory.EnumerateFiles(Workspace, "*.partial", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_lease_that_was_cut_off_is_taken_over()
    {
        File.Delete(Path.Combine(Workspace, "silver", "embeddings", "partition_00.parquet"));
        Directory.CreateDirectory(Path.Combine(Workspace, "leases"));
        Damage("{ \"machine\"", "leases", "run.json");
        Assert.Equal(0, _run.Run("run"));
    }

    public static TheoryData<string> Remains { get; } = ["", "\0\0\0\0\0\0\0\0", "{ \"na"];

    private string Workspace => Path.Combine(_run.Folder, "tickets.earshot");

    private void Damage(string remains, params string[] path) => File.WriteAllText(Path.Combine([Workspace, .. path]), remains);
}
