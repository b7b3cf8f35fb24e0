using Earshot.Core.Topics;

namespace Earshot.Tests.Core.Topics;

public sealed class ClusterCountTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(57, 3)]
    [InlineData(312, 8)]
    [InlineData(2_000, 20)]
    [InlineData(10_000_000, 20)]
    public void Few_texts_get_few_topics_and_from_two_thousand_on_the_default(long texts, int clusters) => Assert.Equal(clusters, ClusterCount.For(texts, most: 20));

    [Fact]
    public void More_texts_never_get_fewer_topics_and_a_topic_is_never_a_single_text()
    {
        int[] clusters = [.. Enumerable.Range(ClusterCount.FewestTexts, 3_000).Select(texts => ClusterCount.For(texts, most: 20))];
        Assert.Equal(clusters.Order(), clusters);
        Assert.All(clusters.Index(), count => Assert.InRange((double)(count.Index + ClusterCount.FewestTexts) / count.Item, 1.5, double.MaxValue));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(65_536)]
    public void Counting_may_stop_where_more_texts_change_nothing(int most)
    {
        Assert.Equal(most, ClusterCount.For(ClusterCount.TextsFor(most), most));
        Assert.True(ClusterCount.For(ClusterCount.TextsFor(most) * 9 / 10, most) < most);
    }
}
