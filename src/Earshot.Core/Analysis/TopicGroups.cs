using Earshot.Core.Topics;

namespace Earshot.Core.Analysis;

/// <summary>A first level over the topics, so that their list can be begun with what fits one screen. What is said of a group is the sum of its topics.</summary>
internal sealed class TopicGroups
{
    private readonly IReadOnlyList<ShownTopic> _topics;
    private readonly int[] _groups;

    /// <summary>The groups of some topics; none where the topics fit one screen, or where nothing divides them.</summary>
    /// <param name="topics">The topics, in the order in which they are counted.</param>
    /// <param name="oneScreen">Topics that need no groups.</param>
    public TopicGroups(IReadOnlyList<ShownTopic> topics, int oneScreen)
    {
        _topics = topics;
        _groups = [.. topics.Select(topic => topic.Group).Distinct()];
        if (topics.Count <= oneScreen || _groups.Length < 2 || _groups.Length == topics.Count) _groups = [];
    }

    /// <summary>The number of the group of the topic that is counted at <paramref name="place"/>; null where there are no groups.</summary>
    public int? Of(int place) => _groups.Length == 0 ? null : _topics[place].Group;

    /// <summary>The groups that have tickets, largest first.</summary>
    /// <param name="corpus">What was counted.</param>
    /// <param name="topics">The topics with tickets, largest first.</param>
    /// <param name="names">What each topic is called, in the order in which they are counted.</param>
    /// <param name="options">How to judge.</param>
    /// <param name="change">The change of what has so many tickets a day.</param>
    public IReadOnlyList<TopicGroup> Summaries(
        CorpusAccumulator corpus, IReadOnlyList<TopicSummary> topics, IReadOnlyList<TopicLabel> names, AnalysisOptions options,
        Func<long[], TopicChange?> change)
    {
        if (_groups.Length == 0) return [];
        int[] places = new int[corpus.Topics];
        Array.Fill(places, -1);
        for (int topic = 0; topic < _topics.Count; topic++) places[topic] = Array.IndexOf(_groups, _topics[topic].Group);
        IReadOnlyList<TopicLabel> labels = GroupNames.Label(corpus.Terms, places, _groups.Length, names, options.Keywords);
        return
        [
            .. topics.GroupBy(topic => topic.GroupId!.Value)
                .Select(group => Summary(group.Key, [.. group], labels[Array.IndexOf(_groups, group.Key)], corpus.Tickets, change))
                .OrderByDescending(group => group.Count).ThenBy(group => group.GroupId),
        ];
    }

    /// <summary>Gives topics that are called like their group the next of their keywords as well, so that both can be told apart.</summary>
    public static void Distinguish(IReadOnlyList<TopicGroup> groups, List<TopicSummary> topics)
    {
        Dictionary<int, TopicGroup> byId = groups.ToDictionary(group => group.GroupId);
        HashSet<string> taken = new(topics.Select(topic => topic.Name), StringComparer.OrdinalIgnoreCase);
        for (int place = 0; place < topics.Count; place++)
        {
            TopicSummary topic = topics[place];
            if (topic.GroupId is not { } id || byId[id].TopicIds.Count == 1 || !topic.Name.Equals(byId[id].Name, StringComparison.OrdinalIgnoreCase)) continue;
            string[] terms = [.. topic.Keywords.Select(keyword => keyword.Term).Where(term => !taken.Contains($"{topic.Name}, {term}"))];
            if (NameWords.Further(topic.Name, terms) is not { } more) continue;
            topics[place] = topic with { Name = $"{topic.Name}, {more}" };
            taken.Add(topics[place].Name);
        }
    }

    private static TopicGroup Summary(int id, TopicSummary[] topics, TopicLabel label, long tickets, Func<long[], TopicChange?> change)
    {
        long count = topics.Sum(topic => topic.Count);
        long[] daily = [.. topics[0].Daily.Select((_, day) => topics.Sum(topic => topic.Daily[day]))];
        bool alone = topics.Length == 1;
        return new TopicGroup(
            id,
            alone ? topics[0].Name : label.Name,
            alone ? topics[0].Keywords : label.Keywords,
            count,
            (double)count / tickets,
            change(daily),
            [.. topics.Select(topic => topic.TopicId)]);
    }
}
