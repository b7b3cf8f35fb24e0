using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.Neighbors;

/// <summary>Rows as the search takes them: checked, and for cosine scaled to length 1.</summary>
internal static class SearchedRows
{
    private const int ChunkRows = 1024;

    // squares of smaller numbers lose their digits
    private const float LeastLength = 1e-15f;

    /// <summary>
    /// The rows; for cosine of length 1, or zeros where one is shorter than 10⁻¹⁵. Nothing is copied if nothing changes.
    /// </summary>
    /// <exception cref="ArgumentException">A row holds NaN, an infinity or numbers whose squares are none.</exception>
    public static FloatMatrix Read(IRows rows, NeighborMetric metric, int threads, CancellationToken cancellation)
    {
        FloatMatrix? asTheyAre = metric == NeighborMetric.Euclidean ? rows as FloatMatrix : null;
        int d = rows.Dimensions;
        float[] values = asTheyAre is null ? GC.AllocateUninitializedArray<float>(checked(rows.Count * d)) : [];
        Chunks.ForEach(
            rows.Count,
            ChunkRows,
            threads,
            (_, first, end) =>
            {
                for (int row = first; row < end; row++)
                {
                    if (asTheyAre is not null)
                    {
                        LengthOf(asTheyAre[row], row);
                        continue;
                    }

                    Span<float> target = values.AsSpan(row * d, d);
                    rows.Read(row, target);
                    float length = LengthOf(target, row);
                    if (metric == NeighborMetric.Euclidean) continue;
                    if (length < LeastLength) target.Clear();
                    else VectorKernels.Divide(target, length);
                }
            },
            cancellation);
        return asTheyAre ?? new FloatMatrix(values, d);
    }

    private static float LengthOf(ReadOnlySpan<float> values, int row)
    {
        float length = VectorKernels.Norm(values);
        if (float.IsFinite(length)) return length;
        throw new ArgumentException($"row {row} holds NaN, an infinity or a number above 10¹⁸; neighbours are searched among finite rows", nameof(row));
    }
}
