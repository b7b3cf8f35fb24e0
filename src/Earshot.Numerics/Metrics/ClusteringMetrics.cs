namespace Earshot.Numerics.Metrics;

/// <summary>What the mutual information is divided by: a mean of the two entropies, or the larger.</summary>
public enum EntropyAverage
{
    Arithmetic,
    Geometric,
    Maximum,
}

/// <summary>
/// How well clusters agree with true classes (this part) and how well they are separated. Labels are any integers; noise (−1) counts as a
/// class of its own. Definitions and limits as in scikit-learn; with no rows two labelings agree perfectly.
/// </summary>
public static partial class ClusteringMetrics
{
    /// <summary>Share of the pairs of rows on which both labelings agree (together in both or apart in both), 0 to 1.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double RandIndex(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted)
    {
        ContingencyTable table = new(truth, predicted);
        if (table.IsPerfectMatch) return 1;
        PairCounts pairs = new(table);
        return (pairs.All - pairs.Classes - pairs.Clusters + (2 * pairs.Both)) / pairs.All;
    }

    /// <summary>
    /// The Rand index less what chance gives, over the most it can exceed it: 1 for a perfect match, about 0 for chance (Hubert and Arabie 1985).
    /// </summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double AdjustedRandIndex(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted)
    {
        ContingencyTable table = new(truth, predicted);
        if (table.IsPerfectMatch) return 1;
        PairCounts pairs = new(table);
        double expected = pairs.Classes / pairs.All * pairs.Clusters;
        return (pairs.Both - expected) / (((pairs.Classes + pairs.Clusters) / 2) - expected);
    }

    /// <summary>√(precision × recall) over pairs of rows, 0 to 1; 0 when no two rows are together in both.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double FowlkesMallows(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted)
    {
        PairCounts pairs = new(new ContingencyTable(truth, predicted));
        return pairs.Both == 0 ? 0 : Math.Sqrt(pairs.Both / pairs.Classes) * Math.Sqrt(pairs.Both / pairs.Clusters);
    }

    /// <summary>Share of the rows in the commonest class of their cluster, 0 to 1; NaN for no rows.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Purity(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted)
    {
        ContingencyTable table = new(truth, predicted);
        long[] largest = new long[table.ClusterSizes.Length];
        foreach (ContingencyTable.Cell cell in table.Cells) largest[cell.Cluster] = Math.Max(largest[cell.Cluster], cell.Count);
        return (double)largest.Sum() / table.Rows;
    }

    /// <summary>Mutual information of the labelings in nats, 0 or more.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double MutualInformation(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted) =>
        MutualInformationOf(new ContingencyTable(truth, predicted));

    /// <summary>Mutual information over an average of the entropies, 0 to 1.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double NormalizedMutualInformation(
        ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, EntropyAverage average = EntropyAverage.Arithmetic)
    {
        ContingencyTable table = new(truth, predicted);
        if (table.IsPerfectMatch) return 1;
        double information = MutualInformationOf(table);
        return information == 0 ? 0 : information / Average(table, average);
    }

    /// <summary>
    /// Mutual information less what chance gives, over the most it can exceed it: 1 for a perfect match, about 0 for chance (Vinh et al. 2010).
    /// </summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double AdjustedMutualInformation(
        ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, EntropyAverage average = EntropyAverage.Arithmetic)
    {
        ContingencyTable table = new(truth, predicted);
        if (table.IsPerfectMatch) return 1;
        double expected = ExpectedMutualInformation.Of(table);
        double range = Average(table, average) - expected;
        if (Math.Abs(range) < double.Epsilon) return 0;
        return (MutualInformationOf(table) - expected) / range;
    }

    /// <summary>1 when every cluster holds one class only: the share of the classes' entropy that the clusters explain.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Homogeneity(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted)
    {
        ContingencyTable table = new(truth, predicted);
        double entropy = Entropy(table.ClassSizes, table.Rows);
        return entropy == 0 ? 1 : MutualInformationOf(table) / entropy;
    }

    /// <summary>1 when every class lies in one cluster only: homogeneity with the labelings exchanged.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Completeness(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted) => Homogeneity(predicted, truth);

    /// <summary>Weighted harmonic mean of homogeneity and completeness; <paramref name="beta"/> above 1 weighs completeness more.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double VMeasure(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, double beta = 1)
    {
        double homogeneity = Homogeneity(truth, predicted), completeness = Completeness(truth, predicted);
        double sum = (beta * homogeneity) + completeness;
        return sum == 0 ? 0 : (1 + beta) * homogeneity * completeness / sum;
    }

    private static double MutualInformationOf(ContingencyTable table)
    {
        double rows = table.Rows, sum = 0;
        foreach (ContingencyTable.Cell cell in table.Cells)
            sum += cell.Count / rows * Math.Log(cell.Count * rows / ((double)table.ClassSizes[cell.Class] * table.ClusterSizes[cell.Cluster]));

        // below the rounding of the sum it is 0, as for independent labelings
        return sum < 1e-15 ? 0 : sum;
    }

    private static double Average(ContingencyTable table, EntropyAverage average)
    {
        double ofClasses = Entropy(table.ClassSizes, table.Rows), ofClusters = Entropy(table.ClusterSizes, table.Rows);
        return average switch
        {
            EntropyAverage.Geometric => Math.Sqrt(ofClasses * ofClusters),
            EntropyAverage.Maximum => Math.Max(ofClasses, ofClusters),
            _ => (ofClasses + ofClusters) / 2,
        };
    }

    private static double Entropy(long[] sizes, double rows)
    {
        double sum = 0;
        foreach (long size in sizes) sum -= size / rows * Math.Log(size / rows);
        return sizes.Length <= 1 ? 0 : sum;
    }

    /// <summary>Ordered pairs of rows: all, together by class, together by cluster, together by both.</summary>
    private readonly struct PairCounts(ContingencyTable table)
    {
        public double All { get; } = ContingencyTable.Pairs([table.Rows]);

        public double Classes { get; } = ContingencyTable.Pairs(table.ClassSizes);

        public double Clusters { get; } = ContingencyTable.Pairs(table.ClusterSizes);

        public double Both { get; } = ContingencyTable.Pairs(table.Cells.Select(cell => cell.Count));
    }
}
