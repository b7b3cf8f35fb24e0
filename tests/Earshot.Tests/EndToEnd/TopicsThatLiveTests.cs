using System.Text.Json;

namespace Earshot.Tests.EndToEnd;

/// <summary>Refits, births and fits taken back, over two months of a shop's tickets.</summary>
public sealed class TopicsThatLiveTests : ShopTickets
{
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
    public void A_topic_that_was_born_keeps_its_number_through_two_rollbacks_a_run_and_two_promotions()
    {
        January();
        February();
        int card = TopicOf("card");
        Do("topics", "refit");
        Do("topics", "promote");
        int refitted = TopicOf("card");
        Do("topics", "rollback");
        Assert.Equal(card, TopicOf("card"));
        Do("topics", "rollback");
        Assert.Equal(-1, TopicOf("card"));
        Do("run", "--set", "analysis.window_days=3");
        Assert.Equal((-1, 1), (TopicOf("card"), Current()));
        Do("topics", "promote");
        Assert.Equal((card, 2), (TopicOf("card"), Current()));
        Do("topics", "promote");
        Assert.Equal((refitted, 3), (TopicOf("card"), Current()));
    }

    [Fact]
    public void A_refit_of_the_same_tickets_with_the_same_settings_finds_the_same_topics_at_every_level()
    {
        January();
        Do("topics", "refit");
        Assert.Contains("candidate 2 against fit 1: the same topics of the same texts", _run.Error);
        Do("topics", "diff", "--json");
        JsonElement diff = JsonDocument.Parse(_run.Output).RootElement;
        Assert.All(diff.GetProperty("transitions").EnumerateArray(), transition => Assert.True(Is(transition, "continued")));
        Do("topics", "refit", "--set", "topics.count=3");
        Assert.DoesNotContain("the same topics", _run.Error);
    }

