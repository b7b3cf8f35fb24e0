namespace Earshot.Numerics.Communities;

/// <summary>How to find topics. The defaults are meant for texts nobody knows anything about; <see cref="Validate"/> says what is out of range.</summary>
public sealed record GraphTopicsOptions
{
    /// <summary>Principal components kept of the vectors, 1 to 10,000; 0 keeps the vectors as they are, and so does a number not below theirs.</summary>
    public int Components { get; init; } = 96;

    /// <summary>Nearest other rows that each row is tied to, 1 to 1,000; 0 takes <see cref="GraphTopics.DefaultNeighbors"/> of the rows.</summary>
    public int Neighbors { get; init; }

    /// <summary>γ: the higher, the more topics; above 0 and at most 100,000. 0 takes <see cref="GraphTopics.DefaultResolution"/>.</summary>
    public double Resolution { get; init; }

    /// <summary>
    /// How many topics are wanted, at least 1, at most 1,000,000: γ is then searched for, and where it gives a few too many, the nearest are joined.
    /// There may be fewer, or more where the graph falls apart. 0 leaves the number to γ.
    /// </summary>
    public int Topics { get; init; }

    /// <summary>Runs that have to agree, 1 to 64; 0 takes <see cref="GraphTopics.DefaultRuns"/> of the rows.</summary>
    public int Runs { get; init; }

    /// <summary>
    /// The levels that are wanted, each as a multiple of γ, the finest first; each above 0 and at most 1,000. 1 is always among them. Levels nest: a
    /// topic of one lies within a topic of the next.
    /// </summary>
    public IReadOnlyList<double> Levels { get; init; } = [3, 1, 0.25];

    /// <summary>
    /// Topics of the coarsest level at most, so that they can be read on one screen: where its γ gives more, the nearest are joined. 0 to 1,000,000; 0 for no
    /// such limit, which also holds where the coarsest level is the main one.
    /// </summary>
    public int MostCoarsest { get; init; }

    /// <summary>Rows of a topic at least, 1 or more: smaller ones join the topic that they are most strongly tied to, if there is one.</summary>
    public int LeastSize { get; init; } = 5;

    /// <summary>Seed of every random choice.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>All faults, each a sentence with the value and what is allowed; empty when there are none.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> faults = [];
        Check(nameof(Components), Components, 0, 10_000);
        Check(nameof(Neighbors), Neighbors, 0, 1000);
        Check(nameof(Resolution), Resolution, 0, 100_000);
        Check(nameof(Topics), Topics, 0, 1_000_000);
        Check(nameof(Runs), Runs, 0, 64);
        Check(nameof(MostCoarsest), MostCoarsest, 0, 1_000_000);
        Check(nameof(LeastSize), LeastSize, 1, int.MaxValue);
        if (Levels.Any(level => !(level is > 0 and <= 1000)) || !Levels.SequenceEqual(Levels.OrderDescending()))
        {
            string levels = string.Join(", ", Levels.Select(level => FormattableString.Invariant($"{level}")));
            faults.Add($"{nameof(Levels)} are {levels}; allowed are numbers above 0 to 1000, falling");
        }

        return faults;

        void Check(string name, double value, double least, double most)
        {
            if (!(value >= least && value <= most)) faults.Add(FormattableString.Invariant($"{name} is {value}; allowed are {least} to {most}"));
        }
    }

    internal void ThrowIfInvalid()
    {
        IReadOnlyList<string> faults = Validate();
        if (faults.Count > 0) throw new ArgumentException(string.Join("; ", faults));
    }
}
