using System.Runtime.InteropServices;
using Earshot.Core;
using Earshot.Core.Clusters;
using Earshot.Numerics.Density;
using Earshot.Numerics.Metrics;
using Earshot.Numerics.Neighbors;
using Earshot.Numerics.Vectors;

namespace Earshot.Tests.Core.Clusters;

public sealed class RecursiveClusteringTests
{
    private static readonly RecursiveClusteringOptions Options = new() { MinClusterSize = 20, Depth = 2 };
    private static readonly (FloatMatrix Rows, int[] Groups, int[] Parts) Nested = NestedGroups.Of([80, 60], [70, 50, 40], [60]);
    private static readonly Lazy<RecursiveClustering> Fitted = new(() => RecursiveClustering.Fit(Nested.Rows, Options, threads: 2));

    [Fact]
    public void Groups_are_found_first_and_what_they_fall_apart_into_after_that()
    {
        RecursiveClustering clustering = Fitted.Value;
        int[] first = [.. clustering.Finest.ToArray().Select(cluster => clustering.AtDepth(cluster, 1))];
        Assert.True(ClusteringMetrics.AdjustedRandIndex(Nested.Groups, first) > 0.95);
        Assert.True(ClusteringMetrics.AdjustedRandIndex(Nested.Parts, clustering.Finest) > 0.8);
        Assert.Equal(2, clustering.Depth);
        Assert.Equal(["root", "root.0", "root.1", "root.2"], clustering.Clusters.Where(cluster => cluster.Depth < 2).Select(cluster => cluster.Path));
    }

    [Theory]
    [InlineData(ClusterMethod.Hdbscan)]
    [InlineData(ClusterMethod.Graph)]
    [InlineData(ClusterMethod.KMeans)]
    public void Every_method_divides_by_what_is_there_and_those_without_noise_leave_none(ClusterMethod method)
    {
        RecursiveClusteringOptions options = Options with { Method = method };
        RecursiveClustering clustering = RecursiveClustering.Fit(Nested.Rows, options, threads: 2);
        int[] first = [.. clustering.Finest.ToArray().Select(cluster => clustering.AtDepth(cluster, 1))];

        // no cluster holds texts of two groups
        Assert.True(ClusteringMetrics.Homogeneity(Nested.Groups, first) > 0.9);
        Assert.Equal(2 * Nested.Rows.Count, clustering.Clusters[0].Division!.Layout.Length);
        if (method != ClusterMethod.Hdbscan) Assert.All(clustering.Clusters, cluster => Assert.Equal(0, cluster.Division?.NoiseRows ?? 0));
        Assert.All(clustering.Memberships.ToArray(), membership => Assert.InRange(membership, 0, 1));
        if (method != ClusterMethod.Hdbscan) Assert.All(clustering.Clusters, cluster => Assert.InRange(cluster.Rows.Length, options.MinClusterSize, int.MaxValue));
        RecursiveClustering unpictured = RecursiveClustering.Fit(Nested.Rows, options, threads: 1, pictures: false);
        Assert.Equal(clustering.Finest.ToArray(), unpictured.Finest);
        Assert.True(unpictured.Clusters[0].Division!.Layout.IsEmpty);
    }

    [Fact]
    public void Straight_on_the_vectors_is_what_HDBSCAN_finds_in_them()
    {
        RecursiveClusteringOptions options = new() { MinClusterSize = 20, Method = ClusterMethod.Hdbscan };
        RecursiveClustering clustering = RecursiveClustering.Fit(Nested.Rows, options, threads: 2);
        HdbscanModel model = Hdbscan.Fit(UnitRows.Of(Nested.Rows), new HdbscanOptions { MinClusterSize = 20, MinSamples = 10 });
        Assert.Equal(model.Clusters, clustering.Clusters.Count - 1);
        Assert.Equal(1, ClusteringMetrics.AdjustedRandIndex(model.Labels, clustering.Finest.ToArray().Select(cluster => cluster - 1).ToArray()));
    }

    [Fact]
    public void K_means_gives_up_clusters_that_are_too_small()
    {
        (FloatMatrix rows, _, _) = NestedGroups.Of([200], [70], [15]);
        RecursiveClustering clustering = RecursiveClustering.Fit(rows, new RecursiveClusteringOptions { MinClusterSize = 50, Method = ClusterMethod.KMeans });
        Assert.InRange(clustering.Clusters.Count, 3, 6);
        Assert.All(clustering.Clusters, cluster => Assert.InRange(cluster.Rows.Length, 50, rows.Count));
    }

