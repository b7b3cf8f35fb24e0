using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.Density;

/// <summary>
/// HDBSCAN: clusters of any shape and number as what stays dense, and noise for what belongs to none (Campello, Moulavi, Sander 2013; McInnes,
/// Healy 2017). Up to 20 dimensions by a k-d tree, n log n in practice; beyond by all products of rows, n² · d, meant for up to about 50,000 rows.
/// </summary>
public static class Hdbscan
{
    private const int MostTreeDimensions = 20;
    private const int ChunkRows = 4096;

    /// <summary>Clusters <paramref name="rows"/>. Fewer rows than a cluster needs are all noise.</summary>
    /// <param name="rows">Finite rows.</param>
    /// <param name="options">See <see cref="HdbscanOptions"/>.</param>
    /// <param name="threads">Threads at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between chunks of rows.</param>
    /// <exception cref="ArgumentException">Options are out of range, all of which are named, or a row holds NaN or an infinity, the first of which is named.</exception>
    public static HdbscanModel Fit(IRows rows, HdbscanOptions options, int threads = 1, CancellationToken cancellation = default)
    {
        options.ThrowIfInvalid();
        double[] values = new double[checked(rows.Count * rows.Dimensions)];
        Chunks.ForEach(rows.Count, ChunkRows, threads, (_, first, end) =>
        {
            float[] row = new float[rows.Dimensions];
            for (int i = first; i < end; i++)
            {
                rows.Read(i, row);
                for (int j = 0; j < row.Length; j++) values[(i * row.Length) + j] = row[j];
            }
        }, cancellation);
        return Fit(values, rows.Dimensions, options, threads, cancellation);
    }

    /// <summary>Clusters rows of doubles.</summary>
    /// <param name="values">Count × dimensions, row-major.</param>
    /// <param name="dimensions">Numbers a row.</param>
    internal static HdbscanModel Fit(double[] values, int dimensions, HdbscanOptions options, int threads = 1, CancellationToken cancellation = default)
    {
        options.ThrowIfInvalid();
        for (int i = 0; i < values.Length; i++)
            if (!double.IsFinite(values[i])) throw new ArgumentException($"row {i / dimensions} holds {values[i]}; rows must be finite", nameof(values));
        int count = values.Length / dimensions;
        if (count < options.ClusterSizeFor(count)) return HdbscanModel.AllNoise(count, dimensions, options);
        IPointSpace space = new KdTreeSpace(values, dimensions, options.Metric, threads, cancellation);
        double[] cores = space.SquaredCoreDistances(options.SamplesFor(count), threads, cancellation);
        SpanningTreeEdge[] edges = MutualReachability.SpanningTree(space, cores, options.Metric, threads, cancellation);
        CondensedTree tree = CondensedTree.From(SingleLinkageTree.From(edges), options.ClusterSizeFor(count));
        return new HdbscanModel(space, dimensions, cores, edges, tree, options);
    }
}
