using Earshot.Core.Text;

namespace Earshot.Core.Topics;

/// <summary>The words of names and keywords by their stems: what tells whether two names say the same, and whether one is said in another.</summary>
internal static class NameWords
{
    /// <summary>
    /// The stems of the words of substance in each part between commas, with the numbers beside them ("card (2)"); of all words of a part where none is one
    /// ("go down"), so that a name says what its parts say.
    /// </summary>
    public static IReadOnlyList<string> Of(string text) =>
        [.. text.Split(',').SelectMany(OfPart).Select(LightStemmer.Stem).Distinct(StringComparer.Ordinal)];

    /// <summary>True where each of some stems, or one of its family, is among others.</summary>
    public static bool AreSaid(IReadOnlyList<string> stems, IReadOnlyList<string> within) =>
        stems.All(stem => within.Any(other => LightStemmer.AreRelated(stem, other)));

    /// <summary>What a name can be lengthened by: the first term with a word of substance that it lacks, else with any word; null for none.</summary>
    /// <param name="name">The name.</param>
    /// <param name="terms">Best first.</param>
    public static string? Further(string name, IReadOnlyList<string> terms)
    {
        IReadOnlyList<string> said = Of(name);
        return terms.FirstOrDefault(term => Of(term).Any(stem => !TopicTerms.IsWeak(stem) && !AreSaid([stem], said)))
            ?? terms.FirstOrDefault(term => !AreSaid(Of(term), said));
    }

    /// <summary>
    /// True where two names, given by <see cref="Of"/>, have no word that tells one from the other: the order of words, inflections and small words count
    /// for nothing.
    /// </summary>
    public static bool AreAlike(IReadOnlyList<string> one, IReadOnlyList<string> other) => AreSaid(one, other) && AreSaid(other, one);

    private static IEnumerable<string> OfPart(string part)
    {
        string[] words = TitleSimilarity.Normalise(part).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Array.Exists(words, IsTelling) ? words.Where(word => IsTelling(word) || word.All(char.IsAsciiDigit)) : words;
    }

    private static bool IsTelling(string word) => StopWords.ClassOf(word) is WordClass.Plain or WordClass.Weak;
}
