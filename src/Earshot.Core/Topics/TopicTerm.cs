namespace Earshot.Core.Topics;

/// <summary>A term of one topic with what speaks for it.</summary>
/// <param name="Text">As most people wrote it.</param>
/// <param name="First">Stem of its first word.</param>
/// <param name="Second">Stem of its second word; null for a single word.</param>
/// <param name="Weak">Says little by itself.</param>
/// <param name="Texts">Texts of the topic that have it.</param>
/// <param name="Coverage">Share of the topic's texts that have it, 0 to 1.</param>
/// <param name="Lift">How many times denser it is here than in the other topics.</param>
/// <param name="Weight">Class-based TF-IDF with BM25 weighting and frequent words reduced.</param>
/// <param name="Score">How well it tells the topic from the others: coverage times the logarithm of how much denser it is here than elsewhere.</param>
internal sealed record TopicTerm(string Text, string First, string? Second, bool Weak, long Texts, double Coverage, double Lift, double Weight, double Score)
{
    /// <summary>Stem of the third word where a name joins two phrases that share a word.</summary>
    public string? Third { get; init; }

    /// <summary>False where no title has it though the texts have titles: it may only stand in a form, and the words of a phrase may only have met where others are gone.</summary>
    public bool AsWritten { get; init; } = true;

    /// <summary>Says what is done to something, as "activate my card" does: most people put an article or a possessive between the two words.</summary>
    public bool Verbal { get; init; }

    /// <summary>Part of a passage that comes into texts as a whole, see <see cref="FixedPassages"/>.</summary>
    public bool Fixed { get; init; }

    /// <summary>Part of a passage that the topic's texts are: nearly all of them have it, and people put it into titles.</summary>
    public bool IsForm { get; init; }

    public bool IsPhrase => Second is not null;

    /// <summary>"How long": tells what is asked about something else, never a topic by itself.</summary>
    public bool Asks => First.StartsWith("how ", StringComparison.Ordinal);

    public bool Negates => IsNegation(First);

    /// <summary>"webhook not": never shown, only the beginning of "webhook not delivered".</summary>
    public bool EndsInNegation => Second is not null && IsNegation(Second);

    public bool Has(string stem) => First == stem || Second == stem;

    public IEnumerable<string> Stems => ((string?[])[First, Second, Third]).OfType<string>();

    private static bool IsNegation(string stem) => StopWords.ClassOf(stem) == WordClass.Negation;

    /// <summary>True when every word of this term, or one of its family, is in the other term.</summary>
    public bool IsWithin(TopicTerm other) => Stems.All(other.Mentions);

    /// <summary>True when a word of this term, or one of its family, is in the other term.</summary>
    public bool Overlaps(TopicTerm other) => Stems.Any(other.Mentions);

    /// <summary>True when the word, or one of its family, is in this term.</summary>
    public bool Mentions(string stem) =>
        LightStemmer.AreRelated(stem, First) || (Second is not null && (LightStemmer.AreRelated(stem, Second) || IsBoth(stem)))
        || (Third is not null && LightStemmer.AreRelated(stem, Third));

    // "timecard" is in "time card".
    private bool IsBoth(string stem) =>
        stem.Length == First.Length + Second!.Length && stem.StartsWith(First, StringComparison.Ordinal) && stem.EndsWith(Second, StringComparison.Ordinal);
}

/// <summary>From counts to the terms worth showing, topic by topic.</summary>
internal static class TopicTerms
{
    /// <summary>Share of a topic's texts that must have a term, so that no rare typing error names a topic.</summary>
    private const double Support = 0.03;

    /// <summary>The same for a phrase, which is rarer than its words and no typing error where it is seen so often.</summary>
    private const double PhraseSupport = 0.015;

    /// <summary>Phrases that stand in fewer texts than this need the support of a word.</summary>
    private const long LeastTextsOfPhrase = 8;

    /// <summary>A phrase of two weak words ("incorrect information") counts from this coverage on.</summary>
    private const double CoverageOfWeakPhrase = 0.2;

    private const double WeakFactor = 0.35;

    /// <summary>Added to a term's density elsewhere, so that what stands in few texts does not win by standing in no others.</summary>
    private const double Background = 0.0015;

    private const double HalfWeakFactor = 0.8;

    /// <summary>Two words say more than one.</summary>
    public const double PhraseFactor = 1.25;

    /// <summary>A phrase is a fragment of a longer one where its last word is followed by one and the same word in this share of its texts.</summary>
    private const double Fragment = 0.6;

    /// <summary>
    /// What is left of the score and weight of a term that stands in no title though the texts have titles: log lines, signatures, forms. From this share
    /// of its texts on, of those that have a title, it keeps all of it. Topics where fewer than this share of the texts have a title are not judged by them.
    /// </summary>
    private const double Untitled = 0.12, EnoughTitles = 0.3, EnoughTitled = 0.25;

    /// <summary>A title factor up to this is as good as that of no title: hardly one text in fifty has the term there, perhaps in an answer to the form.</summary>
    private const double LeastTitled = Untitled + 0.05;

    /// <summary>A phrase is a verb and its object from this share of occurrences with an article or a possessive between the words on; "payment was declined" is none.</summary>
    private const double VerbalShare = 0.4;

    /// <summary>What so many texts have and no title is a form's, however short.</summary>
    private const double UntitledForm = 0.3;

    /// <summary>What is not working is named where it stands right before that in this share of the texts; elsewhere it is often "it".</summary>
    private const double NegatedSubject = 0.35;

