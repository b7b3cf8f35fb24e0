using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Earshot.Numerics.Components;

/// <summary>
/// Eigenvalues and eigenvectors of a real symmetric matrix: Householder's reduction to tridiagonal form, then QL iterations with implicit
/// shifts (EISPACK tred2 and tql2; Wilkinson and Reinsch 1971). Vectors are kept as rows, so that all inner loops run along memory.
/// </summary>
internal static class SymmetricEigen
{
    private const int MostIterations = 60;

    /// <summary>
    /// Replaces the n × n <paramref name="matrix"/> (row-major, both triangles given) by its unit eigenvectors, one a row, and fills
    /// <paramref name="values"/>, largest first.
    /// </summary>
    /// <exception cref="ArithmeticException">The iterations did not converge: the matrix holds NaN or infinities.</exception>
    public static void Decompose(double[] matrix, double[] values)
    {
        int n = values.Length;
        double[] beside = new double[n];
        double[] vectors = Tridiagonalize(matrix, n, values, beside);
        Iterate(values, beside, vectors);
        int[] order = [.. Enumerable.Range(0, n).OrderByDescending(i => values[i])];
        for (int i = 0; i < n; i++) vectors.AsSpan(order[i] * n, n).CopyTo(matrix.AsSpan(i * n, n));
        double[] sorted = Array.ConvertAll(order, i => values[i]);
        sorted.CopyTo(values, 0);
    }

    /// <summary>Gives Qᵀ with Qᵀ·A·Q tridiagonal: <paramref name="diagonal"/>, and <paramref name="beside"/> with entry i at (i, i − 1).</summary>
    private static double[] Tridiagonalize(double[] a, int n, double[] diagonal, double[] beside)
    {
        double[] reflectors = new double[n * n];
        double[] p = new double[n];
        for (int k = 0; k < n - 1; k++)
        {
            // v = a[k+1…, k] with |a| added to the first entry: I − 2vvᵀ/|v|² maps the column to a multiple of its first entry
            Span<double> v = reflectors.AsSpan((k * n) + k + 1, n - k - 1);
            for (int i = 0; i < v.Length; i++) v[i] = a[((k + 1 + i) * n) + k];
            double norm = Math.Sqrt(Dot(v, v));
            double rest = norm - Math.Abs(v[0]);
            diagonal[k] = a[(k * n) + k];
            if (norm == 0 || rest == 0)
            {
                beside[k + 1] = v[0];
                v.Clear();
                continue;
            }

            double sign = v[0] < 0 ? -1 : 1;
            beside[k + 1] = -sign * norm;
            v[0] += sign * norm;
            double length = Math.Sqrt(Dot(v, v));
            for (int i = 0; i < v.Length; i++) v[i] *= 1.4142135623730951 / length; // then the reflection is I − vvᵀ
            Span<double> w = p.AsSpan(0, v.Length);
            for (int i = 0; i < w.Length; i++) w[i] = Dot(a.AsSpan(((k + 1 + i) * n) + k + 1, v.Length), v);
            AddMultiple(w, v, -0.5 * Dot(w, v));
            for (int i = 0; i < v.Length; i++)
            {
                Span<double> row = a.AsSpan(((k + 1 + i) * n) + k + 1, v.Length);
                AddMultiple(row, w, -v[i]);
                AddMultiple(row, v, -w[i]);
            }
        }

        if (n > 0) diagonal[n - 1] = a[(n * n) - 1];
        return Accumulate(reflectors, n, p);
    }

    /// <summary>Qᵀ = … H₁H₀ from the reflectors, in rows: from the last to the first, each touches only the block below and right of it.</summary>
    private static double[] Accumulate(double[] reflectors, int n, double[] work)
    {
        double[] q = new double[n * n];
        for (int i = 0; i < n; i++) q[(i * n) + i] = 1;
        for (int k = n - 2; k >= 0; k--)
        {
            // rows of Qᵀ are right-multiplied: row − (row·v)v
            ReadOnlySpan<double> v = reflectors.AsSpan((k * n) + k + 1, n - k - 1);
            for (int i = k + 1; i < n; i++)
            {
                Span<double> row = q.AsSpan((i * n) + k + 1, v.Length);
                AddMultiple(row, v, -Dot(row, v));
            }
        }

        return q;
    }

