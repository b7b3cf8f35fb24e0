using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.Clustering;

/// <summary>Finds rows that empty clusters may start again from.</summary>
internal static class FarthestRows
{
    /// <summary>
    /// Up to <paramref name="wanted"/> rows, the farthest from their centroids first, the lower row of equals. No two are equal, none lies
    /// on its centroid, and none is the last row of a cluster, by <paramref name="counts"/>.
    /// </summary>
    /// <param name="rows">The rows that <paramref name="first"/> and what follows speak of.</param>
    /// <param name="first">The row of the first label and distance.</param>
    /// <param name="labels">Clusters of the rows.</param>
    /// <param name="distances">Squared distances to them.</param>
    /// <param name="counts">Rows of each cluster.</param>
    /// <param name="wanted">How many are needed.</param>
    /// <returns>Positions in <paramref name="labels"/>.</returns>
    public static List<int> Choose(IRows rows, int first, ReadOnlySpan<int> labels, ReadOnlySpan<float> distances, ReadOnlySpan<long> counts, int wanted)
    {
        List<int> chosen = [];
        if (wanted == 0) return chosen;
        int[] order = new int[labels.Length];
        float[] keys = new float[labels.Length];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
            keys[i] = -distances[i];
        }

        Array.Sort(order, (a, b) => keys[a] != keys[b] ? keys[a].CompareTo(keys[b]) : a.CompareTo(b));
        long[] left = counts.ToArray();
        List<float[]> values = [];
        float[] row = new float[rows.Dimensions];
        foreach (int position in order)
        {
            if (chosen.Count == wanted || distances[position] <= 0) break;
            if (left[labels[position]] <= 1) continue;
            rows.Read(first + position, row);
            if (values.Exists(earlier => earlier.AsSpan().SequenceEqual(row))) continue;
            left[labels[position]]--;
            chosen.Add(position);
            values.Add((float[])row.Clone());
        }

        return chosen;
    }
}
