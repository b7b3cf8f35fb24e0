using System.Text;

namespace Earshot.Core.Topics;

/// <summary>How the two words of a phrase are joined in the text.</summary>
internal enum Joint
{
    Space,
    Hyphen,
    Of,
    To,
    For,

    /// <summary>Over articles, possessives and auxiliaries: "reset my password".</summary>
    Across,
}

/// <summary>
/// Surfaces (bytes as written) belong to words (lower-case), words to stems, and a term is one stem or two. Each level remembers how often its
/// members were seen, so that a term is shown the way most people wrote it.
/// </summary>
internal sealed class Vocabulary
{
    private readonly ByteStringTable _surfaces = new();
    private Surface[] _surfaceEntries = new Surface[512];
    private readonly Dictionary<string, int> _wordIds = [];
    private readonly List<Word> _words = [];
    private readonly Dictionary<string, int> _stemIds = [];
    private readonly List<string> _stems = [];
    private readonly KeyTable _terms = new();
    private readonly KeyTable _phrases = new();
    private Phrase[] _phraseEntries = new Phrase[512];

    public int TermCount => _terms.Count;

    public int SurfaceCount => _surfaces.Count;

    public int PhraseCount => _phrases.Count;

    /// <summary>Counts an occurrence of a surface and gives its word.</summary>
    public int See(ReadOnlySpan<byte> surface, bool startsSentence)
    {
        int id = Surfaced(surface);
        ref Surface entry = ref _surfaceEntries[id];
        if (startsSentence) entry.Initial++;
        else entry.Inside++;
        return entry.Word;
    }

    public WordClass ClassOf(int word) => _words[word].Class;

    /// <summary>The term of a single word.</summary>
    public int TermOf(int word) => _words[word].Term;

    /// <summary>Counts an occurrence of a phrase and gives its term.</summary>
    public int SeePhrase(int first, int second, Joint joint)
    {
        int id = Phrased(first, second, joint);
        _phraseEntries[id].Count++;
        return _phraseEntries[id].Term;
    }

    public bool TakesParticle(int word) => _words[word].TakesParticle;

    public bool IsPhrasalVerb(int verb, int particle) => _words[particle].Class is WordClass.Particle or WordClass.Weak && StopWords.IsPhrasalVerb(_stems[_words[verb].Stem], _words[particle].Text);

    /// <summary>The word of a surface that is not counted yet.</summary>
    public int Peek(ReadOnlySpan<byte> surface)
    {
        // Two statements: seeing a new surface may replace the array.
        int id = Surfaced(surface);
        return _surfaceEntries[id].Word;
    }

    /// <summary>The stems of a term: one or two.</summary>
    public (string First, string? Second) StemsOf(int term)
    {
        ulong key = _terms[term];
        int second = (int)(uint)key;
        return (_stems[(int)(key >> 32)], second == 0 ? null : _stems[second - 1]);
    }

    /// <summary>Takes over what <paramref name="other"/> saw of the terms marked in <paramref name="wanted"/>; gives its term numbers as ours, -1 for the others.</summary>
    public int[] Absorb(Vocabulary other, bool[] wanted)
    {
        int[] terms = new int[other.TermCount];
        Array.Fill(terms, -1);
        bool[] words = new bool[other._words.Count];
        for (int word = 0; word < words.Length; word++)
        {
            int term = other._words[word].Term;
            words[word] = term >= 0 && wanted[term];
        }

        for (int id = 0; id < other.PhraseCount; id++)
        {
            if (!wanted[other._phraseEntries[id].Term]) continue;
            (int first, int second, _) = Unpack(other._phrases[id]);
            words[first] = words[second] = true;
        }

        int[] wordIds = new int[words.Length];
        for (int id = 0; id < other.SurfaceCount; id++)
        {
            Surface seen = other._surfaceEntries[id];
            if (!words[seen.Word]) continue;
            int own = Surfaced(other._surfaces[id]);
            ref Surface entry = ref _surfaceEntries[own];
            entry.Inside += seen.Inside;
            entry.Initial += seen.Initial;
            wordIds[seen.Word] = entry.Word;
            int term = other._words[seen.Word].Term;
            if (term >= 0 && wanted[term]) terms[term] = _words[entry.Word].Term;
        }

        for (int id = 0; id < other.PhraseCount; id++)
        {
            Phrase seen = other._phraseEntries[id];
            if (!wanted[seen.Term]) continue;
            (int first, int second, Joint joint) = Unpack(other._phrases[id]);
            int own = Phrased(wordIds[first], wordIds[second], joint);
            _phraseEntries[own].Count += seen.Count;
            terms[seen.Term] = _phraseEntries[own].Term;
        }

        return terms;
    }

