using Earshot.Numerics.Graphs;
using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.Manifold;

/// <summary>
/// The layout to start from: eigenvectors of the normalised Laplacian (McInnes, Healy, Melville 2018, algorithm 4), component by component where the graph
/// falls apart, scaled to 0 to 10 along each dimension, with a little noise so that no two points coincide.
/// </summary>
internal static class SpectralStart
{
    private const double Size = 10;
    private const double Noise = 1e-4;

    // The descent goes on from here, so a rough eigenvector does; rounds bound the work on a graph whose eigenvalues lie very close.
    private const double Tolerance = 2e-3;
    private const int Rounds = 8;

    /// <summary>Points × dimensions, point by point.</summary>
    /// <param name="graph">Connected or not.</param>
    /// <param name="rows">The rows that its nodes stand for, where they are known: they say which components are near each other.</param>
    /// <param name="dimensions">Dimensions of the layout.</param>
    /// <param name="seed">Of the noise and of the search for eigenvectors.</param>
    public static float[] Place(WeightedGraph graph, FloatMatrix? rows, int dimensions, ulong seed, int threads = 1, CancellationToken cancellation = default)
    {
        double[] places = Raw(graph, rows, dimensions, seed, threads, cancellation);
        double largest = 0;
        foreach (double value in places) largest = Math.Max(largest, Math.Abs(value));
        SplitMix64 random = new(SplitMix64.Derive(seed, 1));
        foreach (ref double value in places.AsSpan()) value = (largest > 0 ? value * Size / largest : 0) + (Noise * random.NextGaussian());
        float[] layout = new float[places.Length];
        for (int i = 0; i < dimensions; i++) Stretch(places, layout, i, dimensions);
        return layout;
    }

    /// <summary>Before scaling and noise.</summary>
    internal static double[] Raw(
        WeightedGraph graph, FloatMatrix? rows, int dimensions, ulong seed, int threads = 1, CancellationToken cancellation = default)
    {
        var components = ConnectedComponents.Of(graph);
        double[] places = new double[graph.Count * dimensions];
        if (components.Count <= 1)
        {
            Lay(graph, components, 0, places, dimensions, seed, threads, cancellation);
            return places;
        }

        double[] centres = ComponentCentres.Place(components, rows, dimensions, threads, cancellation);
        double[] reach = ComponentCentres.Reach(centres, dimensions, threads, cancellation);
        Chunks.ForEach(
            components.Count,
            1,
            threads,
            (component, _, _) =>
            {
                Lay(graph, components, component, places, dimensions, SplitMix64.Derive(seed, 3, (ulong)component), threads, cancellation);
                ReadOnlySpan<int> nodes = components.Nodes(component);
                double largest = 0;
                foreach (int node in nodes)
                    for (int i = 0; i < dimensions; i++) largest = Math.Max(largest, Math.Abs(places[(node * dimensions) + i]));
                double scale = largest > 0 ? reach[component] / largest : 0;
                foreach (int node in nodes)
                    for (int i = 0; i < dimensions; i++)
                        places[(node * dimensions) + i] = (scale * places[(node * dimensions) + i]) + centres[(component * dimensions) + i];
            },
            cancellation);
        return places;
    }

    private static void Lay(
        WeightedGraph graph,
        ConnectedComponents components,
        int component,
        double[] places,
        int dimensions,
        ulong seed,
        int threads,
        CancellationToken cancellation)
    {
        if (components.Count == 0) return;
        ReadOnlySpan<int> nodes = components.Nodes(component);

        // too few for as many eigenvectors, or for such that mean something
        if (nodes.Length < Math.Max(2 * dimensions, dimensions + 2))
        {
            SplitMix64 random = new(seed);
            foreach (int node in nodes)
                for (int i = 0; i < dimensions; i++) places[(node * dimensions) + i] = (2 * random.NextDouble()) - 1;
            return;
        }

        WeightedGraph part = components.Subgraph(graph, component);
        var eigenvectors = LaplacianEigenvectors.Of(part, dimensions, Tolerance, Rounds, seed, threads, cancellation);
        for (int i = 0; i < dimensions; i++)
            for (int node = 0; node < nodes.Length; node++) places[(nodes[node] * dimensions) + i] = eigenvectors.Vectors[i][node];
    }

    private static void Stretch(double[] places, float[] layout, int dimension, int dimensions)
    {
        double least = double.MaxValue, most = double.MinValue;
        for (int at = dimension; at < places.Length; at += dimensions) (least, most) = (Math.Min(least, places[at]), Math.Max(most, places[at]));
        for (int at = dimension; at < places.Length; at += dimensions) layout[at] = most > least ? (float)(Size * (places[at] - least) / (most - least)) : 0;
    }
}
