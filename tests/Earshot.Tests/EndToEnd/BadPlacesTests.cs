using System.Diagnostics;

namespace Earshot.Tests.EndToEnd;

/// <summary>Workspaces that can't be written, are full, in use, or of another version.</summary>
public sealed class BadPlacesTests : IDisposable
{
    private readonly WorkingFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_workspace_of_a_newer_version_is_left_alone()
    {
        _folder.Write("tickets.csv", Tickets.Csv(10));
        _folder.Write("w/workspace.json", """{ "format": 99, "of": "tomorrow" }""");
        foreach (string[] command in (string[][])[["demo"], ["analyze", "tickets.csv"], ["ingest", "tickets.csv"], ["run"], ["topics"], ["status"], ["sql", "SELECT 1"], ["report"], ["init"]])
            Assert.Contains("newer version of Earshot", _folder.Refuse(4, "format 99", [.. command, "--workspace", "w"]).Error);
        Assert.Equal(["w/workspace.json"], Directory.GetFileSystemEntries(_folder.At("w")).Select(path => Path.GetRelativePath(_folder.Path, path)));
    }

    [Fact]
    public void A_damaged_marker_is_told()
    {
        _folder.Write("w/workspace.json", "{ \"for");
        _folder.Refuse(4, "workspace.json is empty or cut off", "run", "--workspace", "w");
    }

    [Fact]
    public void A_workspace_that_is_a_file()
    {
        _folder.Write("w", "text");
        _folder.Refuse(1, "is a file, not a folder", "demo", "--workspace", "w");
    }

    [Fact]
    public void A_folder_with_other_files_is_no_place_for_a_workspace()
    {
        _folder.Write("photos/cat.jpg", "meow");
        _folder.Refuse(1, "holds other files and is not a workspace", "demo", "--workspace", "photos");
        Assert.Single(Directory.GetFileSystemEntries(_folder.At("photos")));
    }

    [Fact]
    public void A_workspace_that_was_killed_while_it_was_made_is_made()
    {
        _folder.Write("w/workspace.json.4711.partial", "{");
        _folder.Succeed("demo", "--tickets", "200", "--partitions", "2", "--quiet", "--workspace", "w");
        Assert.Empty(_folder.HalfWritten());
    }

    [Fact]
    public void Two_runs_at_once_on_one_workspace_do_not_harm_each_other()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("needs a signal that stops a process");
        string[] demo = ["demo", "--tickets", "6000", "--partitions", "4", "--workspace"];
        _folder.Succeed([.. demo, "calm"]);
        _folder.Write("tickets.csv", Tickets.Csv(10));
        using Process first = _folder.Start([.. demo, "w"]);
        while (first.StandardError.ReadLine() is { } line && !line.StartsWith("embeddings: started", StringComparison.Ordinal))
        {
        }

        Signal("STOP", first);
        try
        {
            foreach (string[] command in (string[][])[[.. demo, "w"], ["run", "--workspace", "w"], ["analyze", "tickets.csv", "--workspace", "w"], ["ingest", "tickets.csv", "--workspace", "w"]])
                _folder.Refuse(4, $"is in use by process {first.Id} on {Environment.MachineName}", command);
            _folder.Succeed("status", "--workspace", "w");
        }
        finally
        {
            Signal("CONT", first);
        }

