using Earshot.Diagnostics;
using Earshot.Inference.Catalogue;
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
        Models = [Stored("all-MiniLM-L6-v2", ModelPrecision.Int8, ModelState.Present), Stored("onnxruntime", null, ModelState.Present)],
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

    [Theory]
    [InlineData(ModelState.Missing)]
    [InlineData(ModelState.Partial)]
    [InlineData(ModelState.Damaged)]
    public void Models_that_are_not_whole_are_warnings_with_the_command_that_gets_them(ModelState state)
    {
        Machine machine = Good with { Models = [Stored("all-MiniLM-L6-v2", ModelPrecision.Int8, state), Stored("onnxruntime", null, state)] };
        Check[] warned = [.. Doctor.Examine(machine).Where(check => check.Status == CheckStatus.Warn)];
        Assert.Equal(["models", "ONNX Runtime"], warned.Select(check => check.Name));
        Assert.Contains("earshot models pull all-MiniLM-L6-v2", warned[0].Hint);
        Assert.Contains("earshot models pull onnxruntime", warned[1].Hint);
    }

    [Fact]
    public void The_command_leaves_nothing_in_the_folder_it_looks_at()
    {
        using var run = new CommandRun();
        run.Run("doctor", "--workspace", "not/there/yet", "--json");
        Assert.Empty(Directory.GetFileSystemEntries(run.Folder));
        using var document = System.Text.Json.JsonDocument.Parse(run.Output);
        Assert.Equal("ok", document.RootElement[0].GetProperty("status").GetString());
        Assert.Equal(9, document.RootElement.GetArrayLength());
    }

    private static StoredModel Stored(string name, ModelPrecision? precision, ModelState state) => new(name, "1", precision, 1, state, 0, "MIT", "tests", "/models/" + name);
}
