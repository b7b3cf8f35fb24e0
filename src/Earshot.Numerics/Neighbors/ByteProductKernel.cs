using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Earshot.Numerics.Neighbors;

/// <summary>
/// Products of 8-bit rows in tiles of 6 queries × 16 rows, of which only those that reach the query's threshold are reported. 12 accumulators,
/// 2 loads and 6 broadcasts a step; all sums are exact in 32 bits, so each instruction set reports the same.
/// </summary>
internal static unsafe class ByteProductKernel
{
    /// <summary>Queries worked on at once.</summary>
    public const int TileQueries = 6;

    /// <summary>Rows of a panel: [four dimensions][row][4 bytes].</summary>
    public const int PanelRows = 16;

    /// <summary>Dimensions of a step.</summary>
    public const int StepBytes = 4;
    private const int Lanes = 8;

    /// <summary>A hit is query · 2¹⁶ + row.</summary>
    public const int QueryShift = 16;

    /// <summary>
    /// Reports the pairs for which start[row] + Σ query[k] · row[k] ≥ threshold[query], panel by panel.
    /// </summary>
    /// <param name="queries">Six rows of bytes, dimensions rounded up to a multiple of 4.</param>
    /// <param name="thresholds">Six; <see cref="int.MaxValue"/> for a place that holds no query.</param>
    /// <param name="panels">Panels one after the other.</param>
    /// <param name="starts">What the sum of each row starts from.</param>
    /// <param name="panelCount">Panels, at most 4,096.</param>
    /// <param name="steps">Groups of four dimensions.</param>
    /// <param name="hits">Room for 6 × 16 × panels hits.</param>
    /// <returns>Hits reported.</returns>
    public static int Scan(byte** queries, int* thresholds, sbyte* panels, int* starts, int panelCount, int steps, int* hits)
    {
        if (AvxVnni.IsSupported) return Scan<VnniStep>(queries, thresholds, panels, starts, panelCount, steps, hits);
        if (Avx2.IsSupported) return Scan<Avx2Step>(queries, thresholds, panels, starts, panelCount, steps, hits);
        return Scan<PortableStep>(queries, thresholds, panels, starts, panelCount, steps, hits);
    }

    /// <summary>The same with a step of one's choice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // runs for long before tiering would get to it
    public static int Scan<TStep>(byte** queries, int* thresholds, sbyte* panels, int* starts, int panelCount, int steps, int* hits)
        where TStep : struct, IByteProductStep
    {
        int* q0 = (int*)queries[0], q1 = (int*)queries[1], q2 = (int*)queries[2], q3 = (int*)queries[3], q4 = (int*)queries[4], q5 = (int*)queries[5];
        int* hit = hits;
        sbyte* at = panels;
        for (int row = 0; row < panelCount * PanelRows; row += PanelRows)
        {
            Vector256<int> a0 = Vector256.Load(starts + row), b0 = Vector256.Load(starts + row + Lanes);
            Vector256<int> a1 = a0, b1 = b0, a2 = a0, b2 = b0, a3 = a0, b3 = b0, a4 = a0, b4 = b0, a5 = a0, b5 = b0;
            for (nint k = 0; k < steps; k++, at += StepBytes * PanelRows)
            {
                Vector256<sbyte> a = Vector256.Load(at), b = Vector256.Load(at + (StepBytes * Lanes));
                Vector256<byte> x = Vector256.Create(q0[k]).AsByte();
                a0 = TStep.Add(a0, x, a);
                b0 = TStep.Add(b0, x, b);
                x = Vector256.Create(q1[k]).AsByte();
                a1 = TStep.Add(a1, x, a);
                b1 = TStep.Add(b1, x, b);
                x = Vector256.Create(q2[k]).AsByte();
                a2 = TStep.Add(a2, x, a);
                b2 = TStep.Add(b2, x, b);
                x = Vector256.Create(q3[k]).AsByte();
                a3 = TStep.Add(a3, x, a);
                b3 = TStep.Add(b3, x, b);
                x = Vector256.Create(q4[k]).AsByte();
                a4 = TStep.Add(a4, x, a);
                b4 = TStep.Add(b4, x, b);
                x = Vector256.Create(q5[k]).AsByte();
                a5 = TStep.Add(a5, x, a);
                b5 = TStep.Add(b5, x, b);
            }

            hit = Report(hit, 0, row, thresholds[0], a0, b0);
            hit = Report(hit, 1, row, thresholds[1], a1, b1);
            hit = Report(hit, 2, row, thresholds[2], a2, b2);
            hit = Report(hit, 3, row, thresholds[3], a3, b3);
            hit = Report(hit, 4, row, thresholds[4], a4, b4);
            hit = Report(hit, 5, row, thresholds[5], a5, b5);
        }

        return (int)(hit - hits);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int* Report(int* hit, int query, int row, int threshold, Vector256<int> a, Vector256<int> b)
    {
        Vector256<int> least = Vector256.Create(threshold);
        if (!Vector256.GreaterThanOrEqualAny(Vector256.Max(a, b), least)) return hit;
        uint mask = Vector256.GreaterThanOrEqual(a, least).ExtractMostSignificantBits() | (Vector256.GreaterThanOrEqual(b, least).ExtractMostSignificantBits() << Lanes);
        for (; mask != 0; mask &= mask - 1) *hit++ = (query << QueryShift) | (row + BitOperations.TrailingZeroCount(mask));
        return hit;
    }
}
