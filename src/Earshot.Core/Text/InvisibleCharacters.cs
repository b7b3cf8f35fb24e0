namespace Earshot.Core.Text;

/// <summary>Code points that show nothing but change what a reader, a terminal or a tokeniser makes of a text.</summary>
internal static class InvisibleCharacters
{
    /// <summary>Zero-width and bidirectional controls, soft hyphens, byte order marks, interlinear marks, language tags.</summary>
    public static bool IsFormatControl(int codePoint) => codePoint switch
    {
        < 0xAD => false,
        0xAD or 0x61C or 0x180E or 0xFEFF => true,
        >= 0x200B and <= 0x200F => true,
        >= 0x202A and <= 0x202E => true,
        >= 0x2060 and <= 0x206F => true,
        >= 0xFFF9 and <= 0xFFFB => true,
        >= 0xE0000 and <= 0xE007F => true,
        _ => false,
    };

    /// <summary>The bidirectional controls alone: they reorder what stands around them.</summary>
    public static bool IsBidirectionalControl(int codePoint) =>
        codePoint is 0x61C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);

    /// <summary>C0 and C1 controls and DEL that are not white space.</summary>
    public static bool IsControl(int codePoint) =>
        codePoint is < 0x20 and not ('\t' or '\n' or '\v' or '\f' or '\r') or (>= 0x7F and <= 0x9F and not 0x85);

    /// <summary>
    /// Length of the terminal escape sequence that begins at <paramref name="text"/>[0] (ESC or a C1 introducer), at least 1. Strings without an end
    /// (OSC, DCS) count as their introducer only; <paramref name="stringEndSought"/> remembers that there is no end, so that a scan stays linear.
    /// </summary>
    public static int EscapeLength(ReadOnlySpan<char> text, ref bool stringEndSought)
    {
        char kind = text[0];
        int at = 1;
        if (kind == '\e')
        {
            if (text.Length == 1) return 1;
            kind = (char)(text[1] + 0x40);
            if (text[1] is < '@' or > '_') return text[1] is >= ' ' and <= '~' ? 2 : 1;
            at = 2;
        }

        if (kind == '\x9b')
        {
            while (at < text.Length && text[at] is >= ' ' and <= '?') at++;
            return at < text.Length && text[at] is >= '@' and <= '~' ? at + 1 : at;
        }

        if (kind is not ('\x90' or '\x98' or '\x9d' or '\x9e' or '\x9f') || stringEndSought) return at;
        int end = text[at..].IndexOfAny('\a', '\x9c', '\e');
        stringEndSought = end < 0;
        if (end < 0) return at;
        end += at;
        return text[end] == '\e' && end + 1 < text.Length && text[end + 1] == '\\' ? end + 2 : text[end] == '\e' ? end : end + 1;
    }
}
