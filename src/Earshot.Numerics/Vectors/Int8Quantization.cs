using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Earshot.Numerics.Vectors;

/// <summary>
/// A row of floats as 8-bit integers and one scale: value ≈ scale × number, numbers −127 to 127, scale = max|x| / 127. Numbers are
/// rounded to the nearest, ties to even: no value is off by more than half a scale, but for float rounding.
/// </summary>
public static class Int8Quantization
{
    /// <summary>The largest magnitude of a number.</summary>
    public const int MaximumMagnitude = 127;

    // below it 127 / max is not a finite float; a row this small counts as zero
    private const float SmallestMaximum = 1e-36f;
    private const int Lanes = 8;

    /// <summary>Writes the numbers of <paramref name="row"/> and gives its scale; 0 for a row of zeros, or of nothing above 1e-36.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or the row holds NaN or an infinity.</exception>
    public static float Quantize(ReadOnlySpan<float> row, Span<sbyte> numbers)
    {
        if (row.Length != numbers.Length)
            throw new ArgumentException($"a row of {row.Length} floats does not fit {numbers.Length} numbers", nameof(numbers));
        float maximum = MaximumAbsolute(row);
        if (!float.IsFinite(maximum)) throw new ArgumentException("the row holds NaN or an infinity; only finite rows can be quantised", nameof(row));
        if (maximum < SmallestMaximum)
        {
            numbers.Clear();
            return 0;
        }

        float inverse = MaximumMagnitude / maximum;
        ref float source = ref MemoryMarshal.GetReference(row);
        ref sbyte target = ref MemoryMarshal.GetReference(numbers);
        int i = 0;
        for (; i <= row.Length - (2 * Lanes); i += 2 * Lanes)
        {
            Vector256<int> low = Vector256.ConvertToInt32(Vector256.Round(Vector256.LoadUnsafe(ref source, (nuint)i) * inverse));
            Vector256<int> high = Vector256.ConvertToInt32(Vector256.Round(Vector256.LoadUnsafe(ref source, (nuint)i + Lanes) * inverse));
            Vector256<short> words = Vector256.Narrow(low, high);
            Vector128.Narrow(words.GetLower(), words.GetUpper()).StoreUnsafe(ref target, (nuint)i);
        }

        for (; i < row.Length; i++) numbers[i] = (sbyte)MathF.Round(row[i] * inverse);
        return maximum / MaximumMagnitude;
    }

    /// <summary>values[i] = scale × numbers[i].</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Dequantize(ReadOnlySpan<sbyte> numbers, float scale, Span<float> values)
    {
        if (numbers.Length != values.Length)
            throw new ArgumentException($"{numbers.Length} numbers do not fit a row of {values.Length} floats", nameof(values));
        ref sbyte source = ref MemoryMarshal.GetReference(numbers);
        ref float target = ref MemoryMarshal.GetReference(values);
        int i = 0;
        for (; i <= numbers.Length - (2 * Lanes); i += 2 * Lanes)
        {
            Vector256<short> words = Vector256.WidenLower(Vector128.LoadUnsafe(ref source, (nuint)i).ToVector256Unsafe());
            (Vector256<int> low, Vector256<int> high) = Vector256.Widen(words);
            (Vector256.ConvertToSingle(low) * scale).StoreUnsafe(ref target, (nuint)i);
            (Vector256.ConvertToSingle(high) * scale).StoreUnsafe(ref target, (nuint)i + Lanes);
        }

        for (; i < numbers.Length; i++) values[i] = numbers[i] * scale;
    }

    private static float MaximumAbsolute(ReadOnlySpan<float> row)
    {
        ref float source = ref MemoryMarshal.GetReference(row);
        Vector256<float> maxima = default;
        int i = 0;
        for (; i <= row.Length - Lanes; i += Lanes) maxima = Vector256.Max(maxima, Vector256.Abs(Vector256.LoadUnsafe(ref source, (nuint)i)));
        float maximum = 0;
        for (int lane = 0; lane < Lanes; lane++) maximum = MathF.Max(maximum, maxima[lane]);
        for (; i < row.Length; i++) maximum = MathF.Max(maximum, MathF.Abs(row[i]));
        return maximum; // Max keeps NaN, so one NaN anywhere shows here
    }
}
