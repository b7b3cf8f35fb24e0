using Earshot.Core.Text;

namespace Earshot.Core.Topics;

/// <summary>How good the names and keywords of topics are whose true names are known.</summary>
/// <param name="Told">Share of the topics among whose first five keywords is a word of the true name, 0 to 1; NaN for no topics.</param>
/// <param name="Alike">Pairs of topics whose names say nearly the same, and so do not tell them apart.</param>
public sealed record TopicNameScores(double Told, int Alike)
{
    /// <summary>Keywords that a reader takes in.</summary>
    public const int KeywordsRead = 5;

    private const double NearDuplicate = 0.8;

    /// <summary>
    /// Judges names. Words of a true name stand between anything that is neither a letter nor a digit; those without substance ("not", "on", "my") do not
    /// count, and an inflection is the same word.
    /// </summary>
    /// <param name="labels">Names and keywords of the topics.</param>
    /// <param name="truths">The true name of each: "card_arrival", "Lost or stolen card".</param>
    /// <exception cref="ArgumentException">There is not one true name a topic.</exception>
    public static TopicNameScores Of(IReadOnlyList<TopicLabel> labels, IReadOnlyList<string> truths)
    {
        if (labels.Count != truths.Count) throw new ArgumentException($"{truths.Count} true names for {labels.Count} topics", nameof(truths));
        int told = Enumerable.Range(0, labels.Count).Count(topic => Tells(labels[topic], truths[topic]));
        int alike = 0;
        for (int topic = 1; topic < labels.Count; topic++)
            for (int other = 0; other < topic; other++)
                if (TitleSimilarity.Jaccard(labels[topic].Name, labels[other].Name) >= NearDuplicate) alike++;
        return new TopicNameScores((double)told / labels.Count, alike);
    }

    private static bool Tells(TopicLabel label, string truth)
    {
        HashSet<string> stems = [.. Stems(truth)];
        return label.Keywords.Take(KeywordsRead).Any(keyword => Stems(keyword.Term).Any(stems.Contains));
    }

    private static IEnumerable<string> Stems(string text) =>
        from word in TitleSimilarity.Normalise(text).Split(' ', StringSplitOptions.RemoveEmptyEntries)
        where StopWords.ClassOf(word) is WordClass.Plain or WordClass.Weak
        select LightStemmer.Stem(word);
}
