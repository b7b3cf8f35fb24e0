using System.Text.Json;

namespace Earshot.Tests.EndToEnd;

/// <summary>What a support lead sees after an edit of topics.</summary>
public sealed class EditedTopicsTests : ShopTickets
{
    [Fact]
    public void The_report_shows_each_edit_at_once_and_is_not_written_where_there_is_none()
    {
        January();
        string report = Path.Combine(_run.Folder, "w", "reports", "report.html");
        int refund = TopicOf("refund"), fax = TopicOf("fax"), parcel = TopicOf("parcel");
        Do("topics", "rename", $"{refund}", "Money back");
        Assert.Contains("Money back", File.ReadAllText(report));
        Assert.Contains($"report: {report}", _run.Error);
        Do("topics", "pin", $"{fax}");
        Assert.Contains("Pinned first", File.ReadAllText(report));
        Do("topics", "merge", $"{fax}", $"{parcel}");
        Assert.DoesNotContain($"id=\"topic-{parcel}\"", File.ReadAllText(report));
        Do("topics", "undo");
        Assert.Contains($"id=\"topic-{parcel}\"", File.ReadAllText(report));
        Do("topics", "hide", $"{refund}", "--json");
        Assert.DoesNotContain("Money back", File.ReadAllText(report));
        Assert.Equal(report, JsonDocument.Parse(_run.Output).RootElement.GetProperty("report").GetString());
        Do("topics", "show", $"{refund}");
        Assert.Contains("Money back", File.ReadAllText(report));
        Do("topics", "merge", $"{fax}", $"{parcel}", "--no-run");
        Assert.Contains("then `earshot report` the report", _run.Error);
        Assert.Contains($"id=\"topic-{parcel}\"", File.ReadAllText(report));

        Directory.Delete(Path.Combine(_run.Folder, "w", "reports"), recursive: true);
        Do("topics", "rename", $"{refund}", "Refunds");
        Assert.False(File.Exists(report));
    }

    [Fact]
    public void A_name_given_at_one_detail_is_read_at_another_where_a_topic_has_the_same_tickets()
    {
        January();
        Do("topics", "--json");
        int topic = JsonDocument.Parse(_run.Output).RootElement.EnumerateArray().First(topic => topic.GetProperty("count").GetInt32() == 45).GetProperty("topic_id").GetInt32();
        Do("topics", "rename", $"{topic}", "Paper");
        Do("run", "--detail", "coarse");
        Assert.Contains("Paper", Names());
        Do("topics", "rename", "Paper", "Machines");
        Do("run", "--detail", "normal");
        Assert.Contains("Machines", Names());
        Assert.DoesNotContain("Paper", Names());
    }

    [Fact]
    public void An_edit_whose_rebuild_was_killed_is_finished_when_it_is_typed_again()
    {
        January();
        int invoice = TopicOf("invoice"), parcel = TopicOf("parcel");
        Do("topics", "merge", $"{invoice}", $"{parcel}", "--no-run");
        Assert.Equal(parcel, TopicOf("parcel"));
        Do("topics", "merge", $"{invoice}", $"{parcel}");
        Assert.Contains($"topics {invoice} and {parcel} were merged into {invoice} already (event 3); what it changes is not built yet", _run.Error);
        Assert.Equal(invoice, TopicOf("parcel"));
        Refused($"topic {parcel} was merged into {invoice}", "merge", $"{invoice}", $"{parcel}");

        Do("topics", "move", "T-0", "--to", $"{invoice}", "--no-run");
        Do("topics", "move", "T-0", "--to", $"{invoice}");
        Assert.Equal(1, Count($"source_id = 'T-0' AND topic_id = {invoice}"));
        Refused($"1 text was moved to topic {invoice} already (event 4)", "move", "T-0", "--to", $"{invoice}");

        Do("topics", "undo", "--no-run");
        Do("topics", "undo");
        Assert.Contains("(event 4) already; what that changes is not built yet", _run.Error);
        Assert.Equal((0, invoice), (Count($"source_id = 'T-0' AND topic_id = {invoice}"), TopicOf("parcel")));
        Do("topics", "undo");
        Assert.Equal(parcel, TopicOf("parcel"));
        Assert.Equal(6, File.ReadAllLines(Path.Combine(_run.Folder, "w", "topics", "journal.jsonl")).Length);
    }

    [Fact]
    public void One_topic_is_shown_where_no_list_has_it()
    {
        January();
        int invoice = TopicOf("invoice"), parcel = TopicOf("parcel"), fax = TopicOf("fax");
        Do("topics", "rename", $"{fax}", "Paper");
        Do("topics", "hide", $"{fax}");
        foreach (string which in new[] { $"{fax}", "paper" })
        {
            Do("topic", which);
            Assert.StartsWith("Paper (hidden)\n", _run.Output, StringComparison.Ordinal);
            Assert.Contains($"topic {fax} is hidden: lists and reports leave it out; `earshot topics show {fax}` shows it again", _run.Error);
        }

        Do("topics", "merge", $"{invoice}", $"{parcel}");
        Do("topic", $"{invoice}");
        string shown = _run.Output;
        Do("topic", $"{parcel}");
        Assert.Equal(shown, _run.Output);
        Assert.Contains($"topic {parcel} was merged into {invoice}, which is shown here", _run.Error);
        Assert.Equal(2, _run.Run("topic", "999", "-w", "w"));
        Assert.StartsWith("error: there is no topic 999\n", _run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_are_neither_split_nor_merged_with_their_own_topics()
    {
        _run.Write("tickets.csv", Tickets.Numbered(1500));
        Assert.True(_run.Run("analyze", "tickets.csv", "-w", "w", "--topics", "40") == 0, _run.Error);
        Do("topics", "--json");
        JsonElement topic = JsonDocument.Parse(_run.Output).RootElement.EnumerateArray().First(topic => topic.TryGetProperty("group_id", out JsonElement group) && group.ValueKind == JsonValueKind.Number);
        int id = topic.GetProperty("topic_id").GetInt32(), within = topic.GetProperty("group_id").GetInt32();
        Refused($"topic {within} is a group: its topics are ", "split", $"{within}");
        Refused($"topic {id} lies within topic {within} already", "merge", $"{within}", $"{id}");
        Refused($"topic {id} lies within topic {within} already", "merge", $"{id}", $"{within}");
    }

    private void Refused(string told, params string[] command)
    {
        Assert.Equal(2, _run.Run(["topics", .. command, "-w", "w"]));
        Assert.StartsWith($"error: {told}", _run.Error, StringComparison.Ordinal);
        Assert.Contains("hint:", _run.Error);
    }
}