    /// <summary>How to write each term: inflection and casing of the majority. One string a term.</summary>
    public string[] WrittenForms()
    {
        string[] wordForms = CasedWords(out long[] wordCounts);
        string[] forms = new string[TermCount];
        long[] best = new long[TermCount];
        void Offer(int term, long count, string form)
        {
            if (count > best[term] || (count == best[term] && (forms[term] is null || string.CompareOrdinal(form, forms[term]) < 0)))
                (best[term], forms[term]) = (count, form);
        }

        for (int word = 0; word < _words.Count; word++)
            if (_words[word].Term >= 0) Offer(_words[word].Term, wordCounts[word], wordForms[word]);
        for (int id = 0; id < PhraseCount; id++)
        {
            (int first, int second, Joint joint) = Unpack(_phrases[id]);
            string between = joint switch { Joint.Hyphen => "-", Joint.Of => " of ", Joint.To => " to ", Joint.For => " for ", _ => " " };
            Offer(_phraseEntries[id].Term, _phraseEntries[id].Count * Preference(first, second), Acronym(first, wordForms) + between + Acronym(second, wordForms));
        }

        return forms;
    }

    // "not recognised" reads better than "not recognise", which is what is left of "don't recognise".
    private long Preference(int first, int second) =>
        _words[first].Text == "not" && (_words[second].Text.EndsWith("ed", StringComparison.Ordinal) || _words[second].Text.EndsWith("ing", StringComparison.Ordinal)) ? 5 : 1;

    // "po" and "db" are written small by many, but what has two letters and is no function word is an acronym where it stands beside another word.
    private string Acronym(int word, string[] forms) =>
        _words[word].Class is WordClass.Plain or WordClass.Weak && forms[word].Length == 2 && Ascii.IsValid(forms[word]) ? forms[word].ToUpperInvariant() : forms[word];

    /// <summary>Share of the occurrences of each phrase with articles, possessives or auxiliaries between its words; 0 for a single word.</summary>
    public double[] AcrossShares()
    {
        long[] all = new long[TermCount], across = new long[TermCount];
        for (int id = 0; id < PhraseCount; id++)
        {
            Phrase phrase = _phraseEntries[id];
            all[phrase.Term] += phrase.Count;
            if (Unpack(_phrases[id]).Joint == Joint.Across) across[phrase.Term] += phrase.Count;
        }

        return [.. across.Select((count, term) => all[term] == 0 ? 0 : (double)count / all[term])];
    }

