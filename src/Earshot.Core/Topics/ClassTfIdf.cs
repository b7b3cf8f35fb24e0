namespace Earshot.Core.Topics;

/// <summary>
/// Class-based TF-IDF (Grootendorst, BERTopic, arXiv 2203.05794): all texts of a class are taken as one document. The formulas are those of
/// <c>ClassTfidfTransformer</c>, the truncation of the mean class size to an integer included.
/// </summary>
internal static class ClassTfIdf
{
    /// <summary>
    /// The inverse frequency of a term: ln(1 + A / f), or with <paramref name="bm25"/> ln(1 + (A - f + 0.5) / (f + 0.5)), which is negative where f
    /// is above A.
    /// </summary>
    /// <param name="frequency">f, occurrences of the term in all classes, at least 1.</param>
    /// <param name="meanClassSize">A, mean occurrences of all terms in a class, see <see cref="MeanClassSize"/>.</param>
    /// <param name="bm25">Whether to weight as BM25 does, which damps frequent terms.</param>
    public static double InverseFrequency(long frequency, long meanClassSize, bool bm25 = false) =>
        bm25 ? Math.Log(1 + (meanClassSize - frequency + 0.5) / (frequency + 0.5)) : Math.Log((double)meanClassSize / frequency + 1);

    /// <summary>Mean of the class totals, truncated; 0 without classes.</summary>
    public static long MeanClassSize(ReadOnlySpan<long> classTotals)
    {
        long sum = 0;
        foreach (long total in classTotals) sum += total;
        return classTotals.IsEmpty ? 0 : sum / classTotals.Length;
    }

    /// <summary>
    /// The weight of a term in a class: its share of the class's terms, or with <paramref name="reduceFrequent"/> the square root of that, times its
    /// inverse frequency.
    /// </summary>
    public static double Weight(long count, long classTotal, double inverseFrequency, bool reduceFrequent = false)
    {
        if (classTotal == 0) return 0;
        double share = (double)count / classTotal;
        return (reduceFrequent ? Math.Sqrt(share) : share) * inverseFrequency;
    }
}
