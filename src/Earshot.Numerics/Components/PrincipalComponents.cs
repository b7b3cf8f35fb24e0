using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.Components;

/// <summary>The directions in which rows vary most: eigenvectors of their covariance. Plain data, immutable.</summary>
public sealed class PrincipalComponents
{
    private const int ProjectionRows = 256;
    private const int LeastChunkRows = 512;

    // bounds the d × d sums kept by chunk
    private const int MostChunks = 16;
    private const int BlockRows = 8;
    private readonly double[] _mean;
    private readonly double[] _axes;
    private readonly double[] _variances;

    private PrincipalComponents(double[] mean, double[] axes, double[] variances, double totalVariance)
    {
        _mean = mean;
        _axes = axes;
        _variances = variances;
        TotalVariance = totalVariance;
    }

    /// <summary>Axes, m.</summary>
    public int Count => _variances.Length;

    /// <summary>Numbers a row, d.</summary>
    public int Dimensions => _mean.Length;

    /// <summary>Mean of the rows, d numbers.</summary>
    public ReadOnlySpan<double> Mean => _mean;

    /// <summary>m × d, row-major: orthogonal unit vectors, most variance first, each with its entry of largest magnitude positive.</summary>
    public ReadOnlySpan<double> Axes => _axes;

    /// <summary>Variance along each axis (divided by n − 1), largest first.</summary>
    public ReadOnlySpan<double> Variances => _variances;

    /// <summary>Variance in all directions.</summary>
    public double TotalVariance { get; }

    /// <summary>
    /// The first <paramref name="count"/> axes of <paramref name="rows"/>, by the eigenvectors of their d × d covariance: exact, and meant for
    /// up to about a thousand dimensions. Of no rows or one, all variances are 0.
    /// </summary>
    /// <param name="rows">Finite rows; read twice.</param>
    /// <param name="count">Axes, 1 to d.</param>
    /// <param name="threads">Threads at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between chunks of rows.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1 or above d.</exception>
    public static PrincipalComponents Fit(IRows rows, int count, int threads = 1, CancellationToken cancellation = default)
    {
        int d = rows.Dimensions;
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, d);
        double[] mean = MeanOf(rows, threads, cancellation);
        double[] covariance = CovarianceOf(rows, mean, threads, cancellation);
        double total = 0;
        for (int i = 0; i < d; i++) total += covariance[(i * d) + i];
        double[] variances = new double[d];
        SymmetricEigen.Decompose(covariance, variances);
        double[] axes = covariance.AsSpan(0, count * d).ToArray();
        for (int axis = 0; axis < count; axis++) FixSign(axes.AsSpan(axis * d, d));
        for (int i = 0; i < count; i++) variances[i] = Math.Max(0, variances[i]);
        return new PrincipalComponents(mean, axes, variances[..count], total);
    }

    /// <summary>Coordinates of the rows along the axes, from the mean: n × m floats, row-major.</summary>
    /// <exception cref="ArgumentException">The dimensions differ, or <paramref name="coordinates"/> is not of n × m.</exception>
    public void Project(IRows rows, Memory<float> coordinates, int threads = 1, CancellationToken cancellation = default)
    {
        if (rows.Dimensions != Dimensions) throw new ArgumentException($"rows of {rows.Dimensions} dimensions; the axes have {Dimensions}", nameof(rows));
        if (coordinates.Length != (long)rows.Count * Count)
            throw new ArgumentException($"{coordinates.Length} coordinates for {rows.Count} rows and {Count} axes", nameof(coordinates));
        Chunks.ForEach(
            rows.Count,
            ProjectionRows,
            threads,
            (_, first, end) =>
            {
                double[] centred = new double[Dimensions];
                float[] row = new float[Dimensions];
                for (int i = first; i < end; i++)
                {
                    Centre(rows, i, _mean, row, centred);
                    Span<float> target = coordinates.Span.Slice(i * Count, Count);
                    for (int axis = 0; axis < target.Length; axis++)
                        target[axis] = (float)SymmetricEigen.Dot(centred, _axes.AsSpan(axis * Dimensions, Dimensions));
                }
            },
            cancellation);
    }

    private static double[] MeanOf(IRows rows, int threads, CancellationToken cancellation)
    {
        double[] mean = SumOfChunks(
            rows,
            rows.Dimensions,
            threads,
            (sums, first, end) =>
            {
                float[] row = new float[rows.Dimensions];
                for (int i = first; i < end; i++)
                {
                    rows.Read(i, row);
                    VectorKernels.AddTo(sums, row);
                }
            },
            cancellation);
        for (int i = 0; i < mean.Length && rows.Count > 0; i++) mean[i] /= rows.Count;
        return mean;
    }

    private static double[] CovarianceOf(IRows rows, double[] mean, int threads, CancellationToken cancellation)
    {
        int d = rows.Dimensions;
        double[] covariance = SumOfChunks(
            rows,
            d * d,
            threads,
            (sums, first, end) =>
            {
                double[][] block = [.. Enumerable.Range(0, BlockRows).Select(_ => new double[d])];
                float[] row = new float[d];
                for (int start = first; start < end; start += BlockRows)
                {
                    for (int i = 0; i < BlockRows; i++)
                    {
                        if (start + i < end) Centre(rows, start + i, mean, row, block[i]);
                        else Array.Clear(block[i]);
                    }

                    CovarianceKernel.AddUpperTriangle(sums, block);
                }
            },
            cancellation);
        double divisor = Math.Max(1, rows.Count - 1);
        for (int i = 0; i < d; i++)
            for (int j = i; j < d; j++)
                covariance[(j * d) + i] = covariance[(i * d) + j] /= divisor;
        return covariance;
    }

    private static double[] SumOfChunks(IRows rows, int length, int threads, Action<double[], int, int> add, CancellationToken cancellation)
    {
        int size = Math.Max(LeastChunkRows, (rows.Count + MostChunks - 1) / MostChunks);
        double[][] partial = [.. Enumerable.Range(0, Chunks.Count(rows.Count, size)).Select(_ => new double[length])];
        Chunks.ForEach(rows.Count, size, threads, (chunk, first, end) => add(partial[chunk], first, end), cancellation);
        double[] sum = partial.Length == 0 ? new double[length] : partial[0];
        foreach (double[] part in partial.Skip(1))
            for (int i = 0; i < sum.Length; i++) sum[i] += part[i];
        return sum;
    }

    private static void Centre(IRows rows, int index, double[] mean, float[] row, double[] centred)
    {
        rows.Read(index, row);
        for (int i = 0; i < row.Length; i++) centred[i] = row[i] - mean[i];
    }

    private static void FixSign(Span<double> axis)
    {
        int largest = 0;
        for (int i = 1; i < axis.Length; i++)
            if (Math.Abs(axis[i]) > Math.Abs(axis[largest])) largest = i;
        if (axis[largest] >= 0) return;
        for (int i = 0; i < axis.Length; i++) axis[i] = -axis[i];
    }
}
