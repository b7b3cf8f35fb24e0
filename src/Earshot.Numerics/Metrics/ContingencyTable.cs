namespace Earshot.Numerics.Metrics;

/// <summary>How many rows have each pair of labels. Only pairs that occur are kept.</summary>
internal sealed class ContingencyTable
{
    /// <summary>Counts the pairs.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public ContingencyTable(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted)
    {
        if (truth.Length != predicted.Length)
            throw new ArgumentException($"{truth.Length} true and {predicted.Length} predicted labels; there must be as many", nameof(predicted));
        Rows = truth.Length;
        (int[] classes, int[] clusters) = (LabelIndex.Of(truth, out int classCount), LabelIndex.Of(predicted, out int clusterCount));
        (ClassSizes, ClusterSizes) = (new long[classCount], new long[clusterCount]);
        long[] pairs = new long[Rows];
        for (int i = 0; i < pairs.Length; i++)
        {
            ClassSizes[classes[i]]++;
            ClusterSizes[clusters[i]]++;
            pairs[i] = ((long)classes[i] << 32) | (uint)clusters[i];
        }

        Array.Sort(pairs);
        List<Cell> cells = [];
        for (int start = 0, end; start < pairs.Length; start = end)
        {
            end = start + 1;
            while (end < pairs.Length && pairs[end] == pairs[start]) end++;
            cells.Add(new Cell((int)(pairs[start] >> 32), (int)pairs[start], end - start));
        }

        Cells = cells;
    }

    public long Rows { get; }

    public long[] ClassSizes { get; }

    public long[] ClusterSizes { get; }

    public IReadOnlyList<Cell> Cells { get; }

    /// <summary>Both labelings are the same but for the names of the labels (also when there are no rows).</summary>
    public bool IsPerfectMatch => Cells.Count == ClassSizes.Length && Cells.Count == ClusterSizes.Length;

    /// <summary>Σ n(n − 1) over the parts: ordered pairs of rows that share one.</summary>
    public static double Pairs(IEnumerable<long> parts) => parts.Sum(part => (double)part * (part - 1));

    /// <summary>Rows with a class and a cluster, at least 1.</summary>
    public readonly record struct Cell(int Class, int Cluster, long Count);
}

/// <summary>Numbers labels from 0 on, in ascending order of the labels.</summary>
internal static class LabelIndex
{
    public static int[] Of(ReadOnlySpan<int> labels, out int count)
    {
        int[] distinct = labels.ToArray();
        Array.Sort(distinct);
        count = 0;
        for (int i = 0; i < distinct.Length; i++)
            if (i == 0 || distinct[i] != distinct[i - 1]) distinct[count++] = distinct[i];
        int[] index = new int[labels.Length];
        for (int i = 0; i < index.Length; i++) index[i] = Array.BinarySearch(distinct, 0, count, labels[i]);
        return index;
    }
}
