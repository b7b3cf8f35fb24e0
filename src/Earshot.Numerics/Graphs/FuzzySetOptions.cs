namespace Earshot.Numerics.Graphs;

/// <summary>How distances to neighbours become weights. The defaults are those of umap-learn.</summary>
public sealed record FuzzySetOptions
{
    /// <summary>Nearest rows, different from the row, that count as fully connected to it; between whole numbers, distances between. 0 to 1,000.</summary>
    public double LocalConnectivity { get; init; } = 1;

    /// <summary>1: an edge is there if either end has it (a + b − ab); 0: only if both have it (ab); between: the mixture. 0 to 1.</summary>
    public double MixRatio { get; init; } = 1;

    /// <summary>All faults, each a sentence with the value and what is allowed; empty when there are none.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> faults = [];
        if (!(LocalConnectivity is >= 0 and <= 1000))
            faults.Add(FormattableString.Invariant($"{nameof(LocalConnectivity)} is {LocalConnectivity}; allowed are 0 to 1000"));
        if (!(MixRatio is >= 0 and <= 1)) faults.Add(FormattableString.Invariant($"{nameof(MixRatio)} is {MixRatio}; allowed are 0 to 1"));
        return faults;
    }

    internal void ThrowIfInvalid()
    {
        IReadOnlyList<string> faults = Validate();
        if (faults.Count > 0) throw new ArgumentException(string.Join("; ", faults));
    }
}
