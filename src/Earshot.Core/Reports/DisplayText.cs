using System.Globalization;
using System.Text;

namespace Earshot.Core.Reports;

/// <summary>Makes any text safe to stand on one line of a page, a picture, a terminal or a cell; escaping comes on top.</summary>
internal static class DisplayText
{
    /// <summary>
    /// Control characters (line breaks among them) become spaces, runs of white space one space; terminal escapes (ESC [ … letter) and marks that
    /// change the direction of what follows go; unpaired surrogates, which no encoding and no XML can hold, become U+FFFD.
    /// </summary>
    public static string Clean(string text)
    {
        StringBuilder clean = new(text.Length);
        bool space = false;
        Escape escape = Escape.None;
        foreach (Rune rune in text.EnumerateRunes())
        {
            escape = Next(escape, rune.Value);
            if (escape != Escape.None) continue;
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

    /// <summary>Where in a control sequence of ECMA-48 this character stands; its last one still belongs to it.</summary>
    private static Escape Next(Escape escape, int point) => (escape, point) switch
    {
        (_, 0x1B) => Escape.Begun,
        (_, 0x9B) or (Escape.Begun, '[') => Escape.Inside,
        (Escape.Inside, >= 0x20 and <= 0x3F) => Escape.Inside,
        (Escape.Inside, >= 0x40 and <= 0x7E) => Escape.Last,
        _ => Escape.None,
    };

    private enum Escape
    {
        None,
        Begun,
        Inside,
        Last,
    }

    private static bool IsDirectionMark(int point) =>
        point is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
