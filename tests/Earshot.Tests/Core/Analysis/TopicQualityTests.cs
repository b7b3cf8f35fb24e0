using Earshot.Core.Analysis;
using Earshot.Core.Reports;
using Earshot.Numerics.Metrics;
using Earshot.Tests.Core.Reports;

namespace Earshot.Tests.Core.Analysis;

public sealed class TopicQualityTests
{
    [Fact]
    public void A_topic_apart_from_all_others_has_a_higher_silhouette_than_two_that_touch()
    {
        // topic 7 by itself; 3 and 4 nearly the same
        (float[] numbers, int[] topics) = Sample((7, 1, 0, 0), (3, 0, 1, 0.01f), (4, 0, 1, -0.01f));
        TopicSilhouettes silhouettes = TopicSilhouettes.Of(numbers, 3, topics, 1, default);
        Assert.InRange(silhouettes.ByTopic[7], 0.9, 1);
        Assert.InRange(silhouettes.ByTopic[3], -0.5, 0.85);
        double[] all = ClusteringMetrics.SilhouetteOfRows<float>(numbers, 3, topics, RowDistance.Cosine);
        Assert.Equal(all.Average(), silhouettes.Mean!.Value, 1e-12);
        Assert.Equal(all.Where((_, ticket) => topics[ticket] == 3).Average(), silhouettes.ByTopic[3], 1e-12);
    }

    [Fact]
    public void Tickets_of_no_topic_do_not_count_and_few_tickets_say_nothing_about_a_topic()
    {
        (float[] numbers, int[] topics) = Sample((0, 1, 0, 0), (1, 0, 1, 0));
        (float[] more, int[] moreTopics) = ([.. numbers, 0.5f, 0.5f, 0, 0, 0, 1], [.. topics, -1, 2]);
        TopicSilhouettes silhouettes = TopicSilhouettes.Of(more, 3, moreTopics, 1, default);
        Assert.Equal([0, 1], silhouettes.ByTopic.Keys.Order());
        Assert.Equal((13, 1.0), (moreTopics.Count(topic => topic >= 0), Math.Round(silhouettes.Mean!.Value * 13 / 12, 2))); // the ticket alone in topic 2 counts as 0
    }

    [Fact]
    public void One_topic_stands_apart_from_nothing()
    {
        TopicSilhouettes silhouettes = TopicSilhouettes.Of([1, 0, 1, 0], 2, [3, 3], 1, default);
        Assert.Null(silhouettes.Mean);
        Assert.Empty(silhouettes.ByTopic);
        Assert.Null(TopicSilhouettes.Of([], 2, [], 1, default).Mean);
    }

    [Theory]
    [InlineData(0.02, 0.2, TopicClarity.Clear)]
    [InlineData(0.02, null, TopicClarity.Clear)]
    [InlineData(null, 0.2, TopicClarity.Clear)]
    [InlineData(0.15, 0.2, TopicClarity.Fair)]
    [InlineData(0.02, 0.15, TopicClarity.Fair)]
    [InlineData(0.02, -0.2, TopicClarity.Loose)]
    [InlineData(0.6, 0.3, TopicClarity.Loose)]
    [InlineData(null, null, null)]
    public void One_bad_figure_makes_a_topic_loose_and_it_takes_all_to_make_it_clear(double? outliers, double? silhouette, TopicClarity? clarity) =>
        Assert.Equal(clarity, TopicClarities.Of(outliers, silhouette));

    [Fact]
    public void Quality_is_told_in_a_word_with_the_numbers_behind_it_and_what_is_not_known_is_left_out()
    {
        TopicSummary topic = SampleDocument.Create().Topics[0] with { MeanSimilarity = 0.62, OutlierRatio = 0.123, Silhouette = 0.118, Clarity = TopicClarity.Fair };
        Assert.Equal("fair: 12.3% of its tickets may as well belong to another topic, mean distance to the centre 0.38, silhouette 0.12", QualityText.Of(topic));
        Assert.Equal("mean distance to the centre 0.38", QualityText.Of(topic with { OutlierRatio = null, Silhouette = null, Clarity = null }));
        Assert.Equal("1 clear, 2 loose", QualityText.Counts([topic with { Clarity = TopicClarity.Loose }, topic with { Clarity = TopicClarity.Clear }, topic with { Clarity = TopicClarity.Loose }]));
        Assert.Null(QualityText.Counts([topic with { Clarity = null }]));
    }

    // Six tickets a topic along a direction, each a little off it.
    private static (float[] Numbers, int[] Topics) Sample(params (int Topic, float X, float Y, float Z)[] clouds)
    {
        (List<float> numbers, List<int> topics) = ([], []);
        foreach ((int topic, float x, float y, float z) in clouds)
        {
            for (int i = 0; i < 6; i++)
            {
                topics.Add(topic);
                numbers.AddRange([x + ((i & 1) * 0.02f), y + ((i >> 1 & 1) * 0.02f), z + ((i >> 2) * 0.02f)]);
            }
        }

        return ([.. numbers], [.. topics]);
    }
}