    /// <summary>The terms of every topic, best score first; ties by spelling. Stop words of other languages are in <paramref name="foreign"/> by themselves.</summary>
    public static List<TopicTerm>[] Collect(TermCounter counter, out List<TopicTerm>[] foreign)
    {
        Vocabulary vocabulary = counter.Vocabulary;
        string[] forms = vocabulary.WrittenForms();
        double[] across = vocabulary.AcrossShares();
        long[] frequency = new long[vocabulary.TermCount], texts = new long[vocabulary.TermCount];
        foreach (TermCount count in counter.Counts)
        {
            frequency[count.Term] += count.Count;
            texts[count.Term] += count.Texts;
        }

        long meanClassSize = ClassTfIdf.MeanClassSize(counter.OccurrencesByCluster);
        long all = counter.Texts;
        List<TopicTerm>[] topics = [.. Enumerable.Range(0, counter.Clusters).Select(_ => new List<TopicTerm>())];
        foreign = [.. Enumerable.Range(0, counter.Clusters).Select(_ => new List<TopicTerm>())];
        foreach (TermCount count in counter.Counts)
        {
            long size = counter.TextsByCluster[count.Cluster];
            (string first, string? second) = vocabulary.StemsOf(count.Term);
            if (count.Texts < LeastTexts(size) && (second is null || count.Texts < Math.Max(LeastTextsOfPhrase, PhraseSupport * size))) continue;
            double inverse = ClassTfIdf.InverseFrequency(frequency[count.Term], meanClassSize, bm25: true);
            double weight = ClassTfIdf.Weight(count.Count, counter.OccurrencesByCluster[count.Cluster], inverse, reduceFrequent: true);
            double coverage = (double)count.Texts / size;
            double elsewhere = (texts[count.Term] - count.Texts + 0.5) / (all - size + 1.0);
            bool allWeak = IsWeak(first) && (second is null || IsWeak(second)), weak = (allWeak && (second is null || coverage < CoverageOfWeakPhrase)) || IsTwoLetters(forms[count.Term]);
            bool halfWeak = second is not null && (IsWeak(first) || IsWeak(second)) && StopWords.ClassOf(first) != WordClass.Negation;
            double titled = TitleFactor(count, counter.TitledByCluster[count.Cluster], size);
            double score = titled * coverage * Math.Log(coverage / (elsewhere + Background)) * (allWeak ? WeakFactor : halfWeak ? HalfWeakFactor : second is null ? 1 : PhraseFactor);
            TopicTerm term = new(forms[count.Term], first, second, weak, count.Texts, coverage, coverage / elsewhere, titled * weight, score)
            {
                AsWritten = titled > LeastTitled,
                Verbal = across[count.Term] >= VerbalShare && !EndsInParticiple(forms[count.Term]),
            };
            (StopWords.ClassOf(first) == WordClass.Foreign ? foreign : topics)[count.Cluster].Add(term.EndsInNegation ? term with { Weak = true, Weight = 0, Score = 0 } : term);
        }

        foreach (List<TopicTerm> terms in topics)
        {
            FixedPassages.Lower(terms);
            for (int at = 0; at < terms.Count; at++)
                if (!terms[at].AsWritten && (terms[at].Fixed || terms[at].Coverage >= UntitledForm)) terms[at] = terms[at] with { Weak = true };
            terms.Sort((a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : string.CompareOrdinal(a.Text, b.Text));
        }

        return topics;
    }

    /// <summary>The word that follows the last word of a phrase most of the time, as a phrase of the two; null where none does.</summary>
    public static TopicTerm? Continuation(TopicTerm phrase, List<TopicTerm> terms) =>
        terms.Find(term => term.IsPhrase && term.First == phrase.Second && term.Second != phrase.First && !term.EndsInNegation && term.Texts >= Fragment * TextsOf(phrase.Second!, terms));

    /// <summary>The same for the word before.</summary>
    public static TopicTerm? Beginning(TopicTerm phrase, List<TopicTerm> terms) =>
        terms.Find(term => term.IsPhrase && term.Second == phrase.First && term.First != phrase.Second && !term.Negates
            && term.Texts >= (phrase.Negates ? NegatedSubject * phrase.Texts : Fragment * TextsOf(phrase.First, terms)));

    private static long TextsOf(string stem, List<TopicTerm> terms) => terms.Find(term => !term.IsPhrase && term.First == stem)?.Texts ?? long.MaxValue;

    private static double TitleFactor(TermCount count, long titled, long size)
    {
        double share = (double)titled / size;
        return share < EnoughTitled ? 1 : Untitled + (1 - Untitled) * Math.Min(1, count.Titles / (EnoughTitles * share * count.Texts));
    }

    private static bool EndsInParticiple(string text) => text.EndsWith("ed", StringComparison.Ordinal) || text.EndsWith("ing", StringComparison.Ordinal);

    // "UI" and "HR" say something, "po" and "kb" only beside other words.
    private static bool IsTwoLetters(string text) => text.Length == 2 && char.IsAsciiLetterLower(text[0]) && char.IsAsciiLetterLower(text[1]);

    private static long LeastTexts(long topicSize) => Math.Max((long)Math.Ceiling(Support * topicSize), topicSize switch { < 8 => 1, < 40 => 2, _ => 3 });

    /// <summary>True for the stem of a word that says little by itself.</summary>
    public static bool IsWeak(string stem) => WeakStems.Contains(stem);

    private static readonly HashSet<string> WeakStems = [.. StopWords.Weak.Select(LightStemmer.Stem)];
}
