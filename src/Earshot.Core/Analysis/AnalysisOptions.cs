using System.Globalization;

namespace Earshot.Core.Analysis;

/// <summary>What the analysis counts and how it judges. The defaults suit tens of tickets to tens of millions.</summary>
public sealed record AnalysisOptions
{
    /// <summary>The day the report looks back from; tickets after it count, but not in what is told by day. Null: the day of the newest ticket.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>Texts that keywords are counted on, about; all where there are fewer. 1,000 to 100,000,000.</summary>
    public int KeywordTexts { get; init; } = 200_000;

    /// <summary>Keywords a topic, 1 to 50.</summary>
    public int Keywords { get; init; } = 10;

    /// <summary>Example tickets a topic, 1 to 20.</summary>
    public int Examples { get; init; } = 5;

    /// <summary>Length of the two windows that are compared, 1 to 180 days; half of the days there are where those are fewer than two windows.</summary>
    public int WindowDays { get; init; } = 7;

    /// <summary>z-score from which a topic is said to grow, 0 to 100.</summary>
    public double GrowthScore { get; init; } = 3;

    /// <summary>Tickets a topic must have in the newest window to be said to grow, 1 to 1,000,000.</summary>
    public int GrowthTickets { get; init; } = 5;

    /// <summary>Most topics that are said to grow, 0 to 50.</summary>
    public int Growing { get; init; } = 5;

    /// <summary>Membership below which a ticket is said to be unclear about its topic, 0 to 1.</summary>
    public double UnclearBelow { get; init; } = 0.5;

    /// <summary>Which team a topic goes to.</summary>
    public TeamRouting Routing { get; init; } = TeamRouting.Default;

    /// <summary>All faults, each with the value and what is allowed; empty when there are none.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> faults = [];
        void Range(string name, double value, double least, double most)
        {
            if (!(value >= least && value <= most))
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"{name} is {value}, allowed is {least:#,0.##} to {most:#,0.##}"));
        }

        Range("keyword texts", KeywordTexts, 1000, 100_000_000);
        Range("keywords", Keywords, 1, 50);
        Range("examples", Examples, 1, 20);
        Range("window days", WindowDays, 1, 180);
        Range("growth score", GrowthScore, 0, 100);
        Range("growth tickets", GrowthTickets, 1, 1_000_000);
        Range("growing", Growing, 0, 50);
        Range("unclear below", UnclearBelow, 0, 1);
        return faults;
    }
}
