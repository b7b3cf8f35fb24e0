namespace Earshot.Numerics.Clustering;

/// <summary>How to cluster. All properties have defaults; <see cref="Validate"/> says what is out of range.</summary>
public sealed record KMeansOptions
{
    /// <summary>Clusters, 1 to 65,536.</summary>
    public int Clusters { get; init; } = 20;

    /// <summary>Rows of a mini-batch, 1 to 10,000,000.</summary>
    public int BatchSize { get; init; } = 20_000;

    /// <summary>Seed of every random choice.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>Starts tried, of which the one with the least inertia is kept, 1 to 100.</summary>
    public int Initialisations { get; init; } = 4;

    /// <summary>Lloyd iterations of each start at most, 1 to 10,000.</summary>
    public int MaxIterations { get; init; } = 100;

    /// <summary>
    /// Lloyd stops when all centroids together move by less, squared, than this times the mean variance of the dimensions; 0 to 1.
    /// With 0 it goes on until no label changes.
    /// </summary>
    public double Tolerance { get; init; } = 1e-4;

    /// <summary>Rows that the starting centroids are chosen from, and that mini-batches start with, 1 to 10,000,000.</summary>
    public int InitialSample { get; init; } = 20_000;

    /// <summary>
    /// Mini-batches move a centroid whose count is below this share of the largest count to a far row of the batch; 0 (never) up to but
    /// not including 1. Centroids with no rows at all are moved in any case.
    /// </summary>
    public double ReassignmentRatio { get; init; }

    /// <summary>All faults, each a sentence with the value and what is allowed; empty when there are none.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> faults = [];
        Check(faults, nameof(Clusters), Clusters, 1, 65_536);
        Check(faults, nameof(BatchSize), BatchSize, 1, 10_000_000);
        Check(faults, nameof(Initialisations), Initialisations, 1, 100);
        Check(faults, nameof(MaxIterations), MaxIterations, 1, 10_000);
        if (!(Tolerance is >= 0 and <= 1)) faults.Add(FormattableString.Invariant($"{nameof(Tolerance)} is {Tolerance}; allowed are 0 to 1"));
        Check(faults, nameof(InitialSample), InitialSample, 1, 10_000_000);
        if (!(ReassignmentRatio is >= 0 and < 1))
            faults.Add(FormattableString.Invariant($"{nameof(ReassignmentRatio)} is {ReassignmentRatio}; allowed are 0 up to but not including 1"));
        return faults;
    }

    internal void ThrowIfInvalid()
    {
        IReadOnlyList<string> faults = Validate();
        if (faults.Count > 0) throw new ArgumentException(string.Join("; ", faults));
    }

    private static void Check(List<string> faults, string name, int value, int least, int most)
    {
        if (value < least || value > most) faults.Add(FormattableString.Invariant($"{name} is {value}; allowed are {least} to {most}"));
    }
}