    private string[] CasedWords(out long[] counts)
    {
        counts = new long[_words.Count];
        long[] inside = new long[_words.Count], best = new long[_words.Count];
        string[] forms = [.. _words.Select(word => word.Text)];
        for (int id = 0; id < SurfaceCount; id++)
        {
            counts[_surfaceEntries[id].Word] += _surfaceEntries[id].Inside + _surfaceEntries[id].Initial;
            inside[_surfaceEntries[id].Word] += _surfaceEntries[id].Inside;
        }

        for (int id = 0; id < SurfaceCount; id++)
        {
            Surface entry = _surfaceEntries[id];
            string surface = Encoding.UTF8.GetString(_surfaces[id]);
            string lower = _words[entry.Word].Text;
            if (surface == lower || surface.ToLowerInvariant() != lower) continue;

            // A capital at the start of a sentence says nothing, and titles capitalise everything: a plain capital needs three fifths, others half.
            bool capital = surface[1..] == lower[1..];
            long seen = capital ? entry.Inside : entry.Inside + entry.Initial, of = capital ? inside[entry.Word] : counts[entry.Word];
            if (seen * (capital ? 5 : 2) < of * (capital ? 3 : 1) || seen == 0) continue;
            if (seen > best[entry.Word] || (seen == best[entry.Word] && string.CompareOrdinal(surface, forms[entry.Word]) < 0)) (best[entry.Word], forms[entry.Word]) = (seen, surface);
        }

        return forms;
    }

    private int Surfaced(ReadOnlySpan<byte> surface)
    {
        int id = _surfaces.Intern(surface);
        if (id == _surfaceEntries.Length) Array.Resize(ref _surfaceEntries, id * 2);
        if (id == _surfaces.Count - 1 && _surfaceEntries[id].Known == 0) _surfaceEntries[id] = new Surface { Word = WordOf(surface), Known = 1 };
        return id;
    }

    private int WordOf(ReadOnlySpan<byte> surface)
    {
        string text = Encoding.UTF8.GetString(surface).Replace('’', '\'').ToLowerInvariant();
        int gap = text.AsSpan().IndexOfAny(" -\t\r");
        text = gap < 0 ? StopWords.Canonical(text) : text[..gap] + " " + text[(text.AsSpan().LastIndexOfAny(" -\t\r") + 1)..];
        if (_wordIds.TryGetValue(text, out int id)) return id;
        WordClass kind = gap < 0 ? StopWords.ClassOf(text) : WordClass.Plain;
        bool term = kind is WordClass.Plain or WordClass.Weak or WordClass.Foreign;
        string stem = !term || kind == WordClass.Foreign ? text : gap < 0 ? LightStemmer.Stem(text) : LightStemmer.Stem(text[..gap]) + " " + (text.EndsWith("ups", StringComparison.Ordinal) ? "up" : text[(gap + 1)..]);

        // "Notting" is no form of "not".
        if (term && gap < 0 && StopWords.ClassOf(stem) is not (WordClass.Plain or WordClass.Weak)) stem = text;
        int stemId = Stemmed(stem);
        id = _words.Count;
        _words.Add(new Word(text, kind, stemId, term ? _terms.Intern((ulong)stemId << 32) : -1, gap < 0 && StopWords.TakesParticle(stem)));
        _wordIds.Add(text, id);
        return id;
    }

    private int Stemmed(string stem)
    {
        if (_stemIds.TryGetValue(stem, out int id)) return id;
        _stemIds.Add(stem, _stems.Count);
        _stems.Add(stem);
        return _stems.Count - 1;
    }

    private int Phrased(int first, int second, Joint joint)
    {
        int id = _phrases.Intern(((ulong)(uint)first << 34) | ((ulong)(uint)second << 4) | (ulong)joint);
        if (id == _phraseEntries.Length) Array.Resize(ref _phraseEntries, id * 2);
        ref Phrase entry = ref _phraseEntries[id];
        if (entry.Known == 0)
        {
            entry.Known = 1;
            entry.Term = _terms.Intern(((ulong)(uint)_words[first].Stem << 32) | (uint)(_words[second].Stem + 1));
        }

        return id;
    }

    private static (int First, int Second, Joint Joint) Unpack(ulong key) => ((int)(key >> 34), (int)(key >> 4) & 0x3FFFFFFF, (Joint)(key & 15));

    private record struct Word(string Text, WordClass Class, int Stem, int Term, bool TakesParticle);

    private struct Surface
    {
        public int Word;
        public int Inside;
        public int Initial;
        public int Known;
    }

    private struct Phrase
    {
        public int Term;
        public int Count;
        public int Known;
    }
}
