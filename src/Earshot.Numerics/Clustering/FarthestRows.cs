using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.Clustering;

/// <summary>Finds rows that empty clusters may start again from.</summary>
internal static class FarthestRows
{
    /// <summary>
    /// Up to <paramref name="wanted"/> rows, each the farthest from its centroid and from the rows chosen before it (the lowest of equals), so
    /// that they spread. None equals another or lies on its centroid, and none is the last row of a cluster.
    /// </summary>
    /// <param name="rows">Where the rows are.</param>
    /// <param name="first">The row that the first label and distance belong to.</param>
    /// <param name="labels">Clusters of the rows.</param>
    /// <param name="distances">Squared distances to their centroids.</param>
    /// <param name="counts">Rows of each cluster.</param>
    /// <param name="wanted">How many are needed.</param>
    /// <returns>Positions in <paramref name="labels"/>.</returns>
    public static List<int> Choose(IRows rows, int first, ReadOnlySpan<int> labels, ReadOnlySpan<float> distances, ReadOnlySpan<long> counts, int wanted)
    {
        List<int> chosen = [];
        if (wanted == 0) return chosen;
        float[] closest = distances[..labels.Length].ToArray();
        long[] left = counts.ToArray();
        float[] seed = new float[rows.Dimensions], row = new float[rows.Dimensions];
        while (true)
        {
            int farthest = -1;
            for (int i = 0; i < closest.Length; i++)
                if (closest[i] > 0 && left[labels[i]] > 1 && (farthest < 0 || closest[i] > closest[farthest])) farthest = i;
            if (farthest < 0) return chosen;
            chosen.Add(farthest);
            if (chosen.Count == wanted) return chosen;
            left[labels[farthest]]--;
            rows.Read(first + farthest, seed);
            for (int i = 0; i < closest.Length; i++)
            {
                rows.Read(first + i, row);
                closest[i] = Math.Min(closest[i], VectorKernels.SquaredEuclidean(row, seed));
            }
        }
    }
}
