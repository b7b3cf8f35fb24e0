using System.Runtime.Intrinsics;

namespace Earshot.Numerics.Components;

/// <summary>Sums of outer products xxᵀ, eight rows x at a time, so that each sum is loaded and stored once for eight multiply-adds.</summary>
internal static unsafe class CovarianceKernel
{
    /// <summary>sums[i, j] += Σ over the eight rows of xᵢ·xⱼ, for j ≥ i (some places left of the diagonal are written too).</summary>
    /// <param name="sums">d × d, row-major.</param>
    /// <param name="rows">Eight rows of d numbers.</param>
    public static void AddUpperTriangle(double[] sums, double[][] rows)
    {
        int d = rows[0].Length;
        fixed (double* sum = sums, x0 = rows[0], x1 = rows[1], x2 = rows[2], x3 = rows[3], x4 = rows[4], x5 = rows[5], x6 = rows[6], x7 = rows[7])
        {
            for (int i = 0; i < d; i++)
            {
                double* target = sum + ((nint)i * d);
                Vector256<double> a0 = Vector256.Create(x0[i]), a1 = Vector256.Create(x1[i]), a2 = Vector256.Create(x2[i]), a3 = Vector256.Create(x3[i]);
                Vector256<double> a4 = Vector256.Create(x4[i]), a5 = Vector256.Create(x5[i]), a6 = Vector256.Create(x6[i]), a7 = Vector256.Create(x7[i]);
                int j = i & ~3;
                for (; j <= d - 4; j += 4)
                {
                    Vector256<double> s = Vector256.FusedMultiplyAdd(a0, Vector256.Load(x0 + j), Vector256.Load(target + j));
                    s = Vector256.FusedMultiplyAdd(a1, Vector256.Load(x1 + j), s);
                    s = Vector256.FusedMultiplyAdd(a2, Vector256.Load(x2 + j), s);
                    s = Vector256.FusedMultiplyAdd(a3, Vector256.Load(x3 + j), s);
                    s = Vector256.FusedMultiplyAdd(a4, Vector256.Load(x4 + j), s);
                    s = Vector256.FusedMultiplyAdd(a5, Vector256.Load(x5 + j), s);
                    s = Vector256.FusedMultiplyAdd(a6, Vector256.Load(x6 + j), s);
                    Vector256.FusedMultiplyAdd(a7, Vector256.Load(x7 + j), s).Store(target + j);
                }

                for (; j < d; j++)
                {
                    double s = Math.FusedMultiplyAdd(x0[i], x0[j], target[j]);
                    s = Math.FusedMultiplyAdd(x1[i], x1[j], s);
                    s = Math.FusedMultiplyAdd(x2[i], x2[j], s);
                    s = Math.FusedMultiplyAdd(x3[i], x3[j], s);
                    s = Math.FusedMultiplyAdd(x4[i], x4[j], s);
                    s = Math.FusedMultiplyAdd(x5[i], x5[j], s);
                    s = Math.FusedMultiplyAdd(x6[i], x6[j], s);
                    target[j] = Math.FusedMultiplyAdd(x7[i], x7[j], s);
                }
            }
        }
    }
}
