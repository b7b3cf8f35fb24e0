namespace Earshot.Core.Topics;

/// <summary>A topic's name with the terms it is made of.</summary>
/// <param name="Text">The name.</param>
/// <param name="Parts">Its terms; none where the topic is called by its number.</param>
/// <param name="Coverage">Share of the topic's texts that say at least one of them, about; 1 where the name claims no words.</param>
/// <param name="Lead">What stands before the first comma, as it is written within a sentence.</param>
internal sealed record TopicName(string Text, IReadOnlyList<TopicTerm> Parts, double Coverage, string Lead);

/// <summary>How many of a topic's texts its name speaks of: a name that few of them say is a wrong one, however much it sets the topic apart.</summary>
internal static class NameCoverage
{
    /// <summary>Share of the texts that a name speaks of at least; a topic without such a name is mixed.</summary>
    public const double Fair = 0.25;

    /// <summary>A name that fewer say than this is told by more common words, though they set the topic less apart.</summary>
    public const double Few = 0.2;

    /// <summary>A common word that is to stand for a rare phrase is at least so many times denser in its topic than elsewhere.</summary>
    public const double LeastLift = 2;

    /// <summary>A phrase stands for its word where it has at least this share of the word's texts.</summary>
    private const double StandsForWord = 0.6;

    /// <summary>Share of the texts that have one term at least, as if the terms fell independently: the counts do not say which texts share them.</summary>
    public static double Of(IEnumerable<TopicTerm> parts) => 1 - parts.Aggregate(1.0, (without, part) => without * (1 - part.Coverage));

    /// <summary>
    /// What stands better for a part of a name: the best of <paramref name="terms"/> within it that more texts say, a phrase where that is enough or nearly as
    /// common as its word; the part itself where there is none.
    /// </summary>
    public static TopicTerm Wider(List<TopicTerm> parts, int at, IEnumerable<TopicTerm> terms)
    {
        TopicTerm part = parts[at];
        double others = Of(parts.Where(other => other != part));
        TopicTerm[] wider = [.. terms.Where(term => term.Coverage > part.Coverage && term.Stems.All(part.Stems.Contains)).OrderByDescending(term => term.Score)];
        if (wider.Length == 0) return part;
        TopicTerm? enough = Array.Find(wider, term => term.IsPhrase && 1 - ((1 - others) * (1 - term.Coverage)) >= Few);
        return enough ?? Array.Find(wider, term => term.IsPhrase && wider[0].IsWithin(term) && term.Coverage >= StandsForWord * wider[0].Coverage) ?? wider[0];
    }

    /// <summary>
    /// The best terms without a word in common: two, and more up to <paramref name="count"/> while too few of the texts have one of them. What a topic of
    /// several things has most of.
    /// </summary>
    /// <param name="terms">Best score first.</param>
    /// <param name="count">Most of them.</param>
    public static List<TopicTerm> Widest(List<TopicTerm> terms, int count)
    {
        List<TopicTerm> widest = [];
        foreach (TopicTerm term in terms)
            if (widest.Count < (Of(widest) < Fair ? count : 2) && !widest.Exists(term.Overlaps)) widest.Add(term);
        return widest;
    }
}
