using Earshot.Core.Analysis;

namespace Earshot.Core.Labels;

/// <summary>An analysis with the labels of a language model laid over it: what people are shown. The analysis itself is not changed by labels.</summary>
public static class LabelledAnalysis
{
    /// <summary>
    /// The document with the title of each label in the place of the topic's name, in the recommendations too. A mixed topic stays called so; where two
    /// topics get one title, the smaller keeps its own name behind it.
    /// </summary>
    /// <param name="document">The analysis as it was built.</param>
    /// <param name="labels">Labels by fingerprint; others than those of its topics do no harm.</param>
    public static AnalysisDocument Of(AnalysisDocument document, IReadOnlyDictionary<string, TopicLabel> labels)
    {
        if (labels.Count == 0) return document;
        TopicLabel?[] found = [.. document.Topics.Select(topic => Find(topic, labels))];
        HashSet<string> taken = new(document.Topics.Where((_, i) => found[i]?.Content is null).Select(topic => topic.Name), StringComparer.OrdinalIgnoreCase);
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        TopicSummary[] topics = [.. document.Topics.Select((topic, i) => Labelled(topic, found[i], taken, names))];
        Dictionary<int, string> shown = topics.ToDictionary(topic => topic.TopicId, topic => topic.Name);
        return document with
        {
            Topics = topics,
            Groups =
            [
                .. document.Groups.Select(
                    group => group.TopicIds is [int alone] ? group with { Name = shown.GetValueOrDefault(alone, group.Name) } : group),
            ],
            Recommendations = [.. document.Recommendations.Select(sentence => QuotedNames.Replace(sentence, names))],
        };
    }

    private static TopicLabel? Find(TopicSummary topic, IReadOnlyDictionary<string, TopicLabel> labels) =>
        TopicDescription.Of(topic).Fingerprint is { } fingerprint ? labels.GetValueOrDefault(fingerprint) : null;

    private static TopicSummary Labelled(TopicSummary topic, TopicLabel? label, HashSet<string> taken, Dictionary<string, string> names)
    {
        if (label?.Content is not { } content) return topic with { LabelFailed = label?.LabelFailed ?? false };
        string title = MixedTopics.Marked(content.CanonicalTitle, topic.Mixed);
        if (!taken.Add(title)) taken.Add(title = $"{title} ({topic.Name})");
        names[topic.Name] = title;
        return topic with
        {
            Name = title,
            AutomaticName = topic.Name,
            Description = content.Description,
            Category = content.Category,
            WouldPaySignal = content.WouldPaySignal,
            ImpactLevel = content.ImpactLevel,
        };
    }
}
