using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Earshot.Numerics.Neighbors;
using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.Density;

/// <summary>Squared distances of rows of floats in doubles, the same bits on every instruction set; cosine as on rows of length 1: 2 · (1 − cosine).</summary>
internal sealed class ExactDistances
{
    private const int Lanes = 8;

    // the cosine of equal rows may miss 1 by less than this
    private const double Rounding = 1e-12;

    private readonly FloatMatrix _rows;
    private readonly double[] _inverseLengths;
    private readonly bool _cosine;

    public ExactDistances(FloatMatrix rows, NeighborMetric metric)
    {
        _rows = rows;
        _cosine = metric == NeighborMetric.Cosine;
        _inverseLengths = new double[_cosine ? rows.Count : 0];
        for (int row = 0; row < _inverseLengths.Length; row++) _inverseLengths[row] = InverseLength(rows[row]);
    }

    /// <summary>Of two rows; exactly 0 for a row and itself.</summary>
    public double Squared(int left, int right) => left == right ? 0 : Squared(_rows[left], _cosine ? _inverseLengths[left] : 1, right);

    /// <summary>Of any row to one of these.</summary>
    /// <param name="row">Finite numbers.</param>
    /// <param name="inverseLength">See <see cref="InverseLength"/>.</param>
    /// <param name="other">Number of the other row.</param>
    public double Squared(ReadOnlySpan<float> row, double inverseLength, int other)
    {
        if (!_cosine) return Sum(row, _rows[other], dot: false);

        // rows of zeros are alike, and at right angles to all others
        if (inverseLength == 0 && _inverseLengths[other] == 0) return 0;
        double squared = 2 * (1 - (Sum(row, _rows[other], dot: true) * (inverseLength * _inverseLengths[other]))); // the same from either end
        return squared > Rounding ? squared : row.SequenceEqual(_rows[other]) ? 0 : Math.Max(0, squared);
    }

    /// <summary>Orders rows by their numbers; 0 for equal ones.</summary>
    public int Compare(int left, int right) => _rows[left].SequenceCompareTo(_rows[right]);

    /// <summary>1 / length; 0 for a row of zeros.</summary>
    public static double InverseLength(ReadOnlySpan<float> row)
    {
        double squares = Sum(row, row, dot: true);
        return squares > 0 ? 1 / Math.Sqrt(squares) : 0;
    }

    /// <summary>The rows at length 1, rounded to floats; rows of zeros stay.</summary>
    public FloatMatrix Directions()
    {
        float[] values = new float[_rows.Count * _rows.Dimensions];
        for (int row = 0; row < _rows.Count; row++)
            for (int i = 0; i < _rows.Dimensions; i++) values[(row * _rows.Dimensions) + i] = (float)(_rows[row][i] * _inverseLengths[row]);
        return new FloatMatrix(values, _rows.Dimensions);
    }

    /// <summary>Σ xᵢ·yᵢ or Σ (xᵢ − yᵢ)².</summary>
    private static double Sum(ReadOnlySpan<float> x, ReadOnlySpan<float> y, bool dot)
    {
        ref float xs = ref MemoryMarshal.GetReference(x), ys = ref MemoryMarshal.GetReference(y);
        Vector256<double> low = default, high = default;
        int i = 0;
        for (; i <= x.Length - Lanes; i += Lanes)
        {
            (Vector256<double> leftLow, Vector256<double> leftHigh) = Vector256.Widen(Vector256.LoadUnsafe(ref xs, (nuint)i));
            (Vector256<double> rightLow, Vector256<double> rightHigh) = Vector256.Widen(Vector256.LoadUnsafe(ref ys, (nuint)i));
            if (!dot)
            {
                leftLow = rightLow = leftLow - rightLow;
                leftHigh = rightHigh = leftHigh - rightHigh;
            }

            low = Vector256.FusedMultiplyAdd(leftLow, rightLow, low);
            high = Vector256.FusedMultiplyAdd(leftHigh, rightHigh, high);
        }

        Vector256<double> four = low + high;
        Vector128<double> two = four.GetLower() + four.GetUpper();
        double sum = two[0] + two[1];
        for (; i < x.Length; i++) sum += dot ? (double)x[i] * y[i] : ((double)x[i] - y[i]) * ((double)x[i] - y[i]);
        return sum;
    }
}
