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
        Assert.Equal(window, TopicChanges.Of(Enumerable.Repeat(1L, days).ToArray(), Enumerable.Repeat(2L, days).ToArray(), 7)!.WindowDays);

    [Fact]
    public void Nothing_is_said_where_there_is_nothing_to_compare()
    {
        Assert.Null(TopicChanges.Of([], [], 7));
        Assert.Null(TopicChanges.Of([5], [5], 7));
        Assert.Null(TopicChanges.Of([0, 5], [0, 5], 7));
    }

    [Fact]
    public void A_topic_that_is_everything_has_no_score() => Assert.Equal(0, TopicChanges.ZScore(10, 10, 5, 5));
}
