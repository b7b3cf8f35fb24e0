namespace Earshot.Core.Topics;

/// <summary>
/// Counts words and two-word phrases per cluster as texts stream by: the input of topic names and keywords. Inflections count as one term
/// ("transfer", "transfers"); a phrase is two words that follow each other with nothing but articles, possessives and auxiliaries between them
/// ("reset my password", "payment was declined"), joined by "of", "to" or "for" ("source of funds"), or after a negation ("not working").
/// Use one counter a partition and merge them in partition order: the result is then the same for any number of threads. Not thread-safe.
/// </summary>
public sealed class TermCounter
{
    /// <summary>Words a phrase passes over: "payment has just been declined".</summary>
    private const int LongestBridge = 3;

    /// <summary>Bytes of the longest word; beyond that it is a key or an encoded file.</summary>
    private const int LongestWord = 64, LongestParticle = 4;

    private readonly long[] _texts;
    private readonly long[] _titled;
    private readonly long[] _occurrences;
    private readonly int _maximumCounts;
    private Vocabulary _vocabulary = new();
    private CountTable _counts = new();
    private int _text;
    private bool _inTitle;

    /// <summary>An empty counter for clusters 0 to <paramref name="clusters"/> - 1.</summary>
    /// <param name="clusters">Number of clusters, at least 0.</param>
    /// <param name="maximumCounts">
    /// Most (cluster, term) pairs kept, 32 to 64 bytes each and as much again for their spelling; beyond that the rarest are dropped, first those
    /// seen once, until half are left. At least 1,000.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public TermCounter(int clusters, int maximumCounts = 2_000_000)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(clusters);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumCounts, 1000);
        _texts = new long[clusters];
        _titled = new long[clusters];
        _occurrences = new long[clusters];
        _maximumCounts = maximumCounts;
    }

    /// <summary>Number of clusters.</summary>
    public int Clusters => _texts.Length;

    /// <summary>Texts counted, also those without a single term.</summary>
    public long Texts => _texts.Sum();

    internal ReadOnlySpan<long> TextsByCluster => _texts;

    /// <summary>Texts by cluster that came as a title and the rest.</summary>
    internal ReadOnlySpan<long> TitledByCluster => _titled;

    /// <summary>Occurrences of terms by cluster, of dropped terms too.</summary>
    internal ReadOnlySpan<long> OccurrencesByCluster => _occurrences;

    internal Vocabulary Vocabulary => _vocabulary;

    private bool IsFull => _counts.Count > _maximumCounts || _vocabulary.SurfaceCount > _maximumCounts || _vocabulary.PhraseCount > _maximumCounts;

    internal IEnumerable<TermCount> Counts => _counts.AtLeast(1);

    /// <summary>Counts a text in UTF-8, given whole or as a title and the rest of it: what people put into titles tells more than what only stands in texts.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such cluster.</exception>
    public void Add(int cluster, ReadOnlySpan<byte> text, ReadOnlySpan<byte> rest = default)
    {
        _texts[cluster]++;
        _text++;
        _inTitle = !rest.IsEmpty;
        CountTerms(cluster, text);
        if (_inTitle)
        {
            _titled[cluster]++;
            _inTitle = false;
            CountTerms(cluster, rest);
        }

        if (IsFull) DropRarest();
    }

    /// <summary>Adds what <paramref name="other"/> counted; it stays as it is.</summary>
    /// <exception cref="ArgumentException">It has another number of clusters.</exception>
    public void Merge(TermCounter other)
    {
        if (other.Clusters != Clusters) throw new ArgumentException($"counts of {other.Clusters} clusters cannot be added to counts of {Clusters}", nameof(other));
        for (int cluster = 0; cluster < Clusters; cluster++)
        {
            _texts[cluster] += other._texts[cluster];
            _titled[cluster] += other._titled[cluster];
            _occurrences[cluster] += other._occurrences[cluster];
        }

        Absorb(other._vocabulary, other._counts, minimum: 1);
        if (IsFull) DropRarest();
    }

    /// <summary>The same counts for clusters taken together; this counter stays as it is.</summary>
    /// <param name="groups">Of each cluster the one that it becomes part of, 0 to <paramref name="count"/> - 1; negative to leave it out.</param>
    /// <param name="count">Clusters that there are then.</param>
    internal TermCounter Regroup(ReadOnlySpan<int> groups, int count)
    {
        TermCounter joined = new(count, _maximumCounts);
        for (int cluster = 0; cluster < Clusters; cluster++)
        {
            if (groups[cluster] < 0) continue;
            joined._texts[groups[cluster]] += _texts[cluster];
            joined._titled[groups[cluster]] += _titled[cluster];
            joined._occurrences[groups[cluster]] += _occurrences[cluster];
        }

        bool[] wanted = new bool[_vocabulary.TermCount];
        Array.Fill(wanted, true);
        int[] terms = joined._vocabulary.Absorb(_vocabulary, wanted);
        foreach (TermCount term in _counts.AtLeast(1))
            if (groups[term.Cluster] >= 0) joined._counts.Add(term with { Cluster = groups[term.Cluster] }, terms[term.Term]);
        return joined;
    }

    private void CountTerms(int cluster, ReadOnlySpan<byte> text)
    {
        WordScanner scanner = new(text);
        int previous = -1, bridged = 0;
        Joint joint = Joint.Space;
        WordClass previousClass = WordClass.Stop;
        while (scanner.MoveNext())
        {
            if (scanner.Separated) previous = -1;
            if (scanner.Word.Length > LongestWord || (scanner.HasDigit && !StopWords.IsWordWithDigits(scanner.Word)))
            {
                previous = -1;
                continue;
            }

            (bool startsSentence, bool hyphenated) = (scanner.StartsSentence, scanner.Hyphenated);
            int word = _vocabulary.Peek(scanner.Word);
            word = _vocabulary.TakesParticle(word) ? WithParticle(ref scanner, text, word, startsSentence) : _vocabulary.See(scanner.Word, startsSentence);
            WordClass current = _vocabulary.ClassOf(word);
            switch (current)
            {
                case WordClass.Plain or WordClass.Weak:
                    CountOne(cluster, _vocabulary.TermOf(word));
                    if (previous >= 0 && previous != word && !IsUnfinished(joint, scanner.Word))
                    {
                        if (joint == Joint.Space) joint = bridged > 0 ? Joint.Across : hyphenated ? Joint.Hyphen : Joint.Space;
                        CountOne(cluster, _vocabulary.SeePhrase(previous, word, joint));
                    }

                    (previous, previousClass, joint, bridged) = (word, current, Joint.Space, 0);
                    break;
                case WordClass.Negation:
                    if (previous >= 0 && joint == Joint.Space && previousClass != WordClass.Negation) CountOne(cluster, _vocabulary.SeePhrase(previous, word, Joint.Space));
                    (previous, previousClass, joint, bridged) = (word, WordClass.Negation, Joint.Space, 0);
                    break;
                case WordClass.Foreign:
                    _counts.Add(cluster, _vocabulary.TermOf(word), _text, _inTitle);
                    previous = -1;
                    break;
                case WordClass.Bridge:
                    if (++bridged > LongestBridge) previous = -1;
                    break;
                case WordClass.Linker when previous >= 0 && joint == Joint.Space && bridged == 0 && _vocabulary.ClassOf(previous) != WordClass.Negation:
                    joint = JointOf(scanner.Word);
                    break;
                default:
                    previous = -1;
                    break;
            }

            if (previous < 0) (joint, bridged) = (Joint.Space, 0);
        }
    }

    // "top up" is one word; the scanner goes past the particle.
    private int WithParticle(ref WordScanner scanner, ReadOnlySpan<byte> text, int verb, bool startsSentence)
    {
        WordScanner ahead = scanner;
        bool follows = ahead.MoveNext() && !ahead.Separated && !ahead.HasDigit && ahead.Word.Length <= LongestParticle;
        if (!follows || !_vocabulary.IsPhrasalVerb(verb, _vocabulary.Peek(ahead.Word))) return _vocabulary.See(scanner.Word, startsSentence);
        int word = _vocabulary.See(text[scanner.Start..(ahead.Start + ahead.Word.Length)], startsSentence);
        scanner = ahead;
        return word;
    }

    private void CountOne(int cluster, int term)
    {
        _occurrences[cluster]++;
        _counts.Add(cluster, term, _text, _inTitle);
    }

    // "fee for using" waits for what is used.
    private static bool IsUnfinished(Joint joint, ReadOnlySpan<byte> word) => joint == Joint.For && word.EndsWith("ing"u8);

    private static Joint JointOf(ReadOnlySpan<byte> word) => (word[0] | 0x20) switch { 'o' => Joint.Of, 't' => Joint.To, _ => Joint.For };

    private void DropRarest()
    {
        (Vocabulary vocabulary, CountTable counts) = (_vocabulary, _counts);
        int minimum = 2;
        while (counts.AtLeast(minimum).Take(_maximumCounts / 2 + 1).Count() > _maximumCounts / 2) minimum++;
        (_vocabulary, _counts) = (new Vocabulary(), new CountTable());
        Absorb(vocabulary, counts, minimum);
    }

    private void Absorb(Vocabulary vocabulary, CountTable counts, int minimum)
    {
        bool[] wanted = new bool[vocabulary.TermCount];
        foreach (TermCount count in counts.AtLeast(minimum)) wanted[count.Term] = true;
        int[] terms = _vocabulary.Absorb(vocabulary, wanted);
        foreach (TermCount count in counts.AtLeast(minimum)) _counts.Add(count, terms[count.Term]);
    }
}
