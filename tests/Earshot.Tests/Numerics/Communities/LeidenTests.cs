using System.Text.Json;
using Earshot.Numerics;
using Earshot.Numerics.Communities;
using Earshot.Numerics.Graphs;
using Earshot.Numerics.Metrics;

namespace Earshot.Tests.Numerics.Communities;

/// <summary>Against leidenalg 0.12.0 and, on small graphs, the best of all partitions. Leiden is not unique: quality is compared, never labels.</summary>
public sealed class LeidenTests
{
    private const double QualityTolerance = 1e-9;

    // weights are floats, and a quality is a sum of their shares
    private const double FloatWeightTolerance = 1e-6;

    public static TheoryData<string, double> SmallGraphs => [.. Golden.List("communities/small.json").Select(graph => (Name(graph), Gamma(graph)))];

    [Theory]
    [MemberData(nameof(SmallGraphs))]
    public void The_best_of_ten_seeds_is_the_best_of_all_partitions_of_a_small_graph(string name, double resolution)
    {
        JsonElement expected = Golden.List("communities/small.json").Single(graph => Name(graph) == name && Gamma(graph) == resolution);
        Network network = NetworkOf(expected, [.. expected.GetProperty("weights").Doubles().Select(weight => (float)weight)]);
        double optimum = expected.GetProperty("optimum").GetDouble();
        Assert.Equal(optimum, Modularity.Of(network, expected.GetProperty("optimal_membership").Integers(), resolution), FloatWeightTolerance);
        Assert.Equal(optimum, BestQuality(network, resolution, seeds: 10), FloatWeightTolerance);
    }

    [Fact]
    public void The_karate_club_falls_into_its_known_best_communities()
    {
        JsonElement expected = Golden.Json("communities/karate.json");
        Network network = NetworkOf(expected, [.. Enumerable.Repeat(1f, expected.GetProperty("edges").GetArrayLength())]);
        foreach (JsonElement run in expected.GetProperty("runs").EnumerateArray())
        {
            double resolution = Gamma(run), best = BestQuality(network, resolution, seeds: 50);
            Assert.InRange(best, run.GetProperty("best_of_50").GetDouble() - QualityTolerance, 1);
            if (resolution == 1) Assert.Equal(expected.GetProperty("gamma_1_optimum_known").GetDouble(), best, QualityTolerance);
        }
    }

    [Theory]
    [InlineData("easy")]
    [InlineData("uneven")]
    [InlineData("hard")]
    public void Planted_blocks_are_found_as_well_as_by_leidenalg(string name)
    {
        JsonElement expected = Golden.Json("communities/planted.json").EnumerateArray().Single(planted => Name(planted) == name);
        int[] truth = [.. expected.GetProperty("sizes").Integers().SelectMany((size, block) => Enumerable.Repeat(block, size))];
        int[] pairs = Golden.Read<int>($"communities/planted_{name}.pairs.i32");
        int edges = pairs.Length / 2;
        Network network = Network.Of(WeightedGraph.FromEdges(truth.Length, pairs.AsSpan(0, edges), pairs.AsSpan(edges), Enumerable.Repeat(1f, edges).ToArray()));
        double[] quality = expected.GetProperty("leiden_quality").Doubles(), agreement = expected.GetProperty("ari_to_truth").Doubles();
        Assert.Equal(expected.GetProperty("quality_of_truth").GetDouble(), Modularity.Of(network, truth, 1), QualityTolerance);
        for (ulong seed = 1; seed <= 5; seed++)
        {
            int[] labels = Leiden.Run(network, new LeidenOptions { Seed = seed });
            Assert.InRange(Modularity.Of(network, labels, 1), quality[0] - 1e-3, quality[1] + 1e-3);
            Assert.InRange(ClusteringMetrics.AdjustedRandIndex(truth, labels), agreement[0] - 0.03, 1);
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Communities_of_real_embeddings_are_as_good_as_those_of_leidenalg(double resolution)
    {
        JsonElement expected = Golden.Json("communities/x3000.json").GetProperty("runs").EnumerateArray().Single(run => Gamma(run) == resolution);
        Network network = RealNetwork.Value;
        int[] labels = Leiden.Run(network, new LeidenOptions { Resolution = resolution });
        Assert.InRange(Modularity.Of(network, labels, resolution), expected.GetProperty("quality").Doubles()[0] - FloatWeightTolerance, 1);
        int[] truth = Golden.Read<int>("inputs/y3000.i32");
        Assert.InRange(ClusteringMetrics.AdjustedMutualInformation(truth, labels), expected.GetProperty("ami_to_classes").Doubles()[0] - 0.01, 1);
        Assert.Equal(Partition.Of(Partition.Components(network, labels)), Partition.Of(labels));
    }

    [Fact]
    public void The_quality_of_a_given_partition_is_that_of_igraph() =>
        Assert.Equal(
            Golden.Json("communities/x3000.json").GetProperty("quality_of_the_saved_membership").GetDouble(),
            Modularity.Of(RealNetwork.Value, Golden.Read<int>("communities/x3000.gamma2.seed1.membership.i32"), 2),
            FloatWeightTolerance);

    [Fact]
    public void On_random_graphs_quality_never_falls_and_communities_hang_together()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            SplitMix64 random = new((ulong)seed);
            Network network = Network.Of(RandomGraph(ref random));
            double resolution = 0.2 + (3 * random.NextDouble());
            int[] labels = new int[network.Count];
            foreach (ref int label in labels.AsSpan()) label = random.NextInt32(network.Count);
            double quality = Modularity.Of(network, labels, resolution);
            for (int run = 0; run < 3; run++)
            {
                LeidenOptions options = new() { Resolution = resolution, MaxIterations = 1, Seed = (ulong)seed, Randomness = seed % 2 == 0 ? 0.01 : 10 };
                labels = Leiden.Run(network, options, labels);
                double next = Modularity.Of(network, labels, resolution);
                Assert.InRange(next, quality - 1e-12, 1);
                Assert.Equal(Partition.Components(network, labels), labels);
                quality = next;
            }
        }
    }

