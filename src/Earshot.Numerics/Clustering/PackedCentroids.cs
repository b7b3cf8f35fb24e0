using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.Clustering;

/// <summary>
/// Centroids laid out for the kernel that finds the nearest one to each of a block of rows. The nearest centroid c of x has the largest
/// x·c − |c|²/2; the dot products are a matrix product whose result is reduced at once and never stored.
/// </summary>
/// <remarks>
/// Panels of 24 centroids, each panel dimension by dimension ([panel][dimension][24]); 4 rows × 24 centroids are 12 accumulators, which
/// with 3 loads and a broadcast fill the 16 registers of AVX2 and keep both multiply-add units of a core busy. Each dot product is one
/// chain of fused multiply-adds in the order of the dimensions, whatever the tile: the same bits on every instruction set.
/// </remarks>
internal sealed unsafe class PackedCentroids
{
    /// <summary>Rows that a tile works on at once.</summary>
    public const int TileRows = 4;
    private const int PanelWidth = 24;
    private const int Lanes = 8;
    private const int CacheLineFloats = 16;

    private readonly int _clusters;
    private readonly int _dimensions;
    private readonly int _panels;
    private readonly float[] _pinned;
    private readonly float* _panel;
    private readonly float* _bias;

    public PackedCentroids(int clusters, int dimensions)
    {
        _clusters = clusters;
        _dimensions = dimensions;
        _panels = (clusters + PanelWidth - 1) / PanelWidth;
        int packed = checked(_panels * PanelWidth * dimensions);
        int packedRoom = packed + CacheLineFloats;
        _pinned = GC.AllocateArray<float>(checked(packedRoom + (_panels * PanelWidth) + CacheLineFloats), pinned: true);
        float* start = (float*)Unsafe.AsPointer(ref _pinned[0]);
        _panel = Align(start);
        _bias = Align(start + packedRoom);
        Norms = new float[clusters];
    }

    /// <summary>Length of each centroid.</summary>
    public float[] Norms { get; }

    /// <summary>Takes k × d centroids, row-major. Those with <paramref name="excluded"/> set are never nearest.</summary>
    public void Load(ReadOnlySpan<float> centroids, ReadOnlySpan<bool> excluded = default)
    {
        new Span<float>(_bias, _panels * PanelWidth).Fill(float.NegativeInfinity);
        for (int cluster = 0; cluster < _clusters; cluster++)
        {
            ReadOnlySpan<float> centroid = centroids.Slice(cluster * _dimensions, _dimensions);
            float* column = _panel + ((nint)(cluster / PanelWidth) * PanelWidth * _dimensions) + (cluster % PanelWidth);
            for (int i = 0; i < centroid.Length; i++) column[(nint)i * PanelWidth] = centroid[i];
            Norms[cluster] = VectorKernels.Norm(centroid);
            if (excluded.IsEmpty || !excluded[cluster]) _bias[cluster] = -0.5f * VectorKernels.Dot(centroid, centroid);
        }
    }

