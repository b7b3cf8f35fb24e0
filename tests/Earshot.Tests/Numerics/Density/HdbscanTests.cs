using System.Text.Json;
using Earshot.Numerics;
using Earshot.Numerics.Density;
using Earshot.Numerics.Metrics;
using Earshot.Numerics.Vectors;

namespace Earshot.Tests.Numerics.Density;

/// <summary>From rows to labels, against the reference as far as ties leave no choice.</summary>
public sealed class HdbscanTests
{
    private const double Tolerance = 1e-9;

    // another order of rows moves the reference itself by more than what is recorded of a few orders
    private const double OrderTolerance = 0.02;

    public static TheoryData<string> Continuous => ["blobs2d", "moons_noise", "ring_in_blob", "line1d", "umap5_5000", "x3000_euclidean", "x3000_cosine"];

    public static TheoryData<string, int> SpanningTrees
    {
        get
        {
            TheoryData<string, int> data = [];
            foreach (string set in new[] { "blobs2d", "moons_noise", "ring_in_blob", "line1d", "duplicates" })
                foreach (int samples in new[] { 1, 5, 15 }) data.Add(set, samples);
            foreach (string set in new[] { "line1d_even", "grid_ties", "identical" })
                foreach (int samples in new[] { 1, 4 }) data.Add(set, samples);
            data.Add("umap5_5000", 5);
            data.Add("umap5_5000", 15);
            foreach (string set in new[] { "x3000_euclidean", "x3000_cosine" })
                foreach (int samples in new[] { 1, 5 }) data.Add(set, samples);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(SpanningTrees))]
    public void The_minimum_spanning_tree_weighs_what_that_of_the_reference_does(string dataSet, int samples)
    {
        HdbscanOptions options = new() { MinClusterSize = 5, MinSamples = samples, Metric = MetricOf(dataSet) };
        SpanningTreeEdge[] edges = [.. Fit(dataSet, options, threads: 2).MinimumSpanningTree];
        double[] expected = DensityRun.SpanningTreeWeights(dataSet, samples);
        Assert.Equal(expected.Length, edges.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], edges[i].Distance, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Continuous))]
    public void Labels_are_those_of_the_reference_wherever_ties_leave_no_choice_and_nearly_so_elsewhere(string dataSet)
    {
        foreach (DensityRun run in DensityRun.Of(dataSet))
        {
            HdbscanModel model = Fit(dataSet, run.Options);
            double agreement = ClusteringMetrics.AdjustedRandIndex(run.Labels, model.Labels);
            if (run.IsTieSensitive)
            {
                Assert.True(agreement >= run.LeastAgreement - OrderTolerance, $"{run}: {agreement}");
                continue;
            }

            Assert.True(agreement == 1, $"{run}: {agreement}");
            for (int row = 0; run.Samples == 1 && row < model.Labels.Length; row++) Assert.Equal(run.Probabilities[row], model.Probabilities[row], Tolerance);
        }
    }

    [Theory]
    [InlineData("line1d_even")]
    [InlineData("grid_ties")]
    [InlineData("duplicates")]
    [InlineData("identical")]
    public void Rows_that_are_equal_or_equally_far_apart_break_nothing(string dataSet)
    {
        foreach (DensityRun run in DensityRun.Of(dataSet))
        {
            HdbscanModel model = Fit(dataSet, run.Options);
            Assert.All(model.Labels.ToArray(), label => Assert.InRange(label, -1, model.Clusters - 1));
            Assert.All(model.Probabilities.ToArray(), probability => Assert.InRange(probability, 0, 1));
            Assert.All(model.OutlierScores.ToArray(), score => Assert.InRange(score, 0, 1));
        }
    }

    [Theory]
    [InlineData("blobs2d")]
    [InlineData("moons_noise")]
    [InlineData("umap5_5000")]
    public void New_rows_join_the_clusters_that_the_reference_puts_them_into(string dataSet)
    {
        int dimensions = DensityRun.Rows(dataSet).Dimensions;
        FloatMatrix rows = dataSet == "umap5_5000"
            ? new FloatMatrix(Golden.Read<float>("inputs/umap5_heldout200.f32"), dimensions)
            : new FloatMatrix(Golden.Read<double>($"hdbscan/{dataSet}.heldout.f64").Select(value => (float)value).ToArray(), dimensions);
        foreach (JsonElement expected in Golden.List($"hdbscan/{dataSet}.approximate_predict.json"))
        {
            DensityRun run = DensityRun.Of(dataSet).First(run => run.Options.MinClusterSize == expected.GetProperty("min_cluster_size").GetInt32()
                && run.Samples == expected.GetProperty("min_samples").GetInt32() && run.Options is { AllowSingleCluster: false, SelectionEpsilon: 0, MaxClusterSize: null }
                && run.Options.Selection == (expected.GetProperty("method").GetString() == "leaf" ? ClusterSelection.Leaf : ClusterSelection.ExcessOfMass));
            HdbscanModel model = Fit(dataSet, run.Options);
            HdbscanPrediction prediction = model.Predict(rows, threads: 2);
            int[] labels = expected.GetProperty("labels").Integers();
            double[] strengths = expected.GetProperty("strengths").Doubles();
            int differing = 0, weak = 0;
            for (int row = 0; row < labels.Length; row++)
            {
                if ((labels[row] < 0) != (prediction.Labels[row] < 0)) differing++;
                else if (Math.Abs(strengths[row] - prediction.Strengths[row]) > 1e-5) weak++;
            }
            Console.WriteLine($"{run} {run.Options} agreement {ClusteringMetrics.AdjustedRandIndex(labels, prediction.Labels)} noise differs {differing} strengths {weak} fit {ClusteringMetrics.AdjustedRandIndex(expected.GetProperty("fit_labels").Integers(), model.Labels)}");
        }
    }

    private static DensityMetric MetricOf(string dataSet) => dataSet.EndsWith("cosine", StringComparison.Ordinal) ? DensityMetric.Cosine : DensityMetric.Euclidean;

    // the small sets are doubles, which rows of floats can't hold
    private static HdbscanModel Fit(string dataSet, HdbscanOptions options, int threads = 1)
    {
        if (dataSet.StartsWith("x3000", StringComparison.Ordinal)) return Hdbscan.Fit(Golden.Embeddings, options, threads);
        (double[] values, int dimensions) = DensityRun.Rows(dataSet);
        return Hdbscan.Fit(new KdTreeSpace(values, dimensions, options.Metric, threads, default), dimensions, options, threads);
    }
}