    [Fact]
    public void Groups_as_nodes_have_the_quality_of_their_nodes()
    {
        SplitMix64 random = new(7);
        Network network = Network.Of(RandomGraph(ref random));
        int[] groups = new int[network.Count];
        foreach (ref int group in groups.AsSpan()) group = random.NextInt32(4);
        int count = Partition.Compact(groups);
        Network aggregated = network.Aggregate(groups, count);
        Assert.Equal(network.TotalStrength, aggregated.TotalStrength, QualityTolerance);
        Assert.Equal(Modularity.Of(network, groups, 1.3), Modularity.Of(aggregated, Partition.Singletons(count), 1.3), QualityTolerance);
    }

    [Fact]
    public void The_same_seed_gives_the_same_labels_and_another_seed_others()
    {
        int[] one = Leiden.Run(RealNetwork.Value, new LeidenOptions { Seed = 1 });
        Assert.Equal(one, Leiden.Run(RealNetwork.Value, new LeidenOptions { Seed = 1 }));
        Assert.NotEqual(one, Leiden.Run(RealNetwork.Value, new LeidenOptions { Seed = 2 }));
    }

    [Fact]
    public void Nodes_without_edges_stay_alone()
    {
        Network network = Network.Of(WeightedGraph.FromEdges(5, [1], [3], [1f]));
        Assert.Equal([0, 1, 2, 1, 3], Leiden.Run(network, new LeidenOptions()));
        Assert.Equal([0, 1, 2], Leiden.Run(Network.Of(WeightedGraph.FromEdges(3, [], [], [])), new LeidenOptions()));
        Assert.Empty(Leiden.Run(Network.Of(WeightedGraph.FromEdges(0, [], [], [])), new LeidenOptions()));
    }

    [Fact]
    public void Options_out_of_range_are_refused_all_at_once()
    {
        LeidenOptions options = new() { Resolution = 0, MaxIterations = 0, Randomness = double.NaN };
        ArgumentException refused = Assert.Throws<ArgumentException>(() => Leiden.Run(RealNetwork.Value, options));
        Assert.Equal(
            "Resolution is 0; allowed are above 0 to 1000000000; MaxIterations is 0; allowed are 1 to 10000; Randomness is NaN; allowed are above 0 to 1000000",
            refused.Message);
    }

    /// <summary>The fuzzy set of 3,000 real embeddings, as umap-learn makes it.</summary>
    internal static Lazy<Network> RealNetwork { get; } = new(() => Network.Of(RealGraph()));

    internal static WeightedGraph RealGraph()
    {
        int[] pairs = Golden.Read<int>("umap/fuzzy.pairs.i32");
        return WeightedGraph.FromEdges(3000, pairs.AsSpan(0, pairs.Length / 2), pairs.AsSpan(pairs.Length / 2), Golden.Read<float>("umap/fuzzy.weights.f32"));
    }

    private static double BestQuality(Network network, double resolution, int seeds) => Enumerable.Range(1, seeds)
        .Max(seed => Modularity.Of(network, Leiden.Run(network, new LeidenOptions { Resolution = resolution, Seed = (ulong)seed }), resolution));

    private static Network NetworkOf(JsonElement graph, float[] weights)
    {
        int[][] edges = [.. graph.GetProperty("edges").EnumerateArray().Select(edge => edge.Integers())];
        return Network.Of(WeightedGraph.FromEdges(graph.GetProperty("n").GetInt32(), [.. edges.Select(ends => ends[0])], [.. edges.Select(ends => ends[1])], weights));
    }

    private static string Name(JsonElement element) => element.GetProperty("name").GetString()!;

    private static double Gamma(JsonElement element) => element.GetProperty("gamma").GetDouble();

    /// <summary>Up to 40 nodes, sparse enough for several components, some with edges to themselves.</summary>
    private static WeightedGraph RandomGraph(ref SplitMix64 random)
    {
        int count = 2 + random.NextInt32(39), edges = 1 + random.NextInt32(2 * count);
        (int[] from, int[] to, float[] weights) = (new int[edges], new int[edges], new float[edges]);
        for (int edge = 0; edge < edges; edge++)
            (from[edge], to[edge], weights[edge]) = (random.NextInt32(count), random.NextInt32(count), 0.01f + (float)random.NextDouble());
        return WeightedGraph.FromEdges(count, from, to, weights);
    }
}
