using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.Metrics;

/// <summary>How well a layout in few dimensions keeps neighbourhoods.</summary>
/// <param name="Trustworthiness">
/// 1 where the neighbours in the layout are those in the rows, less the farther off the false ones are; about 0.5 for a random layout (Venna and Kaski 2001).
/// </param>
/// <param name="NeighborsKept">Share of the neighbours in the layout that are neighbours in the rows, 0 to 1.</param>
public readonly record struct LayoutMetrics(double Trustworthiness, double NeighborsKept)
{
    /// <summary>
    /// Compares <paramref name="layout"/> with <paramref name="rows"/> by Euclidean distances; give unit rows for the cosine, which has the same order.
    /// </summary>
    /// <param name="rows">n finite rows.</param>
    /// <param name="layout">n places.</param>
    /// <param name="neighbors">Neighbours looked at, 1 to below n / 2.</param>
    /// <param name="sample">Rows looked at, each against all; 1 to n, or more for all.</param>
    /// <param name="seed">Which rows those are.</param>
    /// <param name="threads">Threads at most; the result does not depend on it.</param>
    /// <exception cref="ArgumentException">The counts differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="neighbors"/> or <paramref name="sample"/> is out of range.</exception>
    public static LayoutMetrics Of(FloatMatrix rows, FloatMatrix layout, int neighbors, int sample = int.MaxValue, ulong seed = 42, int threads = 1)
    {
        int n = rows.Count;
        if (layout.Count != n) throw new ArgumentException($"{layout.Count} places for {n} rows", nameof(layout));
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbors, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(2L * neighbors, n, nameof(neighbors));
        ArgumentOutOfRangeException.ThrowIfLessThan(sample, 1);
        int[] chosen = new SplitMix64(seed).NextSample(n, Math.Min(n, sample));
        long[] penalties = new long[chosen.Length];
        int[] kept = new int[chosen.Length];
        Chunks.ForEach(chosen.Length, 1, threads, (at, _, _) => (penalties[at], kept[at]) = Look(rows, layout, chosen[at], neighbors));
        double most = chosen.Length * (double)neighbors * ((2.0 * n) - (3.0 * neighbors) - 1) / 2;
        return new LayoutMetrics(1 - (penalties.Sum() / most), kept.Sum() / ((double)chosen.Length * neighbors));
    }

    private static (long Penalty, int Kept) Look(FloatMatrix rows, FloatMatrix layout, int row, int neighbors)
    {
        float[] distances = DistancesTo(rows, row), placed = DistancesTo(layout, row);
        int[] order = [.. Enumerable.Range(0, rows.Count)];
        Array.Sort(placed, order);
        (long penalty, int kept) = (0, 0);
        foreach (int other in order.AsSpan(1, neighbors))
        {
            int rank = 0; // the row itself comes first, so that the nearest other has rank 1
            for (int i = 0; i < distances.Length; i++)
                if (distances[i] < distances[other] || (distances[i] == distances[other] && i < other)) rank++;
            penalty += Math.Max(0, rank - neighbors);
            if (rank <= neighbors) kept++;
        }

        return (penalty, kept);
    }

    private static float[] DistancesTo(FloatMatrix rows, int row)
    {
        float[] distances = new float[rows.Count];
        for (int other = 0; other < distances.Length; other++) distances[other] = VectorKernels.SquaredEuclidean(rows[row], rows[other]);
        distances[row] = -1;
        return distances;
    }
}
