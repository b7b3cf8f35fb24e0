using Earshot.Core.Analysis;
using Earshot.Core.Reports;

namespace Earshot.Core.Topics.Life;

/// <summary>How many tickets each topic had in an analysis: what the next analysis is compared with.</summary>
/// <param name="AsOf">The day the analysis looked back from, yyyy-MM-dd; null without dates.</param>
/// <param name="Tickets">Tickets of all topics and of none.</param>
/// <param name="Topics">The topics that were shown.</param>
public sealed record TopicCounts(string? AsOf, long Tickets, IReadOnlyList<TopicCounts.Topic> Topics)
{
    /// <summary>A topic's number, what it was called and its tickets.</summary>
    /// <param name="Number">Its number.</param>
    /// <param name="Name">What people saw it called.</param>
    /// <param name="Tickets">Its tickets.</param>
    /// <param name="AutomaticName">What its words called it, without the mark of a mixed topic; null where that was not kept.</param>
    public sealed record Topic(int Number, string Name, long Tickets, string? AutomaticName = null);

    /// <summary>The counts of an analysis.</summary>
    /// <param name="shown">The analysis by the names that people see.</param>
    /// <param name="automatic">The same by its automatic names, topics in any order.</param>
    public static TopicCounts Of(AnalysisDocument shown, AnalysisDocument automatic)
    {
        Dictionary<int, string> names = automatic.Topics.ToDictionary(topic => topic.TopicId, topic => MixedTopics.Unmarked(topic.Name));
        return new TopicCounts(
            shown.AsOf, shown.Counts.Tickets,
            [.. shown.Topics.Select(topic => new Topic(topic.TopicId, topic.Name, topic.Count, names.GetValueOrDefault(topic.TopicId)))]);
    }
}

