namespace Earshot.Numerics.Vectors;

/// <summary>Rows of floats, row-major, over memory that the caller owns.</summary>
public sealed class FloatMatrix : IRows
{
    private readonly ReadOnlyMemory<float> _values;

    /// <summary>A view of <paramref name="values"/> as rows of <paramref name="dimensions"/> floats (at least 1); nothing is copied.</summary>
    /// <exception cref="ArgumentException">The length of <paramref name="values"/> is not a multiple of <paramref name="dimensions"/>.</exception>
    public FloatMatrix(ReadOnlyMemory<float> values, int dimensions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        if (values.Length % dimensions != 0)
            throw new ArgumentException($"{values.Length} floats are no whole number of rows of {dimensions}", nameof(values));
        _values = values;
        Dimensions = dimensions;
        Count = values.Length / dimensions;
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public int Dimensions { get; }

    /// <summary>The floats of a row.</summary>
    public ReadOnlySpan<float> this[int row] => _values.Span.Slice(row * Dimensions, Dimensions);

    /// <inheritdoc/>
    public void Read(int row, Span<float> destination) => this[row].CopyTo(destination);

    /// <summary>A copy of chosen rows, in the order of <paramref name="chosen"/>.</summary>
    public FloatMatrix Select(ReadOnlySpan<int> chosen) => Gather(this, chosen);

    /// <summary>Chosen rows of <paramref name="rows"/> as floats, in the order of <paramref name="chosen"/>.</summary>
    public static FloatMatrix Gather(IRows rows, ReadOnlySpan<int> chosen) => new(GatherValues(rows, chosen), rows.Dimensions);

    /// <summary>The floats of chosen rows, row-major.</summary>
    internal static float[] GatherValues(IRows rows, ReadOnlySpan<int> chosen)
    {
        float[] values = new float[checked(chosen.Length * rows.Dimensions)];
        for (int i = 0; i < chosen.Length; i++) rows.Read(chosen[i], values.AsSpan(i * rows.Dimensions, rows.Dimensions));
        return values;
    }
}