        ProgramRun finished = WorkingFolder.Finish(first);
        Assert.True(finished.ExitCode == 0, finished.Error);
        Assert.Equal(_folder.Results("calm"), _folder.Results("w"));
        Assert.Empty(_folder.HalfWritten());
    }

    [Fact]
    public void A_read_only_disk_is_told_and_what_is_on_it_can_be_read()
    {
        _folder.Write("tickets.csv", Tickets.Csv(30));
        ProgramRun run = OnDisk("8m", """
            cp tickets.csv disk
            $earshot analyze disk/tickets.csv --workspace disk/w --quiet > /dev/null || exit 90
            mount -o remount,ro disk
            try 1 "can't be created" demo --workspace disk/new
            try 1 "can't be written" run --workspace disk/w --clusters 5
            try 1 "can't be written" analyze disk/tickets.csv --workspace disk/w --mask
            try 1 "can't be written" report --workspace disk/w
            $earshot topics --workspace disk/w > /dev/null || exit 91
            $earshot sql "SELECT count(*) FROM tickets" --workspace disk/w > /dev/null || exit 92
            $earshot analyze disk/tickets.csv --quiet > /dev/null || exit 93
            """);
        Assert.True(run.ExitCode == 0, $"exit code {run.ExitCode}\n{run.Shown}");
        Assert.True(Directory.Exists(_folder.At("tickets.earshot")), "beside a file that can't be written to, the workspace goes to the current folder");
    }

    [Fact]
    public void A_full_disk_is_told_leaves_nothing_half_written_and_more_room_lets_the_same_command_finish()
    {
        _folder.Write("tickets.csv", Tickets.Csv(3000));
        ProgramRun run = OnDisk("16k", """
            analyze="analyze tickets.csv --rows-per-partition 500 --workspace disk/w"
            for size in 16k 60k 120k 200k 300k 500k 700k; do
                mount -o remount,size=$size disk || exit 80
                try 1 "" $analyze
            done
            mount -o remount,size=8m disk
            $earshot $analyze --quiet > /dev/null || exit 90
            $earshot analyze tickets.csv --rows-per-partition 500 --workspace calm --quiet > /dev/null || exit 91
            for part in silver models gold reports; do diff -r --exclude '*.manifest.json' disk/w/$part calm/$part || exit 92; done
            """);
        Assert.True(run.ExitCode == 0, $"exit code {run.ExitCode}\n{run.Shown}");
    }

    [Fact]
    public void A_disk_that_fills_while_vectors_are_written_keeps_no_ticket_out_of_the_next_file()
    {
        _folder.Write("tickets.csv", Tickets.Csv(2000));
        ProgramRun run = OnDisk("200k", """
            embed="embed tickets.csv --with student --skip-embedded --workspace w --out disk/vectors.csv"
            try 1 "No space left" $embed
            mount -o remount,size=64m disk
            $earshot $embed --quiet > out.txt || exit 90
            [ $(wc -l < disk/vectors.csv) -eq 2001 ] || exit 91
            """);
        Assert.True(run.ExitCode == 0, $"exit code {run.ExitCode}\n{run.Shown}");
    }

    [Fact]
    public void A_disk_that_fills_with_the_vectors_of_a_model_keeps_what_it_took_and_more_room_lets_the_same_command_finish()
    {
        _folder.UseTeacher();
        _folder.Write("tickets.csv", Tickets.Numbered(600));
        ProgramRun run = OnDisk("600k", """
            embed="embed tickets.csv --with teacher --batch-size 200 --out"
            try 1 "No space left" $embed vectors.csv --workspace disk/w
            [ -n "$(find disk/w/cache -name '*.segment' -size +200k)" ] || exit 81
            mount -o remount,size=8m disk
            $earshot $embed vectors.csv --workspace disk/w > out.txt 2> err.txt || exit 90
            embedded=$(sed -n 's/^\([0-9]*\) texts embedded by .*/\1/p' err.txt)
            [ "$embedded" -gt 0 ] && [ "$embedded" -lt 500 ] || exit 91
            $earshot $embed calm.csv --workspace calm --quiet > out.txt || exit 92
            cmp vectors.csv calm.csv || exit 93
            """);
        Assert.True(run.ExitCode == 0, $"exit code {run.ExitCode}\n{run.Shown}");
    }

    [Fact]
    public void A_disk_that_fills_while_a_model_is_pulled_is_told_and_more_room_lets_the_same_command_finish()
    {
        _folder.Write("own.so", "code");
        ProgramRun run = OnDisk("4m", $"""
            pull="models pull all-MiniLM-L6-v2 --base {Shared.Path("models")} --models-folder disk/models --set models.onnxruntime=own.so"
            $earshot $pull > out.txt 2> err.txt
            [ $? -eq 1 ] && grep -q '^error: .*No space left' err.txt && grep -q '^hint: free some disk space' err.txt && [ ! -s out.txt ] || exit 80
            [ -e disk/models/all-MiniLM-L6-v2 ] && exit 81
            mount -o remount,size=64m disk
            $earshot $pull > out.txt || exit 90
            $earshot models verify --models-folder disk/models > out.txt || exit 91
            """);
        Assert.True(run.ExitCode == 0, $"exit code {run.ExitCode}\n{run.Shown}{File.ReadAllText(_folder.At("err.txt"))}");
    }

    // Runs a script in this folder with a small disk mounted at disk/, in a mount namespace of its own so that nothing stays mounted.
    private ProgramRun OnDisk(string size, string script)
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("needs mount namespaces of Linux");
        string user = Environment.IsPrivilegedProcess ? "-m" : "-rm";
        if (WorkingFolder.Finish(_folder.StartProcess("sh", "-c", $"mkdir disk && unshare {user} mount -t tmpfs -o size={size} tmpfs disk")) is { ExitCode: not 0 } refused)
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true" && Environment.IsPrivilegedProcess, refused.Error);
            Assert.Skip("a disk can't be mounted here: " + refused.Error.Trim());
        }

        _folder.Write("script.sh", $$"""
            earshot="dotnet {{WorkingFolder.Program}}"
            # try CODE WORDS COMMAND…: the command fails with this code and an error that has the words, with a hint, and leaves nothing half-written
            try() {
                code=$1; words=$2; shift 2
                $earshot "$@" > out.txt 2> err.txt; got=$?
                left=$(find disk -name '*.partial*')
                if [ $got -eq $code ] && grep -q "^error: .*$words" err.txt && grep -q '^hint: ' err.txt && ! grep -q unforeseen err.txt && [ -z "$left" ]; then return; fi
                echo "$* gave $got, not $code; left: $left"; cat out.txt err.txt; exit 70
            }
            mount -t tmpfs -o size={{size}} tmpfs disk || exit 60
            {{script}}
            """);
        return WorkingFolder.Finish(_folder.StartProcess("unshare", user, "sh", "script.sh"));
    }

    private void Signal(string name, Process process) => Assert.Equal(0, WorkingFolder.Finish(_folder.StartProcess("kill", "-" + name, process.Id.ToString())).ExitCode);
}
