using Earshot.Numerics;
using Earshot.Numerics.Clustering;
using Earshot.Numerics.Evaluation;
using Earshot.Numerics.Metrics;
using Earshot.Numerics.Neighbors;
using Earshot.Numerics.Vectors;

namespace Earshot.Tests.Numerics.Evaluation;

public sealed class EmbeddingEvaluationTests
{
    // the published figures are of other seeds and other halves; k-means alone moves by 0.02
    private const double NoiseOfClusters = 0.02;
    private const double NoiseOfHalves = 0.01;

    private static readonly EvaluationOptions Few = new() { Pairs = 500, Voters = 5, OverlapNeighbors = 4 };

    [Fact]
    public void Banking77_under_MiniLM_scores_as_the_design_says()
    {
        int[] labels = Golden.Read<int>("inputs/y3000.i32");
        LabelScores scores = new EmbeddingEvaluation(Golden.Embeddings, labels, new EvaluationOptions(), threads: 2, TestContext.Current.CancellationToken).Labels;
        TestContext.Current.SendDiagnosticMessage(scores.ToString());
        Assert.Equal(0.500, scores.AdjustedRandIndex, NoiseOfClusters);
        Assert.Equal(0.793, scores.NormalizedMutualInformation, NoiseOfClusters);
        Assert.Equal(0.850, scores.NeighborAccuracy, NoiseOfHalves);
        Assert.Equal(0.808, scores.LinearAccuracy, NoiseOfHalves);
    }

    [Fact]
    public void Clusters_are_scored_by_the_mean_of_as_many_runs_as_asked_for_with_as_many_clusters_as_labels()
    {
        (FloatMatrix rows, int[] labels) = Clouds(300, 6);
        LabelScores scores = new EmbeddingEvaluation(rows, labels, Few).Labels;
        FloatMatrix unit = UnitRows.Of(rows);
        List<int[]> runs = [];
        for (ulong run = 0; run < 3; run++)
        {
            KMeansOptions options = new() { Clusters = 6, Seed = SplitMix64.Derive(Few.Seed, 1, run) };
            runs.Add([.. KMeans.Fit(unit, options).Labels]);
        }

        Assert.Equal(runs.Average(run => ClusteringMetrics.AdjustedRandIndex(labels, run)), scores.AdjustedRandIndex, 1e-12);
        Assert.Equal(runs.Average(run => ClusteringMetrics.NormalizedMutualInformation(labels, run)), scores.NormalizedMutualInformation, 1e-12);
        Assert.Equal(runs.Average(run => ClusteringMetrics.AdjustedMutualInformation(labels, run)), scores.AdjustedMutualInformation, 1e-12);
        Assert.InRange(scores.AdjustedRandIndex, 0.05, 0.99); // neither hopeless nor a matter of course, or the test would say nothing
    }

    [Fact]
    public void Vectors_are_perfectly_faithful_to_themselves_and_less_so_the_more_they_are_disturbed()
    {
        (FloatMatrix rows, int[] labels) = Clouds(300, 6);
        EmbeddingEvaluation reference = new(rows, labels, Few);
        Assert.Equal(new FidelityScores(1, 1, 1), Rounded(reference.FidelityTo(reference)));
        FidelityScores little = new EmbeddingEvaluation(Disturbed(rows, 0.05f), labels, Few).FidelityTo(reference);
        FidelityScores much = new EmbeddingEvaluation(Disturbed(rows, 0.5f), labels, Few).FidelityTo(reference);
        Assert.True(1 > little.Cosine && little.Cosine > much.Cosine, $"{little} {much}");
        Assert.True(1 > little.Spearman && little.Spearman > much.Spearman, $"{little} {much}");
        Assert.True(1 > little.NeighborOverlap && little.NeighborOverlap > much.NeighborOverlap, $"{little} {much}");
    }

