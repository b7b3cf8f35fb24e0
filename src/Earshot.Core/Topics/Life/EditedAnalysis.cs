using Earshot.Core.Analysis;

namespace Earshot.Core.Topics.Life;

/// <summary>
/// An analysis as people want to see it: their names in the place of automatic ones, pinned topics first, hidden ones left out. The analysis itself is not
/// changed.
/// </summary>
public static class EditedAnalysis
{
    /// <summary>The names that people gave, by topic.</summary>
    public static IReadOnlyDictionary<int, string> Names(IReadOnlyList<TopicEvent> events)
    {
        Dictionary<int, string> names = [];
        foreach (TopicEdit.Rename renamed in TopicEdits.Active(events).OfType<TopicEdit.Rename>()) names[renamed.Topic] = renamed.Name;
        return names;
    }

    /// <summary>Whether any topic is hidden.</summary>
    public static bool Hides(IReadOnlyList<TopicEvent> events) =>
        TopicEdits.Active(events).OfType<TopicEdit.Hide>().GroupBy(hide => hide.Topic).Any(hides => hides.Last().On);

    /// <summary>The document with names, pins and hidden topics as people left them; recommendations speak of topics by those names.</summary>
    /// <param name="document">The analysis as it was built.</param>
    /// <param name="events">All events of the workspace.</param>
    /// <param name="hidden">Numbers of the topics that are left out.</param>
    public static AnalysisDocument Of(AnalysisDocument document, IReadOnlyList<TopicEvent> events, IReadOnlySet<int> hidden)
    {
        IReadOnlyDictionary<int, string> names = Names(events);
        HashSet<int> pinned =
            [.. TopicEdits.Active(events).OfType<TopicEdit.Pin>().GroupBy(pin => pin.Topic).Where(pins => pins.Last().On).Select(pins => pins.Key)];
        if (names.Count + pinned.Count + hidden.Count == 0) return document;
        Dictionary<string, string> renamed = new(StringComparer.Ordinal);
        foreach (TopicSummary topic in document.Topics)
            if (names.TryGetValue(topic.TopicId, out string? name)) renamed[topic.Name] = name;
        HashSet<string> left = [.. document.Topics.Where(topic => hidden.Contains(topic.TopicId)).Select(topic => topic.Name)];
        return document with
        {
            Topics =
            [
                .. document.Topics.Where(topic => !hidden.Contains(topic.TopicId))
                    .Select(topic => topic with { Name = names.GetValueOrDefault(topic.TopicId, topic.Name) })
                    .OrderByDescending(topic => pinned.Contains(topic.TopicId)),
            ],
            Groups =
            [
                .. document.Groups.Select(group => WithoutHidden(group with { Name = NameOf(group) }, document, hidden))
                    .Where(group => group.TopicIds.Count > 0).OrderByDescending(group => pinned.Contains(group.GroupId)),
            ],
            Growing = [.. document.Growing.Where(topic => !hidden.Contains(topic))],
            Falling = [.. document.Falling.Where(topic => !hidden.Contains(topic))],
            Teams = [.. document.Teams.Select(team => team with { TopicIds = [.. team.TopicIds.Where(topic => !hidden.Contains(topic))] })],
            Recommendations =
            [
                .. document.Recommendations.Where(sentence => !left.Any(name => sentence.Contains($"“{name}”", StringComparison.Ordinal)))
                    .Select(sentence => QuotedNames.Replace(sentence, renamed)),
            ],
            Map = [.. document.Map.Where(point => !hidden.Contains(point.TopicId))],
            HiddenTopics = document.Topics.Count(topic => hidden.Contains(topic.TopicId)),
        };

        // A topic alone in its group gives it its name, unless people named the group.
        string NameOf(TopicGroup group) =>
            names.TryGetValue(group.GroupId, out string? given) || (group.TopicIds is [int alone] && names.TryGetValue(alone, out given)) ? given : group.Name;
    }

    // What is said of a group is the sum of the topics that are shown.
    private static TopicGroup WithoutHidden(TopicGroup group, AnalysisDocument document, IReadOnlySet<int> hidden)
    {
        int[] shown = [.. group.TopicIds.Where(topic => !hidden.Contains(topic))];
        if (shown.Length == group.TopicIds.Count || shown.Length == 0) return group with { TopicIds = shown };
        TopicSummary[] topics = [.. document.Topics.Where(topic => shown.Contains(topic.TopicId))];
        long[] daily = [.. document.Days.Select((_, day) => topics.Sum(topic => topic.Daily[day]))];
        return group with
        {
            TopicIds = shown,
            Count = topics.Sum(topic => topic.Count),
            Share = topics.Sum(topic => topic.Share),
            Change = group.Change is { } change ? TopicChanges.Of(daily, [.. document.Daily], change.WindowDays) : null,
            HiddenTopics = group.TopicIds.Count - shown.Length,
        };
    }
}
