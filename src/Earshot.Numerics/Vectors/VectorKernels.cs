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

    /// <summary>x /= divisor.</summary>
    internal static void Divide(Span<float> x, float divisor)
    {
        ref float value = ref MemoryMarshal.GetReference(x);
        int i = 0;
        for (; i <= x.Length - Lanes; i += Lanes) (Vector256.LoadUnsafe(ref value, (nuint)i) / divisor).StoreUnsafe(ref value, (nuint)i);
        for (; i < x.Length; i++) x[i] /= divisor;
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

    /// <summary>sums += x.</summary>
    internal static void AddTo(Span<double> sums, ReadOnlySpan<double> x)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(sums.Length, x.Length);
        ref double sum = ref MemoryMarshal.GetReference(sums);
        ref double value = ref MemoryMarshal.GetReference(x);
        int i = 0;
        for (; i <= x.Length - Vector256<double>.Count; i += Vector256<double>.Count)
            (Vector256.LoadUnsafe(ref sum, (nuint)i) + Vector256.LoadUnsafe(ref value, (nuint)i)).StoreUnsafe(ref sum, (nuint)i);
        for (; i < x.Length; i++) sums[i] += x[i];
    }

    /// <summary>sums += factor · x, one fused multiply-add each.</summary>
    internal static void AddScaled(Span<float> sums, float factor, ReadOnlySpan<float> x)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(sums.Length, x.Length);
        ref float sum = ref MemoryMarshal.GetReference(sums);
        ref float value = ref MemoryMarshal.GetReference(x);
        Vector256<float> factors = Vector256.Create(factor);
        int i = 0;
        for (; i <= x.Length - Lanes; i += Lanes)
        {
            Vector256<float> added = Vector256.FusedMultiplyAdd(factors, Vector256.LoadUnsafe(ref value, (nuint)i), Vector256.LoadUnsafe(ref sum, (nuint)i));
            added.StoreUnsafe(ref sum, (nuint)i);
        }

        for (; i < x.Length; i++) sums[i] = MathF.FusedMultiplyAdd(factor, x[i], sums[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Reduce<TTerm>(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
        where TTerm : struct, ITerm
    {
        if (x.Length != y.Length) throw new ArgumentException($"vectors of {x.Length} and {y.Length} numbers; the lengths must be equal", nameof(y));
        ref float xs = ref MemoryMarshal.GetReference(x);
        ref float ys = ref MemoryMarshal.GetReference(y);
        Vector256<float> a = default, b = default, c = default, d = default;
        nuint i = 0;
        for (; i + Step <= (nuint)x.Length; i += Step)
        {
            a = TTerm.Add(Vector256.LoadUnsafe(ref xs, i), Vector256.LoadUnsafe(ref ys, i), a);
            b = TTerm.Add(Vector256.LoadUnsafe(ref xs, i + Lanes), Vector256.LoadUnsafe(ref ys, i + Lanes), b);
            c = TTerm.Add(Vector256.LoadUnsafe(ref xs, i + (2 * Lanes)), Vector256.LoadUnsafe(ref ys, i + (2 * Lanes)), c);
            d = TTerm.Add(Vector256.LoadUnsafe(ref xs, i + (3 * Lanes)), Vector256.LoadUnsafe(ref ys, i + (3 * Lanes)), d);
        }

        if (i < (nuint)x.Length) (a, b, c, d) = AddRest<TTerm>(x[(int)i..], y[(int)i..], new Quadruple(a, b, c, d));
        Vector256<float> eight = (a + b) + (c + d);
        Vector128<float> four = eight.GetLower() + eight.GetUpper();
        return (four[0] + four[2]) + (four[1] + four[3]);
    }

    // apart from the loop above, so that its sums stay in registers; a zero adds nothing to a chain, so the rest is worked on as a whole step
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Quadruple AddRest<TTerm>(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Quadruple sums)
        where TTerm : struct, ITerm
    {
        Span<float> xs = stackalloc float[Step], ys = stackalloc float[Step];
        xs.Clear();
        ys.Clear();
        x.CopyTo(xs);
        y.CopyTo(ys);
        return new Quadruple(
            TTerm.Add(Vector256.Create<float>(xs), Vector256.Create<float>(ys), sums.A),
            TTerm.Add(Vector256.Create<float>(xs[Lanes..]), Vector256.Create<float>(ys[Lanes..]), sums.B),
            TTerm.Add(Vector256.Create<float>(xs[(2 * Lanes)..]), Vector256.Create<float>(ys[(2 * Lanes)..]), sums.C),
            TTerm.Add(Vector256.Create<float>(xs[(3 * Lanes)..]), Vector256.Create<float>(ys[(3 * Lanes)..]), sums.D));
    }

    private readonly record struct Quadruple(Vector256<float> A, Vector256<float> B, Vector256<float> C, Vector256<float> D);

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
