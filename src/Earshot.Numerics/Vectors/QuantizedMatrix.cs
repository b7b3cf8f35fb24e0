namespace Earshot.Numerics.Vectors;

/// <summary>
/// Rows of 8-bit integers, row-major, with one float scale a row (see <see cref="Int8Quantization"/>): a quarter of the memory of floats.
/// Different rows may be written from different threads.
/// </summary>
public sealed class QuantizedMatrix : IRows
{
    private readonly sbyte[] _numbers;
    private readonly float[] _scales;

    /// <summary>Room for <paramref name="count"/> rows of <paramref name="dimensions"/> numbers, all zeros.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dimensions"/> is below 1, <paramref name="count"/> negative, or both together
    /// above 2³¹ − 57 numbers.</exception>
    public QuantizedMatrix(int count, int dimensions)
        : this(new sbyte[Length(count, dimensions)], new float[count], dimensions)
    {
    }

    /// <summary>A view of arrays that the caller owns; row r is numbers[r·d … r·d + d − 1] × scales[r].</summary>
    /// <exception cref="ArgumentException">There are not exactly <paramref name="dimensions"/> numbers a scale.</exception>
    public QuantizedMatrix(sbyte[] numbers, float[] scales, int dimensions)
    {
        if (numbers.Length != Length(scales.Length, dimensions))
            throw new ArgumentException($"{numbers.Length} numbers for {scales.Length} rows of {dimensions}", nameof(numbers));
        _numbers = numbers;
        _scales = scales;
        Dimensions = dimensions;
    }

    /// <inheritdoc/>
    public int Count => _scales.Length;

    /// <inheritdoc/>
    public int Dimensions { get; }

    /// <summary>All numbers, row-major.</summary>
    public Span<sbyte> Numbers => _numbers;

    /// <summary>The scale of each row; 0 for rows of zeros.</summary>
    public Span<float> Scales => _scales;

    /// <summary>The numbers of a row, to be multiplied by its scale.</summary>
    public Span<sbyte> this[int row] => _numbers.AsSpan(row * Dimensions, Dimensions);

    /// <summary>Quantises <paramref name="values"/> into row <paramref name="row"/>.</summary>
    /// <exception cref="ArgumentException">The length is not <see cref="Dimensions"/>, or a value is NaN or infinite.</exception>
    public void Quantize(int row, ReadOnlySpan<float> values) => _scales[row] = Int8Quantization.Quantize(values, this[row]);

    /// <inheritdoc/>
    public void Read(int row, Span<float> destination) => Int8Quantization.Dequantize(this[row], _scales[row], destination);

    private static int Length(int count, int dimensions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)count * dimensions, Array.MaxLength, nameof(count));
        return count * dimensions;
    }
}
