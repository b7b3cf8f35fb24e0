using Earshot.Core.Analysis;

namespace Earshot.Core.Topics;

/// <summary>A topic's name and its keywords, best first.</summary>
public sealed record TopicLabel(string Name, IReadOnlyList<Keyword> Keywords);

/// <summary>Names topics from what their texts say more often than the texts of other topics do.</summary>
public static class TopicNamer
{
    /// <summary>
    /// A name and up to <paramref name="keywords"/> keywords for every cluster of <paramref name="counter"/>. Names differ from each other, are made
    /// of one to three terms as people wrote them, and begin with a capital; a topic without a single word is called "Topic 7" by its number.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="keywords"/> is below 1.</exception>
    public static IReadOnlyList<TopicLabel> Label(TermCounter counter, int keywords = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keywords, 1);
        List<TopicTerm>[] topics = TopicTerms.Collect(counter);
        string[] names = DistinctNames.Of(topics, counter.TextsByCluster);
        return [.. topics.Select((terms, topic) => new TopicLabel(names[topic], KeywordSelection.Best(terms, keywords)))];
    }
}
