using Earshot.Core.Topics.Fits;
using Earshot.Numerics;
using Earshot.Numerics.Vectors;

namespace Earshot.Tests.Core.Topics.Fits;

public sealed class FitStabilityTests
{
    private const int Dimensions = 12;
    private const int TextsOfABlob = 50;

    [Theory]
    [InlineData(TopicDetail.Coarse)]
    [InlineData(TopicDetail.Normal)]
    [InlineData(TopicDetail.Fine)]
    public void Topics_that_lie_far_apart_are_found_again_at_every_level(TopicDetail detail)
    {
        GraphMethod method = new(6, 42);
        TopicFit fit = Fit(method, noise: 0.05);
        FitStability stability = FitStability.Of(fit, method, detail, 1, TestContext.Current.CancellationToken);
        int level = detail.LevelOf(fit.Levels, fit.MainLevel);
        Assert.Equal(fit.AtLevel(level).Select(topic => topic.Id).Order(), stability.ByTopic.Keys.Order());
        if (detail == TopicDetail.Fine) return; // blobs have no finer topics: what is cut there is chance
        Assert.Equal(1, stability.Overall);
        Assert.All(stability.ByTopic.Values, value => Assert.Equal(1, value));
    }

    [Fact]
    public void Topics_that_are_cut_by_chance_are_found_to_be()
    {
        GraphMethod method = new(0, 42);
        FitStability stability = FitStability.Of(Fit(method, noise: 5), method, TopicDetail.Normal, 1, TestContext.Current.CancellationToken);
        Assert.InRange(stability.Overall, -0.1, 0.7);
        Assert.InRange(stability.ByTopic.Values.Average(), 0.1, 0.75);
        Assert.InRange(stability.Texts, 180, 200); // 0.64 of 300
    }

    [Fact]
    public void The_figures_are_the_same_for_any_number_of_threads()
    {
        GraphMethod method = new(0, 42);
        TopicFit fit = Fit(method, noise: 1);
        FitStability one = FitStability.Of(fit, method, TopicDetail.Normal, 1, default), five = FitStability.Of(fit, method, TopicDetail.Normal, 5, default);
        Assert.Equal(one.Overall, five.Overall);
        Assert.Equal(one.ByTopic.OrderBy(topic => topic.Key), five.ByTopic.OrderBy(topic => topic.Key));
    }

    [Fact]
    public void How_much_of_a_topic_is_found_again_is_its_likeness_to_the_nearest_topic_of_the_sample()
    {
        // texts 0 to 3 are topic 5, 4 and 5 topic 9, 6 none, 7 and 8 topic 2; 3 and 8 are not in the sample
        int[] topics = [5, 5, 5, 5, 9, 9, -1, 2, 2];
        Dictionary<int, double> found = FitStability.Recovered(topics, [0, 1, 2, 4, 5, 6, 7], [0, 0, 1, 1, 1, 1, -1]);
        Assert.Equal(2.0 / 3, found[5]); // 0 and 1 of 0, 1, 2
        Assert.Equal(2.0 / 4, found[9]); // 4 and 5 of 2, 4, 5, 6
        Assert.Equal(0, found[2]);
        Assert.Equal(3, found.Count);
    }

    private static TopicFit Fit(GraphMethod method, double noise)
    {
        const int Blobs = 6;
        SplitMix64 random = new(11);
        QuantizedMatrix vectors = new(Blobs * TextsOfABlob, Dimensions);
        float[] values = new float[vectors.Count * Dimensions];
        for (int row = 0; row < vectors.Count; row++)
        {
            Span<float> vector = values.AsSpan(row * Dimensions, Dimensions);
            for (int i = 0; i < Dimensions; i++) vector[i] = (float)((i % Blobs == row % Blobs ? 3 : 0) + (noise * random.NextGaussian()));
            vectors.Quantize(row, vector);
        }

        FoundTopics found = method.Find(new FloatMatrix(values, Dimensions), null, 1, default);
        return FitNumbers.First(new FitSample([.. Enumerable.Range(0, vectors.Count).Select(row => (long)row)], vectors), found);
    }
}
