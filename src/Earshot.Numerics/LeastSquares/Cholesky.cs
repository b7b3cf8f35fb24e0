using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Earshot.Numerics.LeastSquares;

/// <summary>Solves G·X = B for a symmetric positive definite G by G = L·Lᵀ (Golub and Van Loan, Matrix Computations, 4.2).</summary>
public static class Cholesky
{
    private const int Lanes = 4;

    /// <summary>Replaces <paramref name="right"/> by G⁻¹·B. On one thread; meant for up to about a thousand rows.</summary>
    /// <param name="matrix">G, n × n, row-major; its lower triangle is read, and replaced by L.</param>
    /// <param name="right">B, n rows of any length, row-major.</param>
    /// <param name="n">Rows of G and of B.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="ArithmeticException">G is not positive definite, to rounding.</exception>
    public static void Solve(double[] matrix, double[] right, int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        if (matrix.Length != (long)n * n || right.Length % n != 0)
            throw new ArgumentException($"{matrix.Length} and {right.Length} numbers are no system of {n} equations", nameof(matrix));
        int width = right.Length / n;
        for (int row = 0; row < n; row++)
        {
            // the rows above are finished: row · row of L gives what is still to be taken off
            for (int column = 0; column <= row; column++)
            {
                double rest = matrix[(row * n) + column] - Dot(matrix.AsSpan(row * n, column), matrix.AsSpan(column * n, column));
                if (column == row && !(rest > 0)) throw new ArithmeticException($"pivot {row} is {rest}: the matrix is not positive definite");
                matrix[(row * n) + column] = column == row ? Math.Sqrt(rest) : rest / matrix[(column * n) + column];
            }
        }

        for (int row = 0; row < n; row++)
        {
            for (int above = 0; above < row; above++) Subtract(matrix[(row * n) + above], above, row);
            Divide(row);
        }

        for (int row = n - 1; row >= 0; row--)
        {
            for (int below = row + 1; below < n; below++) Subtract(matrix[(below * n) + row], below, row);
            Divide(row);
        }

        void Subtract(double factor, int from, int row)
        {
            ref double source = ref MemoryMarshal.GetArrayDataReference(right);
            nuint x = (nuint)from * (nuint)width, y = (nuint)row * (nuint)width;
            Vector256<double> factors = Vector256.Create(-factor);
            int i = 0;
            for (; i <= width - Lanes; i += Lanes, x += Lanes, y += Lanes)
                Vector256.FusedMultiplyAdd(factors, Vector256.LoadUnsafe(ref source, x), Vector256.LoadUnsafe(ref source, y)).StoreUnsafe(ref source, y);
            for (; i < width; i++) right[(row * width) + i] = Math.FusedMultiplyAdd(-factor, right[(from * width) + i], right[(row * width) + i]);
        }

        void Divide(int row)
        {
            double pivot = matrix[(row * n) + row];
            foreach (ref double value in right.AsSpan(row * width, width)) value /= pivot;
        }
    }

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Vector256<double> sums = default;
        int i = 0;
        for (; i <= x.Length - Lanes; i += Lanes) sums = Vector256.FusedMultiplyAdd(Vector256.Create(x[i..]), Vector256.Create(y[i..]), sums);
        double sum = (sums[0] + sums[2]) + (sums[1] + sums[3]);
        for (; i < x.Length; i++) sum = Math.FusedMultiplyAdd(x[i], y[i], sum);
        return sum;
    }
}
