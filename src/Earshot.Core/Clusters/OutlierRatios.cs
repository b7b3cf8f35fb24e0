namespace Earshot.Core.Clusters;

/// <summary>Which clusters hold the rows that stand out.</summary>
internal static class OutlierRatios
{
    private const double Tenth = 0.1;

    /// <summary>
    /// Of each cluster the share of its rows among the tenth of all clustered rows with the highest scores. A score is relative to the densest spot near it, so
    /// a fixed bound would say nothing; of equal scores at the bound none counts.
    /// </summary>
    /// <param name="scores">Outlier score of each row.</param>
    /// <param name="labels">Cluster of each row, −1 for noise.</param>
    /// <param name="clusters">Clusters.</param>
    public static double[] Of(ReadOnlySpan<double> scores, ReadOnlySpan<int> labels, int clusters)
    {
        double[] ratios = new double[clusters];
        List<double> clustered = [];
        for (int row = 0; row < labels.Length; row++)
            if (labels[row] >= 0) clustered.Add(scores[row]);
        if (clustered.Count == 0) return ratios;
        clustered.Sort();
        double bound = clustered[Math.Max(0, (int)Math.Ceiling(clustered.Count * (1 - Tenth)) - 1)];
        int[] sizes = new int[clusters];
        for (int row = 0; row < labels.Length; row++)
        {
            if (labels[row] < 0) continue;
            sizes[labels[row]]++;
            if (scores[row] > bound) ratios[labels[row]]++;
        }

        for (int cluster = 0; cluster < clusters; cluster++) ratios[cluster] /= Math.Max(1, sizes[cluster]);
        return ratios;
    }
}