    [Fact]
    public void Every_row_is_in_one_part_of_each_cluster_that_was_divided_or_in_its_noise()
    {
        RecursiveClustering clustering = Fitted.Value;
        foreach (Cluster cluster in clustering.Clusters.Where(cluster => cluster.Division is not null))
        {
            Cluster[] parts = [.. cluster.Division!.Parts.Select(part => clustering.Clusters[part])];
            Assert.Equal(cluster.Rows.Length, parts.Sum(part => part.Rows.Length) + cluster.Division.NoiseRows);
            Assert.Empty(parts.SelectMany(part => part.Rows).Except(cluster.Rows));
            Assert.Equal(parts.Sum(part => part.Rows.Length), parts.SelectMany(part => part.Rows).Distinct().Count());
            Assert.Equal(parts.OrderByDescending(part => part.Rows.Length), parts);
            Assert.Equal(parts.Select((_, number) => $"{cluster.Path}.{number}"), parts.Select(part => part.Path));
            Assert.All(parts, part => Assert.Equal((double)part.Rows.Length / cluster.Rows.Length, part.ShareOfParent));
            Assert.Equal(2 * cluster.Rows.Length, cluster.Division.Layout.Length);
        }
    }

    [Fact]
    public void A_label_is_the_path_of_the_deepest_cluster_and_noise_says_of_which()
    {
        RecursiveClustering clustering = Fitted.Value;
        for (int row = 0; row < Nested.Rows.Count; row++)
        {
            Cluster cluster = clustering.Clusters[clustering.Finest[row]];
            Assert.Contains(row, cluster.Rows);
            Assert.Equal(cluster.Division is null ? cluster.Path : cluster.Path + ".noise", clustering.LabelOf(clustering.Finest[row]));
            if (cluster.Division is not null) Assert.Equal(0, clustering.Memberships[row]);
            else Assert.InRange(clustering.Memberships[row], 0, 1);
        }
    }

    [Fact]
    public void Measures_of_a_cluster_are_those_of_its_rows()
    {
        Cluster cluster = Fitted.Value.Clusters[1];
        double[] distances = [.. cluster.Rows.Select(row => 1 - (double)VectorKernels.CosineSimilarity(Nested.Rows[row], cluster.Centroid))];
        Assert.Equal(distances.Average(), cluster.MeanDistance, 6);
        Assert.Equal(1, VectorKernels.Norm(cluster.Centroid), 5);
        Assert.InRange(cluster.Persistence, 0, 1);
        Cluster[] first = [.. Fitted.Value.Clusters.Where(part => part.Depth == 1)];
        double outliers = first.Sum(part => part.OutlierRatio * part.Rows.Length);
        Assert.InRange(outliers / first.Sum(part => part.Rows.Length), 0.05, 0.101);
    }

    [Fact]
    public void The_number_of_threads_changes_no_byte()
    {
        RecursiveClustering one = RecursiveClustering.Fit(Nested.Rows, Options), three = RecursiveClustering.Fit(Nested.Rows, Options, threads: 3);
        Assert.Equal(one.Finest.ToArray(), three.Finest.ToArray());
        Assert.Equal(Bytes(one.Memberships), Bytes(three.Memberships));
        for (int cluster = 0; cluster < one.Clusters.Count; cluster++)
        {
            Assert.Equal(one.Clusters[cluster].MeanDistance, three.Clusters[cluster].MeanDistance);
            Assert.Equal(Layout(one.Clusters[cluster]), Layout(three.Clusters[cluster]));
        }
    }

    [Fact]
    public void A_cluster_is_divided_as_it_would_be_alone()
    {
        RecursiveClustering clustering = Fitted.Value;
        int divided = clustering.Clusters.ToList().FindIndex(cluster => cluster.Depth == 1 && cluster.Division is not null);
        Cluster cluster = clustering.Clusters[divided];
        RecursiveClustering alone = RecursiveClustering.Fit(Nested.Rows.Select(cluster.Rows), Options with { Depth = 1 });
        string[] within = [.. cluster.Rows.Select(row => clustering.LabelOf(clustering.Finest[row]).Replace(cluster.Path, "root", StringComparison.Ordinal))];
        Assert.Equal(within, alone.Finest.ToArray().Select(alone.LabelOf));
    }

    [Fact]
    public void Depth_one_divides_once_and_clusters_too_small_for_two_stay_whole()
    {
        Assert.Equal(1, RecursiveClustering.Fit(Nested.Rows, Options with { Depth = 1 }).Depth);
        RecursiveClustering deep = RecursiveClustering.Fit(Nested.Rows, Options with { Depth = 5 });
        Assert.All(deep.Clusters.Where(cluster => cluster.Rows.Length < 40), cluster => Assert.Null(cluster.Division));
        Assert.All(deep.Clusters.Where(cluster => cluster is { Depth: > 0, Division: not null }), cluster => Assert.True(cluster.Division!.Parts.Count > 1));
        RecursiveClustering large = RecursiveClustering.Fit(Nested.Rows, Options with { MinClusterSize = 2, MinClusterShare = 0.2 });
        Assert.All(large.Clusters.Where(cluster => cluster.Depth == 1), cluster => Assert.True(cluster.Rows.Length >= Nested.Rows.Count * 0.2));
    }

