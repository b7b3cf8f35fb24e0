namespace Earshot.Numerics.Evaluation;

/// <summary>Agreement of two orders.</summary>
internal static class RankCorrelation
{
    /// <summary>Spearman's ρ, −1 to 1: the correlation of the ranks, equal values sharing the mean of theirs; NaN where all values of a side are equal.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Spearman(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        if (x.Length != y.Length) throw new ArgumentException($"{x.Length} and {y.Length} values; there must be as many", nameof(y));
        double[] a = Ranks(x), b = Ranks(y);
        double mean = (x.Length + 1) / 2.0, both = 0, ofX = 0, ofY = 0;
        for (int i = 0; i < a.Length; i++)
        {
            both += (a[i] - mean) * (b[i] - mean);
            ofX += (a[i] - mean) * (a[i] - mean);
            ofY += (b[i] - mean) * (b[i] - mean);
        }

        return both / Math.Sqrt(ofX * ofY);
    }

    private static double[] Ranks(ReadOnlySpan<float> values)
    {
        float[] sorted = values.ToArray();
        int[] order = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, order);
        double[] ranks = new double[sorted.Length];
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            end = start + 1;
            while (end < sorted.Length && sorted[end] == sorted[start]) end++;
            for (int i = start; i < end; i++) ranks[order[i]] = (start + end + 1) / 2.0; // ranks start + 1 to end
        }

        return ranks;
    }
}
