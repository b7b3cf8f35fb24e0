using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.Density;

/// <summary>
/// HDBSCAN: clusters of any shape and number as what stays dense, and noise for what belongs to none (Campello, Moulavi, Sander 2013; McInnes,
/// Healy 2017). Up to 20 dimensions by a k-d tree, n log n in practice; beyond by all products of rows, n² · d, meant for up to about 50,000 rows.
/// </summary>
public static class Hdbscan
{
    private const int MostTreeDimensions = 20;

    /// <summary>Clusters <paramref name="rows"/>. Fewer rows than a cluster needs are all noise.</summary>
    /// <param name="rows">Finite rows.</param>
    /// <param name="options">See <see cref="HdbscanOptions"/>.</param>
    /// <param name="threads">Threads at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between chunks of rows.</param>
    /// <exception cref="ArgumentException">Options are out of range, and all named, or a row holds NaN or an infinity, and is named.</exception>
    public static HdbscanModel Fit(IRows rows, HdbscanOptions options, int threads = 1, CancellationToken cancellation = default)
    {
        options.ThrowIfInvalid();
        float[] values = FloatMatrix.GatherValues(rows, [.. Enumerable.Range(0, rows.Count)]);
        for (int row = 0; row < rows.Count; row++) RequireFinite(values.AsSpan(row * rows.Dimensions, rows.Dimensions), row);
        if (rows.Count < options.ClusterSizeFor(rows.Count)) return HdbscanModel.AllNoise(rows.Count, rows.Dimensions, options);
        IPointSpace space = rows.Dimensions <= MostTreeDimensions
            ? new KdTreeSpace(Array.ConvertAll(values, static value => (double)value), rows.Dimensions, options.Metric, threads, cancellation)
            : new BlockedSpace(new FloatMatrix(values, rows.Dimensions), options.Metric, threads, cancellation);
        return Fit(space, rows.Dimensions, options, threads, cancellation);
    }

    /// <summary>Clusters points; at least as many as a cluster needs.</summary>
    internal static HdbscanModel Fit(IPointSpace space, int dimensions, HdbscanOptions options, int threads, CancellationToken cancellation = default)
    {
        double[] cores = space.SquaredCoreDistances(options.SamplesFor(space.Count), threads, cancellation);
        return Choose(space, dimensions, MutualReachability.SpanningTree(space, cores, options.Metric, threads, cancellation), options);
    }

    /// <summary>Clusters from a spanning tree: what is left once distances have been taken.</summary>
    internal static HdbscanModel Choose(IPointSpace space, int dimensions, SpanningTreeEdge[] edges, HdbscanOptions options)
    {
        int minClusterSize = options.ClusterSizeFor(space.Count);
        CondensedTree tree = CondensedTree.From(SingleLinkageTree.From(edges, minClusterSize), minClusterSize);
        return new HdbscanModel(space, dimensions, edges, tree, options);
    }

    internal static void RequireFinite(ReadOnlySpan<float> values, int row)
    {
        foreach (float value in values)
            if (!float.IsFinite(value)) throw new ArgumentException($"row {row} holds {value}; rows must be finite", nameof(row));
    }
}
