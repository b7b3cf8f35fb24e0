using Earshot.Core.Analysis;
using Earshot.Core.Text;

namespace Earshot.Core.Topics;

/// <summary>A topic's name and its keywords: those of the name, then the others, best first.</summary>
/// <param name="Name">The name.</param>
/// <param name="Keywords">The keywords.</param>
/// <param name="Coverage">Share of the topic's texts that say at least one term of the name, 0 to 1, about; 1 for a number or a language.</param>
public sealed record TopicLabel(string Name, IReadOnlyList<Keyword> Keywords, double Coverage)
{
    /// <summary>What stands before the first comma of the name, as it is written within a sentence.</summary>
    internal string Lead { get; init; } = Name;

    /// <summary>True where no name speaks of a quarter of the texts: the topic is about several things.</summary>
    public bool IsMixed => Coverage < NameCoverage.Fair;
}

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
    /// Code of the language that more than half of a topic's texts are in where it is not the one of most texts of all topics, and "und" where there is
    /// none; such a topic says so in its name. Null where the languages of its texts are not known: then its function words tell.
    /// </param>
    public static IReadOnlyList<TopicLabel> Label(TermCounter counter, int keywords = 10, IReadOnlyList<string?>? languages = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keywords, 1);
        List<TopicTerm>[] topics = TopicTerms.Collect(counter, out List<TopicTerm>[] foreign);
        string?[] spoken = [.. foreign.Select((words, topic) => LanguageNames.Of(languages?[topic] ?? TopicLanguage.Of(words)))];
        TopicName[] names = DistinctNames.Of(topics, counter.TextsByCluster, spoken);
        return
        [
            .. names.Select((name, topic) =>
                new TopicLabel(name.Text, KeywordSelection.Best(topics[topic], name.Parts, keywords), name.Coverage) { Lead = name.Lead }),
        ];
    }
}
