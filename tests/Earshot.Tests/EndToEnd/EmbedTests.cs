using Earshot.Tests.Connectors.Embeddings;

namespace Earshot.Tests.EndToEnd;

/// <summary>Vectors by the real transformer, through the whole program.</summary>
public sealed class EmbedTests
{
    [Fact]
    public void A_text_is_embedded_once_however_often_it_is_asked_for_and_in_whatever_file()
    {
        using WorkingFolder folder = WithTeacher();
        folder.Write("tickets.csv", Tickets.Csv(150));
        ProgramRun first = folder.Succeed("embed", "tickets.csv", "--with", "teacher", "--workspace", "w", "--out", "first.parquet");
        Assert.Contains("150 texts embedded by all-MiniLM-L6-v2@", first.Error);
        Assert.Contains("150 vectors of 384 numbers", first.Error);

        folder.Write("more.csv", Tickets.Csv(170));
        ProgramRun more = folder.Succeed("embed", "more.csv", "--with", "teacher", "--workspace", "w", "--out", "more.parquet");
        Assert.Contains("20 texts embedded by all-MiniLM-L6-v2@", more.Error);
        ProgramRun run = folder.Succeed("run", "--workspace", "w");
        Assert.Contains("0 texts embedded by all-MiniLM-L6-v2@", run.Error);
        Assert.Equal(["teacher|320"], folder.Sql("w", "SELECT made_by, count(*) FROM embeddings GROUP BY ALL"));
    }

    [Fact]
    public void A_student_fitted_to_the_tickets_gives_the_same_bytes_on_any_number_of_threads_and_says_what_went_where()
    {
        using WorkingFolder folder = WithTeacher();
        folder.Write("tickets.csv", Tickets.Numbered(900));
        foreach (string threads in (string[])["1", "3"])
        {
            ProgramRun run = folder.Succeed(
                "analyze", "tickets.csv", "--with", "adapted", "--sample", "200", "--recheck", "10", "--rows-per-partition", "400", "--threads", threads, "--workspace", threads);
            Assert.Contains("a student fitted to 200 texts", run.Error);
            Assert.Contains("a second of the transformer", run.Error);
        }

        SortedDictionary<string, string> one = folder.Results("1");
        Assert.Contains("models/teacher_sample/teacher_sample.parquet", one.Keys);
        Assert.Equal(one, folder.Results("3"));

        // 200 of the sample, and a tenth of the 700 others
        Assert.Equal(["student|630", "teacher|270"], folder.Sql("1", "SELECT made_by, count(*) FROM embeddings GROUP BY ALL ORDER BY ALL"));
        string summary = File.ReadAllText(folder.At("1", "reports", "summary.txt"));
        Assert.Matches(@"student 630,\s+transformer\s+270", summary);
        Assert.Matches(@"fidelity\s+is\s+0\.\d\d,\s+fitted\s+to\s+200\s+texts", summary);
    }

    [Fact]
    public void What_was_embedded_before_is_left_out_whatever_the_model_and_only_what_is_new_goes_to_the_file()
    {
        using WorkingFolder folder = new();
        folder.Write("tickets.csv", Tickets.Csv(60));
        folder.Succeed("analyze", "tickets.csv", "--with", "student", "--workspace", "w");
        string[] embed = ["embed", "--workspace", "w", "--with", "student"];
        Assert.Equal(60, Embedded("--skip-embedded")); // what an analysis embedded is in no file yet
        folder.Write("more.csv", Tickets.Csv(90));
        folder.Succeed("ingest", "more.csv", "--workspace", "w");
        Assert.Equal(90, Embedded("--skip-embedded", "--out", folder.At("new.parquet")));
        Assert.Equal(150, Embedded("--out", folder.At("all.parquet")));
        Assert.Equal(0, Embedded("--skip-embedded", "--out", folder.At("new.parquet")));

        long Embedded(params string[] options) => folder.Json([.. embed, .. options]).GetProperty("tickets").GetInt64();
    }

