using Earshot.Core.Text;

namespace Earshot.Core.Topics;

/// <summary>Composes names from terms and makes them differ.</summary>
internal static class DistinctNames
{
    /// <summary>A phrase is taken for its word where it keeps this share of the word's score.</summary>
    private const double PhraseKeeps = 0.3;

    /// <summary>The same for a phrase that ends in a word which says little ("shopping list") or begins with "not".</summary>
    private const double WeakPhraseKeeps = 0.3;

    /// <summary>
    /// A word less than so many times denser in its topic than elsewhere is a generic one ("transfer" among topics of a bank). It is told by its most
    /// characteristic phrase, though that keeps less of the score.
    /// </summary>
    private const double GenericLift = 20, GenericKeeps = 0.05;

    /// <summary>A phrase so many times denser than its word counts for more; one of less than the share below says less than the word, unless it is dense enough itself.</summary>
    private const double CharacteristicLift = 3, CharacteristicFactor = 1.5, LeastOfLift = 0.75, DenseLift = 50;

    /// <summary>Texts or share of them that must have a phrase that is taken for a word.</summary>
    private const double PhraseTexts = 5, PhraseCoverage = 0.2;

    /// <summary>What is left of the score of a word that wants what it is said of ("declined"), and what a phrase has of the score that its word has more.</summary>
    private const double InflectedFactor = 0.35, Inherited = 0.65;

    /// <summary>A topic whose first term is in fewer of its texts than this gets a second one.</summary>
    private const double EnoughCoverage = 0.55;

    /// <summary>A second term has at least this share of the first one's score; beside a single word, which says less than a phrase, a smaller one.</summary>
    private const double SecondKeeps = 0.3, SecondKeepsBesideWord = 0.15;

    /// <summary>The phrase that tells a second term has itself this share of the score that the term needs; else the word stands bare where it is in so many texts.</summary>
    private const double ExpandedKeeps = 0.5, BareCoverage = 0.35;

    /// <summary>Two phrases that share a word are told as alternatives where the second keeps this share of the first one's score.</summary>
    private const double AlternativeKeeps = 0.28;

    /// <summary>A second term is at least so many times denser in its topic than elsewhere; a single word beside a phrase more than that.</summary>
    private const double LeastLift = 3, LeastLiftBesidePhrase = 3.5, LeastLiftOfFirst = 3;

    /// <summary>The same for a term that is wanted only to tell a topic from one of the same name.</summary>
    private const double LeastLiftToDistinguish = 1.5;

    /// <summary>Two phrases become one of three words where they stand in at least this share of the texts, the first of them in more.</summary>
    private const double ChainCoverage = 0.03, BeginningCoverage = 0.08;

    /// <summary>The same for a word that joins another: "access to folder".</summary>
    private const double JoinedCoverage = 0.02;

    /// <summary>The first of the three may be a word that says little ("new purchase order") where it stands there nearly always.</summary>
    private const double WeakBeginning = 0.9;

    /// <summary>What a phrase counts for beside a single word, which says less.</summary>
    private const double PhraseBesideWord = 1.4;

    /// <summary>A phrase tells its word where at least this share of the word's texts have it, and one of less density than this always.</summary>
    private const double PhraseShare = 0.15, CommonLift = 6;

    /// <summary>Share of the texts that must have the phrase that is taken for a word which is to be the whole name.</summary>
    private const double LoneCoverage = 0.05;

    /// <summary>A topic in another language is named by its words from this coverage of the first term on.</summary>
    private const double CoverageInLanguage = 0.2;

    /// <summary>A word is general where it has this coverage in so many other topics.</summary>
    private const double CoverageElsewhere = 0.1;
    private const int LeastElsewhere = 2;

    /// <summary>Parts of a name.</summary>
    private const int MostParts = 3;

