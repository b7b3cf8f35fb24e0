using Earshot.Core.Analysis;
using Earshot.Core.Text;

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
    /// <param name="counter">What the texts of the topics say.</param>
    /// <param name="keywords">Most keywords of a topic, at least 1.</param>
    /// <param name="languages">
    /// Code of the language that a topic's texts are mostly in where it is not the one of most texts of all topics, else null; without it, languages are
    /// only told by their function words. Such a topic says so at the end of its name.
    /// </param>
    public static IReadOnlyList<TopicLabel> Label(TermCounter counter, int keywords = 10, IReadOnlyList<string?>? languages = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keywords, 1);
        List<TopicTerm>[] topics = TopicTerms.Collect(counter, out List<TopicTerm>[] foreign);
        string?[] spoken = [.. foreign.Select((words, topic) => LanguageNames.Of(languages?[topic] ?? TopicLanguage.Of(words)))];
        string[] names = DistinctNames.Of(topics, counter.TextsByCluster, spoken);
        return [.. topics.Select((terms, topic) => new TopicLabel(names[topic], KeywordSelection.Best(terms, keywords)))];
    }
}
