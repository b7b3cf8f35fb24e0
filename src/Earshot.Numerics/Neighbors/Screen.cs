using Earshot.Numerics.Components;
using Earshot.Numerics.LeastSquares;
using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.Neighbors;

/// <summary>
/// Coordinates along the first few principal axes. A projection brings no two rows farther apart, so pairs that are too far apart in it need not be
/// measured in all dimensions: what it costs to look at a pair falls with the number of axes, how many pairs are left to measure rises.
/// </summary>
internal sealed class Screen
{
    private const int ChunkRows = 256;
    private const int FittedRows = 4096;
    private const int AskedRows = 256;

    // below, little is to be gained; above, the axes cost too much to find
    private const int LeastDimensions = 128, MostDimensions = 1024;

    // ns on one core, 2026-11-21, AMD Zen 5: a pair in 8 bits a dimension; a pair in floats, and that a dimension
    private const double ByteCost = 0.004, PairCost = 20, FloatCost = 0.05;

    private static readonly int[] Counts = [32, 64, 96, 128, 192, 256, 384, 512];

    private readonly PackedColumns _axes;
    private readonly float[] _offsets;

    private Screen(ReadOnlySpan<double> axes, ReadOnlySpan<double> mean, int count)
    {
        int d = mean.Length;
        float[] rounded = new float[count * d];
        _offsets = new float[count];
        for (int axis = 0; axis < count; axis++)
        {
            double offset = 0;
            for (int i = 0; i < d; i++)
            {
                rounded[(axis * d) + i] = (float)axes[(axis * d) + i];
                offset += axes[(axis * d) + i] * mean[i];
            }

            _offsets[axis] = (float)offset;
        }

        _axes = PackedColumns.Transposed(new FloatMatrix(rounded, d), 0, count);
    }

    /// <summary>Axes.</summary>
    public int Count => _offsets.Length;

    /// <summary>The screen that promises the least work for <paramref name="rows"/>; null where it is less to look at all dimensions.</summary>
    public static Screen? Choose(FloatMatrix rows, ulong seed, int threads, CancellationToken cancellation)
    {
        int d = rows.Dimensions;
        int[] counts = [.. Counts.Where(count => count <= d * 2 / 3)];
        if (counts.Length == 0 || d < LeastDimensions || d > MostDimensions) return null;
        SplitMix64 random = new(seed);
        FloatMatrix sample = rows.Select(random.NextSample(rows.Count, Math.Min(rows.Count, FittedRows)));
        PrincipalComponents components = PrincipalComponents.Fit(sample, counts[^1], threads, cancellation);
        Screen widest = new(components.Axes, components.Mean, counts[^1]);
        double[] left = ShareLeft(sample, widest.Apply(sample, threads, cancellation), counts);
        (int best, double least) = (0, d * ByteCost);
        for (int i = 0; i < counts.Length; i++)
        {
            double cost = (counts[i] * ByteCost) + (left[i] * (PairCost + (d * FloatCost)));
            if (cost < least) (best, least) = (counts[i], cost);
        }

        return best == 0 ? null : new Screen(components.Axes, components.Mean, best);
    }

    /// <summary>Coordinates of rows, from the mean.</summary>
    public FloatMatrix Apply(FloatMatrix rows, int threads, CancellationToken cancellation)
    {
        float[] coordinates = GC.AllocateUninitializedArray<float>(checked(rows.Count * Count));
        Chunks.ForEach(
            rows.Count,
            ChunkRows,
            threads,
            (_, first, end) =>
            {
                Span<float> target = coordinates.AsSpan(first * Count, (end - first) * Count);
                ProductKernel.Multiply(rows, first, end, _axes, target);
                for (int i = 0; i < target.Length; i++) target[i] -= _offsets[i % _offsets.Length];
            },
            cancellation);
        return new FloatMatrix(coordinates, Count);
    }

    // The share of pairs that are not too far apart along the first axes. How far is too far is told by the nearest row of the sample: among all rows
    // there are nearer ones, so that less will be left.
    private static double[] ShareLeft(FloatMatrix sample, FloatMatrix projected, int[] counts)
    {
        long[] left = new long[counts.Length];
        int asked = Math.Min(AskedRows, sample.Count);
        for (int row = 0; row < asked; row++)
        {
            float nearest = float.PositiveInfinity;
            for (int other = 0; other < sample.Count; other++)
                if (other != row) nearest = Math.Min(nearest, VectorKernels.SquaredEuclidean(sample[row], sample[other]));
            for (int other = 0; other < sample.Count; other++)
            {
                float sum = 0;
                for (int i = 0; i < counts.Length; i++)
                {
                    int start = i == 0 ? 0 : counts[i - 1];
                    sum += VectorKernels.SquaredEuclidean(projected[row][start..counts[i]], projected[other][start..counts[i]]);
                    if (sum <= nearest) left[i]++;
                }
            }
        }

        return Array.ConvertAll(left, pairs => (double)pairs / ((long)asked * sample.Count));
    }
}
