using System.Runtime.Intrinsics;

namespace Earshot.Numerics.Graphs;

/// <summary>exp(−d/σ) of excess distances d ≥ 0, eight at a time, from +, −, × and ÷ alone: the same bits on every machine.</summary>
internal static class DecayKernel
{
    public const int Lanes = 8;
    private const float Log2E = 1.44269504f;

    // ln 2 in two parts, of which the first has zeros at its end: its product with a small whole number is exact
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    // below it the result would be no normal float
    private const float Lowest = -87f;

    /// <summary>Numbers that <paramref name="count"/> distances take when filled up to whole steps.</summary>
    public static int Padded(int count) => (count + Lanes - 1) / Lanes * Lanes;

    /// <summary>Σ exp(−dᵢ/σ); +∞ adds nothing.</summary>
    /// <param name="excess">Distances of 0 or more; a whole number of steps, filled up with +∞.</param>
    /// <param name="sigma">Above 0.</param>
    public static float Sum(ReadOnlySpan<float> excess, float sigma)
    {
        Vector256<float> divisor = Vector256.Create(-sigma), sum = Vector256<float>.Zero;
        for (int i = 0; i < excess.Length; i += Lanes) sum += Exponential(Vector256.Create(excess.Slice(i, Lanes)) / divisor);
        Vector128<float> four = sum.GetLower() + sum.GetUpper();
        return four[0] + four[1] + (four[2] + four[3]);
    }

    /// <summary>exp(−dᵢ/σ) in place of dᵢ.</summary>
    public static void Apply(Span<float> excess, float sigma)
    {
        Vector256<float> divisor = Vector256.Create(-sigma);
        for (int i = 0; i < excess.Length; i += Lanes)
            Exponential(Vector256.Create<float>(excess.Slice(i, Lanes)) / divisor).CopyTo(excess[i..]);
    }

    /// <summary>eˣ of x ≤ 0, to about two units in the last place; 0 below −87.</summary>
    private static Vector256<float> Exponential(Vector256<float> x)
    {
        // e^x = 2^n · e^r with |r| ≤ ln 2 / 2, where seven terms of the series leave 5e-9
        Vector256<float> inside = Vector256.Max(x, Vector256.Create(Lowest));
        Vector256<float> n = Vector256.Floor((inside * Log2E) + Vector256.Create(0.5f));
        Vector256<float> r = inside - (n * Ln2High) - (n * Ln2Low);
        Vector256<float> sum = Vector256.Create(1f / 5040);
        sum = (sum * r) + Vector256.Create(1f / 720);
        sum = (sum * r) + Vector256.Create(1f / 120);
        sum = (sum * r) + Vector256.Create(1f / 24);
        sum = (sum * r) + Vector256.Create(1f / 6);
        sum = (sum * r) + Vector256.Create(0.5f);
        sum = (sum * r) + Vector256<float>.One;
        sum = (sum * r) + Vector256<float>.One;
        Vector256<float> power = Vector256.ShiftLeft(Vector256.ConvertToInt32(n) + Vector256.Create(127), 23).AsSingle();
        return Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256.Create(Lowest)), Vector256<float>.Zero, sum * power);
    }
}
