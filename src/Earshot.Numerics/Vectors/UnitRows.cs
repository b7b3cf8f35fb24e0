namespace Earshot.Numerics.Vectors;

/// <summary>Rows scaled to length 1.</summary>
public static class UnitRows
{
    private const int ChunkRows = 4096;

    /// <summary>A copy of <paramref name="rows"/> in which each has length 1; rows of zeros stay.</summary>
    public static FloatMatrix Of(IRows rows, int threads = 1)
    {
        int dimensions = rows.Dimensions;
        float[] values = new float[checked(rows.Count * dimensions)];
        Chunks.ForEach(rows.Count, ChunkRows, threads, (_, first, end) =>
        {
            for (int row = first; row < end; row++)
            {
                Span<float> target = values.AsSpan(row * dimensions, dimensions);
                rows.Read(row, target);
                float norm = VectorKernels.Norm(target);
                for (int i = 0; norm > 0 && i < target.Length; i++) target[i] /= norm;
            }
        });
        return new FloatMatrix(values, dimensions);
    }
}
