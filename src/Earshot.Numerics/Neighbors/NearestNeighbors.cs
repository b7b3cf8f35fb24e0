using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Earshot.Numerics.LeastSquares;
using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.Neighbors;

/// <summary>
/// Exact nearest neighbours by cosine: all dot products of unit rows by blocks of matrix products, of which only the best of each row are kept.
/// n² · d multiply-adds, so meant for up to about 100,000 rows.
/// </summary>
public static class NearestNeighbors
{
    private const int QueryRows = 64;

    // 256 columns of 384 floats are 393 kB: they stay in the second-level cache for all rows of a query block
    private const int BlockColumns = 256;
    private const int Lanes = 8;

    /// <summary>The <paramref name="neighbors"/> other rows with the largest cosine to each row; of equal ones the lowest numbers.</summary>
    /// <param name="unitRows">Finite rows of length 1 (<see cref="UnitRows.Of"/>), or of zeros, whose cosine to any row is 0.</param>
    /// <param name="neighbors">At least 1; all other rows where there are fewer.</param>
    /// <param name="threads">Threads at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between blocks of rows.</param>
    public static NeighborTable ByCosine(FloatMatrix unitRows, int neighbors, int threads = 1, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbors, 1);
        NeighborTable table = new(unitRows.Count, Math.Clamp(unitRows.Count - 1, 0, neighbors));
        if (table.Neighbors == 0) return table;
        PackedColumns[] blocks = new PackedColumns[Chunks.Count(unitRows.Count, BlockColumns)];
        Chunks.ForEach(unitRows.Count, BlockColumns, threads, (block, first, end) => blocks[block] = Transposed(unitRows, first, end), cancellation);
        Chunks.ForEach(unitRows.Count, QueryRows, threads, (_, first, end) => Search(unitRows, first, end, blocks, table), cancellation);
        return table;
    }

    private static PackedColumns Transposed(FloatMatrix rows, int first, int end)
    {
        int width = end - first;
        float[] columns = new float[rows.Dimensions * width];
        for (int row = 0; row < width; row++)
        {
            ReadOnlySpan<float> values = rows[first + row];
            for (int i = 0; i < values.Length; i++) columns[(i * width) + row] = values[i];
        }

        return new PackedColumns(new FloatMatrix(columns, width));
    }

    private static void Search(FloatMatrix rows, int first, int end, PackedColumns[] blocks, NeighborTable table)
    {
        float[] products = new float[QueryRows * BlockColumns];
        // similarities until all blocks are seen, distances then
        for (int row = first; row < end; row++) table.DistancesOf(row).Fill(float.NegativeInfinity);
        for (int block = 0; block < blocks.Length; block++)
        {
            int width = blocks[block].Columns;
            ProductKernel.Multiply(rows, first, end, blocks[block], products);
            for (int row = first; row < end; row++)
            {
                Span<float> scores = products.AsSpan((row - first) * width, width);
                int self = row - (block * BlockColumns);
                if (self >= 0 && self < width) scores[self] = float.NegativeInfinity;
                Offer(scores, block * BlockColumns, table.RowsOf(row), table.DistancesOf(row));
            }
        }

        for (int row = first; row < end; row++)
            foreach (ref float value in table.DistancesOf(row)) value = Math.Max(0, 1 - value);
    }

    /// <summary>Takes those of <paramref name="scores"/> that are better than the worst kept. Candidates come in ascending order, so equal ones never displace.</summary>
    private static void Offer(ReadOnlySpan<float> scores, int firstCandidate, Span<int> kept, Span<float> similarities)
    {
        ref float score = ref MemoryMarshal.GetReference(scores);
        int i = 0;
        for (; i <= scores.Length - Lanes; i += Lanes)
        {
            if (!Vector256.GreaterThanAny(Vector256.LoadUnsafe(ref score, (nuint)i), Vector256.Create(similarities[^1]))) continue;
            for (int lane = i; lane < i + Lanes; lane++) Insert(scores[lane], firstCandidate + lane, kept, similarities);
        }

        for (; i < scores.Length; i++) Insert(scores[i], firstCandidate + i, kept, similarities);
    }

    private static void Insert(float score, int candidate, Span<int> kept, Span<float> similarities)
    {
        if (!(score > similarities[^1])) return;
        int place = similarities.Length - 1;
        for (; place > 0 && score > similarities[place - 1]; place--) (kept[place], similarities[place]) = (kept[place - 1], similarities[place - 1]);
        (kept[place], similarities[place]) = (candidate, score);
    }
}
