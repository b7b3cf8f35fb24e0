using Earshot.Numerics;
using Earshot.Numerics.Density;
using Earshot.Numerics.Neighbors;
using Earshot.Numerics.Vectors;

namespace Earshot.Tests.Numerics.Density;

public sealed class HdbscanInputTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public void Fewer_rows_than_a_cluster_needs_are_noise(int count)
    {
        FloatMatrix rows = new(new float[count * 2], 2);
        HdbscanModel model = Hdbscan.Fit(rows, new HdbscanOptions { MinClusterSize = 5, AllowSingleCluster = true });
        Assert.Equal(Enumerable.Repeat(-1, count), model.Labels.ToArray());
        Assert.Equal(new double[count], model.Probabilities.ToArray());
        Assert.Equal(new double[count], model.OutlierScores.ToArray());
        Assert.Equal((0, 0, 0), (model.Clusters, model.MinimumSpanningTree.Length, model.CondensedTree.Count));
        Assert.Equal(Enumerable.Repeat(-1, count), model.Predict(rows).Labels.ToArray());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(30)]
    public void Identical_rows_are_noise_or_one_cluster_where_that_is_allowed(int dimensions)
    {
        float[] values = new float[50 * dimensions];
        values.AsSpan().Fill(0.25f);
        FloatMatrix rows = new(values, dimensions);
        Assert.Equal(0, Hdbscan.Fit(rows, new HdbscanOptions()).Clusters);
        HdbscanModel one = Hdbscan.Fit(rows, new HdbscanOptions { AllowSingleCluster = true });
        Assert.Equal(new int[50], one.Labels.ToArray());
        Assert.Equal(Enumerable.Repeat(1.0, 50), one.Probabilities.ToArray());
        Assert.Equal(new int[50], one.Predict(rows).Labels.ToArray());
    }

    [Fact]
    public void One_cluster_amid_noise_is_found_where_that_is_allowed()
    {
        SplitMix64 random = new(3);
        float[] values = new float[2 * 550];
        for (int i = 0; i < values.Length; i++) values[i] = (float)(i < 1000 ? random.NextGaussian() : (random.NextDouble() * 200) - 100);
        HdbscanOptions options = new() { MinClusterSize = 30, MinSamples = 10, AllowSingleCluster = true, SelectionEpsilon = 1 };
        HdbscanModel model = Hdbscan.Fit(new FloatMatrix(values, 2), options);
        Assert.Equal(1, model.Clusters);
        Assert.InRange(model.Labels[..500].Count(0), 475, 500);
        Assert.InRange(model.Labels[500..].Count(-1), 45, 50);
        Assert.True(model.OutlierScores[500..].ToArray().Average() > 0.9);
    }

    [Theory]
    [InlineData(2, float.NaN, "row 7 holds NaN; rows must be finite")]
    [InlineData(40, float.NegativeInfinity, "row 7 holds -Infinity; rows must be finite")]
    public void The_row_that_is_not_finite_is_named(int dimensions, float value, string expected)
    {
        float[] values = new float[20 * dimensions];
        values[(7 * dimensions) + 1] = value;
        FloatMatrix bad = new(values, dimensions);
        Assert.StartsWith(expected, Assert.Throws<ArgumentException>(() => Hdbscan.Fit(bad, new HdbscanOptions())).Message);
        HdbscanModel model = Hdbscan.Fit(new FloatMatrix(new float[20 * dimensions], dimensions), new HdbscanOptions());
        Assert.StartsWith(expected, Assert.Throws<ArgumentException>(() => model.Predict(bad)).Message);
    }

    [Fact]
    public void New_rows_of_another_length_are_refused()
    {
        HdbscanModel model = Hdbscan.Fit(new FloatMatrix(new float[20], 2), new HdbscanOptions());
        Assert.StartsWith("rows of 3 numbers; 2 were fitted", Assert.Throws<ArgumentException>(() => model.Predict(new FloatMatrix(new float[3], 3))).Message);
    }

    [Fact]
    public void All_options_out_of_range_are_named_at_once()
    {
        HdbscanOptions options = new()
        {
            MinClusterSize = 1,
            MinSamples = 0,
            MaxClusterSize = -4,
            SelectionEpsilon = double.NaN,
            Metric = (NeighborMetric)7,
            Selection = (ClusterSelection)9,
        };
        Assert.Equal(
            [
                "MinClusterSize is 1; allowed are 2 to 100000000",
                "MinSamples is 0; allowed are 1 to 100000000",
                "MaxClusterSize is -4; allowed are 1 to 100000000",
                "Metric is 7; allowed are Cosine and Euclidean",
                "Selection is 9; allowed are ExcessOfMass and Leaf",
                "SelectionEpsilon is NaN; allowed are 0 and above",
            ],
            options.Validate());
        Assert.Contains("MinSamples is 0", Assert.Throws<ArgumentException>(() => Hdbscan.Fit(new FloatMatrix(new float[2], 2), options)).Message);
        Assert.Empty(new HdbscanOptions().Validate());
    }

    [Theory]
    [InlineData(100, 5, 2)]
    [InlineData(4_000, 20, 10)]
    public void Sizes_nobody_gave_follow_from_the_number_of_rows(int count, int minClusterSize, int minSamples)
    {
        FloatMatrix rows = HdbscanTests.Rows(count, 2);
        HdbscanModel implied = Hdbscan.Fit(rows, new HdbscanOptions());
        HdbscanModel given = Hdbscan.Fit(rows, new HdbscanOptions { MinClusterSize = minClusterSize, MinSamples = minSamples });
        Assert.Equal(given.Labels.ToArray(), implied.Labels.ToArray());
        Assert.Equal(given.MinimumSpanningTree.ToArray(), implied.MinimumSpanningTree.ToArray());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(30)]
    public void A_cancelled_fit_ends(int dimensions)
    {
        FloatMatrix rows = HdbscanTests.Rows(500, dimensions);
        Assert.Throws<OperationCanceledException>(() => Hdbscan.Fit(rows, new HdbscanOptions(), 2, new CancellationToken(canceled: true)));
    }
}
