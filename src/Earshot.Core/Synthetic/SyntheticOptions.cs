using System.Globalization;

namespace Earshot.Core.Synthetic;

/// <summary>What the synthetic tickets are: how many, in how many partitions, from which seed and for which month.</summary>
public sealed record SyntheticOptions
{
    /// <summary>Largest <see cref="Tickets"/>.</summary>
    public const long MostTickets = 10_000_000_000;

    /// <summary>Largest <see cref="Partitions"/>.</summary>
    public const int MostPartitions = 100_000;

    /// <summary>Tickets over all partitions, 1 to 10 billion. A smaller set is the beginning of a larger one.</summary>
    public long Tickets { get; init; } = 10_000_000;

    /// <summary>Partitions, 1 to 100,000, as even as possible; with more partitions than tickets some are empty.</summary>
    public int Partitions { get; init; } = 50;

    /// <summary>The same seed gives the same bytes on every machine.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>The day that the 30 days (UTC) of the tickets come before. Fixed by default, so that two runs give the same bytes.</summary>
    public DateOnly AsOf { get; init; } = new(2026, 2, 1);

    /// <summary>Whether bursts of one topic are planted (<c>true_incident</c>); the other tickets are the same with and without.</summary>
    public bool Incidents { get; init; } = true;

    /// <summary>Every fault as a sentence with the value and what is allowed; empty when the options can be used.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> faults = [];
        if (Tickets is < 1 or > MostTickets)
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"tickets is {Tickets}; allowed are 1 to {MostTickets}"));
        if (Partitions is < 1 or > MostPartitions)
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"partitions is {Partitions}; allowed are 1 to {MostPartitions}"));
        if (AsOf.Year is < 1971 or > 2999)
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"as-of is {AsOf:yyyy-MM-dd}; allowed are 1971-01-01 to 2999-12-31"));
        return faults;
    }
}
