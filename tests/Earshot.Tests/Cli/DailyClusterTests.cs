using System.Text.Json;

namespace Earshot.Tests.Cli;

public sealed class DailyClusterTests(ClusterWorkspace workspace) : IClassFixture<ClusterWorkspace>
{
    private static readonly string[] Tables = ["silver/cluster_assignments", "silver/clusters", "gold/issues", "gold/issue_evidence"];

    private readonly CommandRun _run = workspace.Run;

    [Fact]
    public void Each_day_is_clustered_by_itself_and_all_four_tables_answer_sql()
    {
        JsonElement days = Json("cluster", "--daily", "--with", "student").GetProperty("days");
        Assert.Equal(
            ["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04"], days.EnumerateArray().Select(day => day.GetProperty("day").GetString()));
        Assert.Equal(ClusterWorkspace.Tickets + 3 - 5, days.EnumerateArray().Sum(day => day.GetProperty("tickets").GetInt64()));
        Assert.All(days.EnumerateArray(), day => Assert.InRange(day.GetProperty("clusters").GetInt32(), 2, 12));

        Assert.Equal("318", One("SELECT count(*) FROM cluster_assignments a JOIN tickets t USING (ticket_id)"));
        Assert.Equal("318", One("SELECT sum(tickets) FROM ticket_days"));
        Assert.Equal(
            "0",
            One("""
                SELECT count(*) FROM cluster_assignments a JOIN tickets t USING (ticket_id)
                WHERE a.day IS DISTINCT FROM strftime(t.created_at, '%Y-%m-%d')
                """));
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
            Fill(folder, "tickets.csv", "--rows-per-partition", "100");
            Assert.Equal((0, ""), (_run.Run("cluster", "--daily", "--with", "student", "-w", folder, "--threads", threads, "-q"), _run.Error));
            return string.Join(' ', Tables.Select(asset => Hash(folder, asset)));
        })];
        Assert.Equal(hashes[0], hashes[1]);
    }

    [Fact]
    public void A_new_file_of_a_new_day_is_clustered_alone_and_the_files_of_all_other_days_stay_as_they_are()
    {
        Fill("n", "tickets.csv");
        Assert.Equal((0, ""), (_run.Run("cluster", "--daily", "--with", "student", "-w", "n", "-q"), _run.Error));
        Dictionary<string, DateTime> before = FileTimes("n");
        Assert.Equal(4 * 4 * 2, before.Count);
        string[] day = [.. Enumerable.Range(0, 40).Select(i => $"N{i},2026-03-05T08:00:00Z,my {(i % 2 == 0 ? "card" : "parcel")} number {i} is lost")];
        _run.Write("new.csv", "id,created_at,message\n" + string.Join('\n', day));
        Assert.Equal(0, _run.Run("ingest", "new.csv", "-w", "n", "-q"));

        JsonElement run = Json("cluster", "--daily", "--with", "student", "-w", "n").GetProperty("run");
        Assert.Equal(6, run.GetProperty("built").GetInt32()); // tickets, ticket_days and four tables of a day
        Dictionary<string, DateTime> after = FileTimes("n");
        Assert.Equal(before, after.Where(file => before.ContainsKey(file.Key)));
        Assert.All(after.Keys.Except(before.Keys), path => Assert.StartsWith("2026-03-05.", Path.GetFileName(path)));
        Assert.Equal(5 * 4 * 2, after.Count);
    }

    [Fact]
    public void A_ticket_that_says_something_else_makes_its_day_stale_and_not_the_days_that_share_its_partition()
    {
        Fill("p", "tickets.csv", "--rows-per-partition", "100");
        Assert.Equal((0, ""), (_run.Run("cluster", "--daily", "--with", "student", "-w", "p", "-q"), _run.Error));
        Assert.Equal((0, "nothing to do: all 24 partitions are fresh\n"), (_run.Run("plan", "--daily", "--with", "student", "-w", "p"), _run.Output));

        // one ticket of the second day says something else: its partition of the tickets is built again, and the days beside it there are not
        string csv = File.ReadAllText(Path.Combine(_run.Folder, "tickets.csv"));
        _run.Write("tickets-changed.csv", csv.Replace("T5,2026-03-02T08:00:00Z,\"", "T5,2026-03-02T08:00:00Z,\"by the way ", StringComparison.Ordinal));
        Assert.Equal(0, _run.Run("ingest", "tickets-changed.csv", "--source", "tickets", "-w", "p", "--rows-per-partition", "100", "-q"));
        Dictionary<string, DateTime> before = FileTimes("p");
        Json("cluster", "--daily", "--with", "student", "-w", "p");
        Dictionary<string, DateTime> after = FileTimes("p");
        Assert.Equal(4 * 2, after.Count(file => before[file.Key] != file.Value));
        Assert.All(after.Where(file => before[file.Key] != file.Value), file => Assert.StartsWith("2026-03-02.", Path.GetFileName(file.Key)));
    }

    [Fact]
    public void Midnight_belongs_to_the_day_that_begins_with_it_before_1970_too()
    {
        string[] dates = ["2026-03-01T23:59:59.999999Z", "2026-03-02T00:00:00Z", "1969-12-31T23:59:59.5Z", "1970-01-01T00:00:00Z", "2026-03-02T00:00:00+01:00"];
        _run.Write("midnight.csv", "id,created_at,message\n" + string.Join('\n', dates.Select((date, i) => $"{i},{date},my card number {i} was declined")));
        Fill("m", "midnight.csv");
        Assert.Equal((0, ""), (_run.Run("plan", "--daily", "-w", "m", "-q"), _run.Error));
        Assert.Equal(0, _run.Run("plan", "--daily", "-w", "m"));
        Assert.StartsWith("which days there are, and which of them changed, is known once ticket_days is built", _run.Error);
        Json("cluster", "--daily", "--with", "student", "-w", "m");
        Assert.Equal(
            "1969-12-31: 2, 1970-01-01: 3, 2026-03-01: 0 4, 2026-03-02: 1",
            One("""
                SELECT string_agg(day || ': ' || ids, ', ' ORDER BY day)
                FROM (SELECT day, string_agg(source_id, ' ' ORDER BY source_id) AS ids FROM cluster_assignments JOIN tickets USING (ticket_id) GROUP BY day)
                """, "m"));
    }

    [Fact]
    public void Days_with_too_few_texts_for_a_cluster_and_tickets_without_a_date_are_told()
    {
        string[] rows =
        [
            .. Enumerable.Range(0, 7).Select(i => $"{i},2026-03-01,my card number {i} was declined"),
            .. Enumerable.Range(0, 30).Select(i => $"{100 + i},2026-03-02,{(i % 2 == 0 ? "my card was declined" : "the parcel is late")}"), "200,,no date here",
        ];
        _run.Write("few.csv", "id,created_at,message\n" + string.Join('\n', rows));
        Fill("f", "few.csv");
        Assert.Equal(0, _run.Run("cluster", "--daily", "--with", "student", "-w", "f"));
        Assert.Contains(
            "37 tickets on 2 days could not be clustered: two clusters of 5 need 10 different texts a day; "
            + "`earshot cluster --min-cluster-size 10` takes all days together\n1 ticket left out, for want of a date\n",
            _run.Error);
    }

    [Fact]
    public void Without_any_date_there_is_nothing_to_cluster_by_day_and_the_column_is_asked_for()
    {
        _run.Write("undated.csv", "id,message\n" + string.Join('\n', Enumerable.Range(0, 30).Select(i => $"{i},my card number {i} was declined")));
        Fill("u", "undated.csv");
        Assert.Equal(3, _run.Run("cluster", "--daily", "--with", "student", "-w", "u", "-q"));
        Assert.Equal(
            """
            error: no ticket has a date, so there are no days to cluster

            hint: name the column of the date: `earshot ingest FILE --map created_at=COLUMN`

            """,
            _run.Error);
    }

    private void Fill(string folder, string file, params string[] options)
    {
        Assert.Equal(0, _run.Run("init", "-w", folder, "-q"));
        Assert.Equal(0, _run.Run(["ingest", file, "-w", folder, "-q", .. options]));
    }

    private Dictionary<string, DateTime> FileTimes(string folder) => Tables.SelectMany(asset => Directory.GetFiles(Path.Combine(_run.Folder, folder, asset))).ToDictionary(path => path, File.GetLastWriteTimeUtc);

    private string Hash(string folder, string asset) => string.Join(' ', Directory.GetFiles(Path.Combine(_run.Folder, folder, asset), "*.manifest.json").Order()
        .Select(path => JsonDocument.Parse(File.ReadAllText(path)).RootElement.GetProperty("content_hash").GetString()));

    private string? One(string sql, string folder = "w")
    {
        Assert.Equal((0, ""), (_run.Run("sql", sql, "-w", folder, "--json", "--quiet"), _run.Error));
        return JsonDocument.Parse(_run.Output).RootElement[0].EnumerateObject().First().Value.ToString();
    }

    private JsonElement Json(params string[] line)
    {
        string[] where = line.Contains("-w") ? [] : ["-w", "w"];
        Assert.Equal((0, ""), (_run.Run([.. line, .. where, "--json", "--quiet"]), _run.Error));
        return JsonDocument.Parse(_run.Output).RootElement;
    }
}
