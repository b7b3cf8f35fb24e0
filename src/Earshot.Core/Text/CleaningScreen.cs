using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace Earshot.Core.Text;

/// <summary>
/// The quick look that spares most texts the cleaning: a vectorised search for bytes that only dirty texts have, and a check of what stands around
/// each hit. It may say yes to a clean text, never no to a dirty one.
/// </summary>
internal static class CleaningScreen
{
    private static readonly SearchValues<byte> Any = Values("");
    private static readonly SearchValues<byte> Mail = Values("\n\r");
    private static readonly SearchValues<byte> Markup = Values("\n\r@*_`#[]!~|{}\\>");

    /// <summary>True where <see cref="TextCleaner"/> has to look closer.</summary>
    public static bool MayChange(TextOrigin origin, ReadOnlySpan<byte> text)
    {
        SearchValues<byte> values = origin switch
        {
            TextOrigin.Plain or TextOrigin.Web => Any,
            TextOrigin.Ticket => Mail,
            _ => Markup,
        };
        if (origin == TextOrigin.Ticket && LegalNotice.MayBeIn(text)) return true;
        if (origin != TextOrigin.Plain && origin != TextOrigin.Web && StartsLikeMarkup(origin, text)) return true;
        int at = 0;
        while (true)
        {
            int found = text[at..].IndexOfAny(values);
            if (found < 0) return false;
            at += found;
            if (IsDirty(origin, text, at)) return true;
            at++;
        }
    }

    private static bool IsDirty(TextOrigin origin, ReadOnlySpan<byte> text, int at)
    {
        ReadOnlySpan<byte> rest = text[at..];
        switch (text[at])
        {
            case (byte)'<': return rest.Length > 2 && (char.IsAsciiLetter((char)rest[1]) || rest[1] is (byte)'/' or (byte)'!' or (byte)'?');
            case (byte)'&':
                return rest.Length > 3 && (rest[1] == '#' || char.IsAsciiLetter((char)rest[1]))
                    && rest[..Math.Min(rest.Length, 34)].Contains((byte)';');
            case (byte)':':
                if (rest.Length > 2 && rest[1] == '/' && rest[2] == '/') return true;
                return origin switch
                {
                    TextOrigin.GitHub or TextOrigin.Jira => at > 0 && char.IsAsciiDigit((char)text[at - 1]) || IsLevel(text[..at]),
                    TextOrigin.Reddit or TextOrigin.HackerNews => true,
                    _ => false,
                };
            case (byte)'.': return at >= 3 && (text[at - 1] | 0x20) == 'w' && (text[at - 2] | 0x20) == 'w' && (text[at - 3] | 0x20) == 'w';
            case 0xC2: return rest.Length > 1 && rest[1] is <= 0x9F or 0xAD;
            case 0xD8: return rest.Length > 1 && rest[1] == 0x9C;
            case 0xE1: return rest.Length > 2 && rest[1] == 0xA0 && rest[2] == 0x8E;
            case 0xE2:
                return rest.Length > 2 && rest[1] is 0x80 or 0x81
                    && (rest[1] == 0x80 ? rest[2] is >= 0x8B and <= 0x8F or >= 0xAA and <= 0xAE : rest[2] is >= 0xA0 and <= 0xAF);
            case 0xEF: return rest.Length > 2 && (rest[1] == 0xBB && rest[2] == 0xBF || rest[1] == 0xBF && rest[2] is >= 0xB9 and <= 0xBB);
            case 0xF3: return rest.Length > 1 && rest[1] == 0xA0;
            case (byte)'\n' or (byte)'\r': return origin != TextOrigin.Ticket || LineBegins(rest[1..], first: false);
            default: return true;
        }
    }

    // Which lines of a ticket MailLines could know: most begin with none of these letters and need no closer look.
    private static bool LineBegins(ReadOnlySpan<byte> line, bool first)
    {
        int begin = line.IndexOfAnyExcept(" \t\r"u8);
        if (begin < 0 || begin + 1 >= line.Length) return begin >= 0 && line[begin] == '>';
        ReadOnlySpan<byte> rest = line[begin..];
        if (rest[0] is (byte)'>' or (byte)'-' or (byte)'_' or (byte)'=' or (byte)'*' or (byte)'#' || MailLines.MayBegin(rest)) return IsKnown(rest, first);
        if (first) return false;
        int end = rest.IndexOfAny((byte)'\n', (byte)'\r');
        return MayDisclaim(end < 0 ? rest : rest[..end]);
    }

    // The two letters fit; now the whole line. Lines outside ASCII are left to the cleaner.
    [SkipLocalsInit]
    private static bool IsKnown(ReadOnlySpan<byte> rest, bool first)
    {
        int end = rest.IndexOfAny((byte)'\n', (byte)'\r');
        if (end >= 0) rest = rest[..end];
        Span<char> characters = stackalloc char[320];
        // Nothing but a header line with another below it, or a disclaimer, is that long.
        bool cut = rest.Length > characters.Length;
        if (cut && first && end < 0) return rest[0] is < (byte)'A';
        if (cut || !Ascii.IsValid(rest)) return true;
        Ascii.ToUtf16(rest, characters, out int length);
        ReadOnlySpan<char> line = characters[..length].TrimEnd();
        return line.IsEmpty || line[0] is '>' or '-' or '_' or '=' or '*' or '#' || MailLines.IsClosing(line) || MailLines.IsFooter(line)
            || MailLines.IsHeader(line) || MailLines.IsReplyHeader(line)
            || line.StartsWith("on ", StringComparison.OrdinalIgnoreCase) || line.StartsWith("begin forwarded", StringComparison.OrdinalIgnoreCase)
            || (!first && MailLines.IsDisclaimer(line));
    }

    [SkipLocalsInit]
    private static bool MayDisclaim(ReadOnlySpan<byte> line)
    {
        Span<char> characters = stackalloc char[400];
        if (line.Length > characters.Length) line = line[..characters.Length];
        if (!Ascii.IsValid(line)) return true;
        Ascii.ToUtf16(line, characters, out int length);
        return MailLines.IsDisclaimer(characters[..length]);
    }

    private static bool StartsLikeMarkup(TextOrigin origin, ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return false;
        if (origin == TextOrigin.Ticket) return LineBegins(text, first: true);
        ReadOnlySpan<byte> start = text.TrimStart((byte)' ');
        if (start.IsEmpty) return false;
        return start[0] is (byte)'>' or (byte)'-' or (byte)'+' or (byte)'*' or (byte)'h' or (byte)'b' or (byte)'$'
            || char.IsAsciiDigit((char)start[0]) || text.StartsWith("    "u8) || text[0] == '\t'
            || origin is TextOrigin.Reddit or TextOrigin.HackerNews && (start[0] | 0x20) is 'e' or 's' or 'g' || start.StartsWith("at "u8)
            || start.StartsWith("from /"u8);
    }

    private static bool IsLevel(ReadOnlySpan<byte> before) => before.Length > 0 && char.IsAsciiLetterUpper((char)before[^1]);

    private static SearchValues<byte> Values(string more)
    {
        List<byte> bytes = [.. more.Select(static c => (byte)c), (byte)'<', (byte)'&', (byte)':', (byte)'.', 0x7F, 0xC2, 0xD8, 0xE1, 0xE2, 0xEF, 0xF3];
        for (byte control = 0; control < 0x20; control++)
            if (InvisibleCharacters.IsControl(control)) bytes.Add(control);
        return SearchValues.Create(bytes.ToArray());
    }
}
