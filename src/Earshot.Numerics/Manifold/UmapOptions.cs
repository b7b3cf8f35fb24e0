using Earshot.Numerics.Graphs;
using Earshot.Numerics.Neighbors;

namespace Earshot.Numerics.Manifold;

/// <summary>How to lay out rows in few dimensions. The defaults are those of umap-learn; <see cref="Validate"/> says what is out of range.</summary>
public sealed record UmapOptions
{
    /// <summary>Rows up to which <see cref="Epochs"/> is 500 by default, beyond 200.</summary>
    internal const int FewRows = 10_000;

    /// <summary>Dimensions of the layout, 2 to 50.</summary>
    public int Components { get; init; } = 2;

    /// <summary>Neighbours that shape the layout around a row, the row itself counted, 2 to 500. Fewer look at detail, more at the whole.</summary>
    public int Neighbors { get; init; } = 15;

    /// <summary>Distance in the layout up to which near rows may close up, 0 to <see cref="Spread"/>. 0 suits clustering.</summary>
    public double MinDist { get; init; } = 0.1;

    /// <summary>Scale of the layout, 0.01 to 100.</summary>
    public double Spread { get; init; } = 1;

    /// <summary>How far rows are from each other. Of no effect where neighbours are given.</summary>
    public NeighborMetric Metric { get; init; } = NeighborMetric.Cosine;

    /// <summary>Passes of the descent, 1 to 100,000; null: 500 up to 10,000 rows, 200 beyond.</summary>
    public int? Epochs { get; init; }

    /// <summary>Points that push, drawn at random, for each neighbour that pulls, 1 to 50.</summary>
    public int NegativeSampleRate { get; init; } = 5;

    /// <summary>Learning rate of the first epoch; it falls to 0 in a line. Above 0, at most 10.</summary>
    public double LearningRate { get; init; } = 1;

    /// <summary>Weight of what pushes, 0 to 100.</summary>
    public double RepulsionStrength { get; init; } = 1;

    /// <summary>As in <see cref="FuzzySetOptions.LocalConnectivity"/>.</summary>
    public double LocalConnectivity { get; init; } = 1;

    /// <summary>As in <see cref="FuzzySetOptions.MixRatio"/>.</summary>
    public double MixRatio { get; init; } = 1;

    /// <summary>Seed of every random choice.</summary>
    public ulong Seed { get; init; } = 42;

    internal FuzzySetOptions FuzzySet => new() { LocalConnectivity = LocalConnectivity, MixRatio = MixRatio };

    /// <summary>All faults, each a sentence with the value and what is allowed; empty when there are none.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> faults = [];
        Check(faults, nameof(Components), Components, Components is >= 2 and <= 50, "2 to 50");
        Check(faults, nameof(Neighbors), Neighbors, Neighbors is >= 2 and <= 500, "2 to 500");
        Check(faults, nameof(Spread), Spread, Spread is >= 0.01 and <= 100, "0.01 to 100");
        Check(faults, nameof(MinDist), MinDist, MinDist >= 0 && MinDist <= Spread, $"0 to {nameof(Spread)}");
        Check(faults, nameof(Metric), Metric, Enum.IsDefined(Metric), string.Join(" and ", Enum.GetNames<NeighborMetric>()));
        Check(faults, nameof(Epochs), Epochs ?? 1, Epochs is null or (>= 1 and <= 100_000), "1 to 100000");
        Check(faults, nameof(NegativeSampleRate), NegativeSampleRate, NegativeSampleRate is >= 1 and <= 50, "1 to 50");
        Check(faults, nameof(LearningRate), LearningRate, LearningRate is > 0 and <= 10, "above 0, up to 10");
        Check(faults, nameof(RepulsionStrength), RepulsionStrength, RepulsionStrength is >= 0 and <= 100, "0 to 100");
        return [.. faults, .. FuzzySet.Validate()];
    }

    internal void ThrowIfInvalid()
    {
        IReadOnlyList<string> faults = Validate();
        if (faults.Count > 0) throw new ArgumentException(string.Join("; ", faults));
    }

    private static void Check<T>(List<string> faults, string name, T value, bool allowed, string range)
    {
        if (!allowed) faults.Add(FormattableString.Invariant($"{name} is {value}; allowed are {range}"));
    }
}
