using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Earshot.Inference.Students;

/// <summary>
/// The arithmetic of a student. Each of the 384 sums takes its rows in the order given, one fused multiply-add a row, and the length is
/// added up in 16 fixed lanes: the same bits on every instruction set.
/// </summary>
internal static unsafe class Pooling
{
    private const int Lanes = 16;
    private const int BlockSize = 8 * Lanes;

    /// <summary>sum[d] = Σ scale_r · row_r[d] over the listed rows, d = 0 … 383.</summary>
    /// <param name="sum">Room for 384 floats.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // runs for long before tiering would get to it
    public static void Sum(sbyte* rows, float* scales, ReadOnlySpan<int> indices, float* sum)
    {
        for (int block = 0; block < Student.Dimensions; block += BlockSize)
        {
            Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
            foreach (int index in indices)
            {
                sbyte* row = rows + ((nint)index * Student.Dimensions) + block;
                Vector512<float> scale = Vector512.Create(scales[index]);
                s0 = Vector512.FusedMultiplyAdd(scale, Widen(row), s0);
                s1 = Vector512.FusedMultiplyAdd(scale, Widen(row + Lanes), s1);
                s2 = Vector512.FusedMultiplyAdd(scale, Widen(row + (2 * Lanes)), s2);
                s3 = Vector512.FusedMultiplyAdd(scale, Widen(row + (3 * Lanes)), s3);
                s4 = Vector512.FusedMultiplyAdd(scale, Widen(row + (4 * Lanes)), s4);
                s5 = Vector512.FusedMultiplyAdd(scale, Widen(row + (5 * Lanes)), s5);
                s6 = Vector512.FusedMultiplyAdd(scale, Widen(row + (6 * Lanes)), s6);
                s7 = Vector512.FusedMultiplyAdd(scale, Widen(row + (7 * Lanes)), s7);
            }

            float* to = sum + block;
            s0.Store(to);
            s1.Store(to + Lanes);
            s2.Store(to + (2 * Lanes));
            s3.Store(to + (3 * Lanes));
            s4.Store(to + (4 * Lanes));
            s5.Store(to + (5 * Lanes));
            s6.Store(to + (6 * Lanes));
            s7.Store(to + (7 * Lanes));
        }
    }

    /// <summary>‖x‖ of 384 floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Length(float* x)
    {
        Vector512<float> squares = default;
        for (int i = 0; i < Student.Dimensions; i += Lanes)
        {
            Vector512<float> part = Vector512.Load(x + i);
            squares = Vector512.FusedMultiplyAdd(part, part, squares);
        }

        // Halves are added until one is left; the order of Vector512.Sum is not promised.
        Vector256<float> eight = squares.GetLower() + squares.GetUpper();
        Vector128<float> four = eight.GetLower() + eight.GetUpper();
        return MathF.Sqrt((four[0] + four[2]) + (four[1] + four[3]));
    }

    /// <summary>
    /// q[d] = x[d] · 127 / max|x| rounded to nearest even, so that x / ‖x‖ = scale · q. A zero vector gives zeros and scale 0.
    /// </summary>
    /// <param name="x">384 floats.</param>
    /// <param name="length">‖x‖.</param>
    /// <param name="row">Room for 384 values −127 … 127.</param>
    /// <returns>The scale, max|x| / (127 ‖x‖).</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Quantize(float* x, float length, sbyte* row)
    {
        Vector512<float> magnitudes = default;
        for (int i = 0; i < Student.Dimensions; i += Lanes) magnitudes = Vector512.Max(magnitudes, Vector512.Abs(Vector512.Load(x + i)));
        Vector256<float> eight = Vector256.Max(magnitudes.GetLower(), magnitudes.GetUpper());
        Vector128<float> four = Vector128.Max(eight.GetLower(), eight.GetUpper());
        float largest = MathF.Max(MathF.Max(four[0], four[1]), MathF.Max(four[2], four[3]));
        if (largest == 0)
        {
            new Span<sbyte>(row, Student.Dimensions).Clear();
            return 0;
        }

        Vector512<float> factor = Vector512.Create(127 / largest);
        for (int i = 0; i < Student.Dimensions; i += 4 * Lanes)
        {
            Vector512<short> low = Vector512.Narrow(Round(x + i, factor), Round(x + i + Lanes, factor));
            Vector512<short> high = Vector512.Narrow(Round(x + i + (2 * Lanes), factor), Round(x + i + (3 * Lanes), factor));
            Vector512.Narrow(low, high).Store(row + i);
        }

        return largest / (127 * length);
    }

    /// <summary>Exact, so each instruction set may take its shortest way.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Widen(sbyte* values)
    {
        if (Avx512F.IsSupported) return Vector512.ConvertToSingle(Avx512F.ConvertToVector512Int32(Vector128.Load(values)));
        if (Avx2.IsSupported)
            return Vector512.Create(
                Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(values)), Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(values + 8)));
        Vector256<short> words = Vector256.WidenLower(Vector128.Load(values).ToVector256Unsafe());
        return Vector512.ConvertToSingle(Vector512.WidenLower(words.ToVector512Unsafe()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Round(float* x, Vector512<float> factor) =>
        Vector512.ConvertToInt32Native(Vector512.Round(Vector512.Load(x) * factor));
}
