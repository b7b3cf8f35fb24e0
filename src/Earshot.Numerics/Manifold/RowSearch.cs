using Earshot.Numerics.Neighbors;
using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.Manifold;

/// <summary>Neighbours of rows among themselves and of new rows among old ones, exact.</summary>
internal static class RowSearch
{
    private const int ChunkRows = 16;

    /// <summary>Rows as the metric sees them: of length 1 for the cosine.</summary>
    public static FloatMatrix Prepare(FloatMatrix rows, NeighborMetric metric, int threads) => metric == NeighborMetric.Cosine ? UnitRows.Of(rows, threads) : rows;

    /// <summary>The nearest other rows of each.</summary>
    public static NeighborTable Among(FloatMatrix rows, int neighbors, NeighborMetric metric, int threads, CancellationToken cancellation) =>
        metric == NeighborMetric.Cosine
            ? NearestNeighbors.ByCosine(rows, neighbors, threads, cancellation)
            : Search(rows, rows, Math.Clamp(rows.Count - 1, 0, neighbors), metric, excludeSelf: true, threads, cancellation);

    /// <summary>The rows of <paramref name="corpus"/> nearest to each query.</summary>
    public static NeighborTable Of(FloatMatrix queries, FloatMatrix corpus, int neighbors, NeighborMetric metric, int threads, CancellationToken cancellation) =>
        Search(queries, corpus, Math.Min(corpus.Count, neighbors), metric, excludeSelf: false, threads, cancellation);

    private static NeighborTable Search(
        FloatMatrix queries, FloatMatrix corpus, int neighbors, NeighborMetric metric, bool excludeSelf, int threads, CancellationToken cancellation)
    {
        NeighborTable table = new(queries.Count, neighbors);
        Chunks.ForEach(
            queries.Count,
            ChunkRows,
            threads,
            (_, first, end) =>
            {
                float[] distances = new float[corpus.Count];
                int[] order = new int[corpus.Count];
                for (int query = first; query < end; query++)
                {
                    for (int row = 0; row < corpus.Count; row++) (order[row], distances[row]) = (row, Distance(queries[query], corpus[row], metric));
                    if (excludeSelf) distances[query] = float.PositiveInfinity;
                    Array.Sort(distances, order);
                    order.AsSpan(0, neighbors).CopyTo(table.RowsOf(query));
                    distances.AsSpan(0, neighbors).CopyTo(table.DistancesOf(query));
                }
            },
            cancellation);
        return table;
    }

    private static float Distance(ReadOnlySpan<float> x, ReadOnlySpan<float> y, NeighborMetric metric) =>
        metric == NeighborMetric.Cosine ? Math.Max(0, 1 - VectorKernels.Dot(x, y)) : MathF.Sqrt(VectorKernels.SquaredEuclidean(x, y));
}
