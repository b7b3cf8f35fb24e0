using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Earshot.Numerics.Manifold;

/// <summary>
/// The gradient of UMAP's cross-entropy at one point of the layout (McInnes, Healy, Melville 2018, section 3.2), eight other points at a time and the
/// same bits on every instruction set. Others at the very place of the point exert no force.
/// </summary>
internal readonly unsafe struct LayoutForces(CurveParameters curve, double repulsion, int components)
{
    /// <summary>Other points a tile; tiles are [component][<see cref="TileWidth"/>].</summary>
    public const int TileWidth = 64;

    /// <summary>Others at a time.</summary>
    public const int Lanes = 8;

    private const float Clip = 4;
    private const float Nearest = 1e-30f; // squared distances below it count as none
    private const float Softening = 1e-3f;

    private readonly float _a = (float)curve.A;
    private readonly float _b = (float)curve.B;
    private readonly float _attraction = (float)(2 * curve.A * curve.B);
    private readonly float _repulsion = (float)(2 * curve.B * repulsion);

    /// <summary>
    /// force += Σ clip(c·(other − own)) with c = 2ab·d^(2b − 2) / (1 + a·d^(2b)).
    /// </summary>
    /// <param name="own">The point.</param>
    /// <param name="tile">Other points; the places from <paramref name="count"/> up to the next multiple of eight must hold the point itself.</param>
    /// <param name="count">How many, up to <see cref="TileWidth"/>.</param>
    /// <param name="force">Sums a component.</param>
    public void AddAttraction(float* own, float* tile, int count, float* force)
    {
        for (int i = 0; i < count; i += Lanes)
        {
            Vector256<float> squared = SquaredDistance(own, tile + i);
            Vector256<float> power = Power(Vector256.Max(squared, Vector256.Create(Nearest)), _b);
            Vector256<float> pull = power * _attraction / (squared * Vector256.FusedMultiplyAdd(Vector256.Create(_a), power, Vector256<float>.One));
            pull = Vector256.ConditionalSelect(Vector256.GreaterThan(squared, Vector256.Create(Nearest)), pull, Vector256<float>.Zero);
            Add(own, tile + i, pull, force);
        }
    }

    /// <summary>force += Σ clip(c·(own − other)) with c = 2γb / ((0.001 + d²)(1 + a·d^(2b))); the tile as for the attraction.</summary>
    public void AddRepulsion(float* own, float* tile, int count, float* force)
    {
        for (int i = 0; i < count; i += Lanes)
        {
            Vector256<float> squared = SquaredDistance(own, tile + i);
            Vector256<float> power = Power(Vector256.Max(squared, Vector256.Create(Nearest)), _b);
            Vector256<float> away = Vector256.FusedMultiplyAdd(Vector256.Create(_a), power, Vector256<float>.One) * (squared + Vector256.Create(Softening));
            Add(own, tile + i, Vector256.Create(-_repulsion) / away, force);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<float> SquaredDistance(float* own, float* others)
    {
        Vector256<float> squared = default;
        for (int component = 0; component < components; component++)
        {
            Vector256<float> difference = Vector256.Load(others + (component * TileWidth)) - Vector256.Create(own[component]);
            squared = Vector256.FusedMultiplyAdd(difference, difference, squared);
        }

        return squared;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(float* own, float* others, Vector256<float> coefficient, float* force)
    {
        for (int component = 0; component < components; component++)
        {
            Vector256<float> part = coefficient * (Vector256.Load(others + (component * TileWidth)) - Vector256.Create(own[component]));
            force[component] += Sum(Vector256.Min(Vector256.Max(part, Vector256.Create(-Clip)), Vector256.Create(Clip)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Sum(Vector256<float> eight)
    {
        Vector128<float> four = eight.GetLower() + eight.GetUpper();
        return (four[0] + four[2]) + (four[1] + four[3]);
    }

    /// <summary>xᵉ for normal positive x, to a relative 1e-6 (times the logarithm of the result): 2^(e·log₂ x), both by short series.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Power(Vector256<float> x, float exponent)
    {
        // the mantissa is taken from [√½, √2), where artanh's series is short
        Vector256<int> shifted = x.AsInt32() - Vector256.Create(0x3F3504F3);
        Vector256<float> whole = Vector256.ConvertToSingle(shifted >> 23);
        Vector256<float> mantissa = ((shifted & Vector256.Create(0x007FFFFF)) + Vector256.Create(0x3F3504F3)).AsSingle();
        Vector256<float> ratio = (mantissa - Vector256<float>.One) / (mantissa + Vector256<float>.One);
        Vector256<float> square = ratio * ratio;
        Vector256<float> series = Vector256.FusedMultiplyAdd(square, Vector256.Create(0.41219858f), Vector256.Create(0.57707802f));
        series = Vector256.FusedMultiplyAdd(square, series, Vector256.Create(0.96179669f));
        series = Vector256.FusedMultiplyAdd(square, series, Vector256.Create(2.8853901f));
        Vector256<float> log = Vector256.FusedMultiplyAdd(ratio, series, whole) * exponent;

        log = Vector256.Min(Vector256.Max(log, Vector256.Create(-120f)), Vector256.Create(120f));
        Vector256<int> nearest = Vector256.ConvertToInt32(Vector256.Floor(log + Vector256.Create(0.5f)));
        Vector256<float> rest = log - Vector256.ConvertToSingle(nearest);
        Vector256<float> result = Vector256.FusedMultiplyAdd(rest, Vector256.Create(0.00015403530f), Vector256.Create(0.0013333558f));
        result = Vector256.FusedMultiplyAdd(rest, result, Vector256.Create(0.0096181291f));
        result = Vector256.FusedMultiplyAdd(rest, result, Vector256.Create(0.055504109f));
        result = Vector256.FusedMultiplyAdd(rest, result, Vector256.Create(0.24022651f));
        result = Vector256.FusedMultiplyAdd(rest, result, Vector256.Create(0.69314718f));
        result = Vector256.FusedMultiplyAdd(rest, result, Vector256<float>.One);
        return (result.AsInt32() + (nearest << 23)).AsSingle();
    }
}
