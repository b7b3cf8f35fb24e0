namespace Earshot.Core.Topics;

/// <summary>
/// Puts the inflections of an English word together: plural, -ed, -ing ("transfers", "transferred", "transferring"), -ise and -ize. Lighter than Porter's
/// stemmer on purpose: what it joins is shown as one term, so "arrive" and "arrival" stay two.
/// </summary>
internal static class LightStemmer
{
    private const int DoubledAgent = 3;

    /// <summary>The stem of a lower-case word; not always a word itself ("charg").</summary>
    public static string Stem(string word)
    {
        if (word == "paid") return "pay";
        if (word.Length < 4 || !IsAscii(word)) return word;
        string stem = WithoutPlural(word);
        if (stem.EndsWith("ing", StringComparison.Ordinal) && HasVowel(stem.AsSpan(0, stem.Length - 3))) stem = Undouble(stem[..^3]);
        else if (stem.EndsWith("ied", StringComparison.Ordinal) && stem.Length > 4) stem = stem[..^3] + "y";
        else if (stem.EndsWith("ed", StringComparison.Ordinal) && !stem.EndsWith("eed", StringComparison.Ordinal) && HasVowel(stem.AsSpan(0, stem.Length - 2)))
            stem = Undouble(stem[..^2]);

        // "movie" as "movies", which ends like "countries".
        if (stem.Length > 4 && stem.EndsWith("ie", StringComparison.Ordinal)) stem = stem[..^2] + "y";

        // "note" is not "not", nor "care" a car.
        if (stem.Length > 4 && stem[^1] == 'e') stem = stem[..^1];
        return stem.Length > 5 && stem.EndsWith("is", StringComparison.Ordinal) ? stem[..^1] + "z" : stem;
    }

    /// <summary>
    /// True for words of one family though their stems differ: "activate" and "activation", "deliver" and "delivery", "verify" and "verification", "log" and
    /// "logger", "top up" and "topup".
    /// </summary>
    public static bool AreRelated(string a, string b)
    {
        if (a == b) return true;
        int shorter = Math.Min(a.Length, b.Length);
        int common = a.AsSpan().CommonPrefixLength(b);
        int difference = Math.Abs(a.Length - b.Length);
        return (common >= 5 && common >= shorter - 1) || (common >= 4 && common == shorter && difference is <= 1 or >= 6)
            || (common == shorter && difference == DoubledAgent && IsDoubledAgent(a.Length > b.Length ? a : b, shorter)) || AreOneInTwo(a, b);
    }

    // "logger", "planner", "mapper": the last letter again, and "er".
    private static bool IsDoubledAgent(string word, int shorter) =>
        shorter >= 3 && word[shorter] == word[shorter - 1] && word.EndsWith("er", StringComparison.Ordinal);

    private static bool AreOneInTwo(string a, string b) =>
        (a.Contains(' ') && a.Replace(" ", "", StringComparison.Ordinal) == b) || (b.Contains(' ') && b.Replace(" ", "", StringComparison.Ordinal) == a);

    private static string WithoutPlural(string word)
    {
        if (word[^1] != 's' || word[^2] is 's' or 'u' or 'i') return word;
        if (word.EndsWith("ies", StringComparison.Ordinal)) return word.Length > 4 ? word[..^3] + "y" : word[..^1];
        bool sibilant = word.EndsWith("sses", StringComparison.Ordinal) || word.EndsWith("shes", StringComparison.Ordinal)
            || word.EndsWith("ches", StringComparison.Ordinal) || word.EndsWith("xes", StringComparison.Ordinal);
        return sibilant ? word[..^2] : word[..^1];
    }

    // "topp" of "topping" becomes "top", but "call" and "pass" keep both letters; "rat" of "rated" is "rate".
    private static string Undouble(string stem) =>
        stem.Length == 3 && !IsVowel(stem[0]) && IsVowel(stem[1]) && !IsVowel(stem[2]) && stem[2] is not ('w' or 'x' or 'y') ? stem + "e" :
        stem.Length > 3 && stem[^1] == stem[^2] && stem[^1] is not ('l' or 's' or 'z' or 'e' or 'o') ? stem[..^1]
        : stem.EndsWith("ell", StringComparison.Ordinal) && stem.Length > 5 ? stem[..^1]
        : stem;

    private static bool HasVowel(ReadOnlySpan<char> stem) => stem.Length >= 2 && stem.IndexOfAny("aeiouy") >= 0;

    private static bool IsVowel(char letter) => letter is 'a' or 'e' or 'i' or 'o' or 'u';

    private static bool IsAscii(string word) => System.Text.Ascii.IsValid(word);
}
