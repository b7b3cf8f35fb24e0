using System.Diagnostics;
using System.Globalization;
using Earshot.Storage.Embeddings;

namespace Earshot.Tests.EndToEnd;

/// <summary>Runs that are killed while the transformer embeds: the next one pays for the rest, and nothing is missing.</summary>
public sealed class KilledEmbeddingTests : IDisposable
{
    private readonly WorkingFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_of_what_is_new_holds_every_ticket_after_a_kill_and_only_what_is_missing_is_paid_for()
    {
        _folder.UseTeacher();
        _folder.Write("tickets.csv", Tickets.Numbered(1600));
        string[] embed = ["embed", "tickets.csv", "--with", "teacher", "--batch-size", "250", "--skip-embedded", "--workspace"];
        int kept = Kill(1000, [.. embed, "w", "--out", "vectors.parquet"]);
        Assert.False(File.Exists(_folder.At("vectors.parquet")));
        ProgramRun mended = _folder.Succeed([.. embed, "w", "--out", "vectors.parquet"]);
        Assert.Equal(1600 - kept, Embedded(mended));
        _folder.Succeed([.. embed, "calm", "--out", "calm.parquet"]);
        Assert.Equal(File.ReadAllBytes(_folder.At("calm.parquet")), File.ReadAllBytes(_folder.At("vectors.parquet")));
        Assert.Empty(_folder.HalfWritten());
        ProgramRun again = _folder.Succeed("embed", "--workspace", "w", "--with", "teacher", "--skip-embedded", "--out", "new.parquet");
        Assert.Contains("1,600 tickets embedded before and left out", again.Error);
    }

    [Theory]
    [InlineData("teacher", 300)]
    [InlineData("adapted", 100)]
    public void An_analysis_that_was_killed_pays_only_for_what_is_missing_and_ends_as_if_it_had_not_been(string with, int atLeast)
    {
        _folder.UseTeacher();
        _folder.Write("tickets.csv", Tickets.Numbered(700));
        string[] analyze = ["analyze", "tickets.csv", "--with", with, "--sample", "200", "--recheck", "10", "--rows-per-partition", "400", "--workspace"];
        int kept = Kill(atLeast, [.. analyze, "w"]);
        ProgramRun mended = _folder.Succeed([.. analyze, "w"]);
        ProgramRun calm = _folder.Succeed([.. analyze, "calm"]);
        Assert.Equal(Embedded(calm), kept + Embedded(mended));
        Assert.Equal(_folder.Results("calm"), _folder.Results("w"));
        Assert.Empty(_folder.HalfWritten());
    }

    /// <summary>Starts a command on the workspace w, kills it once it has kept this many vectors, and gives how many are kept.</summary>
    private int Kill(int atLeast, params string[] command)
    {
        using Process process = _folder.Start(command);
        Task<string> error = process.StandardError.ReadToEndAsync();
        while (Kept() < atLeast)
            Assert.False(process.WaitForExit(TimeSpan.FromMilliseconds(5)), "it ended before it was killed");
        process.Kill(); // SIGKILL
        process.WaitForExit();
        Assert.DoesNotContain("texts embedded by", error.GetAwaiter().GetResult());
        return Kept();
    }

    private int Kept() => VectorCache.Describe(_folder.At("w", "cache", "embeddings")).Sum(cache => cache.Entries);

    private static int Embedded(ProgramRun run)
    {
        string told = Assert.Single(run.Error.Split('\n'), line => line.Contains(" embedded by ", StringComparison.Ordinal));
        return int.Parse(told.AsSpan(0, told.IndexOf(' ')), NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
    }
}
