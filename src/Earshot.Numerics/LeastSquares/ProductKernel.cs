using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.LeastSquares;

/// <summary>
/// Products of dense matrices in tiles of 8 × 32: 16 accumulators of 16 floats, two loads and eight broadcasts a step. Each element is one chain of fused
/// multiply-adds over at most <see cref="Depth"/> terms (all of them in <see cref="Multiply"/>), the same bits on every instruction set.
/// </summary>
internal static unsafe class ProductKernel
{
    private const int TileRows = 8;
    private const int Lanes = 16;

    // 256 rows of 384 floats are 393 kB: they stay in the second-level cache beside a panel
    private const int Depth = 256;

    /// <summary>sums[i, j] += Σ left[row, i] · right[row, j] over the rows from <paramref name="first"/> to <paramref name="end"/> − 1.</summary>
    /// <param name="sums">Columns of left × columns of right.</param>
    public static void AddTransposedProduct(FloatMatrix left, FloatMatrix right, int first, int end, double[] sums)
    {
        PackedColumns packed = new(right.Dimensions);
        float* tile = stackalloc float[TileRows * PackedColumns.PanelWidth];
        for (int start = first; start < end; start += Depth)
        {
            int stop = Math.Min(end, start + Depth);
            packed.Load(right, start, stop);
            fixed (float* source = left[start])
            {
                for (int panel = 0; panel < packed.Panels; panel++)
                {
                    for (int i = 0; i < left.Dimensions; i += TileRows)
                    {
                        Tile(source + i, 1, left.Dimensions, left.Dimensions - i, packed.Panel(panel), tile);
                        Add(tile, i, Math.Min(TileRows, left.Dimensions - i), panel * PackedColumns.PanelWidth, right.Dimensions, sums);
                    }
                }
            }
        }

        static void Add(float* tile, int first, int rows, int column, int columns, double[] sums)
        {
            int width = Math.Min(PackedColumns.PanelWidth, columns - column);
            for (int row = 0; row < rows; row++)
            {
                ReadOnlySpan<float> products = new(tile + (row * PackedColumns.PanelWidth), width);
                VectorKernels.AddTo(sums.AsSpan(((first + row) * columns) + column, width), products);
            }
        }
    }

    /// <summary>products[row − first, j] = Σ rows[row, k] · right[k, j].</summary>
    /// <param name="products">Room for (end − first) × columns of right.</param>
    public static void Multiply(FloatMatrix rows, int first, int end, PackedColumns right, Span<float> products)
    {
        float* tile = stackalloc float[TileRows * PackedColumns.PanelWidth];
        for (int row = first; row < end; row += TileRows)
        {
            int count = Math.Min(TileRows, end - row);
            fixed (float* source = rows[row])
            {
                for (int panel = 0; panel < right.Panels; panel++)
                {
                    Tile(source, rows.Dimensions, 1, count, right.Panel(panel), tile);
                    int column = panel * PackedColumns.PanelWidth;
                    int width = Math.Min(PackedColumns.PanelWidth, right.Columns - column);
                    for (int i = 0; i < count; i++)
                    {
                        ReadOnlySpan<float> made = new(tile + (i * PackedColumns.PanelWidth), width);
                        made.CopyTo(products[(((row - first + i) * right.Columns) + column)..]);
                    }
                }
            }
        }
    }

    /// <summary>
    /// tile[i, j] = Σ left(i, k) · panel[k, j], left(i, k) at left[i · rowStride + k · depthStride]; rows beyond <paramref name="rows"/> repeat the last.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // runs for long before tiering would get to it
    private static void Tile(float* left, nint rowStride, nint depthStride, int rows, ReadOnlySpan<float> panel, float* tile)
    {
        int last = Math.Min(rows, TileRows) - 1;
        float* l0 = left, l1 = left + (rowStride * Math.Min(1, last)), l2 = left + (rowStride * Math.Min(2, last)), l3 = left + (rowStride * Math.Min(3, last));
        float* l4 = left + (rowStride * Math.Min(4, last)), l5 = left + (rowStride * Math.Min(5, last));
        float* l6 = left + (rowStride * Math.Min(6, last)), l7 = left + (rowStride * Math.Min(7, last));
        Vector512<float> a0 = default, a1 = default, a2 = default, a3 = default, a4 = default, a5 = default, a6 = default, a7 = default;
        Vector512<float> b0 = default, b1 = default, b2 = default, b3 = default, b4 = default, b5 = default, b6 = default, b7 = default;
        fixed (float* right = panel)
        {
            float* end = right + panel.Length;
            nint k = 0;
            for (float* at = right; at < end; at += PackedColumns.PanelWidth, k += depthStride)
            {
                Vector512<float> low = Vector512.Load(at), high = Vector512.Load(at + Lanes);
                Step(l0[k], low, high, ref a0, ref b0);
                Step(l1[k], low, high, ref a1, ref b1);
                Step(l2[k], low, high, ref a2, ref b2);
                Step(l3[k], low, high, ref a3, ref b3);
                Step(l4[k], low, high, ref a4, ref b4);
                Step(l5[k], low, high, ref a5, ref b5);
                Step(l6[k], low, high, ref a6, ref b6);
                Step(l7[k], low, high, ref a7, ref b7);
            }
        }

        Store(tile, 0, a0, b0);
        Store(tile, 1, a1, b1);
        Store(tile, 2, a2, b2);
        Store(tile, 3, a3, b3);
        Store(tile, 4, a4, b4);
        Store(tile, 5, a5, b5);
        Store(tile, 6, a6, b6);
        Store(tile, 7, a7, b7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(float value, Vector512<float> low, Vector512<float> high, ref Vector512<float> a, ref Vector512<float> b)
    {
        Vector512<float> broadcast = Vector512.Create(value);
        a = Vector512.FusedMultiplyAdd(broadcast, low, a);
        b = Vector512.FusedMultiplyAdd(broadcast, high, b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* tile, int row, Vector512<float> low, Vector512<float> high)
    {
        low.Store(tile + (row * PackedColumns.PanelWidth));
        high.Store(tile + (row * PackedColumns.PanelWidth) + Lanes);
    }
}