    private static void Iterate(double[] d, double[] beside, double[] vectors)
    {
        int n = d.Length;
        double[] e = [.. beside.Skip(1), 0];

        // rounding of the largest entries: below it nothing can be told from zero, which a matrix of low rank is full of
        double negligible = 0;
        for (int i = 0; i < n; i++) negligible = Math.Max(negligible, 1.1e-16 * (Math.Abs(d[i]) + Math.Abs(e[i])));
        for (int l = 0; l < n; l++)
        {
            for (int iteration = 0; ; iteration++)
            {
                int m = l;
                while (m < n - 1 && Math.Abs(e[m]) > Math.Max(negligible, 1.1e-16 * (Math.Abs(d[m]) + Math.Abs(d[m + 1])))) m++;
                if (m == l) break;
                if (iteration == MostIterations) throw new ArithmeticException("eigenvalues did not converge; the matrix must be finite");
                double g = (d[l + 1] - d[l]) / (2 * e[l]);
                double r = Math.Sqrt((g * g) + 1);
                g = d[m] - d[l] + (e[l] / (g + Math.CopySign(r, g)));
                double sine = 1, cosine = 1, p = 0;
                int i = m - 1;
                for (; i >= l; i--)
                {
                    double f = sine * e[i], b = cosine * e[i];
                    r = Math.Sqrt((f * f) + (g * g));
                    e[i + 1] = r;
                    if (r == 0)
                    {
                        d[i + 1] -= p;
                        e[m] = 0;
                        break;
                    }

                    sine = f / r;
                    cosine = g / r;
                    g = d[i + 1] - p;
                    r = ((d[i] - g) * sine) + (2 * cosine * b);
                    p = sine * r;
                    d[i + 1] = g + p;
                    g = (cosine * r) - b;
                    Rotate(vectors.AsSpan(i * n, n), vectors.AsSpan((i + 1) * n, n), sine, cosine);
                }

                if (r == 0 && i >= l) continue;
                d[l] -= p;
                e[l] = g;
                e[m] = 0;
            }
        }
    }

    private static void Rotate(Span<double> upper, Span<double> lower, double sine, double cosine)
    {
        ref double first = ref MemoryMarshal.GetReference(upper);
        ref double second = ref MemoryMarshal.GetReference(lower);
        int i = 0;
        for (; i <= upper.Length - 4; i += 4)
        {
            Vector256<double> x = Vector256.LoadUnsafe(ref first, (nuint)i), y = Vector256.LoadUnsafe(ref second, (nuint)i);
            ((x * sine) + (y * cosine)).StoreUnsafe(ref second, (nuint)i);
            ((x * cosine) - (y * sine)).StoreUnsafe(ref first, (nuint)i);
        }

        for (; i < upper.Length; i++)
            (upper[i], lower[i]) = ((upper[i] * cosine) - (lower[i] * sine), (upper[i] * sine) + (lower[i] * cosine));
    }

    /// <summary>Σ xᵢ·yᵢ in eight chains of fused multiply-adds.</summary>
    internal static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        ref double xs = ref MemoryMarshal.GetReference(x);
        ref double ys = ref MemoryMarshal.GetReference(y);
        Vector256<double> even = default, odd = default;
        int i = 0;
        for (; i <= x.Length - 8; i += 8)
        {
            even = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref xs, (nuint)i), Vector256.LoadUnsafe(ref ys, (nuint)i), even);
            odd = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref xs, (nuint)i + 4), Vector256.LoadUnsafe(ref ys, (nuint)i + 4), odd);
        }

        Vector256<double> four = even + odd;
        double sum = (four[0] + four[2]) + (four[1] + four[3]);
        for (; i < x.Length; i++) sum = Math.FusedMultiplyAdd(x[i], y[i], sum);
        return sum;
    }

    /// <summary>y += factor·x.</summary>
    internal static void AddMultiple(Span<double> y, ReadOnlySpan<double> x, double factor)
    {
        ref double xs = ref MemoryMarshal.GetReference(x);
        ref double ys = ref MemoryMarshal.GetReference(y);
        Vector256<double> factors = Vector256.Create(factor);
        int i = 0;
        for (; i <= x.Length - 4; i += 4)
            Vector256.FusedMultiplyAdd(factors, Vector256.LoadUnsafe(ref xs, (nuint)i), Vector256.LoadUnsafe(ref ys, (nuint)i)).StoreUnsafe(ref ys, (nuint)i);
        for (; i < x.Length; i++) y[i] = Math.FusedMultiplyAdd(factor, x[i], y[i]);
    }
}
