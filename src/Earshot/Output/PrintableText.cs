using System.Globalization;
using System.Text;

namespace Earshot.Output;

/// <summary>Text made safe for a terminal: what a ticket holds must not move the cursor, ring a bell or turn the line around.</summary>
internal static class PrintableText
{
    /// <summary>The text on one line: line breaks and tabs become blanks, other control and direction characters go.</summary>
    public static string OneLine(string text)
    {
        if (!NeedsCleaning(text)) return text;
        var clean = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune.Value is '\n' or '\r' or '\t' or 0x2028 or 0x2029) clean.Append(' ');
            else if (!IsInvisible(rune)) clean.Append(rune.ToString());
        }

        return clean.ToString();
    }

    /// <summary>Columns of a terminal the text takes: wide East Asian characters and emoji two, combining marks none.</summary>
    public static int Width(string text)
    {
        int width = 0;
        foreach (Rune rune in text.EnumerateRunes()) width += Width(rune);
        return width;
    }

    /// <summary>The text cut to at most <paramref name="width"/> columns, ending in … where something was cut.</summary>
    public static string Truncate(string text, int width)
    {
        if (Width(text) <= width) return text;
        var cut = new StringBuilder();
        int used = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (used + Width(rune) > width - 1) break;
            used += Width(rune);
            cut.Append(rune.ToString());
        }

        return cut.ToString().TrimEnd() + "…";
    }

    private static bool NeedsCleaning(string text)
    {
        foreach (Rune rune in text.EnumerateRunes())
            if (IsInvisible(rune)) return true;
        return false;
    }

    private static bool IsInvisible(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate;

    private static int Width(Rune rune)
    {
        if (rune.Value < 0x300) return 1;
        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format) return 0;
        return rune.Value is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF)
            or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x1F300 and <= 0x1FAFF)
            or (>= 0x20000 and <= 0x3FFFD) ? 2 : 1;
    }
}
