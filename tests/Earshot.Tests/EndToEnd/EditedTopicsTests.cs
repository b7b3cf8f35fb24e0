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
}