    public static TopicName[] Of(List<TopicTerm>[] topics, ReadOnlySpan<long> texts, string?[] languages)
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
            Widen(parts, topics[topic]);
            if (parts is [{ IsPhrase: false } lone] && IsGeneral(lone, topic, topics)) Lengthen(parts, topics[topic]);
            Distinguish(parts, topics[topic], taken);
            taken[topic] = parts;
            names[topic] = languages[topic] is { } language ? InLanguage(parts, language) : parts.Count == 0 ? "Topic " + topic : SentenceCase(Join(parts));
        }

        MakeUnique(names, order, topics, taken);
        return [.. names.Select((name, topic) => Named(name, taken[topic]!, languages[topic]))];
    }

    /// <summary>The name as it stands alone or at the beginning: "iPhone" and "eBay" keep their small letter.</summary>
    public static string SentenceCase(string name) =>
        name.Length > 1 && char.IsUpper(name[1]) && !char.IsUpper(name[0]) ? name : char.ToUpperInvariant(name[0]) + name[1..];

    private static TopicName Named(string name, List<TopicTerm> parts, string? language) =>
        new(name, parts, Coverage(parts, language), parts.Count == 0 || language is not null ? name : Join(parts).Split(", ")[0]);

    // "access" among topics of which several speak of access.
    private static bool IsGeneral(TopicTerm word, int topic, List<TopicTerm>[] topics)
    {
        int others = 0;
        for (int other = 0; other < topics.Length; other++)
            if (other != topic && topics[other].Exists(term => term.Has(word.First) && term.Score > 0 && term.Coverage >= CoverageElsewhere)) others++;
        return others >= LeastElsewhere;
    }

    // By a term more that speaks of no fewer of the texts; false where there is none.
    private static bool Lengthen(List<TopicTerm> parts, List<TopicTerm> terms)
    {
        if ((Next(parts, terms, double.NegativeInfinity) ?? Next(parts, terms, double.NegativeInfinity, LeastLiftToDistinguish)) is not { } more) return false;
        List<TopicTerm> extended = [.. parts];
        Extend(extended, more, terms);
        if (NameCoverage.Of(extended) < NameCoverage.Of(parts)) extended = [.. parts, more];
        parts.Clear();
        parts.AddRange(extended);
        return true;
    }

    // A number or a language claims nothing that texts could lack.
    private static double Coverage(List<TopicTerm> parts, string? language) => parts.Count == 0 || language is not null ? 1 : NameCoverage.Of(parts);

    // What few of the texts say may be any word of the language.
    private static string InLanguage(List<TopicTerm> parts, string language) =>
        parts is [{ Coverage: >= CoverageInLanguage }, ..] ? $"{SentenceCase(Join(parts))} ({language})" : "Tickets in " + language;

    private static List<TopicTerm> Parts(List<TopicTerm> terms)
    {
        List<TopicTerm> parts = [];
        if (terms.Count == 0) return parts;
        TopicTerm best = terms.Where(term => !term.Weak && !term.Asks && term.Lift >= LeastLiftOfFirst).MaxBy(term => Telling(term, terms)) ?? terms.Find(term => !term.Weak) ?? terms[0];
        TopicTerm first = Expand(best, terms);
        parts.Add(first);

        // A second term may complete the first one; then there is room for another.
        for (int tried = 0; tried < 2 && parts is [var only] && !(only.Coverage >= EnoughCoverage && only.IsPhrase) && only.Third is null; tried++)
            if (Next(parts, terms, (only.IsPhrase ? SecondKeeps : SecondKeepsBesideWord) * only.Score) is { } second) Extend(parts, second, terms);
        if (parts is not [{ IsPhrase: false } lone] || (PhraseFor(lone, terms) ?? Commonest(lone, terms)) is not { } said) return parts;
        parts[0] = said;
        if (Next(parts, terms, SecondKeeps * said.Score) is { } other && Alternatives(said, other) is not null) parts.Add(other);
        return parts;
    }

    // A word that nothing else goes with is told by the phrase that most people say it in: "refund for order".
    private static TopicTerm? Commonest(TopicTerm word, List<TopicTerm> terms) => terms
        .Where(term => term.IsPhrase && !term.Weak && term.AsWritten && !term.Fixed && !term.Negates && term.Has(word.First))
        .Where(term => term.Coverage >= LoneCoverage && !term.Text.Contains("ed ", StringComparison.Ordinal))
        .MaxBy(term => term.Score);

    // "webhook" and "not delivered" are "webhook not delivered".
    private static void Extend(List<TopicTerm> parts, TopicTerm more, List<TopicTerm> terms)
    {
        TopicTerm whole = Expand(more, terms);
        if (whole != more && parts.Count == 1 && parts[0].IsWithin(whole)) parts[0] = whole;
        else if (parts.Count == 1 && !more.IsPhrase && Joined(parts[0], more, terms) is { } joined) parts[0] = joined;
        else parts.Add(more);
    }

    // "card payment" and "declined" are "card payment declined" where people write "payment declined".
    private static TopicTerm? Joined(TopicTerm first, TopicTerm word, List<TopicTerm> terms)
    {
        if (first.Third is not null || first.Negates) return null;
        string joint = first.Second ?? first.First;
        TopicTerm? end = terms.Find(term => term.First == joint && term.Second == word.First && !term.Weak && term.AsWritten && term.Coverage >= JoinedCoverage);
        if (end is null) return null;
        return first.IsPhrase ? Chain(first, end, first) : end;
    }

    // A word is better told by the phrase it mostly stands in, a fragment by the whole.
    private static TopicTerm Expand(TopicTerm term, List<TopicTerm> terms)
    {
        TopicTerm phrase = Told(term, terms);
        if (!phrase.IsPhrase || !phrase.AsWritten || phrase.Coverage < ChainCoverage || phrase.IsForm) return phrase;
        if (TopicTerms.Continuation(phrase, terms) is { } end) return Chain(phrase, end, phrase);
        return TopicTerms.Beginning(phrase, terms) is { } beginning && (!TopicTerms.IsWeak(beginning.First) || beginning.Texts >= WeakBeginning * phrase.Texts) ? Chain(beginning, phrase, phrase) : phrase;
    }

    // "visual studio" and not "license visual", which goes on.
    private static TopicTerm? PhraseFor(TopicTerm word, List<TopicTerm> terms)
    {
        bool generic = word.Lift < GenericLift;
        TopicTerm? best = null;
        double most = 0;
        foreach (TopicTerm term in terms)
        {
            if (!term.IsPhrase || term.Weak || term.Asks || !term.AsWritten || !term.Has(word.First) || term.Score < (generic ? GenericKeeps : PhraseKeeps) * word.Score) continue;
            if (term.Lift < Math.Min(DenseLift, LeastOfLift * word.Lift) || (term.Texts < PhraseTexts && term.Coverage < PhraseCoverage)) continue;
            bool halfWeak = (TopicTerms.IsWeak(term.First) || TopicTerms.IsWeak(term.Second!)) && term.Coverage < PhraseCoverage;
            if ((halfWeak || term.Negates) && term.Score < WeakPhraseKeeps * word.Score) continue;
            if (term.First.EndsWith(term.Second!, StringComparison.Ordinal) || term.Second!.EndsWith(term.First, StringComparison.Ordinal)) continue;
            if (generic && term.Text.Contains(" to ", StringComparison.Ordinal)) continue;
            if ((TopicTerms.IsWeak(term.First) && term.Text.Contains(" of ", StringComparison.Ordinal)) || TopicTerms.Continuation(term, terms) is not null) continue;
            if (TopicTerms.Beginning(term, terms) is { Coverage: < BeginningCoverage }) continue;
            double score = term.Score * (generic && term.Lift >= CharacteristicLift * word.Lift ? CharacteristicFactor : 1);
            if (score > most) (best, most) = (term, score);
        }

        return best;
    }

    private static TopicTerm Told(TopicTerm term, List<TopicTerm> terms) =>
        !term.IsPhrase && PhraseFor(term, terms) is { } phrase && (phrase.Coverage >= PhraseShare * term.Coverage || term.Lift < CommonLift) ? phrase : term;

    // A phrase tells its word for those texts too that say it otherwise, but less well.
    private static double Telling(TopicTerm term, List<TopicTerm> terms) =>
        term.IsPhrase ? term.Score
        : Told(term, terms) is { IsPhrase: true } phrase ? phrase.Score + Inherited * Math.Max(0, Bare(term) - phrase.Score)
        : Bare(term);

    private static double Bare(TopicTerm word) =>
        word.Score * (IsInflected(word) ? InflectedFactor : word.Lift < GenericLift ? Math.Log(Math.Max(1, word.Lift)) / Math.Log(GenericLift) : 1);

    /// <summary>"Declined" wants what it is said of.</summary>
    public static bool IsInflected(TopicTerm term) => !term.IsPhrase && term.Text.EndsWith("ed", StringComparison.Ordinal);

    // "disposable virtual" and "virtual card" are "disposable virtual card".
    private static TopicTerm Chain(TopicTerm beginning, TopicTerm end, TopicTerm phrase)
    {
        int last = end.Text.IndexOfAny([' ', '-'], end.First.Contains(' ') ? end.Text.IndexOf(' ') + 1 : 0);
        return last < 0 ? phrase : phrase with
        {
            Text = beginning.Text + end.Text[last..],
            Third = phrase == beginning ? end.Second : beginning.First,
            Coverage = Math.Min(beginning.Coverage, end.Coverage),
        };
    }

    private static TopicTerm? Next(List<TopicTerm> parts, List<TopicTerm> terms, double leastScore, double leastLift = LeastLift)
    {
        double factor = parts[0].IsPhrase ? 1 : PhraseBesideWord;
        foreach (TopicTerm term in terms.Where(term => term.Score >= leastScore).OrderByDescending(term => Telling(term, terms) * (term.IsPhrase ? factor : 1)))
        {
            double least = leastLift * (!term.IsPhrase && parts[0].IsPhrase ? LeastLiftBesidePhrase / LeastLift : 1);
            if (term.Weak || term.Lift < least || parts.Exists(part => term.Overlaps(part))) continue;
            TopicTerm expanded = Expand(term, terms);
            if (expanded.Score < ExpandedKeeps * leastScore)
            {
                if (term.Coverage < BareCoverage) continue;
                expanded = term;
            }

            bool alternative = parts is [var only] && expanded.Verbal == only.Verbal && expanded.Score >= AlternativeKeeps * only.Score
                && Alternatives(only, expanded) is not null;
            if (expanded.Verbal && !parts[0].Verbal)
            {
                // "coupon" says it better than "entered coupon"; "activate" says nothing without the card.
                if (term.IsPhrase || term.First == expanded.First) continue;
                expanded = term;
            }

            TopicTerm next = alternative || !parts.Exists(part => expanded.Overlaps(part)) ? expanded : term;
            if (!IsInflected(next) || Joined(parts[0], next, terms) is not null) return next;
        }

        return null;
    }

    private static void Distinguish(List<TopicTerm> parts, List<TopicTerm> terms, List<TopicTerm>?[] taken)
    {
        while (parts.Count is > 0 and < MostParts && Array.Exists(taken, other => other is not null && AreAlike(parts, other)))
            if (!Lengthen(parts, terms)) return;
    }

    // Words that more texts say for phrases that hardly any does, then more parts, until the name speaks of enough of the texts.
    private static void Widen(List<TopicTerm> parts, List<TopicTerm> terms)
    {
        List<TopicTerm> telling = [.. terms.Where(term => !term.Weak && !term.Asks && term.Lift >= NameCoverage.LeastLift && !IsInflected(term))];
        for (int at = 0; at < parts.Count && NameCoverage.Of(parts) < NameCoverage.Few; at++)
        {
            TopicTerm wider = NameCoverage.Wider(parts, at, telling);
            parts[at] = wider;
            parts.RemoveAll(part => part != wider && part.Overlaps(wider));
            at = parts.IndexOf(wider);
        }

        while (parts.Count is > 0 and < MostParts && NameCoverage.Of(parts) < NameCoverage.Fair && Next(parts, terms, leastScore: 0) is { } more)
            parts.Add(more);
        if (NameCoverage.Of(parts) >= NameCoverage.Fair) return;
        List<TopicTerm> widest = NameCoverage.Widest(telling, MostParts);
        if (NameCoverage.Of(widest) <= NameCoverage.Of(parts)) return;
        parts.Clear();
        parts.AddRange(widest);
    }

    private static bool AreAlike(List<TopicTerm> a, List<TopicTerm> b) => Covers(a, b) && Covers(b, a);

    private static bool Covers(List<TopicTerm> wide, List<TopicTerm> narrow) =>
        narrow.SelectMany(term => term.Stems).All(stem => wide.Exists(term => term.Mentions(stem)));

    private static string Join(List<TopicTerm> parts) => parts.Count > 1 && Alternatives(parts[0], parts[1]) is { } both
        ? string.Join(", ", parts.Skip(2).Select(part => part.Text).Prepend(both))
        : string.Join(", ", parts.Select(part => part.Text));

    /// <summary>
    /// Two phrases with a word in common as one: "delete or close account", "card arrival and delivery"; with a comma where they are unlike, as what is done and
    /// what is; null where they can't be told as one.
    /// </summary>
    public static string? Alternatives(TopicTerm a, TopicTerm b)
    {
        string[] one = a.Text.Split(' '), two = b.Text.Split(' ');
        if (one.Length != 2 || two.Length != 2 || a.Negates || b.Negates) return null;
        bool areUnlike = TopicTerms.IsWeak(a.First) != TopicTerms.IsWeak(b.First) || a.Verbal != b.Verbal;
        if (one[1] == two[1]) return areUnlike ? $"{a.Text}, {b.Text}" : $"{one[0]} or {two[0]} {one[1]}";
        bool states = one[1].EndsWith("ed", StringComparison.Ordinal) || two[1].EndsWith("ed", StringComparison.Ordinal);
        return one[0] == two[0] ? $"{one[0]} {one[1]} {(states ? "or" : "and")} {two[1]}" : null;
    }

    // "Set alarm" and "Alarm set" are one name too. A number is for topics that differ in no word.
    private static void MakeUnique(string[] names, int[] order, List<TopicTerm>[] topics, List<TopicTerm>?[] taken)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (int topic in order)
        {
            string name = names[topic];
            if (seen.Add(Words(name))) continue;
            TopicTerm? other = Array.Find([.. topics[topic].OrderBy(term => term.Weak)], term =>
                !term.EndsInNegation && !term.Asks && !taken[topic]!.Exists(term.Overlaps) && !seen.Contains(Words($"{name}, {term.Text}")));
            if (other is not null) taken[topic]!.Add(other);
            names[topic] = other is null ? name : $"{name}, {other.Text}";
            for (int number = 2; other is null && !seen.Add(Words(names[topic])); number++) names[topic] = $"{name} ({number})";
            seen.Add(Words(names[topic]));
        }
    }

    private static string Words(string name) =>
        string.Join(' ', TitleSimilarity.Normalise(name).Split(' ').Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
}