    [Fact]
    public void Fidelity_is_the_mean_cosine_of_the_rows_and_the_share_of_common_neighbours()
    {
        (FloatMatrix rows, int[] labels) = Clouds(120, 4);
        FloatMatrix other = Disturbed(rows, 0.3f);
        FidelityScores fidelity = new EmbeddingEvaluation(other, labels, Few).FidelityTo(new EmbeddingEvaluation(rows, labels, Few));
        Assert.Equal(Enumerable.Range(0, 120).Average(row => Cosine(rows, row, other, row)), fidelity.Cosine, 1e-6);
        Assert.Equal(Enumerable.Range(0, 120).Average(row => Nearest(rows, row).Intersect(Nearest(other, row)).Count() / 4.0), fidelity.NeighborOverlap, 1e-12);

        static IEnumerable<int> Nearest(FloatMatrix of, int row) =>
            Enumerable.Range(0, of.Count).Where(candidate => candidate != row).OrderByDescending(candidate => Cosine(of, row, of, candidate)).Take(4);

        static double Cosine(FloatMatrix x, int i, FloatMatrix y, int j)
        {
            double dot = 0, ofX = 0, ofY = 0;
            for (int k = 0; k < x.Dimensions; k++)
            {
                dot += (double)x[i][k] * y[j][k];
                ofX += (double)x[i][k] * x[i][k];
                ofY += (double)y[j][k] * y[j][k];
            }

            return dot / Math.Sqrt(ofX * ofY);
        }
    }

    [Fact]
    public void The_table_is_the_same_on_one_thread_and_on_three()
    {
        (FloatMatrix rows, int[] labels) = Clouds(1500, 9);
        FloatMatrix other = Disturbed(rows, 0.2f);
        EmbeddingEvaluation one = new(rows, labels, Few, threads: 1), three = new(rows, labels, Few, threads: 3);
        Assert.Equal(one.Labels, three.Labels);
        Assert.Equal(new EmbeddingEvaluation(other, labels, Few, threads: 1).FidelityTo(one), new EmbeddingEvaluation(other, labels, Few, threads: 3).FidelityTo(three));
    }

    [Fact]
    public void Vectors_of_other_rows_or_another_length_are_refused()
    {
        (FloatMatrix rows, int[] labels) = Clouds(20, 2);
        EmbeddingEvaluation evaluation = new(rows, labels, Few);
        Assert.Throws<ArgumentException>(() => new EmbeddingEvaluation(rows, labels.AsSpan(1), Few));
        Assert.Throws<ArgumentException>(() => new EmbeddingEvaluation(new FloatMatrix(new float[20], 1), labels, Few).FidelityTo(evaluation));
    }

    [Fact]
    public void Most_votes_win_and_among_as_many_the_label_with_the_nearest_voter()
    {
        int[] labels = [0, 1, 2, 1, 2, 2];
        Assert.Equal(2, NearestNeighborVote.Vote([1, 3, 2, 4, 5], labels));
        Assert.Equal(1, NearestNeighborVote.Vote([0, 1, 3, 2, 4], labels));
        Assert.Equal(2, NearestNeighborVote.Vote([2, 1, 3, 4], labels));
        Assert.Equal(0, NearestNeighborVote.Vote([0, 1, 2], labels));

        NeighborTable pairs = NearestNeighbors.ByCosine(new FloatMatrix(new float[] { 1, 0, 1, 0.1f, 0, 1, 0.1f, 1 }, 2), 3);
        Assert.Equal(1, NearestNeighborVote.Accuracy(pairs, 1, [7, 7, 8, 8]));
        Assert.Equal(0, NearestNeighborVote.Accuracy(pairs, 1, [7, 8, 7, 8]));
        Assert.Equal(0.75, NearestNeighborVote.Accuracy(pairs, 3, [7, 7, 7, 8])); // row 2 has two voters of its label, row 3 none
    }

