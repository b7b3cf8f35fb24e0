namespace Earshot.Inference.Students;

/// <summary>
/// Unit vectors of 384 dimensions as int8: vector = scale × values, with scale = max|z| / 127. Grows as texts are encoded and keeps its
/// memory from block to block.
/// </summary>
public sealed class QuantizedRows
{
    private sbyte[] _values = [];
    private float[] _scales = [];
    private float[] _lengths = [];

    /// <summary>Rows held.</summary>
    public int Count { get; private set; }

    /// <summary>Count × 384 values −127 … 127, row-major.</summary>
    public ReadOnlySpan<sbyte> Values => _values.AsSpan(0, Count * Student.Dimensions);

    /// <summary>Scale of each row.</summary>
    public ReadOnlySpan<float> Scales => _scales.AsSpan(0, Count);

    /// <summary>Pooled length ‖x‖ of each row before it was brought to unit length: small where the rows of a text disagree.</summary>
    public ReadOnlySpan<float> Lengths => _lengths.AsSpan(0, Count);

    /// <summary>Forgets all rows and keeps the memory.</summary>
    public void Clear() => Count = 0;

    internal void AppendRoom(int rows, out Span<sbyte> values, out Span<float> scales, out Span<float> lengths)
    {
        int start = Count;
        Count = checked(start + rows);
        if (Count > _scales.Length)
        {
            int capacity = Math.Max(Count, start * 2);
            Array.Resize(ref _values, checked(capacity * Student.Dimensions));
            Array.Resize(ref _scales, capacity);
            Array.Resize(ref _lengths, capacity);
        }

        values = _values.AsSpan(start * Student.Dimensions, rows * Student.Dimensions);
        scales = _scales.AsSpan(start, rows);
        lengths = _lengths.AsSpan(start, rows);
    }
}
