using System.Diagnostics;

namespace Earshot.Tests.EndToEnd;

/// <summary>A run that is killed leaves nothing that the same command, typed again, does not put right.</summary>
public sealed class KillTests
{
    private const int Moments = 20;

    private static readonly string[] Demo = ["demo", "--tickets", "3000", "--partitions", "8", "--threads", "2", "--quiet"];

    [Fact]
    public void After_a_kill_at_any_of_twenty_moments_the_same_command_gives_the_bytes_of_an_undisturbed_run()
    {
        using WorkingFolder folder = new();
        Stopwatch clock = Stopwatch.StartNew();
        folder.Succeed([.. Demo, "--workspace", "calm"]);
        TimeSpan whole = clock.Elapsed;
        SortedDictionary<string, string> expected = folder.Results("calm");
        Assert.Contains("reports/report.html", expected.Keys);
        Random random = new(42);
        for (int moment = 0; moment < Moments; moment++)
        {
            TimeSpan after = whole * ((moment + random.NextDouble()) / Moments);
            Kill(folder, after, [.. Demo, "--workspace", "killed"]);
            folder.Succeed([.. Demo, "--workspace", "killed"]);
            Assert.True(expected.SequenceEqual(folder.Results("killed")), $"other bytes after a kill at {after.TotalSeconds:N2} s of {whole.TotalSeconds:N2} s");
            Assert.Empty(folder.HalfWritten());
            Directory.Delete(folder.At("killed"), recursive: true);
        }
    }

    [Fact]
    public void An_analysis_of_a_file_that_is_killed_again_and_again_ends_as_if_it_had_not_been()
    {
        using WorkingFolder folder = new();
        folder.Write("tickets.csv", Tickets.Csv(5000));
        string[] analyze = ["analyze", "tickets.csv", "--rows-per-partition", "1000", "--workspace"];
        Stopwatch clock = Stopwatch.StartNew();
        folder.Succeed([.. analyze, "calm"]);
        TimeSpan whole = clock.Elapsed;
        Random random = new(7);
        for (int moment = 0; moment < 5; moment++) Kill(folder, whole * ((moment + random.NextDouble()) / 5), [.. analyze, "killed"]);
        folder.Succeed([.. analyze, "killed"]);
        Assert.Equal(folder.Results("calm"), folder.Results("killed"));
        Assert.Empty(folder.HalfWritten());
    }

    [Fact]
    public void A_source_whose_reading_was_killed_is_not_there_until_it_is_read_whole()
    {
        using WorkingFolder folder = new();
        folder.Write("tickets.csv", Tickets.Csv(60_000));
        folder.Succeed("init", "--workspace", "w");
        using (Process ingest = folder.Start("ingest", "tickets.csv", "--rows-per-partition", "5000", "--workspace", "w"))
        {
            while (ingest.StandardError.ReadLine() is { } line && !line.StartsWith("reading: started", StringComparison.Ordinal))
            {
            }

            ingest.Kill();
            ingest.WaitForExit();
        }

        Assert.Empty(folder.Json("status", "--workspace", "w").GetProperty("sources").EnumerateArray());
        folder.Write("other.csv", Tickets.Csv(10));
        folder.Succeed("ingest", "other.csv", "--workspace", "w");
        Assert.Equal(["other"], Directory.GetDirectories(folder.At("w", "bronze")).Select(Path.GetFileName));
        folder.Succeed("ingest", "tickets.csv", "--rows-per-partition", "5000", "--workspace", "w");
        Assert.Equal(["60000"], folder.Sql("w", "SELECT count(*) FROM raw_tickets"));
        Assert.Empty(folder.HalfWritten());
    }

    private static void Kill(WorkingFolder folder, TimeSpan after, string[] command)
    {
        using Process process = folder.Start(command);
        if (process.WaitForExit(after)) return;
        process.Kill(); // SIGKILL
        process.WaitForExit();
    }
}
