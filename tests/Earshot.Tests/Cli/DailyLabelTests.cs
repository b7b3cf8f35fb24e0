using System.Text.Json;
using Earshot.Tests.Connectors.Chat;
using Earshot.Tests.Connectors.Embeddings;

namespace Earshot.Tests.Cli;

/// <summary>`earshot cluster --daily --label`, with a service that does what a test says.</summary>
public sealed class DailyLabelTests : IDisposable
{
    private readonly string[] _kinds = ["my card was declined in the shop", "the parcel that I ordered has not come", "the app crashes when I open the camera"];

    private readonly CommandRun _run = new();

    public DailyLabelTests()
    {
        Assert.Equal(0, _run.Run("init", "-w", "w", "-q"));
        Ingest("first", 1, 2);
    }

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Every_issue_gets_its_title_and_only_those_of_a_new_day_are_asked_for_again()
    {
        using FakeService service = Good();
        Use(service);
        (int named, int shared) = Counts(Label());
        int issues = named + shared; // issues of both days with the same evidence share a label
        Assert.InRange(named, 3, issues);
        Assert.Equal(
            $"{issues},{named},{issues},0",
            Row("""
                SELECT count(*), count(DISTINCT canonical_title) FILTER (canonical_title LIKE 'Question %' AND automatic_title NOT LIKE 'Question %'),
                    count(*) FILTER (category = 'finance' AND impact_level = 'high' AND length(description) > 0), count(*) FILTER (label_failed) FROM issues
                """));

        Assert.Equal((0, issues), Counts(Label()));
        _kinds[0] = "I forgot my password and can not sign in";
        Ingest("second", 3);
        (int later, int before) = Counts(Label());
        Assert.InRange(later, 1, 3);
        Assert.InRange(before, issues, issues + 2);
        Assert.Equal(named + later, service.Seen.Count);
    }

    [Fact]
    public void A_service_that_is_down_fails_nothing_but_the_labels_and_they_can_be_asked_for_again()
    {
        FakeService gone = Good();
        Use(gone);
        gone.Dispose();
        JsonElement failed = Label();
        Assert.Equal(0, failed.GetProperty("named").GetInt32());
        int issues = failed.GetProperty("failed").GetInt32();
        Assert.Equal($"{issues},{issues}", Row("SELECT count(*) FILTER (label_failed), count(*) FILTER (canonical_title = automatic_title) FROM issues"));

        using FakeService well = Good();
        Use(well);
        (int named, int shared) = Counts(Label());
        Assert.Equal((issues, named), (named + shared, well.Seen.Count));
        Assert.Equal("0", Row("SELECT count(*) FROM issues WHERE label_failed OR canonical_title = automatic_title"));
    }

    [Fact]
    public void Without_a_model_nothing_is_clustered_and_without_days_nothing_is_labelled()
    {
        Assert.Equal(2, _run.Run("cluster", "--daily", "--label", "--with", "student", "-w", "w", "-q"));
        Assert.StartsWith("error: no language model is set that could name topics\n", _run.Error);
        Assert.False(Directory.Exists(Path.Combine(_run.Folder, "w", "gold")));
        Assert.Equal(2, _run.Run("cluster", "--label", "-w", "w", "-q"));
        Assert.Equal("error: --label names the issues of days, and --daily is not given\n\nhint: add --daily\n", _run.Error);
    }

    private static (int Named, int Reused) Counts(JsonElement labels) => (labels.GetProperty("named").GetInt32(), labels.GetProperty("reused").GetInt32());

    private void Ingest(string name, params int[] days)
    {
        IEnumerable<string> rows = days.SelectMany(day => Enumerable.Range(0, 45).Select(
            i => $"{day}-{i},2026-03-{day:00}T08:00:00Z,\"{_kinds[i % 3]}, number {i} of day {day}\""));
        _run.Write(name + ".csv", "id,created_at,message\n" + string.Join('\n', rows));
        Assert.Equal((0, ""), (_run.Run("ingest", name + ".csv", "-w", "w", "-q"), _run.Error));
    }

    private JsonElement Label()
    {
        Assert.True(_run.Run("cluster", "--daily", "--label", "--with", "student", "-w", "w", "--json", "-q") == 0, _run.Error);
        return JsonDocument.Parse(_run.Output).RootElement.GetProperty("labels");
    }

    private string Row(string query)
    {
        Assert.True(_run.Run("sql", query, "-w", "w", "--json", "-q") == 0, _run.Error);
        return string.Join(',', JsonDocument.Parse(_run.Output).RootElement[0].EnumerateObject().Select(cell => cell.Value.ToString()));
    }

    private void Use(FakeService service)
    {
        _run.Environment["LABEL__URL"] = service.Address;
        _run.Environment["LABEL__MODEL"] = "large";
    }

    private static FakeService Good() => new((_, number) => FakeChat.Says(FakeChat.Label($"Question {number}")));
}
