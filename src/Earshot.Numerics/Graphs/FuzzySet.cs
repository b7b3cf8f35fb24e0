using Earshot.Numerics.Neighbors;

namespace Earshot.Numerics.Graphs;

/// <summary>
/// The fuzzy simplicial set of UMAP (McInnes, Healy, Melville 2018): distances to neighbours become strengths from 0 to 1 by a scale of each row's own,
/// and the strengths of both directions one weight. Linear in rows × neighbours; the same bytes for any number of threads.
/// </summary>
public static class FuzzySet
{
    private const int ChunkRows = 1024;

    /// <summary>The graph whose nodes are the rows of <paramref name="table"/> and whose weights are above 0 and at most 1.</summary>
    /// <param name="table">
    /// Nearest other rows. n_neighbors of umap-learn counts the row itself: to its 15 belong 14 neighbours here.
    /// </param>
    /// <param name="options">Null: the defaults.</param>
    /// <param name="threads">Threads at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between chunks of rows.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static WeightedGraph Graph(NeighborTable table, FuzzySetOptions? options = null, int threads = 1, CancellationToken cancellation = default)
    {
        options ??= new FuzzySetOptions();
        options.ThrowIfInvalid();
        float[] strengths = new float[checked(table.Count * table.Neighbors)];
        Strengths(table, isNew: false, options.LocalConnectivity, strengths, threads, cancellation);
        return DirectedUnion.Of(table, strengths, options.MixRatio, threads, cancellation);
    }

    /// <summary>How strongly each row is tied to each of its neighbours, from 0 to 1, in the layout of the table.</summary>
    /// <param name="table">Nearest rows.</param>
    /// <param name="isNew">Whether the rows are new ones beside those that the table numbers (<see cref="DistanceScale.Fit"/>).</param>
    /// <param name="localConnectivity">As in <see cref="FuzzySetOptions.LocalConnectivity"/>.</param>
    /// <param name="strengths">Count × neighbours numbers to fill.</param>
    /// <param name="threads">Threads at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between chunks of rows.</param>
    internal static void Strengths(
        NeighborTable table, bool isNew, double localConnectivity, Memory<float> strengths, int threads = 1, CancellationToken cancellation = default)
    {
        int neighbors = table.Neighbors;
        if (neighbors == 0) return;
        float mean = MeanDistance(table, isNew, threads, cancellation);
        Chunks.ForEach(
            table.Count,
            ChunkRows,
            threads,
            (_, first, end) =>
            {
                float[] excess = new float[DecayKernel.Padded(neighbors)];
                for (int row = first; row < end; row++)
                {
                    DistanceScale scale = DistanceScale.Fit(table.Distances(row), isNew, localConnectivity, mean, excess);
                    DecayKernel.Apply(excess, scale.Sigma);
                    excess.AsSpan(0, neighbors).CopyTo(strengths.Span[(row * neighbors)..]);
                }
            },
            cancellation);
    }

    /// <summary>Mean over all cells, the distance 0 of each row to itself counted unless the rows are new.</summary>
    internal static float MeanDistance(NeighborTable table, bool isNew, int threads = 1, CancellationToken cancellation = default)
    {
        double[] sums = new double[Chunks.Count(table.Count, ChunkRows)];
        Chunks.ForEach(
            table.Count,
            ChunkRows,
            threads,
            (chunk, first, end) =>
            {
                for (int row = first; row < end; row++) sums[chunk] += DistanceScale.SumOf(table.Distances(row));
            },
            cancellation);
        double sum = 0;
        foreach (double part in sums) sum += part;
        return (float)(sum / Math.Max(1, (double)table.Count * (isNew ? table.Neighbors : table.Neighbors + 1)));
    }
}
