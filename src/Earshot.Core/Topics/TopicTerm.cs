namespace Earshot.Core.Topics;

/// <summary>A term of one topic with what speaks for it.</summary>
/// <param name="Text">As most people wrote it.</param>
/// <param name="First">Stem of its first word.</param>
/// <param name="Second">Stem of its second word; null for a single word.</param>
/// <param name="Weak">Says little by itself.</param>
/// <param name="Texts">Texts of the topic that have it.</param>
/// <param name="Coverage">Share of the topic's texts that have it, 0 to 1.</param>
/// <param name="Weight">Class-based TF-IDF with BM25 weighting and frequent words reduced.</param>
/// <param name="Score">How well it tells the topic from the others: coverage times the logarithm of how much denser it is here than elsewhere.</param>
internal sealed record TopicTerm(string Text, string First, string? Second, bool Weak, long Texts, double Coverage, double Weight, double Score)
{
    public bool IsPhrase => Second is not null;

    public bool Negates => First is "not" or "can't" or "won't" or "no" or "never";

    public bool Has(string stem) => First == stem || Second == stem;

    /// <summary>True when every word of this term, or one of its family, is in the other term.</summary>
    public bool IsWithin(TopicTerm other) => IsIn(First, other) && (Second is null || IsIn(Second, other));

    /// <summary>True when a word of this term, or one of its family, is in the other term.</summary>
    public bool Overlaps(TopicTerm other) => IsIn(First, other) || (Second is not null && IsIn(Second, other));

    private static bool IsIn(string stem, TopicTerm other) => LightStemmer.AreRelated(stem, other.First) || (other.Second is not null && LightStemmer.AreRelated(stem, other.Second));
}

/// <summary>From counts to the terms worth showing, topic by topic.</summary>
internal static class TopicTerms
{
    /// <summary>Share of a topic's texts that must have a term, so that no rare typing error names a topic.</summary>
    private const double Support = 0.03;

    private const double WeakFactor = 0.35;

    /// <summary>The terms of every topic, best score first; ties by spelling.</summary>
    public static List<TopicTerm>[] Collect(TermCounter counter)
    {
        Vocabulary vocabulary = counter.Vocabulary;
        string[] forms = vocabulary.WrittenForms();
        long[] frequency = new long[vocabulary.TermCount], texts = new long[vocabulary.TermCount];
        foreach (TermCount count in counter.Counts)
        {
            frequency[count.Term] += count.Count;
            texts[count.Term] += count.Texts;
        }

        long meanClassSize = ClassTfIdf.MeanClassSize(counter.OccurrencesByCluster);
        long all = counter.Texts;
        List<TopicTerm>[] topics = new List<TopicTerm>[counter.Clusters];
        for (int topic = 0; topic < topics.Length; topic++) topics[topic] = [];
        foreach (TermCount count in counter.Counts)
        {
            long size = counter.TextsByCluster[count.Cluster];
            if (count.Texts < LeastTexts(size)) continue;
            (string first, string? second) = vocabulary.StemsOf(count.Term);
            double inverse = ClassTfIdf.InverseFrequency(frequency[count.Term], meanClassSize, bm25: true);
            double weight = ClassTfIdf.Weight(count.Count, counter.OccurrencesByCluster[count.Cluster], inverse, reduceFrequent: true);
            double coverage = (double)count.Texts / size;
            double elsewhere = (texts[count.Term] - count.Texts + 0.5) / (all - size + 1.0);
            bool weak = IsWeak(first) && (second is null || IsWeak(second));
            double score = coverage * Math.Log(coverage / elsewhere) * (weak ? WeakFactor : 1);
            topics[count.Cluster].Add(new TopicTerm(forms[count.Term], first, second, weak, count.Texts, coverage, weight, score));
        }

        foreach (List<TopicTerm> terms in topics)
            terms.Sort((a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : string.CompareOrdinal(a.Text, b.Text));
        return topics;
    }

    private static long LeastTexts(long topicSize) => Math.Max((long)Math.Ceiling(Support * topicSize), topicSize switch { < 8 => 1, < 40 => 2, _ => 3 });

    private static bool IsWeak(string stem) => WeakStems.Contains(stem);

    private static readonly HashSet<string> WeakStems = [.. StopWords.Weak.Select(LightStemmer.Stem)];
}
