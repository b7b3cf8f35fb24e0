using Earshot.Diagnostics;
using Earshot.Output;

namespace Earshot.Tests.Cli;

public sealed class DoctorTests
{
    private static readonly Machine Good = new()
    {
        Runtime = new Version(10, 0, 1),
        Platform = "linux-x64",
        Cores = 2,
        Memory = 24_000_000_000,
        Folder = "/data",
        DiskFree = 80_000_000_000,
        WriteFault = null,
        DuckDb = (true, "/app/libduckdb.so"),
        Terminal = new Terminal(TextWriter.Null, TextWriter.Null),
    };

    [Fact]
    public void A_good_machine_passes_every_check() => Assert.All(Doctor.Examine(Good), check => Assert.Equal((CheckStatus.Ok, null), (check.Status, check.Hint)));

    [Fact]
    public void Each_fault_fails_its_own_check_and_has_a_hint()
    {
        Machine bad = Good with { Runtime = new Version(8, 0), Memory = 1, DiskFree = 1, WriteFault = "read-only", DuckDb = (false, "missing") };
        Check[] failed = [.. Doctor.Examine(bad).Where(check => check.Status == CheckStatus.Fail)];
        Assert.Equal([".NET", "memory", "disk", "workspace", "DuckDB"], failed.Select(check => check.Name));
        Assert.All(failed, check => Assert.NotNull(check.Hint));
    }

    [Fact]
    public void Little_memory_and_little_disk_are_warnings()
    {
        Check[] warned = [.. Doctor.Examine(Good with { Memory = 4_000_000_000, DiskFree = 5_000_000_000 }).Where(check => check.Status == CheckStatus.Warn)];
        Assert.Equal(["memory", "disk"], warned.Select(check => check.Name));
    }

    [Fact]
    public void The_command_leaves_nothing_in_the_folder_it_looks_at()
    {
        using var run = new CommandRun();
        run.Run("doctor", "--workspace", "not/there/yet", "--json");
        Assert.Empty(Directory.GetFileSystemEntries(run.Folder));
        using var document = System.Text.Json.JsonDocument.Parse(run.Output);
        Assert.Equal("ok", document.RootElement[0].GetProperty("status").GetString());
        Assert.Equal(7, document.RootElement.GetArrayLength());
    }
}
