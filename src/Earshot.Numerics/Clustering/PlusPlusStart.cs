using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.Clustering;

/// <summary>
/// Greedy k-means++ (Arthur and Vassilvitskii 2007; the greedy form as in scikit-learn): the first centroid is any row; for each next one,
/// 2 + ⌊ln k⌋ rows are drawn with probability ∝ squared distance to the nearest centroid so far, and the one that leaves the least sum of
/// squared distances is kept.
/// </summary>
internal static class PlusPlusStart
{
    private const int ChunkRows = 512;

    /// <summary>k × d centroids. Once every distinct row is one, the rest are copies of the first.</summary>
    public static float[] Choose(FloatMatrix rows, int clusters, ref SplitMix64 random, int threads, CancellationToken cancellation)
    {
        int dimensions = rows.Dimensions;
        float[] centroids = new float[clusters * dimensions];
        if (rows.Count == 0) return centroids;
        rows.Read(random.NextInt32(rows.Count), centroids.AsSpan(0, dimensions));
        int[] candidates = new int[2 + (int)Math.Log(clusters)];
        float[] closest = new float[rows.Count];
        float[][] closestWith = Array.ConvertAll(candidates, _ => new float[rows.Count]);
        Chunks.ForEach(
            rows.Count,
            ChunkRows,
            threads,
            (_, first, end) =>
            {
                for (int row = first; row < end; row++) closest[row] = VectorKernels.SquaredEuclidean(rows[row], centroids.AsSpan(0, dimensions));
            },
            cancellation);
        double potential = Sum(closest);
        for (int cluster = 1; cluster < clusters; cluster++)
        {
            Span<float> centroid = centroids.AsSpan(cluster * dimensions, dimensions);
            if (potential <= 0)
            {
                centroids.AsSpan(0, dimensions).CopyTo(centroid);
                continue;
            }

            for (int i = 0; i < candidates.Length; i++) candidates[i] = Draw(closest, random.NextDouble() * potential);
            float[] before = closest;
            Chunks.ForEach(rows.Count, ChunkRows, threads, (_, first, end) => Measure(rows, candidates, before, closestWith, first, end), cancellation);
            int best = 0;
            double bestPotential = double.PositiveInfinity;
            for (int i = 0; i < candidates.Length; i++)
            {
                double sum = Sum(closestWith[i]);
                if (sum >= bestPotential) continue;
                best = i;
                bestPotential = sum;
            }

            rows.Read(candidates[best], centroid);
            (closest, closestWith[best]) = (closestWith[best], closest);
            potential = bestPotential;
        }

        return centroids;
    }

    private static void Measure(FloatMatrix rows, int[] candidates, float[] closest, float[][] closestWith, int first, int end)
    {
        for (int row = first; row < end; row++)
            for (int i = 0; i < candidates.Length; i++)
                closestWith[i][row] = Math.Min(closest[row], VectorKernels.SquaredEuclidean(rows[row], rows[candidates[i]]));
    }

    private static double Sum(float[] values)
    {
        double sum = 0;
        foreach (float value in values) sum += value;
        return sum;
    }

    private static int Draw(float[] weights, double threshold)
    {
        double sum = 0;
        int last = 0;
        for (int row = 0; row < weights.Length; row++)
        {
            if (weights[row] <= 0) continue;
            sum += weights[row];
            last = row;
            if (sum > threshold) break;
        }

        return last;
    }
}