/// <summary>How a topic moved since the analysis before.</summary>
/// <param name="Topic">Its number.</param>
/// <param name="Kind">Grown, shrunk, born or died; continued where only its name changed.</param>
/// <param name="Name">Its name now; of one that is gone, its last.</param>
/// <param name="Before">Tickets before.</param>
/// <param name="After">Tickets now.</param>
/// <param name="ShareBefore">Share of all tickets before, 0 to 1.</param>
/// <param name="ShareAfter">Share of all tickets now, 0 to 1.</param>
/// <param name="What">The same in plain words, without the name; empty where only that changed.</param>
public sealed record TopicMovement(
    int Topic, TopicTransitionKind Kind, string Name, long Before, long After, double ShareBefore, double ShareAfter, string What)
{
    /// <summary>The automatic name that it had before, where its tickets no longer say it; null where it keeps it, or people named it.</summary>
    public string? Was { get; init; }

    /// <summary>What happened, in plain words: "grown from 20 tickets (2.0%) to 60 tickets (5.0%); was “Fees”, now “Card fees”".</summary>
    public string Told => Was is null ? What : $"{(What.Length == 0 ? "" : What + "; ")}was “{Was}”, now “{Name}”";

    /// <summary>What changed since the analysis before.</summary>
    /// <param name="AsOf">The day that the analysis before looked back from, yyyy-MM-dd; null without dates.</param>
    /// <param name="Tickets">Tickets there were then.</param>
    /// <param name="Movements">How topics moved, the largest change of the share first.</param>
    public sealed record Since(string? AsOf, long Tickets, IReadOnlyList<TopicMovement> Movements)
    {
        /// <summary>
        /// The same with today's names, and without the topics that are hidden. Of a topic that was given a name meanwhile it is not told what its words
        /// called it before, and nothing at all where only that changed.
        /// </summary>
        public Since Shown(AnalysisDocument document, IReadOnlySet<int> hidden)
        {
            Dictionary<int, string> names = document.Topics.ToDictionary(topic => topic.TopicId, topic => topic.Name);
            return this with
            {
                Movements =
                [
                    .. Movements.Where(movement => !hidden.Contains(movement.Topic))
                        .Select(movement => movement.Called(names.GetValueOrDefault(movement.Topic, movement.Name)))
                        .Where(movement => movement.Kind != TopicTransitionKind.Continued || movement.Was is not null),
                ],
            };
        }
    }

    private TopicMovement Called(string name) => name == Name ? this : this with { Name = name, Was = null };

    // As of changes by day: of fewer tickets, and within two standard errors, chance says as much.
    private const long FewestTickets = 10;
    private const double BeyondChance = 2;

    // a list of more topics tells nobody anything
    private const int MostNamed = 8;

    /// <summary>
    /// What changed since the analysis before: topics that are new or gone, those whose share of all tickets changed beyond chance, and those that have
    /// another automatic name; the largest change of the share first.
    /// </summary>
    /// <param name="before">The analysis before.</param>
    /// <param name="after">The analysis of now.</param>
    /// <param name="transitions">What the refits in between made of the topics; none where there was no refit.</param>
    public static IReadOnlyList<TopicMovement> Between(TopicCounts before, TopicCounts after, IReadOnlyList<TopicTransition> transitions)
    {
        Dictionary<int, TopicCounts.Topic> old = before.Topics.ToDictionary(topic => topic.Number), @new = after.Topics.ToDictionary(topic => topic.Number);
        List<TopicMovement> movements = [];
        foreach (int topic in old.Keys.Union(@new.Keys).Order())
        {
            (TopicCounts.Topic? was, TopicCounts.Topic? now) = (old.GetValueOrDefault(topic), @new.GetValueOrDefault(topic));
            (long countBefore, long countAfter) = (was?.Tickets ?? 0, now?.Tickets ?? 0);
            string? renamed = Renamed(was, now) ? was!.AutomaticName : null;
            if ((KindOf(was, now, before.Tickets, after.Tickets) ?? (renamed is null ? null : TopicTransitionKind.Continued)) is not { } kind) continue;
            movements.Add(new TopicMovement(
                topic, kind, (now ?? was)!.Name, countBefore, countAfter, Share(countBefore, before.Tickets), Share(countAfter, after.Tickets),
                Describe(kind, topic, (countBefore, before.Tickets), (countAfter, after.Tickets), transitions))
            { Was = renamed });
        }

        return [.. movements.OrderByDescending(movement => Math.Abs(movement.ShareAfter - movement.ShareBefore)).ThenBy(movement => movement.Topic)];
    }

    // Whoever gave a topic a name knows it by that one.
    private static bool Renamed(TopicCounts.Topic? was, TopicCounts.Topic? now) =>
        was?.AutomaticName is { } before && now?.AutomaticName is { } name && before != name && MixedTopics.Unmarked(now.Name) == name;

    private static TopicTransitionKind? KindOf(TopicCounts.Topic? was, TopicCounts.Topic? now, long allBefore, long allAfter)
    {
        if (was is null) return TopicTransitionKind.Born;
        if (now is null) return TopicTransitionKind.Died;
        if (was.Tickets + now.Tickets < FewestTickets || allBefore == 0 || allAfter == 0) return null;
        double score = TopicChanges.ZScore(now.Tickets, allAfter, was.Tickets, allBefore);
        return score >= BeyondChance ? TopicTransitionKind.Grown : score <= -BeyondChance ? TopicTransitionKind.Shrunk : null;
    }

    private static string Describe(
        TopicTransitionKind kind, int topic, (long Count, long All) before, (long Count, long All) after, IReadOnlyList<TopicTransition> transitions)
    {
        string was = $"{Words.Count(before.Count, "ticket")} ({Words.Share(before.Count, before.All)})";
        string now = $"{Words.Count(after.Count, "ticket")} ({Words.Share(after.Count, after.All)})";
        string told = kind switch
        {
            TopicTransitionKind.Born => $"new: {now}",
            TopicTransitionKind.Died => $"gone: it had {was}",
            TopicTransitionKind.Continued => "",

            // of many more tickets in all, a topic may have more of them and yet a smaller share
            TopicTransitionKind.Grown => after.Count > before.Count ? $"grown from {was} to {now}" : $"a larger share: {was} before, {now} now",
            _ => after.Count < before.Count ? $"shrunk from {was} to {now}" : $"a smaller share: {was} before, {now} now",
        };
        TopicTransition? shape = transitions.LastOrDefault(
            transition => transition.Kind is TopicTransitionKind.Split or TopicTransitionKind.Merged && transition.Touches(topic));
        if (shape is null || shape.Before.Count + shape.After.Count > MostNamed) return told;
        return (told.Length == 0 ? "" : told + "; ") + TopicWords.Of(shape with { Evidence = [] });
    }

    private static double Share(long count, long all) => all == 0 ? 0 : (double)count / all;
}
