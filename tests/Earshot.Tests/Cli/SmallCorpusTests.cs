using System.Text.Json;
using Earshot.Tests.EndToEnd;

namespace Earshot.Tests.Cli;

/// <summary>What somebody sees who tries the program with a small file, or with odd dates.</summary>
public sealed class SmallCorpusTests : IDisposable
{
    private readonly CommandRun _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData(1, 1, "1 topic for 1 distinct text\n")]
    [InlineData(2, 1, "1 topic for 2 distinct texts\n")]
    [InlineData(5, 2, "2 topics for 5 distinct texts; another number: --clusters N\n", "--method", "kmeans")]
    [InlineData(57, 3, "3 topics for 57 distinct texts; another number: --clusters N\n", "--method", "kmeans")]
    [InlineData(5, 1, "1 topic for 5 distinct texts; more or fewer: --detail fine, --detail coarse, --topics N\n")]
    [InlineData(57, 10, " topics for 57 distinct texts; more or fewer: --detail fine, --detail coarse, --topics N\n")]
    public void The_number_of_topics_follows_the_number_of_texts_and_is_told(int rows, int most, string told, params string[] options)
    {
        Analyse(Tickets.Csv(rows), options);
        Assert.Contains(told, _run.Error);
        Assert.InRange(Topics().GetArrayLength(), 1, most);
        Assert.Contains("built 5 partitions in ", _run.Error);
    }

    [Fact]
    public void Five_copies_of_each_text_get_no_more_topics_than_one()
    {
        string csv = Tickets.Csv(57);
        Analyse(csv + string.Concat(Enumerable.Repeat(csv[(csv.IndexOf('\n') + 1)..], 4)), "--method", "kmeans");
        Assert.Contains("3 topics for 57 distinct texts", _run.Error);
    }

    [Fact]
    public void A_number_that_was_asked_for_is_kept_and_one_too_large_is_warned_of()
    {
        Analyse(Tickets.Csv(57), "--clusters", "40");
        Assert.Contains("warning: 40 clusters for 57 distinct texts: fewer than 3 texts a topic say little (hint: --clusters 3 suits so many)\n", _run.Error);
        Assert.Equal(0, _run.Run("plan", "-w", "tickets.earshot"));
        Assert.Equal("nothing to do: all 5 partitions are fresh\n", _run.Output);

        Assert.Equal(0, _run.Run("run", "-w", "tickets.earshot", "--clusters", "100"));
        Assert.Contains("warning: 100 clusters for 57 distinct texts: no more than 57 topics can come of it", _run.Error);
        Assert.Equal(0, _run.Run("run", "-w", "tickets.earshot", "--clusters", "5"));
        Assert.DoesNotContain("warning", _run.Error);
        Assert.DoesNotContain("another number", _run.Error);
    }

    [Fact]
    public void The_plan_tells_the_number_that_was_chosen_from_one_that_was_asked_for()
    {
        Analyse(Tickets.Csv(57), "--method", "kmeans");
        Assert.Equal(0, _run.Run("plan", "-w", "tickets.earshot", "--clusters", "20"));
        Assert.Contains("option clusters changed: 20, fewer for few texts → 20", _run.Output);
        Assert.Equal(0, _run.Run("plan", "-w", "tickets.earshot"));
        Assert.Equal("nothing to do: all 5 partitions are fresh\n", _run.Output);
    }

    [Fact]
    public void One_date_of_the_year_2999_and_one_of_1970_do_not_take_the_days_away_from_the_rest()
    {
        string csv = Tickets.Csv(300).Replace("T-7,", "T-2999,");
        string[] lines = csv.Split('\n');
        lines[8] = lines[8].Replace("2026-01-08", "2999-12-31");
        lines[20] = lines[20].Replace("2026-01-20", "1970-01-01");
        Analyse(string.Join('\n', lines));
        Assert.Contains("2 tickets have dates more than a year away from all others", _run.Error);
        JsonElement analysis = Analysis();
        Assert.Equal(28, analysis.GetProperty("days").GetArrayLength());
        Assert.Equal(298, analysis.GetProperty("daily").EnumerateArray().Sum(day => day.GetInt64()));
        JsonElement counts = analysis.GetProperty("counts");
        Assert.Equal(("2026-01-01", "2026-01-28", 300, 2), (
            counts.GetProperty("first_day").GetString(), counts.GetProperty("last_day").GetString(), counts.GetProperty("dated").GetInt32(), counts.GetProperty("stray_dates").GetInt32()));
        Assert.Contains("Dates far from all others, left out</dt><dd><bdi>2<", File.ReadAllText(Path.Combine(_run.Folder, "tickets.earshot", "reports", "report.html")));
        Assert.Contains("2 with a date far from all others", File.ReadAllText(Path.Combine(_run.Folder, "tickets.earshot", "reports", "summary.txt")));
    }

    [Fact]
    public void A_handful_of_dated_tickets_shows_no_change_anywhere()
    {
        Analyse(Tickets.Csv(28));
        Assert.Contains("no change is shown", _run.Error);
        Assert.DoesNotContain("change", _run.Output);
        Assert.All(Topics().EnumerateArray(), topic => Assert.Equal(JsonValueKind.Null, topic.GetProperty("change").ValueKind));
        string report = File.ReadAllText(Path.Combine(_run.Folder, "tickets.earshot", "reports", "report.html"));
        Assert.DoesNotContain(" points</span>", report);
        Assert.Contains("<dt>Tickets a day</dt><dd>1.0</dd>", report);
    }

    [Fact]
    public void A_file_in_place_of_the_workspace_leads_to_the_command_for_files_or_to_its_workspace()
    {
        File.WriteAllText(Path.Combine(_run.Folder, "tickets.csv"), Tickets.Csv(9));
        string file = Path.Combine(_run.Folder, "tickets.csv");
        Assert.Equal(2, _run.Run("topics", "--workspace", "tickets.csv"));
        Assert.Equal($"error: {file} is a file, not a workspace\n\nhint: `earshot analyze {file}` makes a workspace of its tickets\n", _run.Error);
        Analyse(Tickets.Csv(9));
        Assert.Equal(2, _run.Run("topics", "--workspace", "tickets.csv"));
        Assert.EndsWith($"hint: what was made of it is in --workspace {Path.Combine(_run.Folder, "tickets.earshot")}\n", _run.Error);
    }

    [Fact]
    public void A_topic_is_found_by_its_name_and_several_of_a_name_are_listed()
    {
        Analyse(Tickets.Csv(200));
        JsonElement[] topics = [.. Topics().EnumerateArray()];
        string name = topics[1].GetProperty("name").GetString()!;
        Assert.Equal(0, _run.Run("topic", name.ToUpperInvariant(), "-w", "tickets.earshot"));
        Assert.StartsWith(name + "\n", _run.Output);
        Assert.Equal(2, _run.Run("topic", "zebra", "-w", "tickets.earshot", "--quiet"));
        Assert.Equal("error: no topic has 'zebra' in its name\n\nhint: `earshot topics` lists them with their numbers\n", _run.Error);
        Assert.Equal(2, _run.Run("topic", "e", "-w", "tickets.earshot", "--quiet"));
        Assert.Contains(" topics have 'e' in their names: ", _run.Error);
        Assert.Contains("hint: one by its number: earshot topic ", _run.Error);
    }

    [Theory]
    [InlineData("SELECT product, count(*) FROM tickets GROUP BY ALL", "did you mean product_line? `earshot sql \"DESCRIBE tickets\"`")]
    [InlineData("SELECT t.text FROM tickets t", "did you mean message_text or clean_text? `earshot sql \"DESCRIBE tickets\"`")]
    [InlineData("SELECT topic FROM assignments", "did you mean topic_id or cluster_id or topic_path? `earshot sql \"DESCRIBE assignments\"`")]
    public void An_unknown_column_leads_to_its_name_here(string query, string hint)
    {
        Analyse(Tickets.Csv(9));
        Assert.Equal(2, _run.Run("sql", query, "-w", "tickets.earshot", "--quiet"));
        Assert.Contains("hint: " + hint, _run.Error);
    }

    private void Analyse(string csv, params string[] more)
    {
        File.WriteAllText(Path.Combine(_run.Folder, "tickets.csv"), csv);
        Assert.Equal(0, _run.Run(["analyze", "tickets.csv", "--map", "text=message,id=", .. more]));
    }

    private JsonElement Topics() => Analysis().GetProperty("topics");

    private JsonElement Analysis() => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_run.Folder, "tickets.earshot", "gold", "analysis", "analysis.json"))).RootElement;
}