    [Fact]
    public void The_linear_classifier_is_the_ridge_regression_of_the_text_books()
    {
        (FloatMatrix rows, int[] labels) = Clouds(200, 4);
        int[] fitted = [.. Enumerable.Range(0, 200).Where(row => row % 3 != 0)], measured = [.. Enumerable.Range(0, 200).Where(row => row % 3 == 0)];
        foreach (double penalty in (double[])[0.01, 1, 100])
        {
            int expected = NaiveRidge.CountRight(rows, labels, 4, fitted, measured, penalty);
            Assert.Equal(expected, LinearProbe.CountRight(rows, labels, 4, fitted, measured, penalty, threads: 1, TestContext.Current.CancellationToken));
            Assert.InRange(expected, measured.Length / 4, measured.Length - 1);
        }
    }

    [Fact]
    public void Every_row_is_measured_once_by_a_classifier_that_did_not_see_it()
    {
        // two rows of each label, told apart by nothing but their own coordinate: a classifier that saw a row would know it
        float[] values = new float[40 * 40];
        for (int row = 0; row < 40; row++) values[(row * 40) + row] = 1;
        int[] labels = [.. Enumerable.Range(0, 40).Select(row => row % 20)];
        Assert.InRange(LinearProbe.Accuracy(new FloatMatrix(values, 40), labels, 20, 0.001, seed: 5), 0, 0.15);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(17)]
    [InlineData(400)]
    public void Rank_correlation_shares_the_ranks_of_equal_values(int count)
    {
        SplitMix64 random = new(9);
        float[] x = [.. Enumerable.Range(0, count).Select(i => (float)i)], y = new float[count];
        for (int i = 0; i < count; i++) (x[i], y[i]) = (random.NextInt32(count), i + random.NextInt32(count));
        x[0] = -1;
        double[] a = Ranks(x), b = Ranks(y);
        double meanOfA = a.Average(), meanOfB = b.Average();
        double both = a.Zip(b, (p, q) => (p - meanOfA) * (q - meanOfB)).Sum();
        double expected = both / Math.Sqrt(a.Sum(p => (p - meanOfA) * (p - meanOfA)) * b.Sum(q => (q - meanOfB) * (q - meanOfB)));
        Assert.Equal(expected, RankCorrelation.Spearman(x, y), 1e-12);
        Assert.Equal(1, RankCorrelation.Spearman(y, [.. y.Select(value => value * value * value)]), 1e-12);

        static double[] Ranks(float[] values) => [.. values.Select(value => values.Count(other => other < value) + ((values.Count(other => other.Equals(value)) + 1) / 2.0))];
    }

    private static FidelityScores Rounded(FidelityScores scores) => new(Math.Round(scores.Cosine, 6), Math.Round(scores.Spearman, 9), scores.NeighborOverlap);

    /// <summary>Rows of 12 numbers in overlapping clouds, one a label.</summary>
    internal static (FloatMatrix Rows, int[] Labels) Clouds(int count, int classes)
    {
        SplitMix64 random = new(77);
        float[] centres = [.. Enumerable.Range(0, classes * 12).Select(_ => (float)random.NextGaussian())];
        float[] values = new float[count * 12];
        int[] labels = new int[count];
        for (int row = 0; row < count; row++)
        {
            labels[row] = random.NextInt32(classes);
            for (int i = 0; i < 12; i++) values[(row * 12) + i] = centres[(labels[row] * 12) + i] + (1.2f * (float)random.NextGaussian());
        }

        return (new FloatMatrix(values, 12), labels);
    }

    private static FloatMatrix Disturbed(FloatMatrix rows, float by)
    {
        SplitMix64 random = new(78);
        float[] values = FloatMatrix.GatherValues(rows, [.. Enumerable.Range(0, rows.Count)]);
        foreach (ref float value in values.AsSpan()) value += by * (float)random.NextGaussian();
        return new FloatMatrix(values, rows.Dimensions);
    }
}
