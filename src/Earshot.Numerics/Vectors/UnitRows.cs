namespace Earshot.Numerics.Vectors;

/// <summary>Rows scaled to length 1: a copy, or each as it is read.</summary>
public sealed class UnitRows : IRows
{
    private const int ChunkRows = 4096;

    private readonly IRows _rows;

    /// <summary>A view of <paramref name="rows"/> in which each has length 1; rows of zeros stay. Nothing is copied.</summary>
    public UnitRows(IRows rows) => _rows = rows;

    /// <inheritdoc/>
    public int Count => _rows.Count;

    /// <inheritdoc/>
    public int Dimensions => _rows.Dimensions;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The row holds NaN, an infinity or a number above 10¹⁸, whose square is none.</exception>
    public void Read(int row, Span<float> destination)
    {
        Span<float> target = destination[.._rows.Dimensions];
        _rows.Read(row, target);
        float norm = VectorKernels.Norm(target);
        if (!float.IsFinite(norm)) throw new ArgumentException($"row {row} holds NaN, an infinity or a number above 10¹⁸; rows must be finite", nameof(row));
        for (int i = 0; norm > 0 && i < target.Length; i++) target[i] /= norm;
    }

    /// <summary>A copy of <paramref name="rows"/> in which each has length 1; rows of zeros stay.</summary>
    /// <exception cref="ArgumentException">A row holds NaN, an infinity or a number above 10¹⁸; the message names it.</exception>
    public static FloatMatrix Of(IRows rows, int threads = 1)
    {
        int dimensions = rows.Dimensions;
        float[] values = new float[checked(rows.Count * dimensions)];
        UnitRows unit = new(rows);
        Chunks.ForEach(rows.Count, ChunkRows, threads, (_, first, end) =>
        {
            for (int row = first; row < end; row++) unit.Read(row, values.AsSpan(row * dimensions, dimensions));
        });
        return new FloatMatrix(values, dimensions);
    }
}
