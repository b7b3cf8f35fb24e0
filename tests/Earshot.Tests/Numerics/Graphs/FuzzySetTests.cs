using System.Text.Json;
using Earshot.Numerics.Graphs;
using Earshot.Numerics.Neighbors;

namespace Earshot.Tests.Numerics.Graphs;

/// <summary>Against umap-learn 0.5.12, which works in float32 with its own exponential and stops the bisection at 1e-5.</summary>
public sealed class FuzzySetTests
{
    private const float RhoTolerance = 1e-6f;
    private const float RelativeSigmaTolerance = 1e-4f;
    private const float WeightTolerance = 1e-4f;

    // the rounding of the exponential alone: σ is given
    private const float MembershipTolerance = 1e-6f;

    [Fact]
    public void Scales_of_real_neighbours_are_those_of_umap()
    {
        float[] expected = Golden.Read<float>("umap/sigmas_rhos.f32");
        NeighborTable table = Neighbors(3000);
        float mean = FuzzySet.MeanDistance(table, isNew: false, threads: 2);
        float[] excess = new float[16];
        for (int row = 0; row < table.Count; row++)
        {
            DistanceScale scale = DistanceScale.Fit(table.Distances(row), isNew: false, 1, mean, excess);
            Assert.Equal(expected[row], scale.Sigma, expected[row] * RelativeSigmaTolerance);
            Assert.Equal(expected[3000 + row], scale.Rho, RhoTolerance);
        }
    }

    [Fact]
    public void A_local_connectivity_between_whole_numbers_takes_a_distance_in_between()
    {
        float[] expected = Golden.Read<float>("umap/sigmas_rhos_lc1_5_first300.f32");
        NeighborTable table = Neighbors(300);
        float mean = FuzzySet.MeanDistance(table, isNew: false);
        float[] excess = new float[16];
        for (int row = 0; row < table.Count; row++)
        {
            DistanceScale scale = DistanceScale.Fit(table.Distances(row), isNew: false, 1.5, mean, excess);
            Assert.Equal(expected[row], scale.Sigma, expected[row] * RelativeSigmaTolerance);
            Assert.Equal(expected[300 + row], scale.Rho, RhoTolerance);
        }
    }

    public static TheoryData<string> Tiny => ["all_equal", "line", "two_zero", "all_zero", "huge", "tiny", "outlier", "mixed_rows"];

    [Theory]
    [MemberData(nameof(Tiny))]
    public void Equal_zero_and_huge_distances_have_the_scales_of_umap(string name)
    {
        JsonElement expected = Golden.Json("umap/smooth_knn_tiny.json").GetProperty(name);
        float[][] rows = [.. expected.GetProperty("distances").EnumerateArray().Select(row => row.Doubles().Skip(1).Select(value => (float)value).ToArray())];
        NeighborTable table = new(rows.Length, 4, new int[rows.Length * 4], [.. rows.SelectMany(row => row)]);
        double[] sigmas = expected.GetProperty("sigmas").Doubles(), rhos = expected.GetProperty("rhos").Doubles();
        float mean = FuzzySet.MeanDistance(table, isNew: false);
        for (int row = 0; row < rows.Length; row++)
        {
            DistanceScale scale = DistanceScale.Fit(rows[row], isNew: false, 1, mean, new float[8]);
            Assert.Equal(sigmas[row], scale.Sigma, sigmas[row] * RelativeSigmaTolerance);
            Assert.Equal(rhos[row], scale.Rho, rhos[row] * RhoTolerance);
        }
    }

    [Fact]
    public void Strengths_by_the_scales_of_umap_are_those_of_umap()
    {
        float[] scales = Golden.Read<float>("umap/sigmas_rhos.f32"), expected = Golden.Read<float>("umap/membership.f32");
        NeighborTable table = Neighbors(3000);
        float[] excess = new float[16], fitted = new float[3000 * 14];
        FuzzySet.Strengths(table, isNew: false, 1, fitted, threads: 2);
        for (int row = 0; row < table.Count; row++)
        {
            for (int i = 0; i < 14; i++) excess[i] = Math.Max(0, table.Distances(row)[i] - scales[3000 + row]);
            DecayKernel.Apply(excess, scales[row]);
            for (int i = 0; i < 14; i++)
            {
                Assert.Equal(expected[(row * 15) + 1 + i], excess[i], MembershipTolerance);
                Assert.Equal(expected[(row * 15) + 1 + i], fitted[(row * 14) + i], WeightTolerance);
            }
        }
    }

