using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Earshot.Numerics.Vectors;

/// <summary>
/// Arithmetic on vectors of floats, the same bits on every instruction set: 32 chains of fused multiply-adds (chain i takes the elements
/// i, i + 32, …), then halves added to halves. NaN and infinities go through as IEEE 754 says; empty vectors give 0.
/// </summary>
public static class VectorKernels
{
    private const int Lanes = 8;
    private const int Step = 4 * Lanes;

    /// <summary>Σ xᵢ·yᵢ.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y) => Reduce<DotTerm>(x, y);

    /// <summary>Σ (xᵢ − yᵢ)²; exactly 0 for equal vectors.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static float SquaredEuclidean(ReadOnlySpan<float> x, ReadOnlySpan<float> y) => Reduce<SquaredDifferenceTerm>(x, y);

    /// <summary>√Σ xᵢ², the Euclidean length.</summary>
    public static float Norm(ReadOnlySpan<float> x) => MathF.Sqrt(Reduce<DotTerm>(x, x));

    /// <summary>x·y / (|x||y|), −1 to 1; 0 where either vector is all zeros.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static float CosineSimilarity(ReadOnlySpan<float> x, ReadOnlySpan<float> y) => Cosine(Dot(x, y), Norm(x), Norm(y));

    /// <summary>The cosine from a dot product and two lengths, kept within −1 to 1.</summary>
    internal static float Cosine(float dot, float normOfX, float normOfY)
    {
        float product = normOfX * normOfY;
        return product > 0 ? Math.Clamp(dot / product, -1f, 1f) : 0f;
    }

    /// <summary>sums += x, each element widened to double first.</summary>
    internal static void AddTo(Span<double> sums, ReadOnlySpan<float> x)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(sums.Length, x.Length);
        ref double sum = ref MemoryMarshal.GetReference(sums);
        ref float value = ref MemoryMarshal.GetReference(x);
        int i = 0;
        for (; i <= x.Length - Lanes; i += Lanes)
        {
            (Vector256<double> low, Vector256<double> high) = Vector256.Widen(Vector256.LoadUnsafe(ref value, (nuint)i));
            (Vector256.LoadUnsafe(ref sum, (nuint)i) + low).StoreUnsafe(ref sum, (nuint)i);
            (Vector256.LoadUnsafe(ref sum, (nuint)i + 4) + high).StoreUnsafe(ref sum, (nuint)i + 4);
        }

        for (; i < x.Length; i++) sums[i] += x[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Reduce<TTerm>(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
        where TTerm : struct, ITerm
    {
        if (x.Length != y.Length) throw new ArgumentException($"vectors of {x.Length} and {y.Length} numbers; the lengths must be equal", nameof(y));
        ref float xs = ref MemoryMarshal.GetReference(x);
        ref float ys = ref MemoryMarshal.GetReference(y);
        Vector256<float> a = default, b = default, c = default, d = default;
        int i = 0;
        for (; i <= x.Length - Step; i += Step) Accumulate<TTerm>(ref xs, ref ys, i, ref a, ref b, ref c, ref d);
        if (i < x.Length)
        {
            // a zero adds nothing to a chain, so the rest is worked on as a whole step
            Span<float> rest = stackalloc float[2 * Step];
            rest.Clear();
            x[i..].CopyTo(rest);
            y[i..].CopyTo(rest[Step..]);
            Accumulate<TTerm>(ref rest[0], ref rest[Step], 0, ref a, ref b, ref c, ref d);
        }

        Vector256<float> eight = (a + b) + (c + d);
        Vector128<float> four = eight.GetLower() + eight.GetUpper();
        return (four[0] + four[2]) + (four[1] + four[3]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate<TTerm>(
        ref float x, ref float y, int at, ref Vector256<float> a, ref Vector256<float> b, ref Vector256<float> c, ref Vector256<float> d)
        where TTerm : struct, ITerm
    {
        nuint i = (nuint)at;
        a = TTerm.Add(Vector256.LoadUnsafe(ref x, i), Vector256.LoadUnsafe(ref y, i), a);
        b = TTerm.Add(Vector256.LoadUnsafe(ref x, i + Lanes), Vector256.LoadUnsafe(ref y, i + Lanes), b);
        c = TTerm.Add(Vector256.LoadUnsafe(ref x, i + (2 * Lanes)), Vector256.LoadUnsafe(ref y, i + (2 * Lanes)), c);
        d = TTerm.Add(Vector256.LoadUnsafe(ref x, i + (3 * Lanes)), Vector256.LoadUnsafe(ref y, i + (3 * Lanes)), d);
    }

    private interface ITerm
    {
        static abstract Vector256<float> Add(Vector256<float> x, Vector256<float> y, Vector256<float> sum);
    }

    private readonly struct DotTerm : ITerm
    {
        public static Vector256<float> Add(Vector256<float> x, Vector256<float> y, Vector256<float> sum) =>
            Vector256.FusedMultiplyAdd(x, y, sum);
    }

    private readonly struct SquaredDifferenceTerm : ITerm
    {
        public static Vector256<float> Add(Vector256<float> x, Vector256<float> y, Vector256<float> sum)
        {
            Vector256<float> difference = x - y;
            return Vector256.FusedMultiplyAdd(difference, difference, sum);
        }
    }
}
