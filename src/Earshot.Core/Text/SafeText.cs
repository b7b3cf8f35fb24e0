using System.Text;

namespace Earshot.Core.Text;

/// <summary>
/// Makes text that strangers wrote harmless where it is shown. Each method is for one place only; none of them masks personal data
/// (<see cref="PersonalData"/>). All take time linear in the text and accept unpaired surrogates, which become U+FFFD.
/// </summary>
public static class SafeText
{
    private const char Ellipsis = '…';

    /// <summary>
    /// One line for a terminal: escape sequences, control, zero-width and bidirectional characters are removed, every run of white space and line
    /// breaks becomes one blank, and what is wider than <paramref name="columns"/> is cut and ends in "…" (wide characters take two columns).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="columns"/> is below 1.</exception>
    public static string ForTerminal(string text, int columns = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        StringBuilder line = new(Math.Min(text.Length, 256));
        int used = 0;
        int cut = 0;
        bool blank = false;
        bool stringEndSought = false;
        for (int i = 0; i < text.Length;)
        {
            if (text[i] is '\e' or (>= '\x80' and <= '\x9f' and not '\x85'))
            {
                i += InvisibleCharacters.EscapeLength(text.AsSpan(i), ref stringEndSought);
                continue;
            }

            Rune.DecodeFromUtf16(text.AsSpan(i), out Rune rune, out int length);
            i += length;
            if (Rune.IsWhiteSpace(rune))
            {
                blank = line.Length != 0;
                continue;
            }

            if (InvisibleCharacters.IsControl(rune.Value) || InvisibleCharacters.IsFormatControl(rune.Value)) continue;
            int width = DisplayWidth.Of(rune) + (blank ? 1 : 0);
            if (used + width > columns)
            {
                line.Length = cut;
                return line.ToString().TrimEnd() + Ellipsis;
            }

            if (blank) line.Append(' ');
            blank = false;
            line.Append(rune.ToString());
            used += width;
            if (used < columns) cut = line.Length;
        }

        return line.ToString();
    }

    /// <summary>Columns of a terminal that a line out of <see cref="ForTerminal"/> takes.</summary>
    public static int TerminalWidth(string line)
    {
        int width = 0;
        foreach (Rune rune in line.EnumerateRunes()) width += DisplayWidth.Of(rune);
        return width;
    }

    /// <summary>
    /// A cell's value for a CSV file: where a spreadsheet would take it for a formula (it begins with =, +, -, @, a tab or a line break, also in full
    /// width or after blanks), an apostrophe goes before it. Plain negative numbers ("-12.50") stay numbers. NUL and bidirectional controls are
    /// removed. Quoting of separators and quotes is the CSV writer's work.
    /// </summary>
    public static string ForSpreadsheet(string text)
    {
        string safe = Without(text, static codePoint => codePoint == 0 || InvisibleCharacters.IsBidirectionalControl(codePoint));
        if (safe.Length == 0) return safe;
        if (safe[0] is '\t' or '\r' or '\n') return "'" + safe;
        int first = 0;
        while (first < safe.Length && (char.IsWhiteSpace(safe[first]) || InvisibleCharacters.IsFormatControl(safe[first]))) first++;
        if (first == safe.Length || safe[first] is not ('=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠')) return safe;
        return IsNegativeNumber(safe) ? safe : "'" + safe;
    }

    private static string Without(string text, Predicate<int> unwanted)
    {
        int i = 0;
        while (i < text.Length && !unwanted(text[i]) && !char.IsSurrogate(text[i])) i++;
        if (i == text.Length) return text;
        StringBuilder kept = new(text, 0, i, text.Length);
        foreach (Rune rune in text.AsSpan(i).EnumerateRunes())
            if (!unwanted(rune.Value)) kept.Append(rune.ToString());
        return kept.ToString();
    }

    // A minus, digits with optional groups of three, at most one decimal point, optional per cent: nothing that could continue a formula.
    private static bool IsNegativeNumber(ReadOnlySpan<char> text)
    {
        if (text is not ['-', .. var digits]) return false;
        if (digits is [.. var withoutSign, '%']) digits = withoutSign;
        int point = digits.IndexOf('.');
        ReadOnlySpan<char> whole = point < 0 ? digits : digits[..point];
        ReadOnlySpan<char> fraction = point < 0 ? "0" : digits[(point + 1)..];
        if (whole.IsEmpty || fraction.IsEmpty || fraction.ContainsAnyExceptInRange('0', '9')) return false;
        for (int i = whole.Length - 1, place = 1; i >= 0; i--, place++)
        {
            bool comma = whole[i] == ',';
            if (comma ? place % 4 != 0 || i == 0 : !char.IsAsciiDigit(whole[i])) return whole.ContainsAnyExceptInRange('0', '9') is false;
        }

        return true;
    }
}
