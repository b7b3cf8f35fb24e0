using Earshot.Core.Analysis;

namespace Earshot.Core.Reports;

/// <summary>A document in which groups stand for their topics: for pictures, in which more than a few dozen of anything can't be told apart.</summary>
internal static class GroupedDocument
{
    /// <summary>The document itself where its topics have no groups.</summary>
    public static AnalysisDocument Of(AnalysisDocument document)
    {
        if (document.Groups.Count == 0) return document;
        Dictionary<int, int> groups = document.Topics.Where(topic => topic.GroupId is not null).ToDictionary(topic => topic.TopicId, topic => topic.GroupId!.Value);
        Dictionary<int, TopicSummary> first = document.Topics.ToDictionary(topic => topic.TopicId);
        return document with
        {
            Groups = [],
            Topics =
            [
                .. document.Groups.Select(group => first[group.TopicIds[0]] with
                {
                    TopicId = group.GroupId,
                    GroupId = null,
                    Name = group.Name,
                    Keywords = group.Keywords,
                    Count = group.Count,
                    Share = group.Share,
                    Change = group.Change,
                }),
            ],
            Map = [.. document.Map.Select(point => groups.TryGetValue(point.TopicId, out int group) ? point with { TopicId = group } : point)],
        };
    }
}
