using Earshot.Numerics.Graphs;
using Earshot.Numerics.Neighbors;
using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.Manifold;

/// <summary>
/// Uniform manifold approximation and projection (McInnes, Healy, Melville 2018): rows in few dimensions, so that rows that were near stay near. A seed gives
/// the same bytes for any number of threads.
/// </summary>
public static class Umap
{
    /// <summary>Lays out <paramref name="rows"/>. The model keeps a copy, to find the neighbours of new rows.</summary>
    /// <param name="rows">Finite rows of up to 8,192 dimensions; with the cosine of any length.</param>
    /// <param name="options">Null: the defaults.</param>
    /// <param name="threads">Threads at most; the result does not depend on it.</param>
    /// <param name="progress">Told the share of epochs done, 0 to 1, on the calling thread.</param>
    /// <param name="cancellation">Stops between chunks of rows.</param>
    /// <exception cref="ArgumentException">
    /// An option is out of range, a row holds NaN or an infinity (the message names it), or the dimensions are above 8,192.
    /// </exception>
    public static UmapModel Fit(
        FloatMatrix rows, UmapOptions? options = null, int threads = 1, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        options ??= new UmapOptions();
        options.ThrowIfInvalid();
        NeighborOptions search = new() { Neighbors = options.Neighbors - 1, Metric = options.Metric, Seed = options.Seed };
        var index = NeighborIndex.Build(rows, search, threads, cancellation);
        return Fit(index.FindAll(threads, cancellation), rows, index, options, threads, progress, cancellation);
    }

    /// <summary>
    /// Lays out rows of which only the neighbours are known; <see cref="UmapOptions.Neighbors"/> and <see cref="UmapOptions.Metric"/> have no effect.
    /// </summary>
    /// <param name="neighbors">Nearest other rows: to 15 neighbours of umap-learn, which counts the row itself, belong 14 here.</param>
    /// <param name="options">Null: the defaults.</param>
    /// <param name="threads">Threads at most; the result does not depend on it.</param>
    /// <param name="progress">Told the share of epochs done, 0 to 1, on the calling thread.</param>
    /// <param name="cancellation">Stops between chunks of rows.</param>
    /// <exception cref="ArgumentException">
    /// An option is out of range, or <paramref name="neighbors"/> name rows that are not there or distances that are none.
    /// </exception>
    public static UmapModel Fit(
        NeighborTable neighbors, UmapOptions? options = null, int threads = 1, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        options ??= new UmapOptions();
        options.ThrowIfInvalid();
        ThrowIfOutside(neighbors, neighbors.Count, nameof(neighbors));
        return Fit(neighbors, rows: null, index: null, options, threads, progress, cancellation);
    }

    internal static void ThrowIfOutside(NeighborTable neighbors, int count, string name)
    {
        for (int row = 0; row < neighbors.Count; row++)
        {
            foreach (int neighbor in neighbors[row])
                if ((uint)neighbor >= (uint)count) throw new ArgumentException($"row {row} has neighbour {neighbor}; rows are 0 to {count - 1}", name);
            foreach (float distance in neighbors.Distances(row))
            {
                if (distance >= 0 && float.IsFinite(distance)) continue;
                string fault = FormattableString.Invariant($"row {row} has a neighbour at distance {distance}; distances are finite, 0 or more");
                throw new ArgumentException(fault, name);
            }
        }
    }

    private static UmapModel Fit(
        NeighborTable neighbors,
        FloatMatrix? rows,
        NeighborIndex? index,
        UmapOptions options,
        int threads,
        IProgress<double>? progress,
        CancellationToken cancellation)
    {
        WeightedGraph graph = FuzzySet.Graph(neighbors, options.FuzzySet, threads, cancellation);
        float[] start = SpectralStart.Place(graph, rows, options.Components, options.Seed, threads, cancellation);
        int epochs = options.Epochs ?? (graph.Count <= UmapOptions.FewRows ? 500 : 200);
        float[] layout = LayoutOptimizer.Run(start, graph, options, epochs, threads, progress, cancellation);
        float meanDistance = FuzzySet.MeanDistance(neighbors, isNew: false, threads, cancellation);
        return new UmapModel(layout, index, options, meanDistance);
    }
}
