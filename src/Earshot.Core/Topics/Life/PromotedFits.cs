namespace Earshot.Core.Topics.Life;

/// <summary>Which fit is current, which were before it, and which waits to be promoted.</summary>
public sealed record PromotedFits
{
    /// <summary>The promoted fits that were not rolled back, oldest first; the last is current.</summary>
    public required IReadOnlyList<int> Line { get; init; }

    /// <summary>The fit whose topics are shown; null before the first.</summary>
    public int? Current => Line.Count == 0 ? null : Line[^1];

    /// <summary>The fit that a rollback makes current again; null where there is none.</summary>
    public int? Before => Line.Count < 2 ? null : Line[^2];

    /// <summary>
    /// The newest fit that was matched with the current one and is not promoted: a refit, or a fit that was taken back, so that several rollbacks can be taken
    /// back one by one. Null where there is none.
    /// </summary>
    public required TopicEvent.Fitted? Candidate { get; init; }

    /// <summary>Number of the next fit to be made.</summary>
    public required int NextFit { get; init; }

    /// <summary>The first number that no topic ever had.</summary>
    public required int NextNumber { get; init; }

    /// <summary>What the events of a workspace say.</summary>
    public static PromotedFits Of(IEnumerable<TopicEvent> events)
    {
        List<int> line = [];
        List<TopicEvent.Fitted> all = [];
        (int nextFit, int nextNumber) = (1, 0);
        foreach (TopicEvent @event in events)
        {
            switch (@event)
            {
                case TopicEvent.Fitted made:
                    all.Add(made);
                    nextFit = Math.Max(nextFit, made.Fit + 1);
                    nextNumber = Math.Max(nextNumber, made.NextNumber);
                    break;
                case TopicEvent.Promoted promoted:
                    line.Add(promoted.Fit);
                    break;
                case TopicEvent.RolledBack when line.Count > 0:
                    line.RemoveAt(line.Count - 1);
                    break;
            }
        }

        int? current = line.Count == 0 ? null : line[^1];
        return new PromotedFits
        {
            Line = line,
            Candidate = current is null ? null : all.LastOrDefault(made => made.Before == current && !line.Contains(made.Fit)),
            NextFit = nextFit,
            NextNumber = nextNumber,
        };
    }
}
