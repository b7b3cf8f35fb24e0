namespace Earshot.Core.Topics;

/// <summary>Composes names from terms and makes them differ.</summary>
internal static class DistinctNames
{
    /// <summary>A phrase is taken for its word where it keeps this share of the word's score.</summary>
    private const double PhraseKeeps = 0.3;

    /// <summary>A topic whose first term is in fewer of its texts than this gets a second one.</summary>
    private const double EnoughCoverage = 0.5;

    /// <summary>A second term has at least this share of the first one's score.</summary>
    private const double SecondKeeps = 0.3;

    public static string[] Of(List<TopicTerm>[] topics, ReadOnlySpan<long> texts)
    {
        string[] names = new string[topics.Length];
        List<TopicTerm>?[] taken = new List<TopicTerm>?[topics.Length];

        // The largest topic has first choice.
        int[] order = [.. Enumerable.Range(0, topics.Length)];
        long[] sizes = texts.ToArray();
        Array.Sort(order, (a, b) => sizes[a] != sizes[b] ? sizes[b].CompareTo(sizes[a]) : a.CompareTo(b));
        foreach (int topic in order)
        {
            List<TopicTerm> parts = Parts(topics[topic]);
            Distinguish(parts, topics[topic], taken);
            taken[topic] = parts;
            names[topic] = parts.Count == 0 ? "Topic " + topic : Join(parts);
        }

        return MakeUnique(names, order);
    }

    private static List<TopicTerm> Parts(List<TopicTerm> terms)
    {
        List<TopicTerm> parts = [];
        if (terms.Count == 0) return parts;
        TopicTerm first = Expand(terms.Find(term => !term.Weak) ?? terms[0], terms);
        parts.Add(first);
        if (first.Coverage >= EnoughCoverage && first.IsPhrase) return parts;
        TopicTerm? second = Next(parts, terms, SecondKeeps * terms[0].Score);
        if (second is not null) parts.Add(second);
        return parts;
    }

    // A word is better told by the phrase it mostly stands in.
    private static TopicTerm Expand(TopicTerm word, List<TopicTerm> terms) =>
        word.IsPhrase ? word : terms.Find(term => term.IsPhrase && term.Has(word.First) && term.Score >= PhraseKeeps * word.Score) ?? word;

    private static TopicTerm? Next(List<TopicTerm> parts, List<TopicTerm> terms, double leastScore)
    {
        foreach (TopicTerm term in terms)
        {
            if (term.Score < leastScore) return null;
            if (term.Weak || parts.Exists(part => term.Overlaps(part))) continue;
            TopicTerm expanded = Expand(term, terms);
            return parts.Exists(part => expanded.Overlaps(part)) ? term : expanded;
        }

        return null;
    }

    private static void Distinguish(List<TopicTerm> parts, List<TopicTerm> terms, List<TopicTerm>?[] taken)
    {
        while (parts.Count is > 0 and < 3 && Array.Exists(taken, other => other is not null && AreAlike(parts, other)))
        {
            TopicTerm? more = Next(parts, terms, leastScore: double.NegativeInfinity);
            if (more is null) return;
            parts.Add(more);
        }
    }

    private static bool AreAlike(List<TopicTerm> a, List<TopicTerm> b) => a.TrueForAll(term => b.Exists(term.IsWithin)) && b.TrueForAll(term => a.Exists(term.IsWithin));

    private static string Join(List<TopicTerm> parts)
    {
        string name = parts.Count switch
        {
            1 => parts[0].Text,
            2 => parts[0].Text + ", " + parts[1].Text,
            _ => parts[0].Text + ", " + parts[1].Text + ", " + parts[2].Text,
        };
        return SentenceCase(name);
    }

    // "iPhone" and "eBay" keep their small letter.
    private static string SentenceCase(string name) =>
        name.Length > 1 && char.IsUpper(name[1]) && !char.IsUpper(name[0]) ? name : char.ToUpperInvariant(name[0]) + name[1..];

    private static string[] MakeUnique(string[] names, int[] order)
    {
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        foreach (int topic in order)
        {
            string name = names[topic];
            for (int number = 2; !seen.Add(names[topic]); number++) names[topic] = $"{name} ({number})";
        }

        return names;
    }
}
