using System.Text.Json;
using Earshot.Numerics;
using Earshot.Numerics.Graphs;
using Earshot.Numerics.Manifold;
using Earshot.Numerics.Vectors;

namespace Earshot.Tests.Numerics.Manifold;

public sealed class SpectralStartTests
{
    private const double ValueTolerance = 1e-6;

    [Theory]
    [InlineData("umap/fuzzy", 3000, 5, 1e-3)] // eigenvalues there lie about 1e-3 apart
    [InlineData("umap/spectral.connected_swissroll600", 600, 2, 1e-4)]
    public void Eigenvectors_of_a_connected_graph_are_those_of_a_dense_solver(string name, int nodes, int count, double tolerance)
    {
        var found = LaplacianEigenvectors.Of(Graph(name, nodes), count, 1e-8, 200, seed: 1, threads: 2);
        bool real = nodes == 3000;
        JsonElement expectedValues = Golden.Json("umap/spectral.json").GetProperty(real ? "x3000_k15" : "connected_swissroll600");
        double[] values = expectedValues.GetProperty("eigenvalues_normalised_laplacian").Doubles();
        double[] vectors = real
            ? Array.ConvertAll(Golden.Read<float>("umap/spectral.x3000.eigenvectors_2_to_6.f32"), value => (double)value)
            : Golden.Read<double>(name + ".eigenvectors.f64");
        int columns = vectors.Length / nodes, skip = real ? 0 : 1;
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(values[i + 1], found.Values[i], ValueTolerance);
            double[] expected = [.. Enumerable.Range(0, nodes).Select(node => vectors[(node * columns) + skip + i])];
            double sign = Math.Sign(expected.Zip(found.Vectors[i], (x, y) => x * y).Sum());
            for (int node = 0; node < nodes; node++) Assert.Equal(expected[node] * sign, found.Vectors[i][node], tolerance);
        }
    }

    [Theory]
    [InlineData("disconnected_3", 240)]
    [InlineData("disconnected_7", 175)]
    public void Components_have_their_own_eigenvalues_and_do_not_overlap(string name, int nodes)
    {
        WeightedGraph graph = Graph("umap/spectral." + name, nodes);
        int[] expected = Golden.Read<int>($"umap/spectral.{name}.component.i32");
        var components = ConnectedComponents.Of(graph);
        Assert.Equal(expected, components.Labels);
        JsonElement[] perComponent = [.. Golden.Json("umap/spectral.json").GetProperty(name).GetProperty("per_component").EnumerateArray()];
        for (int component = 0; component < components.Count; component++)
        {
            double[] values = perComponent[component].GetProperty("eigenvalues").Doubles();
            double[] found = LaplacianEigenvectors.Of(components.Subgraph(graph, component), 3, 1e-8, 200, seed: 1).Values;
            for (int i = 0; i < 3; i++) Assert.Equal(values[i + 1], found[i], ValueTolerance);
        }

        FloatMatrix rows = new(Golden.Read<float>($"umap/spectral.{name}.X.f32"), 4);
        foreach (FloatMatrix? known in new[] { rows, null }) AssertApart(SpectralStart.Raw(graph, known, 2, seed: 1), components);
    }

    [Theory]
    [InlineData(257, 2)]
    [InlineData(400, 8)]
    public void The_filtered_solver_finds_what_the_dense_one_finds(int nodes, int count)
    {
        WeightedGraph graph = Ring(nodes);
        var filtered = LaplacianEigenvectors.Of(graph, count, 1e-9, 300, seed: 1);
        double[] matrix = new NormalizedAdjacency(graph).ToDense(), values = new double[nodes];
        Earshot.Numerics.Components.SymmetricEigen.Decompose(matrix, values);
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(1 - values[i + 1], filtered.Values[i], ValueTolerance);
            for (int j = 0; j <= i; j++) Assert.Equal(i == j ? 1 : 0, filtered.Vectors[i].Zip(filtered.Vectors[j], (x, y) => x * y).Sum(), 1e-9);
        }
    }

    [Fact]
    public void A_start_is_the_same_bytes_for_any_number_of_threads_and_fills_0_to_10()
    {
        WeightedGraph graph = Graph("umap/fuzzy", 3000);
        float[] one = SpectralStart.Place(graph, Golden.Embeddings, 3, seed: 7);
        Assert.Equal(one, SpectralStart.Place(graph, Golden.Embeddings, 3, seed: 7, threads: 16));
        Assert.Equal((0f, 10f), (one.Min(), one.Max()));
        Assert.Equal(3000, one.Chunk(3).Select(place => (place[0], place[1], place[2])).Distinct().Count());
    }

    [Fact]
    public void Hundreds_of_tiny_components_each_have_a_place_of_their_own()
    {
        int[] from = [.. Enumerable.Range(0, 300).Select(pair => 2 * pair)];
        var graph = WeightedGraph.FromEdges(600, from, Array.ConvertAll(from, node => node + 1), [.. Enumerable.Repeat(1f, 300)]);
        AssertApart(SpectralStart.Raw(graph, null, 2, seed: 1), ConnectedComponents.Of(graph));
    }

    private static void AssertApart(double[] places, ConnectedComponents components)
    {
        double[] mean = new double[2 * components.Count];
        for (int component = 0; component < components.Count; component++)
            for (int i = 0; i < 2; i++) mean[(2 * component) + i] = components.Nodes(component).ToArray().Average(node => places[(2 * node) + i]);
        for (int one = 0; one < components.Count; one++)
        {
            double least = Enumerable.Range(0, components.Count).Where(other => other != one)
                .Min(other => Math.Max(Math.Abs(mean[2 * one] - mean[2 * other]), Math.Abs(mean[(2 * one) + 1] - mean[(2 * other) + 1])));
            Assert.True(least > 0);
            foreach (int node in components.Nodes(one))
                for (int i = 0; i < 2; i++) Assert.InRange(places[(2 * node) + i] - mean[(2 * one) + i], -2 * least, 2 * least);
        }
    }

    private static WeightedGraph Graph(string name, int nodes)
    {
        int[] pairs = Golden.Read<int>(name + ".pairs.i32");
        float[] weights = Golden.Read<float>(name + ".weights.f32");
        return WeightedGraph.FromEdges(nodes, pairs.AsSpan(0, weights.Length), pairs.AsSpan(weights.Length), weights);
    }

    // a ring with chords of random weights, so that no two eigenvalues are the same
    private static WeightedGraph Ring(int nodes)
    {
        SplitMix64 random = new((ulong)nodes);
        int[] from = [.. Enumerable.Range(0, nodes), .. Enumerable.Range(0, nodes)];
        int[] to = [.. from.Select((node, edge) => (node + (edge < nodes ? 1 : 3)) % nodes)];
        return WeightedGraph.FromEdges(nodes, from, to, [.. from.Select(_ => 0.1f + (float)random.NextDouble())]);
    }
}