    [Fact]
    public void The_graph_has_the_edges_and_weights_of_umap()
    {
        int[] pairs = Golden.Read<int>("umap/fuzzy.pairs.i32");
        float[] weights = Golden.Read<float>("umap/fuzzy.weights.f32");
        WeightedGraph graph = FuzzySet.Graph(Neighbors(3000), threads: 2);
        Assert.Equal((3000, 2 * weights.Length), (graph.Count, graph.Entries));
        int edge = 0;
        foreach ((int node, int neighbor, float weight) in Edges(graph).Where(edge => edge.Node < edge.Neighbor))
        {
            Assert.Equal((pairs[edge], pairs[weights.Length + edge]), (node, neighbor));
            Assert.Equal(weights[edge++], weight, WeightTolerance);
        }
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.5)]
    [InlineData(0.0)]
    public void A_mixture_of_union_and_intersection_has_the_weights_of_umap(double mixRatio)
    {
        JsonElement ratios = Golden.Json("umap/fuzzy_mix.json").GetProperty("set_op_mix_ratio on x3000[:300]");
        JsonElement expected = ratios.GetProperty(FormattableString.Invariant($"{mixRatio:0.0}"));
        WeightedGraph graph = FuzzySet.Graph(Naive.EuclideanNeighbors(Golden.Embeddings, 300, 14), new FuzzySetOptions { MixRatio = mixRatio });
        (int Node, int Neighbor, float Weight)[] edges = [.. Edges(graph)];
        Assert.Equal(expected.GetProperty("nnz").GetInt32(), edges.Length);
        Assert.Equal(expected.GetProperty("sum").GetDouble(), edges.Sum(edge => (double)edge.Weight), edges.Length * WeightTolerance);
        Assert.Equal(expected.GetProperty("min").GetDouble(), edges.Min(edge => edge.Weight), WeightTolerance);
        Assert.Equal(expected.GetProperty("max").GetDouble(), edges.Max(edge => edge.Weight), WeightTolerance);
        int next = 0;
        foreach (double[] entry in expected.GetProperty("first_20").EnumerateArray().Select(entry => entry.Doubles()))
        {
            Assert.Equal(((int)entry[0], (int)entry[1]), (edges[next].Node, edges[next].Neighbor));
            Assert.Equal(entry[2], edges[next++].Weight, WeightTolerance);
        }
    }

    [Fact]
    public void Every_edge_stands_at_both_ends_with_the_same_bits_and_neighbours_ascend()
    {
        WeightedGraph graph = FuzzySet.Graph(Naive.RandomNeighbors(700, 9, seed: 1), new FuzzySetOptions { MixRatio = 0.7 });
        Dictionary<(int, int), float> edges = Edges(graph).ToDictionary(edge => (edge.Node, edge.Neighbor), edge => edge.Weight);
        Assert.Equal(graph.Entries, edges.Count);
        Assert.All(edges, edge => Assert.Equal(edge.Value, edges[(edge.Key.Item2, edge.Key.Item1)]));
        for (int node = 0; node < graph.Count; node++) Assert.Equal(graph.Neighbors(node).ToArray().Order(), graph.Neighbors(node).ToArray());
    }

    [Fact]
    public void The_graph_is_the_same_bits_for_1_2_and_8_threads()
    {
        NeighborTable table = Naive.RandomNeighbors(5000, 6, seed: 2);
        (int, int, float)[] one = [.. Edges(FuzzySet.Graph(table))];
        foreach (int threads in new[] { 2, 8 }) Assert.Equal(one, Edges(FuzzySet.Graph(table, threads: threads)));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(2, 2)]
    [InlineData(5, 10)]
    public void A_graph_of_one_neighbour_each_or_of_none_has_weights_of_1(int rows, int entries)
    {
        int neighbors = Math.Min(1, Math.Max(0, rows - 1));
        NeighborTable ring = new(rows, neighbors, [.. Enumerable.Range(1, rows * neighbors).Select(next => next % rows)], new float[rows * neighbors]);
        WeightedGraph graph = FuzzySet.Graph(ring);
        Assert.Equal((rows, entries), (graph.Count, graph.Entries));
        Assert.All(Edges(graph), edge => Assert.Equal(1f, edge.Weight));
    }

    [Fact]
    public void A_new_row_is_tied_fully_to_its_nearest_and_by_the_sum_to_the_others()
    {
        NeighborTable table = new(1, 4, [4, 2, 7, 9], [0.1f, 0.2f, 0.4f, 0.9f]);
        float[] strengths = new float[4];
        FuzzySet.Strengths(table, isNew: true, 1, strengths);
        Assert.Equal(1f, strengths[0]);
        Assert.Equal(2, strengths[1] + strengths[2] + strengths[3], 2e-5);
    }

    [Fact]
    public void Options_out_of_range_are_refused_all_at_once()
    {
        FuzzySetOptions options = new() { LocalConnectivity = -1, MixRatio = 1.5 };
        ArgumentException refused = Assert.Throws<ArgumentException>(() => FuzzySet.Graph(new NeighborTable(0, 0, [], []), options));
        Assert.Equal("LocalConnectivity is -1; allowed are 0 to 1000; MixRatio is 1.5; allowed are 0 to 1", refused.Message);
    }

    [Fact]
    public void The_exponential_is_that_of_the_library_to_two_units_in_the_last_place_and_fades_to_0()
    {
        float[] distances = [.. Enumerable.Range(0, 8_800).Select(step => step / 100f)], decayed = [.. distances];
        DecayKernel.Apply(decayed, 1);
        for (int i = 0; i < distances.Length; i++)
            Assert.Equal(distances[i] > 87 ? 0 : Math.Exp(-(double)distances[i]), decayed[i], Math.Exp(-(double)distances[i]) * 2.4e-7);
    }

    private static IEnumerable<(int Node, int Neighbor, float Weight)> Edges(WeightedGraph graph)
    {
        for (int node = 0; node < graph.Count; node++)
            for (int i = 0; i < graph.Neighbors(node).Length; i++) yield return (node, graph.Neighbors(node)[i], graph.Weights(node)[i]);
    }

    private static NeighborTable Neighbors(int count)
    {
        int[] ids = Golden.Read<int>("umap/knn15.ids.i32");
        float[] distances = Golden.Read<float>("umap/knn15.dist.f32");
        int[] rows = new int[count * 14];
        float[] others = new float[count * 14];
        for (int row = 0; row < count; row++)
        {
            ids.AsSpan((row * 15) + 1, 14).CopyTo(rows.AsSpan(row * 14));
            distances.AsSpan((row * 15) + 1, 14).CopyTo(others.AsSpan(row * 14));
        }

        return new NeighborTable(count, 14, rows, others);
    }
}
