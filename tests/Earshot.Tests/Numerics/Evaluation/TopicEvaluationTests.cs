using Earshot.Numerics;
using Earshot.Numerics.Communities;
using Earshot.Numerics.Evaluation;
using Earshot.Numerics.Metrics;
using Earshot.Numerics.Vectors;

namespace Earshot.Tests.Numerics.Evaluation;

public sealed class TopicEvaluationTests
{
    [Fact]
    public void Topics_that_anybody_would_see_are_found_and_found_again()
    {
        (FloatMatrix rows, int[] labels) = Clouds(8, 40, 0.1);
        TopicEvaluation evaluation = new(rows, labels, 42);
        Assert.Equal(new TopicScores(8, 1, 1, 1, 1, 1), evaluation.Scores);
        Assert.Equal(1, ClusteringMetrics.AdjustedRandIndex(labels, [.. evaluation.Topics]));
    }

    [Fact]
    public void Clouds_that_run_into_each_other_score_less_but_stay_nearer_to_the_fit_before_than_to_one_from_nothing()
    {
        (FloatMatrix rows, int[] labels) = Clouds(8, 60, 1.1);
        TopicScores scores = new TopicEvaluation(rows, labels, 42).Scores;
        Assert.InRange(scores.AdjustedRandIndex, 0.02, 0.95);
        Assert.InRange(scores.StabilityFromNothing, 0.05, 0.95);
        Assert.True(scores.StabilityFromPrevious > scores.StabilityFromNothing, scores.ToString());
    }

    [Fact]
    public void Scores_are_those_of_the_topics_given_and_of_fits_of_the_two_samples()
    {
        (FloatMatrix rows, int[] labels) = Clouds(6, 40, 0.9);
        TopicEvaluation evaluation = new(rows, labels, 7);
        int[] topics = [.. evaluation.Topics];
        Assert.Equal(topics.Max() + 1, evaluation.Scores.Topics);
        Assert.Equal(ClusteringMetrics.AdjustedRandIndex(labels, topics), evaluation.Scores.AdjustedRandIndex);
        Assert.Equal(ClusteringMetrics.AdjustedMutualInformation(labels, topics), evaluation.Scores.AdjustedMutualInformation);

        OverlappingSamples samples = new(rows.Count, 7);
        IReadOnlyList<int>[] found = [.. new[] { samples.First, samples.Second }.Select(sample => GraphTopics.Fit(rows.Select(sample), new GraphTopicsOptions { Seed = 7 }).Labels)];
        int[] shared = [.. samples.First.Intersect(samples.Second)];
        int[] first = [.. shared.Select(row => found[0][Array.IndexOf(samples.First, row)])], second = [.. shared.Select(row => found[1][Array.IndexOf(samples.Second, row)])];
        Assert.Equal(ClusteringMetrics.AdjustedRandIndex(first, second), evaluation.Scores.StabilityFromNothing);
    }

    [Fact]
    public void Scores_are_the_same_for_any_number_of_threads()
    {
        (FloatMatrix rows, int[] labels) = Clouds(5, 50, 0.8);
        Assert.Equal(new TopicEvaluation(rows, labels, 1, threads: 1).Scores, new TopicEvaluation(rows, labels, 1, threads: 5).Scores);
    }

    [Fact]
    public void Labels_that_are_too_few_are_refused() => Assert.Throws<ArgumentException>(() => new TopicEvaluation(Clouds(2, 10, 0.1).Rows, [1, 2], 1));

    [Fact]
    public void Each_sample_has_four_fifths_of_the_rows_and_the_two_are_drawn_apart()
    {
        OverlappingSamples samples = new(1000, 42);
        Assert.Equal((800, 800), (samples.First.Distinct().Count(), samples.Second.Distinct().Count()));
        Assert.Equal(samples.First.Intersect(samples.Second).Count(), samples.SharedCount);
        Assert.InRange(samples.SharedCount, 620, 660);
        Assert.Equal(samples.First, new OverlappingSamples(1000, 42).First);
        Assert.NotEqual(samples.First, new OverlappingSamples(1000, 43).First);
    }

    [Fact]
    public void Labels_of_the_first_sample_are_carried_to_the_rows_that_the_second_shares()
    {
        OverlappingSamples samples = new(50, 42);
        int[] carried = samples.CarryOver(samples.First); // each row labelled by its own number
        Assert.Equal(samples.Second.Select(row => samples.First.Contains(row) ? row : -1), carried);
        Assert.Contains(-1, carried);
        Assert.Equal(1, samples.Agreement(samples.First.Select(row => row % 3).ToArray(), samples.Second.Select(row => 2 - (row % 3)).ToArray()));
    }

    private static (FloatMatrix Rows, int[] Labels) Clouds(int clouds, int rowsOfEach, double noise)
    {
        const int Dimensions = 16;
        SplitMix64 random = new(3);
        double[] centres = new double[clouds * Dimensions];
        for (int i = 0; i < centres.Length; i++) centres[i] = random.NextGaussian();
        float[] values = new float[clouds * rowsOfEach * Dimensions];
        int[] labels = new int[clouds * rowsOfEach];
        for (int row = 0; row < labels.Length; row++)
        {
            labels[row] = row % clouds;
            for (int i = 0; i < Dimensions; i++) values[(row * Dimensions) + i] = (float)(centres[(labels[row] * Dimensions) + i] + (noise * random.NextGaussian()));
        }

        return (new FloatMatrix(values, Dimensions), labels);
    }
}
