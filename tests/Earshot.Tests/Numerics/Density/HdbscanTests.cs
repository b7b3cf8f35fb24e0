using System.Collections.Concurrent;
using System.Text.Json;
using Earshot.Numerics;
using Earshot.Numerics.Density;
using Earshot.Numerics.Metrics;
using Earshot.Numerics.Neighbors;
using Earshot.Numerics.Vectors;

namespace Earshot.Tests.Numerics.Density;

/// <summary>From rows to labels, against the reference as far as ties leave no choice.</summary>
public sealed class HdbscanTests
{
    private const double Tolerance = 1e-9;

    // another order of rows moves the reference itself by more than what is recorded of a few orders
    private const double OrderTolerance = 0.02;

    // new rows are floats, those of the reference doubles
    private const double RoundedRowTolerance = 1e-5;

    private static readonly ConcurrentDictionary<(string DataSet, int Samples), Lazy<(IPointSpace, int, SpanningTreeEdge[])>> SpanningTreesFound = new();

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
        SpanningTreeEdge[] edges = [.. Fit(dataSet, new HdbscanOptions { MinClusterSize = 5, MinSamples = samples }).MinimumSpanningTree];
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
            if (run.Samples > 1) continue;
            double[] probabilities = run.Probabilities;
            for (int row = 0; row < probabilities.Length; row++) Assert.Equal(probabilities[row], model.Probabilities[row], Tolerance);
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
            HdbscanOptions options = new()
            {
                MinClusterSize = expected.GetProperty("min_cluster_size").GetInt32(),
                MinSamples = expected.GetProperty("min_samples").GetInt32(),
                Selection = expected.GetProperty("method").GetString() == "leaf" ? ClusterSelection.Leaf : ClusterSelection.ExcessOfMass,
            };
            HdbscanModel model = Fit(dataSet, options);
            HdbscanPrediction prediction = model.Predict(rows, threads: 2);
            int[] labels = expected.GetProperty("labels").Integers();
            double[] strengths = expected.GetProperty("strengths").Doubles();
            double fits = ClusteringMetrics.AdjustedRandIndex(expected.GetProperty("fit_labels").Integers(), model.Labels);
            double agreement = ClusteringMetrics.AdjustedRandIndex(labels, prediction.Labels);
            Assert.True(agreement >= (fits == 1 ? 1 : fits - OrderTolerance), $"{options}: {agreement}, fits {fits}");
            for (int row = 0; row < labels.Length; row++)
            {
                Assert.True(fits < 1 || labels[row] < 0 == prediction.Labels[row] < 0, $"{options}, {row}");
                if (fits == 1) Assert.Equal(strengths[row], prediction.Strengths[row], RoundedRowTolerance);
            }
        }
    }

    [Fact]
    public void Another_order_of_the_rows_gives_the_same_clusters()
    {
        FloatMatrix rows = Rows(2_000, 3);
        int[] order = [.. Enumerable.Range(0, rows.Count).OrderBy(row => SplitMix64.Derive(5, (ulong)row))];
        foreach (ClusterSelection selection in Enum.GetValues<ClusterSelection>())
        {
            HdbscanOptions options = new() { MinClusterSize = 6, MinSamples = 6, Selection = selection };
            HdbscanModel model = Hdbscan.Fit(rows, options), shuffled = Hdbscan.Fit(rows.Select(order), options);
            Assert.InRange(model.Clusters, 3, 100);
            int[] expected = [.. order.Select(row => model.Labels[row])];
            Assert.Equal(1, ClusteringMetrics.AdjustedRandIndex(expected, shuffled.Labels));
            Assert.Equal(order.Select(row => model.Probabilities[row]), shuffled.Probabilities.ToArray());
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    public void The_result_is_the_same_bits_for_any_number_of_threads(int threads)
    {
        (FloatMatrix, NeighborMetric)[] cases =
        [
            (Rows(12_000, 2), NeighborMetric.Euclidean), (Rows(3_000, 5), NeighborMetric.Cosine), (Rows(1_500, 24), NeighborMetric.Euclidean),
        ];
        foreach ((FloatMatrix rows, NeighborMetric metric) in cases)
        {
            HdbscanOptions options = new() { MinClusterSize = 10, MinSamples = 4, Metric = metric };
            HdbscanModel one = Hdbscan.Fit(rows, options), many = Hdbscan.Fit(rows, options, threads);
            Assert.True(one.MinimumSpanningTree.SequenceEqual(many.MinimumSpanningTree));
            Assert.True(one.Labels.SequenceEqual(many.Labels));
            Assert.True(one.Probabilities.SequenceEqual(many.Probabilities));
            Assert.True(one.OutlierScores.SequenceEqual(many.OutlierScores));
            Assert.True(one.Predict(rows).Strengths.SequenceEqual(many.Predict(rows, threads).Strengths));
        }
    }

    /// <summary>Five blobs of different widths, and a tenth of the rows anywhere.</summary>
    internal static FloatMatrix Rows(int count, int dimensions)
    {
        SplitMix64 random = new((ulong)(count + dimensions));
        float[] values = new float[count * dimensions];
        for (int row = 0; row < count; row++)
        {
            int blob = row % 10 == 9 ? -1 : row % 5;
            for (int i = 0; i < dimensions; i++)
            {
                double centre = ((blob * 7) + (i * (blob + 2))) % 11;
                values[(row * dimensions) + i] = (float)(blob < 0 ? random.NextDouble() * 12 : centre + ((0.2 + (0.15 * blob)) * random.NextGaussian()));
            }
        }

        return new FloatMatrix(values, dimensions);
    }

    // distances are taken once for all options that share them; the small sets are doubles, which rows of floats can't hold
    private static HdbscanModel Fit(string dataSet, HdbscanOptions options)
    {
        (IPointSpace space, int dimensions, SpanningTreeEdge[] edges) =
            SpanningTreesFound.GetOrAdd((dataSet, options.MinSamples!.Value), static key => new(() => Span(key.DataSet, key.Samples))).Value;
        return Hdbscan.Choose(space, dimensions, edges, options);
    }

    private static (IPointSpace Space, int Dimensions, SpanningTreeEdge[] Edges) Span(string dataSet, int samples)
    {
        NeighborMetric metric = dataSet.EndsWith("cosine", StringComparison.Ordinal) ? NeighborMetric.Cosine : NeighborMetric.Euclidean;
        bool wide = dataSet.StartsWith("x3000", StringComparison.Ordinal);
        (double[] values, int dimensions) = wide ? ([], 384) : DensityRun.Rows(dataSet);
        IPointSpace space = wide ? new BlockedSpace(Golden.Embeddings, metric, 2, default) : new KdTreeSpace(values, dimensions, metric, 2, default);
        double[] cores = space.SquaredCoreDistances(Math.Min(samples, space.Count - 1), 2, default);
        return (space, dimensions, MutualReachability.SpanningTree(space, cores, metric, 2, default));
    }
}
