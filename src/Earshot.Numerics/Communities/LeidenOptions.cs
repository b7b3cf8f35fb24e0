namespace Earshot.Numerics.Communities;

/// <summary>How to find communities. All properties have defaults; <see cref="Validate"/> says what is out of range.</summary>
internal sealed record LeidenOptions
{
    /// <summary>γ: the higher, the more and the smaller communities; above 0 and at most 1,000,000,000.</summary>
    public double Resolution { get; init; } = 1;

    /// <summary>Iterations at most, each starting from what the one before found, 1 to 10,000; it stops earlier when one gains nothing.</summary>
    public int MaxIterations { get; init; } = 10;

    /// <summary>θ, the randomness of the refinement in units of the edges' weight, above 0 and at most 1,000,000; the smaller, the greedier.</summary>
    public double Randomness { get; init; } = 0.01;

    /// <summary>Seed of every random choice.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>All faults, each a sentence with the value and what is allowed; empty when there are none.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> faults = [];
        if (!(Resolution is > 0 and <= 1e9))
            faults.Add(FormattableString.Invariant($"{nameof(Resolution)} is {Resolution}; allowed are above 0 to 1000000000"));
        if (MaxIterations is < 1 or > 10_000) faults.Add(FormattableString.Invariant($"{nameof(MaxIterations)} is {MaxIterations}; allowed are 1 to 10000"));
        if (!(Randomness is > 0 and <= 1e6)) faults.Add(FormattableString.Invariant($"{nameof(Randomness)} is {Randomness}; allowed are above 0 to 1000000"));
        return faults;
    }

    internal void ThrowIfInvalid()
    {
        IReadOnlyList<string> faults = Validate();
        if (faults.Count > 0) throw new ArgumentException(string.Join("; ", faults));
    }
}
