using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Earshot.Numerics.Components;

namespace Earshot.Numerics.Metrics;

/// <summary>Rows in double precision with their clusters, numbered from 0.</summary>
internal sealed class LabeledRows
{
    private readonly double[] _values;
    private readonly int _dimensions;

    private LabeledRows(double[] values, int dimensions, int[] clusters, int count)
    {
        _values = values;
        _dimensions = dimensions;
        Clusters = clusters;
        Sizes = new int[count];
        foreach (int cluster in clusters) Sizes[cluster]++;
    }

    /// <summary>The cluster of each row.</summary>
    public int[] Clusters { get; }

    /// <summary>Rows of each cluster.</summary>
    public int[] Sizes { get; }

    /// <summary>Whether there are 2 to n − 1 clusters.</summary>
    public bool IsMeaningful => Sizes.Length >= 2 && Sizes.Length < Clusters.Length;

    public static LabeledRows From<T>(ReadOnlySpan<T> rows, int dimensions, ReadOnlySpan<int> labels)
        where T : unmanaged, INumberBase<T>
    {
        if (rows.Length != (long)labels.Length * dimensions)
            throw new ArgumentException($"{rows.Length} numbers are not {labels.Length} rows of {dimensions}", nameof(labels));
        double[] values = new double[rows.Length];
        for (int i = 0; i < values.Length; i++) values[i] = double.CreateChecked(rows[i]);
        int[] clusters = LabelIndex.Of(labels, out int count);
        return new LabeledRows(values, dimensions, clusters, count);
    }

    public ReadOnlySpan<double> Row(int row) => _values.AsSpan(row * _dimensions, _dimensions);

    /// <summary>Scales every row to length 1; rows of zeros stay.</summary>
    public void Normalize()
    {
        for (int row = 0; row < Clusters.Length; row++)
        {
            Span<double> values = _values.AsSpan(row * _dimensions, _dimensions);
            double norm = Math.Sqrt(SymmetricEigen.Dot(values, values));
            for (int i = 0; norm > 0 && i < values.Length; i++) values[i] /= norm;
        }
    }

    /// <summary>The mean row of each cluster.</summary>
    public double[][] Centroids()
    {
        double[][] centroids = Array.ConvertAll(Sizes, _ => new double[_dimensions]);
        for (int row = 0; row < Clusters.Length; row++) SymmetricEigen.AddMultiple(centroids[Clusters[row]], Row(row), 1);
        for (int cluster = 0; cluster < centroids.Length; cluster++)
            for (int i = 0; i < _dimensions; i++) centroids[cluster][i] /= Sizes[cluster];
        return centroids;
    }

    /// <summary>Σ (xᵢ − yᵢ)² in four chains of fused multiply-adds.</summary>
    public static double SquaredDistance(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        ref double xs = ref MemoryMarshal.GetReference(x);
        ref double ys = ref MemoryMarshal.GetReference(y);
        Vector256<double> sums = default;
        int i = 0;
        for (; i <= x.Length - 4; i += 4)
        {
            Vector256<double> difference = Vector256.LoadUnsafe(ref xs, (nuint)i) - Vector256.LoadUnsafe(ref ys, (nuint)i);
            sums = Vector256.FusedMultiplyAdd(difference, difference, sums);
        }

        double sum = (sums[0] + sums[2]) + (sums[1] + sums[3]);
        for (; i < x.Length; i++) sum = Math.FusedMultiplyAdd(x[i] - y[i], x[i] - y[i], sum);
        return sum;
    }
}
