using Earshot.Numerics.LeastSquares;
using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.Clustering;

/// <summary>How clearly vectors belong to one of some centroids: the cosine to the nearest less that to the second nearest. Safe to use from several threads.</summary>
public sealed class CentroidMargins
{
    private const int BlockRows = 256;

    // the centroids side by side, each of length 1
    private readonly PackedColumns _centroids;

    /// <summary>Margins between <paramref name="centroids"/>, of any length.</summary>
    public CentroidMargins(FloatMatrix centroids)
    {
        Dimensions = centroids.Dimensions;
        _centroids = PackedColumns.Transposed(UnitRows.Of(centroids), 0, centroids.Count);
    }

    /// <summary>Numbers a vector.</summary>
    public int Dimensions { get; }

    /// <summary>Writes the margin of each row; infinity where there is one centroid alone. A row's margin depends on nothing but the row.</summary>
    /// <param name="rows">Rows of length 1.</param>
    /// <param name="margins">A place a row.</param>
    /// <exception cref="ArgumentException">The dimensions differ, or there is not one place a row.</exception>
    public void Of(IRows rows, Span<float> margins)
    {
        if (rows.Dimensions != Dimensions) throw new ArgumentException($"rows of {rows.Dimensions} numbers; the centroids have {Dimensions}", nameof(rows));
        if (rows.Count != margins.Length) throw new ArgumentException($"{margins.Length} places for {rows.Count} rows", nameof(margins));
        int count = _centroids.Columns;
        float[] block = new float[BlockRows * Dimensions], cosines = new float[BlockRows * count];
        for (int first = 0; first < rows.Count; first += BlockRows)
        {
            int taken = Math.Min(BlockRows, rows.Count - first);
            for (int row = 0; row < taken; row++) rows.Read(first + row, block.AsSpan(row * Dimensions, Dimensions));
            ProductKernel.Multiply(new FloatMatrix(block, Dimensions), 0, taken, _centroids, cosines.AsSpan(0, taken * count));
            for (int row = 0; row < taken; row++) margins[first + row] = Margin(cosines.AsSpan(row * count, count));
        }
    }

    private static float Margin(ReadOnlySpan<float> cosines)
    {
        (float best, float second) = (float.NegativeInfinity, float.NegativeInfinity);
        foreach (float cosine in cosines)
        {
            if (cosine > best) (best, second) = (cosine, best);
            else if (cosine > second) second = cosine;
        }

        return best - second;
    }
}
