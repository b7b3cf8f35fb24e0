using Earshot.Core.Analysis;

namespace Earshot.Core.Topics;

/// <summary>Picks keywords that do not repeat each other.</summary>
internal static class KeywordSelection
{
    /// <summary>A phrase stands for its word where it has at least this share of the word's texts.</summary>
    private const double PhraseStandsForWord = 0.6;

    /// <summary>So many keywords may have a word in common: "refund" and "requested refund".</summary>
    private const int MostOfOneWord = 2;

    /// <summary>Share of the topic's texts that must have a keyword.</summary>
    private const double LeastCoverage = 0.03;

    /// <summary>The terms of the name first, so that the two agree; then the others by weight.</summary>
    public static IReadOnlyList<Keyword> Best(List<TopicTerm> terms, IReadOnlyList<TopicTerm> name, int count)
    {
        List<TopicTerm> ordered =
        [
            .. terms.Where(term => term.Weight > 0 && term.Score > 0 && !term.Weak && term.Coverage >= LeastCoverage)
                .OrderByDescending(term => term.Weight).ThenBy(term => term.Text, StringComparer.Ordinal),
        ];
        if (ordered.Count == 0) ordered = [.. terms.Where(term => !term.EndsInNegation).OrderByDescending(term => term.Texts).ThenBy(term => term.Text, StringComparer.Ordinal)];
        List<TopicTerm> chosen = [.. name.Take(count)];
        foreach (TopicTerm term in ordered)
        {
            if (chosen.Count == count) break;
            TopicTerm candidate = term.IsPhrase ? term : StandIn(term, ordered) ?? term;
            if (candidate.IsPhrase && !candidate.Negates && (TopicTerms.Continuation(candidate, terms) ?? TopicTerms.Beginning(candidate, terms)) is { } whole) candidate = whole.Weak ? term : whole;
            if (!Repeats(candidate, chosen) && !candidate.Stems.Any(stem => chosen.Count(other => other.Mentions(stem)) >= MostOfOneWord)) chosen.Add(candidate);
            else if (!term.IsPhrase && term.Coverage < 1 && !chosen.Exists(term.IsWithin)) chosen.Add(term);
        }

        return
        [
            .. chosen.OrderByDescending(term => name.Contains(term)).ThenByDescending(term => term.Weight).ThenBy(term => term.Text, StringComparer.Ordinal)
                .Select(term => new Keyword(term.Text, Math.Max(term.Weight, double.Epsilon))),
        ];
    }

    private static TopicTerm? StandIn(TopicTerm word, List<TopicTerm> terms) =>
        terms.Where(term => term.IsPhrase && term.Has(word.First) && term.Texts >= PhraseStandsForWord * word.Texts).MaxBy(term => term.Texts);

    private static bool Repeats(TopicTerm candidate, List<TopicTerm> chosen)
    {
        if (!candidate.IsPhrase) return chosen.Exists(term => candidate.IsWithin(term) && (!term.IsPhrase || term.Texts >= PhraseStandsForWord * candidate.Texts));
        bool first = false, second = false;
        foreach (TopicTerm term in chosen)
        {
            if (term.IsPhrase ? candidate.IsWithin(term) : candidate.Has(term.First) && term.Texts <= candidate.Texts / PhraseStandsForWord) return true;
            first |= term.Mentions(candidate.First);
            second |= term.Mentions(candidate.Second!);
        }

        return first && second;
    }
}
