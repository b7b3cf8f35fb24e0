using Earshot.Numerics.Neighbors;

namespace Earshot.Numerics.Density;

/// <summary>Which clusters of the hierarchy are kept.</summary>
public enum ClusterSelection
{
    /// <summary>Those that persist longest for their size (excess of mass): few and of uneven sizes.</summary>
    ExcessOfMass,

    /// <summary>Those that fall apart no further: many and even.</summary>
    Leaf,
}

/// <summary>How to cluster by density. All properties have defaults; <see cref="Validate"/> says what is out of range.</summary>
public sealed record HdbscanOptions
{
    /// <summary>Rows of a cluster at least where <see cref="MinClusterSize"/> has no number and there are few rows.</summary>
    public const int SmallestClusterSize = 5;

    private const int MostRows = 100_000_000;

    /// <summary>Rows of a cluster at least, 2 to 100,000,000; without a number 1/200 of the rows, and <see cref="SmallestClusterSize"/> at least.</summary>
    public int? MinClusterSize { get; init; }

    /// <summary>
    /// A row's density is measured by the distance to this nearest of the other rows, itself not counted, 1 to 100,000,000: the larger, the more
    /// is noise. Without a number half of <see cref="MinClusterSize"/>; where there are fewer other rows, the farthest of them.
    /// </summary>
    public int? MinSamples { get; init; }

    /// <summary>Distance between rows; by cosine rows of zeros are at 0 from each other.</summary>
    public NeighborMetric Metric { get; init; } = NeighborMetric.Euclidean;

    /// <summary>Which clusters of the hierarchy are kept.</summary>
    public ClusterSelection Selection { get; init; }

    /// <summary>Clusters that part at a distance below this stay together (Malzer, Baum 2020); 0 or more, 0 for never.</summary>
    public double SelectionEpsilon { get; init; }

    /// <summary>Whether all rows may be one cluster.</summary>
    public bool AllowSingleCluster { get; init; }

    /// <summary>
    /// Rows of a cluster at most, 1 to 100,000,000; without a number any. Larger ones give way to what they fall apart into. Leaves are taken as they are.
    /// </summary>
    public int? MaxClusterSize { get; init; }

    /// <summary>All faults, each a sentence with the value and what is allowed; empty when there are none.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> faults = [];
        Check(faults, nameof(MinClusterSize), MinClusterSize, 2);
        Check(faults, nameof(MinSamples), MinSamples, 1);
        Check(faults, nameof(MaxClusterSize), MaxClusterSize, 1);
        Check(faults, nameof(Metric), Metric);
        Check(faults, nameof(Selection), Selection);
        if (!(SelectionEpsilon >= 0 && double.IsFinite(SelectionEpsilon)))
            faults.Add(FormattableString.Invariant($"{nameof(SelectionEpsilon)} is {SelectionEpsilon}; allowed are 0 and above"));
        return faults;
    }

    internal int ClusterSizeFor(int rows) => MinClusterSize ?? Math.Max(SmallestClusterSize, rows / 200);

    internal int SamplesFor(int rows) => Math.Clamp(MinSamples ?? (ClusterSizeFor(rows) / 2), 1, Math.Max(1, rows - 1));

    internal void ThrowIfInvalid()
    {
        IReadOnlyList<string> faults = Validate();
        if (faults.Count > 0) throw new ArgumentException(string.Join("; ", faults));
    }

    private static void Check<T>(List<string> faults, string name, T value)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value)) faults.Add($"{name} is {value}; allowed are {string.Join(" and ", Enum.GetNames<T>())}");
    }

    private static void Check(List<string> faults, string name, int? value, int least)
    {
        if (value < least || value > MostRows) faults.Add(FormattableString.Invariant($"{name} is {value}; allowed are {least} to {MostRows}"));
    }
}