    [Fact]
    public void More_dimensions_and_the_other_metric_find_the_groups_too_and_the_picture_has_two()
    {
        RecursiveClusteringOptions options = Options with { Depth = 1, Components = 4, Metric = NeighborMetric.Cosine, MinDist = 0.1 };
        RecursiveClustering clustering = RecursiveClustering.Fit(Nested.Rows, options, threads: 2);
        Assert.True(clustering.Clusters.Count > 2);
        Assert.Equal(2 * Nested.Rows.Count, clustering.Clusters[0].Division!.Layout.Length);
    }

    [Fact]
    public void All_options_out_of_range_are_named_at_once()
    {
        RecursiveClusteringOptions options = new()
        {
            Depth = 0,
            MinClusterSize = 1,
            MinClusterShare = double.NaN,
            Neighbors = 1,
            Components = 51,
            MinDist = -0.5,
        };
        EarshotException fault = Assert.Throws<EarshotException>(() => RecursiveClustering.Fit(Nested.Rows, options));
        Assert.Equal(2, fault.ExitCode);
        Assert.Equal(
            """
            --recursive-depth is 0; it must be from 1 to 10
            --min-cluster-size is 1; it must be from 2 to 100,000,000
            --min-cluster-pct is NaN; it must be from 0 to 0.5
            --n-neighbors is 1; it must be from 2 to 500
            --n-components is 51; it must be from 2 to 50
            --min-dist is -0.5; it must be from 0 to 1
            """,
            fault.Message);
        Assert.Empty(new RecursiveClusteringOptions().Validate());
    }

    [Theory]
    [InlineData(0, 100, 0.01, "0 different texts are too few for two clusters of at least 100 each", "read more tickets, or a wider range of days")]
    [InlineData(1, 100, 0.01, "1 different text is too few for two clusters of at least 100 each", "read more tickets, or a wider range of days")]
    [InlineData(99, 50, 0.01, "99 different texts are too few for two clusters of at least 50 each", "a smaller --min-cluster-size, for example …-size 9")]
    [InlineData(151, 10, 0.5, "151 different texts are too few for two clusters of at least 76 each", "a smaller --min-cluster-pct, for example …-pct 0.01")]
    public void Too_few_rows_are_refused_with_what_would_do(int count, int size, double share, string message, string hint)
    {
        FloatMatrix rows = Nested.Rows.Select([.. Enumerable.Range(0, count)]);
        RecursiveClusteringOptions options = new() { MinClusterSize = size, MinClusterShare = share };
        EarshotException fault = Assert.Throws<EarshotException>(() => RecursiveClustering.Fit(rows, options));
        Assert.Equal((message, 3), (fault.Message, fault.ExitCode));
        Assert.Equal(hint.Replace("…", "--min-cluster", StringComparison.Ordinal), fault.Hint);
    }

    [Fact]
    public void Rows_that_are_all_the_same_are_refused() =>
        Assert.StartsWith(
            "all 50 different texts have the same vector",
            Assert.Throws<EarshotException>(() => RecursiveClustering.Fit(Nested.Rows.Select(new int[50]), Options)).Message);

    [Theory]
    [InlineData(float.NaN, "the vector of row 3 holds NaN")]
    [InlineData(float.NegativeInfinity, "the vector of row 3 holds -Infinity")]
    public void A_row_that_holds_no_number_is_named(float value, string message)
    {
        float[] values = new float[100 * 4];
        values[(3 * 4) + 2] = value;
        Assert.Equal(message, Assert.Throws<EarshotException>(() => RecursiveClustering.Fit(new FloatMatrix(values, 4), Options)).Message);
    }

    [Fact]
    public void Where_nothing_is_dense_everything_is_noise_of_the_root()
    {
        RecursiveClustering clustering = RecursiveClustering.Fit(Nested.Rows.Select([.. Enumerable.Range(0, 44)]), Options with { MinClusterSize = 22 });
        Assert.Equal(0, clustering.Depth);
        Assert.All(clustering.Finest.ToArray(), cluster => Assert.Equal("root.noise", clustering.LabelOf(cluster)));
        Assert.Equal(44, clustering.Clusters[0].Division!.NoiseRows);
    }

    private static byte[] Layout(Cluster cluster) => cluster.Division is { } division ? Bytes(division.Layout.Span) : [];

    private static byte[] Bytes(ReadOnlySpan<float> values) => MemoryMarshal.AsBytes(values).ToArray();
}
