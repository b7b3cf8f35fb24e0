using Earshot.Core.Analysis;

namespace Earshot.Core.Topics.Life;

/// <summary>
/// An analysis as people want to see it: their names in the place of automatic ones, pinned topics first, hidden ones left out. The analysis itself is not
/// changed.
/// </summary>
public static class EditedAnalysis
{
    /// <summary>The document with names, pins and hidden topics as people left them; recommendations speak of topics by those names.</summary>
    /// <param name="document">The analysis as it was built.</param>
    /// <param name="marks">What people said of its topics.</param>
    public static AnalysisDocument Of(AnalysisDocument document, TopicMarks marks)
    {
        (IReadOnlyDictionary<int, string> names, IReadOnlySet<int> first, IReadOnlySet<int> hidden) = marks;
        if (names.Count + first.Count + hidden.Count == 0) return document;
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
                    .OrderByDescending(topic => first.Contains(topic.TopicId)),
            ],
            Groups =
            [
                .. document.Groups.Select(group => WithoutHidden(group with { Name = names.GetValueOrDefault(group.GroupId, group.Name) }, document, hidden))
                    .Where(group => group.TopicIds.Count > 0)
                    .Select(group => group with { TopicIds = [.. group.TopicIds.OrderByDescending(first.Contains)] })
                    .OrderByDescending(group => first.Contains(group.GroupId)),
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
            PinnedTopics = document.Topics.Count(topic => first.Contains(topic.TopicId) && !hidden.Contains(topic.TopicId)),
        };
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
