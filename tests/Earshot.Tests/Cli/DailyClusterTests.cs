using System.Text.Json;

namespace Earshot.Tests.Cli;

public sealed class DailyClusterTests(ClusterWorkspace workspace) : IClassFixture<ClusterWorkspace>
{
    private readonly CommandRun _run = workspace.Run;

    [Fact]
    public void Each_day_is_clustered_by_itself_and_all_four_tables_answer_sql()
    {
        JsonElement days = Json("cluster", "--daily", "--with", "student").GetProperty("days");
        Assert.Equal(
            ["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04"], days.EnumerateArray().Select(day => day.GetProperty("day").GetString()));
        Assert.Equal(ClusterWorkspace.Tickets + 3 - 5, days.EnumerateArray().Sum(day => day.GetProperty("tickets").GetInt64()));
        Assert.All(days.EnumerateArray(), day => Assert.InRange(day.GetProperty("clusters").GetInt32(), 2, 12));

        Assert.Equal("323", One("SELECT count(*) FROM cluster_assignments a JOIN tickets t USING (ticket_id)"));
        Assert.Equal(
            "0",
            One("""
                SELECT count(*) FROM cluster_assignments a JOIN tickets t USING (ticket_id)
                WHERE a.day IS DISTINCT FROM strftime(t.created_at, '%Y-%m-%d')
                """));
        Assert.Equal("0", One("SELECT count(*) FROM cluster_assignments WHERE day IS NULL AND cluster_id >= 0"));
        Assert.Equal(
            "0",
            One("""
                SELECT count(*) FROM clusters c FULL JOIN
                (SELECT day, cluster_id, count(*) AS n, avg(1 - similarity) AS d FROM cluster_assignments WHERE cluster_id >= 0 GROUP BY ALL) a
                ON c.day = a.day AND c.cluster_id = a.cluster_id WHERE n IS DISTINCT FROM size OR abs(d - mean_distance) > 1e-5 OR persistence IS NULL
                """));
        Assert.Equal(
            "0",
            One("""
                SELECT count(*) FROM issues i FULL JOIN clusters c ON i.day = c.day AND i.cluster_id = c.cluster_id
                WHERE i.size IS DISTINCT FROM c.size OR issue_id <> i.day || '.' || i.cluster_id OR label_failed IS NOT NULL OR length(canonical_title) = 0
                """));
        Assert.Equal(
            "0",
            One("""
                SELECT count(*) FROM issue_evidence
                WHERE rank NOT BETWEEN 1 AND 5 OR length(text) NOT BETWEEN 1 AND 200 OR issue_id NOT IN (SELECT issue_id FROM issues)
                """));
        Assert.Equal("0", One("SELECT count(*) FROM issues WHERE issue_id NOT IN (SELECT issue_id FROM issue_evidence WHERE rank = 1)"));
        Assert.Equal(
            "0",
            One("""
                SELECT count(*) FROM issue_evidence e JOIN cluster_assignments a USING (ticket_id)
                WHERE e.issue_id <> a.day || '.' || a.cluster_id OR abs(e.similarity - a.similarity) > 1e-6
                """));
    }

    [Fact]
    public void Vectors_are_not_kept_a_second_time_builds_nothing_and_an_ordinary_run_knows_nothing_of_it()
    {
        Json("cluster", "--daily", "--with", "student");
        Assert.False(Directory.Exists(Path.Combine(_run.Folder, "w", "silver", "embeddings")));
        Assert.Equal(0, Json("cluster", "--daily", "--with", "student").GetProperty("run").GetProperty("built").GetInt32());
        Assert.Equal(0, _run.Run("plan", "-w", "w"));
        Assert.DoesNotContain("issue", _run.Output);
        Assert.DoesNotContain("cluster_assignments", _run.Output);
    }

    [Fact]
    public void The_tables_are_the_same_bytes_for_any_number_of_threads_and_partitions_that_share_days()
    {
        string[] hashes = [.. new[] { "1", "3" }.Select(threads =>
        {
            string folder = "w" + threads;
            Assert.Equal(0, _run.Run("init", "-w", folder, "-q"));
            Assert.Equal(0, _run.Run("ingest", "tickets.csv", "-w", folder, "--rows-per-partition", "100", "-q"));
            Assert.Equal((0, ""), (_run.Run("cluster", "--daily", "--with", "student", "-w", folder, "--threads", threads, "-q"), _run.Error));
            string[] assets = ["silver/cluster_assignments", "silver/clusters", "gold/issues", "gold/issue_evidence"];
            return string.Join(' ', assets.Select(asset => Hash(folder, asset)));
        })];
        Assert.Equal(hashes[0], hashes[1]);
    }

    [Fact]
    public void Without_any_date_there_is_nothing_to_cluster_by_day_and_the_column_is_asked_for()
    {
        _run.Write("undated.csv", "id,message\n" + string.Join('\n', Enumerable.Range(0, 30).Select(i => $"{i},my card number {i} was declined")));
        Assert.Equal(0, _run.Run("init", "-w", "u", "-q"));
        Assert.Equal(0, _run.Run("ingest", "undated.csv", "-w", "u", "-q"));
        Assert.Equal(3, _run.Run("cluster", "--daily", "--with", "student", "-w", "u", "-q"));
        Assert.Equal(
            """
            error: no ticket has a date, so there are no days to cluster

            hint: name the column of the date: `earshot ingest FILE --map created_at=COLUMN`

            """,
            _run.Error);
    }

    private string Hash(string folder, string asset)
    {
        string name = asset.Split('/')[1];
        string manifest = File.ReadAllText(Path.Combine(_run.Folder, folder, asset, name + ".manifest.json"));
        return JsonDocument.Parse(manifest).RootElement.GetProperty("content_hash").GetString()!;
    }

    private string? One(string sql, string folder = "w")
    {
        Assert.Equal((0, ""), (_run.Run("sql", sql, "-w", folder, "--json", "--quiet"), _run.Error));
        return JsonDocument.Parse(_run.Output).RootElement[0].EnumerateObject().First().Value.ToString();
    }

    private JsonElement Json(params string[] line)
    {
        Assert.Equal((0, ""), (_run.Run([.. line, "-w", "w", "--json", "--quiet"]), _run.Error));
        return JsonDocument.Parse(_run.Output).RootElement;
    }
}
