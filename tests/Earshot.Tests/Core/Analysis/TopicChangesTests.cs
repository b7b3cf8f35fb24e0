using System.Text;
using Earshot.Core.Analysis;

namespace Earshot.Tests.Core.Analysis;

public sealed class TopicChangesTests
{
    [Fact]
    public void The_newest_window_is_compared_with_the_one_before()
    {
        long[] daily = [9, 9, 1, 1, 1, 3, 3, 3], all = [10, 10, 10, 10, 10, 10, 10, 10];
        TopicChange change = TopicChanges.Of(daily, all, windowDays: 3)!;
        Assert.Equal((3, 9L, 3L, 0.3, 0.1), (change.WindowDays, change.Recent, change.Previous, change.RecentShare, change.PreviousShare));

        // Two proportions 9/30 and 3/30 with pooled p = 0.2.
        Assert.Equal(0.2 / Math.Sqrt(0.2 * 0.8 * (2 / 30.0)), change.Score, 12);
    }

    [Theory]
    [InlineData(13, 6)]
    [InlineData(14, 7)]
    [InlineData(40, 7)]
    [InlineData(2, 1)]
    public void The_windows_shrink_to_half_of_the_days_there_are(int days, int window) =>
        Assert.Equal(window, TopicChanges.Of(Enumerable.Repeat(10L, days).ToArray(), Enumerable.Repeat(20L, days).ToArray(), 7)!.WindowDays);

    [Fact]
    public void Nothing_is_said_where_there_is_nothing_to_compare()
    {
        Assert.Null(TopicChanges.Of([], [], 7));
        Assert.Null(TopicChanges.Of([5], [5], 7));
        Assert.Null(TopicChanges.Of([0, 50], [0, 50], 7));
    }

    [Theory]
    [InlineData(1, 0, 2, 2)]
    [InlineData(7, 0, 14, 200)]
    [InlineData(7, 0, 200, 14)]
    public void Windows_of_a_handful_of_tickets_make_no_change_of_fifty_points(long recent, long previous, long allRecent, long allPrevious) =>
        Assert.Null(TopicChanges.Of([previous, recent], [allPrevious, allRecent], 1));

    [Theory]
    [InlineData(15, 5, 50, 50, 20.0)]
    [InlineData(5, 15, 50, 50, -20.0)]
    [InlineData(9, 6, 50, 50, null)]
    [InlineData(9, 0, 100, 100, null)]
    [InlineData(10, 0, 100, 100, 10.0)]
    public void Only_a_change_beyond_chance_has_points_to_show(long recent, long previous, long allRecent, long allPrevious, double? points)
    {
        double? found = TopicChanges.Of([previous, recent], [allPrevious, allRecent], 1)!.Points;
        Assert.Equal(points, found is { } value ? Math.Round(value, 9) : null);
    }

    [Fact]
    public void A_script_finds_the_points_in_the_json_and_reading_it_back_changes_nothing()
    {
        using MemoryStream json = new();
        AnalysisJson.Write(json, Reports.SampleDocument.Create());
        string text = Encoding.UTF8.GetString(json.ToArray());
        Assert.Matches("\"points\": -?[0-9]", text);
        AnalysisDocument read = AnalysisJson.Read(json.ToArray());
        using MemoryStream again = new();
        AnalysisJson.Write(again, read);
        Assert.Equal(text, Encoding.UTF8.GetString(again.ToArray()));
    }

    [Fact]
    public void What_fell_is_told_by_the_same_rule_as_what_grew()
    {
        TopicSummary[] topics =
        [
            Topic(0, new TopicChange(7, 200, 100, 0.2, 0.1, 6)), Topic(1, new TopicChange(7, 100, 200, 0.1, 0.2, -6)),
            Topic(2, new TopicChange(7, 60, 200, 0.06, 0.2, -9)), Topic(3, new TopicChange(7, 90, 120, 0.09, 0.12, -2.5)), Topic(4, null), Topic(5, new TopicChange(7, 200, 200, 0.1, 0.2, -9)),
        ];
        Assert.Equal([0], TopicChanges.Growing(topics, new AnalysisOptions()));
        Assert.Equal([2, 1], TopicChanges.Falling(topics, new AnalysisOptions()));
        Assert.Equal([2], TopicChanges.Falling(topics, new AnalysisOptions { Growing = 1 }));
    }

    private static TopicSummary Topic(int id, TopicChange? change) => new()
    {
        TopicId = id,
        Name = "Topic " + id,
        Keywords = [],
        Count = 100,
        Share = 0.1,
        MeanSimilarity = 0.8,
        Daily = [],
        Change = change,
        Products = [],
        Sources = [],
        Team = "general",
        Examples = [],
    };

    [Fact]
    public void A_topic_that_is_everything_has_no_score() => Assert.Equal(0, TopicChanges.ZScore(10, 10, 5, 5));
}
