using System.Globalization;
using System.Text;
using System.Text.Json;
using Earshot.Numerics;
using Earshot.Tests.Cli;

namespace Earshot.Tests.EndToEnd;

/// <summary>Two months of a shop's tickets: faxes are written about in January only, failing card payments in February only.</summary>
public sealed class TopicsThatLiveTests : IDisposable
{
    private static readonly Dictionary<string, string[]> Themes = new()
    {
        ["refund"] = ["I want my money back for the {0}", "the refund for the {0} is not on my bank account", "where is the refund of my {0}", "refund for the {0} still missing"],
        ["parcel"] = ["the parcel with my {0} never arrived", "courier says the {0} parcel was delivered but it was not", "parcel with the {0} is late again", "the {0} parcel is lost in the post"],
        ["password"] = ["cannot log in after resetting my password on the {0}", "password reset mail for my {0} account does not come", "my password is rejected by the {0}", "password of the {0} account is forgotten"],
        ["invoice"] = ["the invoice for the {0} shows a wrong amount", "please send the invoice of my {0}", "vat number is missing on the {0} invoice", "I need a corrected invoice for the {0}"],
        ["fax"] = ["the fax machine prints {0} pages blank", "fax number for the {0} does not answer", "sending a fax about the {0} fails", "fax transmission of the {0} is interrupted"],
        ["card"] = ["card payment for the {0} is declined with error 500", "checkout shows error 500 when paying the {0} by card", "credit card payment error at the checkout for the {0}", "paying the {0} by card fails with error 500"],
    };

    private static readonly string[] Things = ["lamp", "chair", "table", "phone", "laptop", "camera", "watch", "jacket", "kettle", "drill", "printer", "tablet", "bicycle", "tent", "mirror"];