    /// <summary>
    /// Writes for each row the number of its nearest centroid (the lowest of equals; 0 for a row with NaN) and their dot product.
    /// </summary>
    /// <param name="rows">Row-major, the number of rows a multiple of <see cref="TileRows"/>.</param>
    /// <param name="nearest">One place a row.</param>
    /// <param name="dots">One place a row.</param>
    public void FindNearest(ReadOnlySpan<float> rows, Span<int> nearest, Span<float> dots)
    {
        int count = rows.Length / _dimensions;
        if (count % TileRows != 0) throw new ArgumentException($"{count} rows; a multiple of {TileRows} is needed", nameof(rows));
        Best* best = stackalloc Best[count];
        for (int row = 0; row < count; row++) best[row].Clear();
        fixed (float* first = rows)
        {
            // a panel (37 kB at 384 dimensions) stays in the cache for all rows of the block
            for (int panel = 0; panel < _panels; panel++)
            {
                float* columns = _panel + ((nint)panel * PanelWidth * _dimensions);
                for (int row = 0; row < count; row += TileRows)
                    ScoreTile(first + ((nint)row * _dimensions), columns, _bias + (panel * PanelWidth), panel * PanelWidth, best + row);
            }
        }

        for (int row = 0; row < count; row++) nearest[row] = best[row].Reduce(out dots[row]);
        GC.KeepAlive(_pinned);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ScoreTile(float* row0, float* columns, float* bias, int firstCluster, Best* best)
    {
        Vector256<float> a0 = default, b0 = default, c0 = default, a1 = default, b1 = default, c1 = default;
        Vector256<float> a2 = default, b2 = default, c2 = default, a3 = default, b3 = default, c3 = default;
        nint d = _dimensions;
        float* row1 = row0 + d, row2 = row1 + d, row3 = row2 + d;
        for (nint i = 0; i < d; i++, columns += PanelWidth)
        {
            Vector256<float> a = Vector256.LoadAligned(columns), b = Vector256.LoadAligned(columns + Lanes);
            Vector256<float> c = Vector256.LoadAligned(columns + (2 * Lanes));
            Vector256<float> x = Vector256.Create(row0[i]);
            a0 = Vector256.FusedMultiplyAdd(x, a, a0);
            b0 = Vector256.FusedMultiplyAdd(x, b, b0);
            c0 = Vector256.FusedMultiplyAdd(x, c, c0);
            x = Vector256.Create(row1[i]);
            a1 = Vector256.FusedMultiplyAdd(x, a, a1);
            b1 = Vector256.FusedMultiplyAdd(x, b, b1);
            c1 = Vector256.FusedMultiplyAdd(x, c, c1);
            x = Vector256.Create(row2[i]);
            a2 = Vector256.FusedMultiplyAdd(x, a, a2);
            b2 = Vector256.FusedMultiplyAdd(x, b, b2);
            c2 = Vector256.FusedMultiplyAdd(x, c, c2);
            x = Vector256.Create(row3[i]);
            a3 = Vector256.FusedMultiplyAdd(x, a, a3);
            b3 = Vector256.FusedMultiplyAdd(x, b, b3);
            c3 = Vector256.FusedMultiplyAdd(x, c, c3);
        }

        best[0].Offer(a0, b0, c0, bias, firstCluster);
        best[1].Offer(a1, b1, c1, bias, firstCluster);
        best[2].Offer(a2, b2, c2, bias, firstCluster);
        best[3].Offer(a3, b3, c3, bias, firstCluster);
    }

    private static float* Align(float* pointer) => (float*)(((nuint)pointer + 63) & ~(nuint)63);

    /// <summary>The best centroid of a row so far, one for each lane of the vectors.</summary>
    private struct Best
    {
        private Vector256<float> _score;
        private Vector256<float> _dot;
        private Vector256<int> _cluster;

        public void Clear()
        {
            _score = Vector256.Create(float.NegativeInfinity);
            _dot = default;
            _cluster = default;
        }

        public void Offer(Vector256<float> dotA, Vector256<float> dotB, Vector256<float> dotC, float* bias, int firstCluster)
        {
            Vector256<int> cluster = Vector256<int>.Indices + Vector256.Create(firstCluster);
            Offer(dotA, Vector256.LoadAligned(bias), cluster);
            Offer(dotB, Vector256.LoadAligned(bias + Lanes), cluster + Vector256.Create(Lanes));
            Offer(dotC, Vector256.LoadAligned(bias + (2 * Lanes)), cluster + Vector256.Create(2 * Lanes));
        }

        /// <summary>The best of all lanes; the lowest number of equals.</summary>
        public readonly int Reduce(out float dot)
        {
            fixed (Vector256<float>* scores = &_score, dots = &_dot)
            fixed (Vector256<int>* clusters = &_cluster)
            {
                // lanes are read from memory: an element of a vector register by number costs a store of the whole each time
                float* score = (float*)scores;
                int* cluster = (int*)clusters;
                int best = 0;
                for (int lane = 1; lane < Lanes; lane++)
                    if (score[lane] > score[best] || (score[lane] == score[best] && cluster[lane] < cluster[best])) best = lane;
                dot = ((float*)dots)[best];
                return cluster[best];
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Offer(Vector256<float> dot, Vector256<float> bias, Vector256<int> cluster)
        {
            Vector256<float> score = dot + bias;
            Vector256<float> better = Vector256.GreaterThan(score, _score);
            _score = Vector256.ConditionalSelect(better, score, _score);
            _dot = Vector256.ConditionalSelect(better, dot, _dot);
            _cluster = Vector256.ConditionalSelect(better.AsInt32(), cluster, _cluster);
        }
    }
}