    [Fact]
    public void A_run_with_the_settings_that_a_candidate_was_made_with_takes_the_candidate_as_after_a_promotion_that_was_killed()
    {
        January();
        Do("topics", "refit", "--set", "topics.count=3");
        Do("run", "--topics", "3");
        Assert.Contains("candidate 2 was made with these settings of the same tickets: it is current now", _run.Error);
        Assert.Equal(2, Current());
        Do("plan");
        Assert.StartsWith("nothing to do", _run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_diff_says_what_new_topics_are_about_and_what_those_were_called_that_would_be_gone()
    {
        January();
        int fax = TopicOf("fax");
        Do("topics", "rename", $"{fax}", "Paper");
        _run.Write("tickets.csv", Csv(Later).Replace("error 500", "error 500 of anna@example.com", StringComparison.Ordinal));
        Do("ingest", "tickets.csv", "--source", "tickets");
        Do("topics", "refit");
        string[] lines = _run.Output.Split('\n');
        int born = Array.FindIndex(lines, line => line.StartsWith("new: ", StringComparison.Ordinal) && line.Contains("card", StringComparison.OrdinalIgnoreCase));
        Assert.True(born >= 0, _run.Output);
        Assert.Contains("card", lines[born + 1]);
        Assert.Contains("[email]", lines[born + 1]);
        Assert.DoesNotContain("anna@", _run.Output);
        Assert.Contains(lines, line => line.StartsWith($"gone: {fax} \"Paper\": ", StringComparison.Ordinal) && line.Contains("fax", StringComparison.Ordinal));
        Do("topics", "diff", "--json");
        Assert.Contains("\"new_topics\": [", _run.Output);
        Assert.DoesNotContain("anna@", _run.Output);
    }

    [Fact]
    public void A_fit_that_is_lost_or_damaged_is_put_back_by_the_next_command_that_needs_it()
    {
        January();
        string models = Path.Combine(_run.Folder, "w", "models"), fit = Path.Combine(models, "topic_fits", "fit_0001.parquet");
        byte[] before = File.ReadAllBytes(fit);
        (string Lost, string[] Command)[] cases =
        [
            ("topic_fits", ["run"]), ("topic_fits/fit_0001.manifest.json", ["topics", "rename", "0", "Zero"]), ("topic_fits/fit_0001.parquet", ["topics", "refit"]),
            ("the bytes", ["topics", "history", "0"]), ("the bytes", ["run", "--topics", "3"]),
        ];
        foreach ((string lost, string[] command) in cases)
        {
            Lose(models, lost);
            Do("topics");
            Do(command);
            Assert.Contains("the file of fit 1 was gone or damaged, and is put back from topic_model: nothing is lost", _run.Error);
            Assert.Equal(before, File.ReadAllBytes(fit));
        }
    }

    [Fact]
    public void A_fit_that_is_lost_with_its_copy_is_told_with_the_way_back_or_the_way_on()
    {
        January();
        string models = Path.Combine(_run.Folder, "w", "models"), topics = Path.Combine(_run.Folder, "w", "topics");
        byte[] first = File.ReadAllBytes(Path.Combine(models, "topic_fits", "fit_0001.parquet"));
        int refund = TopicOf("refund");
        Do("run", "--topics", "3");
        Lose(models, "topic_fits/fit_0001.parquet");
        Assert.Equal(1, _run.Run("topics", "rollback", "-w", "w"));
        Assert.Contains("there is no going back to fit 1: ", _run.Error);
        Assert.Equal(2, Current());

        File.WriteAllBytes(Path.Combine(models, "topic_fits", "fit_0001.parquet"), first);
        Lose(models, "topic_fits/fit_0002.parquet");
        Directory.Delete(Path.Combine(models, "topic_model"), recursive: true);
        Assert.Equal(1, _run.Run("run", "-w", "w"));
        Assert.Contains("error: the topics of fit 2 and what belongs to them are lost: ", _run.Error);
        Assert.Contains("or `earshot topics rollback` goes back to fit 1", _run.Error);
        Do("topics", "rollback");
        Assert.Equal((1, refund), (Current(), TopicOf("refund")));

        Do("topics", "rename", $"{refund}", "Money back");
        Directory.Delete(models, recursive: true);
        Assert.Contains("Money back", Names());
        Assert.Equal(1, _run.Run("run", "-w", "w"));
        Assert.Contains($"or move {topics} away and `earshot run` begins anew", _run.Error);
        Directory.Delete(topics, recursive: true);
        Do("run");
        Assert.Equal(1, Current());
    }

    private static void Lose(string models, string lost)
    {
        if (lost == "topic_fits") Directory.Delete(Path.Combine(models, lost), recursive: true);
        else if (lost != "the bytes") File.Delete(Path.Combine(models, lost));
        else File.WriteAllBytes(Path.Combine(models, "topic_fits", "fit_0001.parquet"), new byte[new FileInfo(Path.Combine(models, "topic_fits", "fit_0001.parquet")).Length]);
    }

    [Fact]
    public void A_rollback_says_which_setting_still_asks_for_the_topics_that_were_taken_back()
    {
        January();
        Do("run", "--topics", "3");
        Do("topics", "rollback");
        Assert.Matches(@"fit 1 was made with other settings: topics\.count=3 \(.*earshot\.json\) still holds for the next refit", _run.Error);
        Do("topics", "refit");
        Assert.Contains("nothing has changed since candidate 2 was made", _run.Error);
        Do("run", "--topics", "6");
        Assert.Equal(1, Current());
        Do("topics", "refit");
        Do("topics", "promote");
        Do("topics", "rollback");
        Assert.DoesNotContain("other settings", _run.Error);
    }

    [Fact]
    public void A_rollback_whose_rebuild_was_killed_is_finished_and_not_done_twice()
    {
        January();
        for (int fit = 2; fit <= 3; fit++)
        {
            Do("topics", "refit");
            Do("topics", "promote");
        }

        Do("topics", "rollback", "--no-run");
        Do("topics", "rollback");
        Assert.Contains("fit 2 is current again already; what that changes is not built yet", _run.Error);
        Assert.Equal(2, Current());
        Do("topics", "rollback");
        Assert.Equal(1, Current());
    }

    [Fact]
    public void A_number_of_topics_that_was_taken_back_is_found_again_when_it_is_typed_and_only_then()
    {
        January();
        Do("run", "--topics", "3");
        Assert.Equal(3, Names().Count());
        Do("topics", "rollback");
        int before = Names().Count();
        Assert.True(before > 3);
        Do("run");
        Assert.Equal(before, Names().Count());
        Do("run", "--topics", "3");
        Assert.Equal(3, Names().Count());
    }

    [Fact]
    public void A_candidate_of_another_number_of_topics_is_promoted_as_the_hint_says_and_the_number_is_kept()
    {
        January();
        Do("topics", "refit", "--topics", "3");
        Assert.Contains("`earshot topics promote --set topics.count=3` makes it current", _run.Error);
        Assert.Equal(2, _run.Run("topics", "promote", "-w", "w"));
        Assert.Contains("hint: `earshot topics promote --set topics.count=3` promotes it and keeps them", _run.Error);
        Do("topics", "promote", "--set", "topics.count=3");
        Assert.Equal(3, Names().Count());
        Do("run");
        Assert.Equal(3, Names().Count());
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
        Assert.Equal(1, Count($"source_id = 'T-0' AND topic_id = {fax} AND membership = 1"));
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
}
