using Earshot.CommandLine;
using Earshot.Core;

namespace Earshot.Tests.Cli;

/// <summary>What somebody sees who names a place that nothing can be written to.</summary>
public sealed class OutputPlaceTests : IDisposable
{
    private readonly CommandRun _run = new();

    public OutputPlaceTests() => _run.Run("init", "-w", "w");

    public void Dispose() => _run.Dispose();

    [Fact]
    public void A_folder_that_does_not_exist_is_told_with_the_command_that_makes_it()
    {
        Assert.Equal(2, _run.Run("export", "topics", "-w", "w", "-o", "no/x.csv"));
        Assert.Equal($"error: the folder of --output {At("no", "x.csv")} does not exist\n\nhint: mkdir -p \"{At("no")}\"\n", _run.Error);
    }

    [Theory]
    [InlineData("export topics -w w -o a.csv/x.csv", "--output")]
    [InlineData("report -w w --output a.csv", "is a file, not a folder\n\nhint: name a folder with --output\n")]
    [InlineData("report -w w --output a.csv/reports", "is a file, not a folder\n\nhint: name a folder with --output\n")]
    public void A_file_where_a_folder_is_wanted_is_told_and_left_alone(string line, string told)
    {
        _run.Write("a.csv", "id,text\n");
        Assert.Equal(2, _run.Run(line.Split(' ')));
        Assert.StartsWith($"error: {At("a.csv")} is a file", _run.Error);
        Assert.Contains(told, _run.Error);
        Assert.Equal("id,text\n", File.ReadAllText(At("a.csv")));
    }

    [Theory]
    [InlineData("No space left on device : '/d/x.csv.PID.partial'", "No space left on device : '/d/x.csv'", "free some disk space, or name another place with --output")]
    [InlineData("Read-only file system : '/d/x.csv.PID.partial'", "Read-only file system : '/d/x.csv'", "check the permissions, or name another place with --output")]
    [InlineData("Not a directory", "Not a directory", "name another place with --output")]
    public void The_hint_follows_the_reason_and_temporary_names_are_not_shown(string reason, string shown, string hint)
    {
        EarshotException fault = OutputPlace.Fault("/d/x.csv", "--output", new IOException(reason.Replace("PID", Environment.ProcessId.ToString(), StringComparison.Ordinal)));
        Assert.Equal(($"/d/x.csv can't be written: {shown}", hint, 1), (fault.Message, fault.Hint, fault.ExitCode));
    }

    private string At(params string[] parts) => Path.Combine([_run.Folder, .. parts]);
}
