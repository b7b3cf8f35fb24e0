using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Earshot.Core.Text;

/// <summary>When two titles say the same, and the fingerprint under which a topic's label can be found again.</summary>
internal static class TitleSimilarity
{
    /// <summary>
    /// The title's words: compatibility-normalised (NFKC for Latin letters), in lower case, every run of characters that are neither letters,
    /// marks nor decimal digits replaced by one blank, trimmed.
    /// </summary>
    public static string Normalise(string title)
    {
        StringBuilder words = new(title.Length);
        bool blank = false;
        foreach (Rune rune in (Ascii.IsValid(title) ? title : CompatibilityForm.Of(title)).EnumerateRunes())
        {
            if (!IsWordCharacter(Rune.GetUnicodeCategory(rune)))
            {
                blank = words.Length != 0;
                continue;
            }

            if (blank) words.Append(' ');
            blank = false;
            // The full mapping of U+0130 is two characters; .NET's invariant mapping leaves it alone.
            words.Append(rune.Value == 0x130 ? "i\u0307" : Rune.ToLowerInvariant(rune).ToString());
        }

        return words.ToString();
    }

    /// <summary>
    /// Jaccard's index of the sets of normalised words, |A ∩ B| / |A ∪ B|, in 0 … 1; 1 where both are empty. Near-duplicates are titles at 0.8 or more.
    /// </summary>
    public static double Jaccard(string a, string b)
    {
        HashSet<string> left = [.. Normalise(a).Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        HashSet<string> right = [.. Normalise(b).Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        int shared = left.Count(right.Contains);
        int all = left.Count + right.Count - shared;
        return all == 0 ? 1 : (double)shared / all;
    }

    /// <summary>
    /// SHA-256 in lower-case hexadecimal of the normalised titles, without empty ones and duplicates, in the order of their UTF-8 bytes, joined by line
    /// feeds. Independent of the order of <paramref name="titles"/>.
    /// </summary>
    public static string Fingerprint(IEnumerable<string> titles)
    {
        List<byte[]> distinct = [.. titles.Select(Normalise).Where(title => title.Length != 0).Distinct(StringComparer.Ordinal).Select(Encoding.UTF8.GetBytes)];
        distinct.Sort(static (a, b) => a.AsSpan().SequenceCompareTo(b));
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int i = 0; i < distinct.Count; i++)
        {
            if (i != 0) hash.AppendData("\n"u8);
            hash.AppendData(distinct[i]);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static bool IsWordCharacter(UnicodeCategory category) =>
        category is <= UnicodeCategory.EnclosingMark or UnicodeCategory.DecimalDigitNumber;
}
