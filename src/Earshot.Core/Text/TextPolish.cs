using System.Text;

namespace Earshot.Core.Text;

/// <summary>
/// The last pass of cleaning, the same for all origins: invisible and control characters go, white space collapses (line breaks stay, one at a time),
/// an address of the web becomes its host: the host names the product or the page's owner, the rest is noise and often personal.
/// </summary>
internal static class TextPolish
{
    public static string Of(ReadOnlySpan<char> text, bool dropTimestamps = false, bool dropEmails = false)
    {
        TextBuffer output = new(text.Length);
        bool stringEndSought = false;
        bool blank = false;
        bool line = false;
        for (int i = 0; i < text.Length;)
        {
            char c = text[i];
            if (char.IsWhiteSpace(c))
            {
                blank = true;
                line |= c is '\n' or '\r' or '\x85' or '\u2028' or '\u2029';
                i++;
                continue;
            }

            if (c is '\e' or '\x9b' or '\x9d')
            {
                i += InvisibleCharacters.EscapeLength(text[i..], ref stringEndSought);
                continue;
            }

            int codePoint = c;
            int length = 1;
            if (char.IsSurrogate(c))
            {
                Rune.DecodeFromUtf16(text[i..], out Rune rune, out length);
                codePoint = rune.Value;
            }

            if (InvisibleCharacters.IsControl(codePoint) || InvisibleCharacters.IsFormatControl(codePoint))
            {
                i += length;
                continue;
            }

            bool wordStart = i == 0 || !char.IsLetterOrDigit(text[i - 1]);
            if (dropTimestamps && wordStart && char.IsAsciiDigit(c) && LogLines.TimestampLength(text[i..]) is var stamp and > 0)
            {
                blank = true;
                i += stamp;
                continue;
            }

            if (blank && output.Length != 0) output.Append(line ? '\n' : ' ');
            blank = line = false;
            if (c == ':' && text[i..].StartsWith("://") && SchemeLength(output.Written) is var scheme and > 0)
            {
                output.Truncate(output.Length - scheme);
                i += 3 + Host(text[(i + 3)..], output);
            }
            else if (c is 'w' or 'W' && wordStart && text[i..].StartsWith("www.", StringComparison.OrdinalIgnoreCase)) i += Host(text[i..], output);
            else if (dropEmails && c == '@' && EmailBefore(output.Written) is var local and > 0 && DomainAfter(text[(i + 1)..]) is var domain and > 0)
            {
                output.Truncate(output.Written[..^local].TrimEnd().Length);
                blank = true;
                i += 1 + domain;
            }
            else
            {
                output.Append(text.Slice(i, length));
                i += length;
            }
        }

        return output.ToString().TrimEnd();
    }

    private static int SchemeLength(ReadOnlySpan<char> written)
    {
        int start = written.Length;
        while (start > 0 && written.Length - start < 10 && char.IsAsciiLetter(written[start - 1])) start--;
        return written.Length - start is var length and >= 3 and < 10 ? length : 0;
    }

    // Writes the host of an address (no user, no port, no "www.") and gives the length of the address, without punctuation that ends a sentence.
    private static int Host(ReadOnlySpan<char> text, TextBuffer output)
    {
        int end = 0;
        while (end < text.Length && !char.IsWhiteSpace(text[end])
            && text[end] is not ('<' or '>' or '"' or '|' or '{' or '}' or '^' or '`' or '\\' or '[' or ']' or '\0')) end++;
        ReadOnlySpan<char> address = text[..end].TrimEnd(".,;:!?)'");
        int slash = address.IndexOfAny("/?#");
        ReadOnlySpan<char> host = slash < 0 ? address : address[..slash];
        int user = host.LastIndexOf('@');
        host = host[(user + 1)..];
        int port = host.IndexOf(':');
        if (port > 0) host = host[..port];
        if (host.StartsWith("www.", StringComparison.OrdinalIgnoreCase)) host = host[4..];
        foreach (char c in host)
            if (!InvisibleCharacters.IsFormatControl(c) && !InvisibleCharacters.IsControl(c)) output.Append(c);
        return address.Length;
    }

    private static int EmailBefore(ReadOnlySpan<char> written)
    {
        int start = written.Length;
        while (start > 0 && written.Length - start < 64 && (char.IsLetterOrDigit(written[start - 1]) || written[start - 1] is '.' or '_' or '-' or '+' or '%'))
            start--;
        return written.Length - start;
    }

    private static int DomainAfter(ReadOnlySpan<char> text)
    {
        int end = 0;
        while (end < text.Length && end < 255 && (char.IsLetterOrDigit(text[end]) || text[end] is '.' or '-')) end++;
        ReadOnlySpan<char> domain = text[..end].TrimEnd(".-");
        int dot = domain.LastIndexOf('.');
        return dot > 0 && domain.Length - dot > 2 ? domain.Length : 0;
    }
}
