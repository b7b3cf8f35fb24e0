using System.Collections.Frozen;
using System.Net;

namespace Earshot.Core.Text;

/// <summary>
/// The text of HTML, also of fragments and of text that only looks like HTML ("List&lt;String&gt;", "x &lt; 5" stay). Tags end at the next "&gt;" outside
/// quotes; nothing is nested, so depth costs nothing; each character is looked at a bounded number of times.
/// </summary>
internal static class HtmlText
{
    private const int LongestQuote = 2048;

    private static readonly FrozenSet<string> Elements = FrozenSet.ToFrozenSet(
    [
        "a", "abbr", "address", "area", "article", "aside", "audio", "b", "base", "basefont", "bdi", "bdo", "big", "blockquote", "body", "br",
        "button", "canvas", "caption", "center", "cite", "code",
        "col", "colgroup", "data", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "embed", "fieldset", "figcaption", "figure", "font",
        "footer", "form", "frame", "frameset", "h1", "h2", "h3",
        "h4", "h5", "h6", "head", "header", "hr", "html", "i", "iframe", "img", "input", "ins", "kbd", "label", "legend", "li", "link", "main", "map",
        "mark", "meta", "nav", "noscript", "object", "ol",
        "optgroup", "option", "p", "param", "picture", "pre", "q", "s", "samp", "script", "section", "select", "small", "source", "span", "strike",
        "strong", "style", "sub", "summary", "sup", "svg",
        "table", "tbody", "td", "textarea", "tfoot", "th", "thead", "title", "tr", "tt", "u", "ul", "var", "video", "wbr",
    ], StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Inline = FrozenSet.ToFrozenSet(
        [
            "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "label", "mark", "q", "s", "samp",
            "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var", "wbr",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Tags, comments, scripts and styles go, block elements become line breaks, entities characters.</summary>
    /// <param name="text">The HTML.</param>
    /// <param name="dropped">Elements that go with their content, besides script and style ("pre", "code", "blockquote").</param>
    public static string Strip(string text, params ReadOnlySpan<string> dropped)
    {
        if (text.Contains('<')) text = WithoutTags(text, dropped);
        return text.Contains('&') ? WebUtility.HtmlDecode(text) : text;
    }

    private static string WithoutTags(ReadOnlySpan<char> text, ReadOnlySpan<string> dropped)
    {
        TextBuffer output = new(text.Length);
        HashSet<string> unclosed = new(StringComparer.OrdinalIgnoreCase);
        int at = 0;
        while (at < text.Length)
        {
            int open = text[at..].IndexOf('<');
            if (open < 0) break;
            output.Append(text.Slice(at, open));
            at += open;
            if (text[at..].StartsWith("<!--"))
            {
                at += Skipped(text[(at + 4)..], "-->", unclosed) + 4;
                continue;
            }

            int length = TagLength(text[at..], out ReadOnlySpan<char> name, out bool closing);
            if (length == 0)
            {
                output.Append(text[at++]);
                continue;
            }

            at += length;
            if (name.IsEmpty) continue;
            string element = name.ToString();
            output.Append(Inline.Contains(element) ? "" : element is "td" or "th" or "img" ? " " : "\n");
            bool drop = !closing
                && (element.Equals("script", StringComparison.OrdinalIgnoreCase) || element.Equals("style", StringComparison.OrdinalIgnoreCase));
            foreach (string other in dropped) drop |= !closing && element.Equals(other, StringComparison.OrdinalIgnoreCase);
            if (drop) at += Skipped(text[at..], "</" + element, unclosed);
        }

        output.Append(text[at..]);
        return output.ToString();
    }

    // How far to go to be behind the end; 0 where there is none, which is remembered.
    private static int Skipped(ReadOnlySpan<char> text, string end, HashSet<string> unclosed)
    {
        if (unclosed.Contains(end)) return 0;
        int found = text.IndexOf(end, StringComparison.OrdinalIgnoreCase);
        if (found >= 0) return end[0] == '-' ? found + end.Length : found;
        unclosed.Add(end);
        return 0;
    }

    // 0 where this is no tag. Autolinks (<https://…>, <bob@example.com>) lose their brackets by being no tags and are cut as addresses later.
    private static int TagLength(ReadOnlySpan<char> text, out ReadOnlySpan<char> name, out bool closing)
    {
        closing = text.Length > 1 && text[1] == '/';
        int begin = closing ? 2 : 1;
        int end = begin;
        while (end < text.Length && end - begin < 64 && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '-' or ':')) end++;
        name = text[begin..end];
        // An address in angle brackets is text.
        if (name is [.., ':'] && text[end..].StartsWith("//") || name is "mailto:") return 0;
        bool declaration = text.Length > 2 && text[1] is '!' or '?' && char.IsAsciiLetter(text[2]);
        if (!declaration && (name.IsEmpty || !char.IsAsciiLetter(name[0]) || end >= text.Length || !(char.IsWhiteSpace(text[end]) || text[end] is '>' or '/')))
            return 0;
        int close = text[1..].IndexOfAny('<', '>') + 1;
        if (close == 0 || text[close] == '<') return 0;
        ReadOnlySpan<char> inside = text[end..close];
        if (!declaration && !closing && !Elements.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name) && name.IndexOfAny('-', ':') < 0
            && !inside.Contains('=') && !inside.EndsWith('/')) return 0;
        return close + 1 + QuoteOverhang(text, inside, close);
    }

    // A ">" inside a quoted attribute does not end the tag.
    private static int QuoteOverhang(ReadOnlySpan<char> text, ReadOnlySpan<char> inside, int close)
    {
        char quote = inside.Count('"') % 2 != 0 ? '"' : inside.Count('\'') % 2 != 0 ? '\'' : '\0';
        if (quote == '\0') return 0;
        ReadOnlySpan<char> rest = text[(close + 1)..];
        if (rest.Length > LongestQuote) rest = rest[..LongestQuote];
        int end = rest.IndexOf(quote);
        if (end < 0) return 0;
        int real = rest[end..].IndexOf('>');
        return real < 0 ? 0 : end + real + 1;
    }
}
