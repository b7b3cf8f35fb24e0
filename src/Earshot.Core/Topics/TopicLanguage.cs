using System.Text;
using Earshot.Core.Text;

namespace Earshot.Core.Topics;

/// <summary>
/// Tells that a topic is in another language than the rest by function words that stand in most of its texts and hardly elsewhere. All of them together
/// say more than the words of one short text that mixes two languages.
/// </summary>
internal static class TopicLanguage
{
    /// <summary>Share of the texts that have the commonest of the words, and share that all of them must have to be listened to.</summary>
    private const double CommonestCoverage = 0.5, LeastCoverage = 0.05;

    /// <summary>How many times denser a word is here than in the other topics.</summary>
    private const double LeastLift = 5;

    /// <summary>Words that must agree: "la" alone is Spanish, French, Italian and Romanian.</summary>
    private const int LeastWords = 4;

    /// <summary>Code of the language of a topic with these foreign words; null where it is no other than that of the rest.</summary>
    public static string? Of(List<TopicTerm> foreign)
    {
        List<TopicTerm> words = [.. foreign.Where(word => word.Lift >= LeastLift && word.Coverage >= LeastCoverage).OrderBy(word => word.First, StringComparer.Ordinal)];
        if (words.Count < LeastWords || words.Max(word => word.Coverage) < CommonestCoverage) return null;
        byte language = LanguageGuess.Of(Encoding.UTF8.GetBytes(string.Join(' ', words.Select(word => word.First))));
        return language == LanguageGuess.Undetermined ? null : LanguageGuess.Code(language);
    }
}