    private readonly CommandRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void A_refit_after_a_month_keeps_numbers_names_and_merges_and_tells_what_was_born_and_what_died()
    {
        January();
        int refund = TopicOf("refund"), fax = TopicOf("fax"), invoice = TopicOf("invoice"), parcel = TopicOf("parcel");
        Do("topics", "rename", $"{refund}", "Money back");
        Do("topics", "merge", $"{invoice}", $"{parcel}");
        Assert.Equal(invoice, TopicOf("parcel"));

        February();
        Do("topics", "refit", "--json");
        JsonElement diff = JsonDocument.Parse(_run.Output).RootElement;
        int main = diff.GetProperty("main_level").GetInt32();
        JsonElement[] transitions = [.. diff.GetProperty("transitions").EnumerateArray().Where(transition => transition.GetProperty("level").GetInt32() == main)];
        Assert.Contains(transitions, transition => Is(transition, "died") && Numbers(transition, "before").Contains(fax));
        Assert.DoesNotContain(transitions, transition => Numbers(transition, "after").Contains(fax));
        Assert.All(transitions.Where(transition => !Is(transition, "born") && !Is(transition, "died")), transition => Assert.NotEqual(0, transition.GetProperty("evidence").GetArrayLength()));
        Do("topics", "promote");

        Assert.Equal(refund, TopicOf("refund"));
        Assert.Equal(invoice, TopicOf("invoice"));
        Assert.Equal(invoice, TopicOf("parcel"));
        Assert.Contains("Money back", Names());
        int card = TopicOf("card");
        Assert.DoesNotContain(card, new[] { refund, fax, invoice, parcel });
        Do("topics", "history", $"{fax}");
        Assert.Contains($"topic {fax} is gone", _run.Output);
        Assert.Equal(2, _run.Run("topics", "rename", $"{fax}", "x", "-w", "w"));
        Assert.StartsWith($"error: there is no topic {fax} any more: topic {fax} is gone", _run.Error, StringComparison.Ordinal);

        Do("topics", "undo");
        Assert.Equal(parcel, TopicOf("parcel"));
        Do("plan");
        Assert.StartsWith("nothing to do", _run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void New_tickets_join_topics_without_a_refit_and_those_that_fit_nowhere_become_a_topic_when_enough_are_alike()
    {
        January();
        int refund = TopicOf("refund"), password = TopicOf("password");
        byte[] first = File.ReadAllBytes(Path.Combine(_run.Folder, "w", "models", "topic_fits", "fit_0001.parquet"));
        February();
        Assert.Contains("found among tickets that fitted in none (fit 2)", _run.Error);
        Assert.Contains("since last time", _run.Error);
        Assert.Contains("What changed since last time", File.ReadAllText(Path.Combine(_run.Folder, "w", "reports", "report.html")));
        Assert.Equal(refund, TopicOf("refund"));
        Assert.Equal(password, TopicOf("password"));
        int card = TopicOf("card");
        Assert.True(card >= 0);
        Assert.Equal(first, File.ReadAllBytes(Path.Combine(_run.Folder, "w", "models", "topic_fits", "fit_0001.parquet")));
        Do("plan");
        Assert.StartsWith("nothing to do", _run.Output, StringComparison.Ordinal);

        // taken back, it is not found again on its own
        Do("topics", "rollback");
        Assert.Equal(-1, TopicOf("card"));
        Do("run", "--set", "analysis.window_days=3");
        Assert.Equal(-1, TopicOf("card"));
        Do("topics", "promote");
        Assert.Equal(card, TopicOf("card"));
    }

    [Fact]
    public void A_candidate_without_a_pinned_topic_is_promoted_only_when_somebody_insists()
    {
        January();
        int fax = TopicOf("fax");
        Do("topics", "pin", $"{fax}");
        February();
        Do("topics", "refit");
        Assert.Equal(1, _run.Run("topics", "promote", "-w", "w"));
        Assert.Contains($"lacks pinned topic {fax}", _run.Error);
        Do("topics", "promote", "--anyway");
        Do("topics", "rollback");
        Do("topics", "diff");
        Assert.Contains($"{fax} ", _run.Output);
    }

    [Fact]
    public void A_file_that_a_killed_promotion_left_is_not_taken_for_the_candidate_of_its_number()
    {
        January();
        string fits = Path.Combine(_run.Folder, "w", "models", "topic_fits");
        File.Copy(Path.Combine(fits, "fit_0001.parquet"), Path.Combine(fits, "fit_0002.parquet"));
        string left = File.ReadAllText(Path.Combine(fits, "fit_0001.manifest.json")).Replace("fit_0001", "fit_0002", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(fits, "fit_0002.manifest.json"), left);
        Do("topics", "refit");
        Do("topics", "promote");
        using var kept = JsonDocument.Parse(File.ReadAllText(Path.Combine(fits, "fit_0002.manifest.json")));
        Assert.Equal("2", kept.RootElement.GetProperty("options").GetProperty("fit").GetString());
    }

    [Fact]
    public void Other_settings_that_lose_a_pinned_topic_say_so_and_how_to_go_back()
    {
        January();
        int fax = TopicOf("fax");
        Do("topics", "pin", $"{fax}");
        _run.Write("tickets.csv", Csv(Later));
        Assert.True(_run.Run("analyze", "tickets.csv", "-w", "w", "--topics", "5") == 0, _run.Error);
        Assert.Contains($"pinned topics are missing in fit 2: {fax} \"", _run.Error);
        Assert.Contains("`earshot topics rollback` goes back to fit 1", _run.Error);
    }

    [Fact]
    public void A_merge_leaves_the_changes_of_the_month_told_and_is_not_told_as_one_of_them()
    {
        January();
        int invoice = TopicOf("invoice"), parcel = TopicOf("parcel");
        February();
        int card = TopicOf("card");
        Do("topics", "merge", $"{invoice}", $"{parcel}", "--no-run");
        Do("run");
        Assert.Contains($"· {card} ", _run.Error);
        Assert.DoesNotContain($"· {parcel} ", _run.Error);
        Assert.DoesNotContain($"· {invoice} ", _run.Error);
    }

    [Fact]
    public void A_ticket_without_words_is_not_moved_with_all_the_others_that_have_none()
    {
        _run.Write("tickets.csv", Csv([("refund", 45), ("parcel", 45)]) + "T-900,<p></p>,2026-01-02,none\nT-901,<b></b>,2026-01-03,none\n");
        Assert.True(_run.Run("analyze", "tickets.csv", "-w", "w", "--topics", "2") == 0, _run.Error);
        Assert.Equal(2, _run.Run("topics", "move", "T-1", "T-900", "--to", $"{TopicOf("refund")}", "-w", "w"));
        Assert.Contains("the text of ticket T-900 has no words to go by", _run.Error);
    }

    [Theory]
    [InlineData("models/topic_fits/fit_0002.parquet")]
    [InlineData("models/topic_fits/fit_0002.manifest.json")]
    [InlineData("topics/journal.jsonl")]
    public void A_promotion_that_fails_at_a_file_leaves_the_old_fit_and_typed_again_it_is_done(string file)
    {
        January();
        string before = Ask("SELECT sum(topic_id * (ticket_id % 1000003)) AS n FROM assignments");
        Do("topics", "refit");

        // where a folder has the name, the file can't be written
        string obstacle = Path.Combine(_run.Folder, "w", $"{file}.{Environment.ProcessId}.partial");
        Directory.CreateDirectory(obstacle);
        Assert.NotEqual(0, _run.Run("topics", "promote", "-w", "w"));
        Directory.Delete(obstacle);
        Do("run");
        Assert.Equal(before, Ask("SELECT sum(topic_id * (ticket_id % 1000003)) AS n FROM assignments"));
        Assert.Equal(1, Current());
        Do("topics", "promote");
        Assert.Equal(2, Current());
    }

    private int Current()
    {
        Do("topics", "history", "--json");
        return JsonDocument.Parse(_run.Output).RootElement.EnumerateArray().Last().GetProperty("fit").GetInt32();
    }

    [Fact]
    public void Hidden_topics_are_left_out_and_counted_and_moved_tickets_stay_where_they_were_put()
    {
        January();
        int refund = TopicOf("refund"), fax = TopicOf("fax");
        Do("topics", "hide", $"{fax}");
        Do("topics", "--json");
        Assert.DoesNotContain($"\"topic_id\": {fax},", _run.Output);
        Do("topics");
        Assert.Contains("1 topic is hidden", _run.Error);
        Do("topics", "show", $"{fax}");
        Do("topics", "move", "T-0", "--to", $"{fax}");
        Assert.Equal(1, Count($"source_id = 'T-0' AND topic_id = {fax}"));
        Do("run", "--topic-sample", "200");
        Assert.Equal(1, Count($"source_id = 'T-0' AND topic_id = {fax}"));
        Assert.Equal(refund, TopicOf("refund"));
    }

    [Fact]
    public void Names_and_hidden_topics_are_the_same_in_SQL_in_similar_and_in_exports_and_no_name_runs_in_a_spreadsheet()
    {
        January();
        int refund = TopicOf("refund"), fax = TopicOf("fax");
        Do("topics", "rename", $"{refund}", "=Money back, ask anna@example.com");
        Do("topics", "rename", $"{fax}", "Paper");
        Do("topics", "hide", $"{fax}");

        Assert.Equal("=Money back, ask anna@example.com", Ask($"SELECT name AS n FROM topics WHERE topic_id = {refund}"));
        Assert.Equal("Paper", Ask("SELECT string_agg(name) AS n FROM topics WHERE hidden"));
        Do("similar", "I want my money back for the lamp", "--json");
        Assert.Contains("=Money back, ask [email]", _run.Output);
        Do("similar", "fax number for the lamp does not answer", "--json");
        Assert.DoesNotContain("Paper", _run.Output);

        string parquet = Path.Combine(_run.Folder, "topics.parquet");
        Do("export", "topics", "--output", parquet);
        Assert.Equal("1", Ask($"SELECT count(*) AS n FROM '{parquet}' WHERE name = '=Money back, ask [email]'"));
        Assert.Equal("0", Ask($"SELECT count(*) AS n FROM '{parquet}' WHERE topic_id = {fax}"));

        string csv = Path.Combine(_run.Folder, "enriched.csv");
        Do("export", "tickets", "--output", csv);
        string rows = File.ReadAllText(csv);
        Assert.Contains("\"'=Money back, ask [email]\"", rows);
        Assert.DoesNotContain("\"=Money", rows);
    }

    [Fact]
    public void An_automatic_name_stays_where_tickets_move_its_words_and_is_the_same_wherever_topics_are_named()
    {
        January();
        int refund = TopicOf("refund");
        string before = Ask($"SELECT name AS n FROM topics WHERE topic_id = {refund}");
        string analysis = Path.Combine(_run.Folder, "w", "gold", "analysis", "analysis.json");

        // from now on refunds are wanted by cheque
        string[] later = [.. Enumerable.Range(0, 90).Select(i => $"R-{i},I want the refund for my {Things[i % Things.Length]} and {Things[i / 6]} by cheque,2026-02-0{1 + (i % 9)},refund")];
        _run.Write("tickets.csv", Csv([("refund", 45), ("parcel", 45), ("password", 45), ("invoice", 45), ("fax", 45)]) + string.Join('\n', later) + "\n");
        Assert.True(_run.Run("analyze", "tickets.csv", "-w", "w", "--topics", "6") == 0, _run.Error);
        using (var built = JsonDocument.Parse(File.ReadAllBytes(analysis)))
        {
            JsonElement topic = built.RootElement.GetProperty("topics").EnumerateArray().Single(topic => topic.GetProperty("topic_id").GetInt32() == refund);
            Assert.NotEqual(before, topic.GetProperty("name").GetString());
        }

        Assert.Contains(before, Names());
        Assert.Equal(before, Ask($"SELECT name AS n FROM topics WHERE topic_id = {refund}"));
        Assert.Contains(before, File.ReadAllText(Path.Combine(_run.Folder, "w", "reports", "report.html")));
        Assert.Contains($"{refund},{(before.Contains(',', StringComparison.Ordinal) ? $"\"{before}\"" : before)},", File.ReadAllText(Path.Combine(_run.Folder, "w", "reports", "assignments.csv")));
        Do("similar", "I want my money back for the lamp", "--json");
        Assert.Contains($"\"{before}\"", _run.Output);

        Do("topics", "rename", $"{refund}", "Ours");
        Assert.DoesNotContain(before, Names());
        Do("topics", "undo");
        Assert.Contains(before, Names());
        Assert.Equal(0, _run.Run("analyze", "tickets.csv", "-w", "w"));
        Assert.Contains("since last time: nothing changed", _run.Error);
    }

    [Fact]
    public void What_cannot_be_done_is_refused_with_what_can_and_nothing_is_kept()
    {
        January();
        (string Told, string[] Command)[] refused =
        [
            ("no topic has 'refnd' in its name", ["rename", "refnd", "x"]),
            ("there is no topic 999", ["merge", "0", "999"]),
            ("a merge needs two different topics", ["merge", "0", "0"]),
            ("there is no edit of topics to take back", ["undo"]),
            ("no candidate waits to be promoted", ["promote"]),
            ("fit 1 is the first", ["rollback"]),
            ("there is no ticket T-9999", ["move", "T-9999", "--to", "0"]),
            ("the name is empty", ["rename", "0", " "]),
        ];
        foreach ((string told, string[] command) in refused)
        {
            Assert.Equal(2, _run.Run(["topics", .. command, "-w", "w"]));
            Assert.Contains(told, _run.Error);
            Assert.Contains("hint:", _run.Error);
        }

        Assert.Equal(2, File.ReadAllLines(Path.Combine(_run.Folder, "w", "topics", "journal.jsonl")).Length);
    }

    [Fact]
    public void Topics_of_k_means_take_no_edits()
    {
        _run.Write("tickets.csv", Csv([("refund", 30), ("fax", 30)]));
        Assert.Equal(0, _run.Run("analyze", "tickets.csv", "-w", "w", "--method", "kmeans"));
        Assert.Equal(2, _run.Run("topics", "rename", "0", "x", "-w", "w"));
        Assert.Contains("`earshot run --method graph`", _run.Error);
    }

    private void January() => Analyse([("refund", 45), ("parcel", 45), ("password", 45), ("invoice", 45), ("fax", 45)]);

    // the file holds what is still of interest: faxes are not
    private static readonly (string Theme, int Count)[] Later = [("refund", 60), ("parcel", 60), ("password", 60), ("invoice", 60), ("card", 60)];

    private void February() => Analyse(Later);

    private void Analyse((string Theme, int Count)[] tickets)
    {
        _run.Write("tickets.csv", Csv(tickets));
        Assert.True(_run.Run("analyze", "tickets.csv", "-w", "w", "--topics", "6") == 0, _run.Error);
    }

    private static string Csv((string Theme, int Count)[] tickets)
    {
        StringBuilder csv = new("id,message,created,theme\n");
        int id = 0;
        foreach ((string theme, int count) in tickets)
        {
            for (int i = 0; i < count; i++)
            {
                string text = string.Format(CultureInfo.InvariantCulture, Themes[theme][i % 4], Things[i / 4 % Things.Length]);
                csv.Append(CultureInfo.InvariantCulture, $"T-{id++},{text},2026-{(i < 45 ? 1 : 2):00}-{1 + (SplitMix64.Derive(1, (ulong)id) % 27):00},{theme}\n");
            }
        }

        return csv.ToString();
    }

    private void Do(params string[] command) => Assert.True(_run.Run([.. command, "-w", "w"]) == 0, $"{string.Join(' ', command)}: {_run.Error}");

    // the topic that most tickets of a theme are in
    private int TopicOf(string theme) => int.Parse(
        Ask($"SELECT mode(a.topic_id) AS n FROM assignments a JOIN tickets t USING (ticket_id) JOIN raw_tickets r ON r.id = t.source_id WHERE r.theme = '{theme}'"),
        CultureInfo.InvariantCulture);

    private int Count(string condition) =>
        int.Parse(Ask($"SELECT count(*) AS n FROM assignments JOIN tickets USING (ticket_id) WHERE {condition}"), CultureInfo.InvariantCulture);

    private string Ask(string query)
    {
        Do("sql", query, "--json");
        using var rows = JsonDocument.Parse(_run.Output);
        return rows.RootElement[0].GetProperty("n").ToString();
    }

    private IEnumerable<string> Names()
    {
        Do("topics", "--json");
        return [.. JsonDocument.Parse(_run.Output).RootElement.EnumerateArray().Select(topic => topic.GetProperty("name").GetString()!)];
    }

    private static bool Is(JsonElement transition, string kind) => transition.GetProperty("kind").GetString() == kind;

    private static IEnumerable<int> Numbers(JsonElement transition, string side) => transition.GetProperty(side).EnumerateArray().Select(topic => topic.GetInt32());
}
