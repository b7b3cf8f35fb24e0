using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Earshot.Numerics.LeastSquares;
using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.Density;

/// <summary>What is asked of, and told, while queries are compared with all rows.</summary>
internal interface IBlockVisitor
{
    /// <summary>The largest squared distance that is still of interest to a query; below 0 for none.</summary>
    double Bound(int query);

    /// <summary>A row that may be within the bound.</summary>
    void Offer(int query, int candidate);
}

/// <summary>
/// All pairs of queries and rows by blocks of matrix products in floats, which say which rows cannot be near enough. How far a float may be off is
/// allowed for, so that no row within a bound is ever left out.
/// </summary>
internal sealed class BlockSweep
{
    /// <summary>Queries that share a pass over the rows.</summary>
    public const int QueryRows = 64;

    // 256 columns of 384 floats are 393 kB: they stay in the second-level cache for all rows of a query block
    private const int BlockColumns = 256;
    private const int Lanes = 8;

    private readonly FloatMatrix _rows;
    private readonly float[] _squares;
    private readonly PackedColumns[] _blocks;

    public BlockSweep(FloatMatrix rows, int threads, CancellationToken cancellation)
    {
        _rows = rows;
        _squares = new float[rows.Count];

        // a product is off by at most d · 2⁻²⁴ of the product of the lengths, which is at most half the sum of their squares; the rest is for
        // rounding the rows and the sums
        double slack = (rows.Dimensions + 16) * Math.ScaleB(1, -23);
        for (int row = 0; row < rows.Count; row++)
        {
            double squares = 0;
            foreach (float value in rows[row]) squares += (double)value * value;
            _squares[row] = (float)(squares * (1 - slack));
        }

        _blocks = new PackedColumns[Chunks.Count(rows.Count, BlockColumns)];
        Chunks.ForEach(rows.Count, BlockColumns, threads, (block, first, end) => _blocks[block] = Transposed(first, end), cancellation);
    }

    /// <summary>Offers each query, up to <see cref="QueryRows"/> of them, the rows that may be within its bound, in ascending order.</summary>
    public void Run<TVisitor>(ReadOnlySpan<int> queries, ref TVisitor visitor)
        where TVisitor : struct, IBlockVisitor
    {
        FloatMatrix asked = FloatMatrix.Gather(_rows, queries);
        float[] products = new float[queries.Length * BlockColumns];
        for (int block = 0; block < _blocks.Length; block++)
        {
            int width = _blocks[block].Columns, first = block * BlockColumns;
            ProductKernel.Multiply(asked, 0, queries.Length, _blocks[block], products);
            for (int query = 0; query < queries.Length; query++)
                Scan(query, _squares[queries[query]], products.AsSpan(query * width, width), first, ref visitor);
        }
    }

    private void Scan<TVisitor>(int query, float square, ReadOnlySpan<float> products, int first, ref TVisitor visitor)
        where TVisitor : struct, IBlockVisitor
    {
        ReadOnlySpan<float> squares = _squares.AsSpan(first, products.Length);
        float bound = Rounded(visitor.Bound(query));
        if (bound < 0) return;
        int i = 0;
        for (; i <= products.Length - Lanes; i += Lanes)
        {
            Vector256<float> least = Least(
                Vector256.Create(square),
                Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(squares), (nuint)i),
                Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(products), (nuint)i));
            // what floats cannot hold is NaN, and let through
            for (uint near = (~Vector256.GreaterThan(least, Vector256.Create(bound))).ExtractMostSignificantBits(); near != 0; near &= near - 1)
            {
                visitor.Offer(query, first + i + BitOperations.TrailingZeroCount(near));
                bound = Rounded(visitor.Bound(query));
                if (bound < 0) return;
            }
        }

        for (; i < products.Length; i++)
        {
            if (square + squares[i] - (2 * products[i]) > bound) continue;
            visitor.Offer(query, first + i);
            bound = Rounded(visitor.Bound(query));
        }
    }

    private static Vector256<float> Least(Vector256<float> square, Vector256<float> squares, Vector256<float> products) => square + squares - (2f * products);

    // no float below the bound is lost by rounding it; an infinite one lets all through
    private static float Rounded(double bound) => bound < 0 ? -1 : MathF.BitIncrement((float)bound);

    private PackedColumns Transposed(int first, int end)
    {
        int width = end - first;
        float[] columns = new float[_rows.Dimensions * width];
        for (int row = 0; row < width; row++)
        {
            ReadOnlySpan<float> values = _rows[first + row];
            for (int i = 0; i < values.Length; i++) columns[(i * width) + row] = values[i];
        }

        return new PackedColumns(new FloatMatrix(columns, width));
    }
}
