namespace Earshot.Core.Topics;

/// <summary>
/// Finds what comes into texts as a whole and not as anybody's own words: disclaimers, signatures, forms, alerts, the same log lines. It is told by
/// phrases that follow each other through words which stand nowhere else in the topic, in the same number of texts, and by many phrases in the same
/// number of texts.
/// </summary>
internal static class FixedPassages
{
    /// <summary>Phrases in a row that make a passage: three are four words in the same order.</summary>
    private const int LeastPhrases = 3;

    /// <summary>
    /// So many phrases in the same number of texts are a form, where they are at least this share of those in a similar number of texts: elsewhere the
    /// numbers spread.
    /// </summary>
    private const int LeastCrowd = 8;

    /// <summary>From here on a passage takes phrases along that only stand in as many texts.</summary>
    private const int LongPassage = 6;

    private const double CrowdShare = 0.4, Similar = 0.3;

    /// <summary>How far the passage spreads from word to word.</summary>
    private const int Rounds = 2;

    /// <summary>Texts that must have it: fewer agree by chance.</summary>
    private const long LeastTexts = 5;

    /// <summary>Numbers of texts are the same up to this share; up to the smaller one for phrases that are not joined to the passage.</summary>
    private const double Same = 0.2, SameApart = 0.03;

    /// <summary>What is left of a term's score and weight, so that a topic which is nothing but a form still has a name.</summary>
    private const double Left = 0.08;

    /// <summary>What people put into titles and so many texts have is no addition to what they say: the topic is that form.</summary>
    private const double Whole = 0.7;

    /// <summary>Lowers the scores and weights of the terms of fixed passages.</summary>
    public static void Lower(List<TopicTerm> terms)
    {
        Dictionary<string, long> words = [];
        Dictionary<string, List<int>> byFirst = [];
        for (int at = 0; at < terms.Count; at++)
        {
            TopicTerm term = terms[at];
            if (!term.IsPhrase) words[term.First] = term.Texts;
            else if (byFirst.TryGetValue(term.First, out List<int>? same)) same.Add(at);
            else byFirst.Add(term.First, [at]);
        }

        int[] passage = [.. Enumerable.Range(0, terms.Count)];
        for (int at = 0; at < terms.Count; at++)
        {
            TopicTerm term = terms[at];
            if (!term.IsPhrase || term.Texts < LeastTexts || !words.TryGetValue(term.Second!, out long texts) || !AreSame(texts, term.Texts, Same)
                || !byFirst.TryGetValue(term.Second!, out List<int>? next)) continue;
            foreach (int other in next)
                if (AreSame(terms[other].Texts, term.Texts, Same) && terms[other].Second != term.First) passage[Root(passage, other)] = Root(passage, at);
        }

        int[] sizes = new int[terms.Count];
        for (int at = 0; at < terms.Count; at++) if (terms[at].IsPhrase) sizes[Root(passage, at)]++;
        bool[] lowered = [.. terms.Select((term, at) => term.IsPhrase && sizes[Root(passage, at)] >= LeastPhrases)];
        long[] numbers = [.. terms.Where(term => term.IsPhrase && term.Texts >= LeastTexts).Select(term => term.Texts)];
        long[] crowded = [.. numbers.Distinct().Where(number => IsCrowded(number, numbers))
            .Concat(terms.Where((_, at) => sizes[Root(passage, at)] >= LongPassage).Select(term => term.Texts)).Distinct()];
        for (int at = 0; at < terms.Count; at++)
            lowered[at] |= terms[at].IsPhrase && Array.Exists(crowded, number => AreSame(number, terms[at].Texts, SameApart));
        for (int round = 0; round < Rounds; round++) Spread(terms, lowered);
        for (int at = 0; at < terms.Count; at++)
            if (lowered[at]) terms[at] = Lowered(terms[at]);
    }

    // Each word of a form is hardly anywhere else; how many texts have it tells them apart.
    private static TopicTerm Lowered(TopicTerm term) => term.AsWritten && term.Coverage >= Whole
        ? term with { Score = term.Coverage * (term.IsPhrase ? TopicTerms.PhraseFactor : 1), Fixed = true, IsForm = true }
        : term with { Score = Left * term.Score, Weight = Left * term.Weight, Fixed = true };

    // A word that stands in a passage only belongs to it, and so does all that is said with that word.
    private static void Spread(List<TopicTerm> terms, bool[] lowered)
    {
        Dictionary<string, long> within = [];
        for (int at = 0; at < terms.Count; at++)
        {
            TopicTerm term = terms[at];
            if (!lowered[at] || !term.IsPhrase) continue;
            within[term.First] = Math.Max(term.Texts, within.GetValueOrDefault(term.First));
            within[term.Second!] = Math.Max(term.Texts, within.GetValueOrDefault(term.Second!));
        }

        HashSet<string> words = [];
        for (int at = 0; at < terms.Count; at++)
        {
            TopicTerm term = terms[at];
            if (term.IsPhrase || !within.TryGetValue(term.First, out long texts) || !AreSame(texts, term.Texts, Same)) continue;
            lowered[at] = true;
            words.Add(term.First);
        }

        for (int at = 0; at < terms.Count; at++) lowered[at] |= terms[at].IsPhrase && (words.Contains(terms[at].First) || words.Contains(terms[at].Second!));
    }

    private static bool IsCrowded(long number, long[] numbers)
    {
        int same = numbers.Count(other => AreSame(other, number, SameApart));
        return same >= LeastCrowd && same >= CrowdShare * numbers.Count(other => AreSame(other, number, Similar));
    }

    private static bool AreSame(long a, long b, double tolerance) => Math.Abs(a - b) <= tolerance * Math.Max(a, b);

    private static int Root(int[] parents, int at)
    {
        while (parents[at] != at) at = parents[at] = parents[parents[at]];
        return at;
    }
}