    [Fact]
    public void A_first_file_of_vectors_is_remembered_though_nobody_asked_to_leave_anything_out()
    {
        using WorkingFolder folder = new();
        folder.Write("tickets.csv", Tickets.Csv(60));
        folder.Succeed("embed", "tickets.csv", "--with", "student", "--workspace", "w", "--out", "first.parquet");
        ProgramRun again = folder.Succeed("embed", "--with", "student", "--workspace", "w", "--skip-embedded", "--out", "new.parquet");
        Assert.Contains("60 tickets embedded before and left out", again.Error);
    }

    [Fact]
    public void What_a_killed_run_left_beside_the_file_is_gone_after_the_next_and_what_another_writes_is_not()
    {
        using WorkingFolder folder = new();
        folder.Write("tickets.csv", Tickets.Csv(20));
        string half = $"vectors.parquet.{int.MaxValue}.partial"; // no process has this number
        string another = $"vectors.parquet.{Environment.ProcessId}.partial";
        folder.Write($"{half}/000000.parquet", "a part");
        folder.Write($"{half}.whole", "half of all parts");
        folder.Write($"{another}/000000.parquet", "a part");
        folder.Write($"other.parquet.{int.MaxValue}.partial", "not ours");
        folder.Succeed("embed", "tickets.csv", "--with", "student", "--workspace", "w", "--out", "vectors.parquet");
        string[] left = [another, $"other.parquet.{int.MaxValue}.partial"];
        Assert.Equal(left.Order(), folder.HalfWritten().Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Vectors_alone_are_built_where_no_more_is_asked_for_and_the_rest_follows_from_them()
    {
        using WorkingFolder folder = new();
        folder.Write("tickets.csv", Tickets.Csv(120));
        string[] analyze = ["analyze", "tickets.csv", "--with", "student", "--workspace"];
        folder.Succeed([.. analyze, "w", "--embeddings-only"]);
        AssertOnlyVectors();
        Assert.Contains("nothing to do", folder.Succeed("run", "--embeddings-only", "--workspace", "w").Error);
        Directory.Delete(folder.At("w", "silver", "embeddings"), recursive: true);
        folder.Succeed("run", "--embeddings-only", "--workspace", "w");
        AssertOnlyVectors();
        folder.Succeed([.. analyze, "w"]);
        folder.Succeed([.. analyze, "calm"]);
        Assert.Equal(folder.Results("calm"), folder.Results("w"));

        void AssertOnlyVectors()
        {
            Assert.Equal(["120"], folder.Sql("w", "SELECT count(*) FROM embeddings"));
            Assert.Equal(["embeddings", "tickets"], Directory.GetDirectories(folder.At("w", "silver")).Select(Path.GetFileName).Order());
            foreach (string room in (string[])["models", "gold", "reports"]) Assert.False(Directory.Exists(folder.At("w", room)), room);
        }
    }

    [Fact]
    public void Days_and_a_limit_choose_the_tickets_on_any_source()
    {
        using WorkingFolder folder = new();
        folder.Write("tickets.csv", Tickets.Csv(280));
        folder.Succeed("init", "--workspace", "w");
        folder.Succeed("ingest", "tickets.csv", "--workspace", "w");
        Assert.Equal(30, Count("--start-date", "2026-01-05", "--end-date", "2026-01-07"));
        Assert.Equal(7, Count("--start-date", "2026-01-05", "--limit", "7"));
        Assert.Equal(0, Count("--days-back", "3"));
        Assert.Equal(280, Count());
        folder.Refuse(2, "2026-13-01", "embed", "--workspace", "w", "--start-date", "2026-13-01");
        folder.Refuse(2, "--days-back", "embed", "--workspace", "w", "--days-back", "3", "--end-date", "2026-01-07");
        folder.Refuse(2, "2026-02-01", "embed", "--workspace", "w", "--start-date", "2026-02-01", "--end-date", "2026-01-07");

        long Count(params string[] range) => folder.Json(["embed", "--workspace", "w", .. range]).GetProperty("tickets").GetInt64();
    }

    [Fact]
    public void A_ticket_without_text_has_a_vector_of_zeros_and_a_flag()
    {
        using WorkingFolder folder = new();
        folder.Write("tickets.csv", "id,message\n1,My card does not work\n2,\"<p> </p>\"\n3,Where is my parcel\n");
        folder.Succeed("analyze", "tickets.csv", "--map", "text=message", "--origin", "web", "--workspace", "w", "--with", "student");
        IReadOnlyList<string> rows = folder.Sql("w", "SELECT made_by, scale FROM embeddings ORDER BY made_by, scale");
        Assert.Equal(["nothing", "student", "student"], rows.Select(row => row.Split('|')[0]));
        Assert.Equal("nothing|0.0", rows[0]);
    }

    [Fact]
    public void A_transformer_that_is_not_here_is_named_with_the_command_that_gets_it()
    {
        using WorkingFolder folder = new();
        folder.Write("tickets.csv", Tickets.Csv(10));
        ProgramRun run = folder.Refuse(1, "all-MiniLM-L6-v2", "analyze", "tickets.csv", "--workspace", "w", "--with", "teacher");
        Assert.Contains("earshot models pull all-MiniLM-L6-v2", run.Error);
    }

    [Fact]
    public void A_service_is_asked_once_for_each_text_and_topics_come_of_its_vectors()
    {
        using FakeService service = new((request, _) => FakeService.Good(request, 48));
        using WorkingFolder folder = WithService(service);
        folder.Write("tickets.csv", Tickets.Csv(260)); // 200 different texts
        ProgramRun first = folder.Succeed("analyze", "tickets.csv", "--with", "remote", "--workspace", "w");
        Assert.Contains("200 texts embedded by text-embedding-3-small@", first.Error);
        Assert.Contains("for all 260 tickets about 3 requests", first.Error);
        Assert.Equal(200, service.Seen.SelectMany(request => request.Input).Where(text => text.StartsWith("The ", StringComparison.Ordinal) || text.Contains(',')).Distinct().Count());
        Assert.Equal(["remote|48|260"], folder.Sql("w", "SELECT made_by, octet_length(vector), count(*) FROM embeddings GROUP BY ALL"));
        int asked = service.Seen.Count;
        folder.Write("tickets.csv", Tickets.Csv(259));
        folder.Succeed("analyze", "tickets.csv", "--workspace", "w");
        Assert.Equal([], service.Seen.Skip(asked).Select(request => request.Body));
        folder.Succeed("similar", "where is my parcel", "--workspace", "w");
        Assert.Equal(asked + 1, service.Seen.Count);
    }

    [Fact]
    public void Vectors_of_another_length_are_refused_with_both_and_how_to_keep_both()
    {
        using FakeService service = new((request, _) => FakeService.Good(request, 48));
        using WorkingFolder folder = WithService(service);
        folder.Write("tickets.csv", Tickets.Csv(20));
        folder.Succeed("analyze", "tickets.csv", "--with", "student", "--workspace", "w");
        ProgramRun refused = folder.Refuse(2, "384", "run", "--with", "remote", "--workspace", "w");
        Assert.Contains("48", refused.Error);
        Assert.Contains("to keep both", refused.Error);
        Assert.Equal(["student|20"], folder.Sql("w", "SELECT made_by, count(*) FROM embeddings GROUP BY ALL"));
    }

    private static WorkingFolder WithService(FakeService service)
    {
        WorkingFolder folder = new();
        folder.Environment["EMBED__URL"] = service.Address;
        folder.Environment["EMBED__KEY"] = "test-key";
        return folder;
    }

    private static WorkingFolder WithTeacher()
    {
        WorkingFolder folder = new();
        folder.UseTeacher();
        return folder;
    }
}
