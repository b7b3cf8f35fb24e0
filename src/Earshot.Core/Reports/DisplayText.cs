using System.Globalization;
using System.Text;

namespace Earshot.Core.Reports;

/// <summary>Makes any text safe to stand on one line of a page, a picture, a terminal or a cell; escaping comes on top.</summary>
internal static class DisplayText
{
    /// <summary>
    /// Control characters (line breaks and terminal escapes among them) become spaces, runs of white space one space; marks that change the
    /// direction of what follows go; unpaired surrogates, which no encoding and no XML can hold, become U+FFFD.
    /// </summary>
    public static string Clean(string text)
    {
        StringBuilder clean = new(text.Length);
        bool space = false;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (IsDirectionMark(rune.Value) || rune.Value is 0xFEFF or 0xFFFE or 0xFFFF) continue;
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            {
                space = clean.Length > 0;
                continue;
            }

            if (space) clean.Append(' ');
            space = false;
            clean.Append(rune.ToString());
        }

        return clean.ToString();
    }

    /// <summary>At most <paramref name="length"/> text elements, the last an ellipsis where something was cut, at a word's end where one is near.</summary>
    public static string Shorten(string text, int length)
    {
        if (text.Length <= length) return text;
        int[] elements = StringInfo.ParseCombiningCharacters(text);
        if (elements.Length <= length) return text;
        int end = elements[length - 1];
        int space = text.LastIndexOf(' ', end);
        if (space > end * 2 / 3) end = space;
        return text[..end].TrimEnd() + "…";
    }

    private static bool IsDirectionMark(int point) =>
        point is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
