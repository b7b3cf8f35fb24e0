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
    public void Read(int row, Span<float> destination)
    {
        Span<float> target = destination[.._rows.Dimensions];
        _rows.Read(row, target);
        float norm = VectorKernels.Norm(target);
        for (int i = 0; norm > 0 && i < target.Length; i++) target[i] /= norm;
    }

    /// <summary>A copy of <paramref name="rows"/> in which each has length 1; rows of zeros stay.</summary>
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
