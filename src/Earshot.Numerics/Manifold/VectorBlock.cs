using Earshot.Numerics.Components;

namespace Earshot.Numerics.Manifold;

/// <summary>Arithmetic on blocks of a few long vectors, stored node by node. Sums are made by chunks of nodes and added in their order.</summary>
internal static class VectorBlock
{
    private const int ChunkNodes = 4096;

    // squared lengths below this share of the largest are rounding
    private const double Negligible = 1e-13;

    /// <summary>Makes the vectors orthonormal, and orthogonal to <paramref name="excluded"/>, which has length 1.</summary>
    public static void Orthonormalize(double[] block, int width, double[] excluded, int threads)
    {
        Exclude(block, width, excluded, threads);
        double[] gram = TransposedProduct(block, block, width, threads), scales = new double[width], values = new double[width];
        for (int i = 0; i < width; i++) scales[i] = gram[i * (width + 1)] > 0 ? 1 / Math.Sqrt(gram[i * (width + 1)]) : 0;
        for (int i = 0; i < width; i++)
            for (int j = 0; j < width; j++) gram[(i * width) + j] *= scales[i] * scales[j];
        SymmetricEigen.Decompose(gram, values);
        for (int i = 0; i < width; i++)
            for (int j = 0; j < width; j++) gram[(i * width) + j] *= scales[j] / Math.Sqrt(Math.Max(values[i], Negligible * values[0]));
        Rotate(block, gram, width, threads);
    }

    /// <summary>leftᵀ·right, width × width; made symmetric, which it must be but for rounding.</summary>
    public static double[] TransposedProduct(double[] left, double[] right, int width, int threads)
    {
        double[] sum = SumOfChunks(left.Length / width, width * width, threads, (partial, node) =>
        {
            ReadOnlySpan<double> row = right.AsSpan(node * width, width);
            for (int i = 0; i < width; i++) SymmetricEigen.AddMultiple(partial.AsSpan(i * width, width), row, left[(node * width) + i]);
        });
        for (int i = 0; i < width; i++)
            for (int j = 0; j < i; j++) sum[(i * width) + j] = sum[(j * width) + i] = (sum[(i * width) + j] + sum[(j * width) + i]) / 2;
        return sum;
    }

    /// <summary>Vector i becomes Σ rotation[i, j] · vector j.</summary>
    public static void Rotate(double[] block, double[] rotation, int width, int threads) =>
        Chunks.ForEach(block.Length / width, ChunkNodes, threads, (_, first, end) =>
        {
            double[] row = new double[width];
            for (int node = first; node < end; node++)
            {
                Span<double> target = block.AsSpan(node * width, width);
                for (int i = 0; i < width; i++) row[i] = SymmetricEigen.Dot(rotation.AsSpan(i * width, width), target);
                row.CopyTo(target);
            }
        });

    /// <summary>Largest |product − value · vector| over the first <paramref name="count"/> vectors.</summary>
    public static double LargestResidual(double[] block, double[] product, double[] values, int width, int count)
    {
        double largest = 0;
        for (int i = 0; i < count; i++)
        {
            double sum = 0;
            for (int at = i; at < block.Length; at += width)
            {
                double difference = product[at] - (values[i] * block[at]);
                sum += difference * difference;
            }

            largest = Math.Max(largest, Math.Sqrt(sum));
        }

        return largest;
    }

    private static void Exclude(double[] block, int width, double[] excluded, int threads)
    {
        double[] shares = SumOfChunks(
            excluded.Length, width, threads, (partial, node) => SymmetricEigen.AddMultiple(partial, block.AsSpan(node * width, width), excluded[node]));
        Chunks.ForEach(excluded.Length, ChunkNodes, threads, (_, first, end) =>
        {
            for (int node = first; node < end; node++) SymmetricEigen.AddMultiple(block.AsSpan(node * width, width), shares, -excluded[node]);
        });
    }

    private static double[] SumOfChunks(int nodes, int length, int threads, Action<double[], int> add)
    {
        double[][] partial = new double[Chunks.Count(nodes, ChunkNodes)][];
        Chunks.ForEach(nodes, ChunkNodes, threads, (chunk, first, end) =>
        {
            partial[chunk] = new double[length];
            for (int node = first; node < end; node++) add(partial[chunk], node);
        });
        double[] sum = new double[length];
        foreach (double[] part in partial)
            for (int i = 0; i < length; i++) sum[i] += part[i];
        return sum;
    }
}
