namespace Earshot.Numerics.Neighbors;

/// <summary>How to search for neighbours. All properties have defaults; <see cref="Validate"/> says what is out of range.</summary>
public sealed record NeighborOptions
{
    /// <summary>Neighbours of each row, 1 to 1,000; all others where there are fewer.</summary>
    public int Neighbors { get; init; } = 15;

    /// <summary>The distance.</summary>
    public NeighborMetric Metric { get; init; } = NeighborMetric.Cosine;

    /// <summary>
    /// Least share of the true neighbours that a search of many rows must find, 0.5 to 1, measured on a sample. With 1 the search is exact; up to
    /// <see cref="NeighborIndex.FewRows"/> rows it is exact in any case.
    /// </summary>
    public double Recall { get; init; } = 0.98;

    /// <summary>Seed of every random choice: where cells begin and which rows recall is measured on. An exact result does not depend on it.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>All faults, each a sentence with the value and what is allowed; empty when there are none.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> faults = [];
        if (Neighbors is < 1 or > 1000) faults.Add(FormattableString.Invariant($"{nameof(Neighbors)} is {Neighbors}; allowed are 1 to 1000"));
        if (!Enum.IsDefined(Metric)) faults.Add($"{nameof(Metric)} is {Metric}; allowed are {string.Join(", ", Enum.GetNames<NeighborMetric>())}");
        if (!(Recall is >= 0.5 and <= 1)) faults.Add(FormattableString.Invariant($"{nameof(Recall)} is {Recall}; allowed are 0.5 to 1"));
        return faults;
    }

    internal void ThrowIfInvalid()
    {
        IReadOnlyList<string> faults = Validate();
        if (faults.Count > 0) throw new ArgumentException(string.Join("; ", faults));
    }
}
