using System.Text;
using Earshot.Core.Columns;

namespace Earshot.Core.Text;

/// <summary>
/// Makes of a ticket the text that is embedded: the title, a line break, and of the body what the customer wrote. What goes depends on the
/// <see cref="TextOrigin"/>. Never throws, takes time linear in the text, and never makes an empty text of one with words: a ticket that is nothing but
/// code or quotes keeps them as plain text.
/// </summary>
public static class TextCleaner
{
    /// <summary>Raised whenever the same title and body would give another clean text: what is kept by clean text goes by it.</summary>
    public const int Version = 1;

    /// <summary>
    /// Appends one row to <paramref name="destination"/>: the clean text and true, or null and false where cleaning changes nothing but white space, so
    /// that the input is the title, a line break and the body as they are (or the one of them that is not empty). Most clean texts are recognised
    /// without allocation; origins with markup look at more of the text than <see cref="TextOrigin.Plain"/> does.
    /// </summary>
    public static bool Clean(TextOrigin origin, ReadOnlySpan<byte> title, ReadOnlySpan<byte> body, BytesColumn destination)
    {
        if ((title.IsEmpty || !MayChangeTitle(origin, title)) && !CleaningScreen.MayChange(origin, body))
        {
            destination.AppendNull();
            return false;
        }

        string rawTitle = Encoding.UTF8.GetString(title);
        string rawBody = Encoding.UTF8.GetString(body);
        string clean = Clean(origin, rawTitle, rawBody);
        if (SameWords(clean, rawTitle, rawBody))
        {
            destination.AppendNull();
            return false;
        }

        destination.Append(clean.AsSpan());
        return true;
    }

    /// <summary>The clean text of a title and a body; either may be empty.</summary>
    public static string Clean(TextOrigin origin, string title, string body)
    {
        string cleanTitle = CleanTitle(origin, title);
        string cleanBody = CleanBody(origin, body);
        if (!HasWords(cleanTitle) && !HasWords(cleanBody)) cleanBody = Plain(origin, body);
        return cleanTitle.Length == 0 ? cleanBody : cleanBody.Length == 0 ? cleanTitle : cleanTitle + "\n" + cleanBody;
    }

    private static string CleanBody(TextOrigin origin, string body)
    {
        switch (origin)
        {
            case TextOrigin.Ticket:
                return TextPolish.Of(BodyLines.Keep(origin, LegalNotice.Cut(HtmlText.Strip(body, "blockquote"))));
            case TextOrigin.GitHub:
                return TextPolish.Of(HtmlText.Strip(BodyLines.Keep(origin, WithoutComments(body)), "pre", "code"), dropTimestamps: true);
            case TextOrigin.Jira:
                string wiki = MarkupText.Jira(BodyLines.Keep(origin, MarkupText.WithoutJiraBlocks(body)));
                return TextPolish.Of(HtmlText.Strip(wiki, "pre", "code"), dropTimestamps: true);
            case TextOrigin.Reddit:
                string forum = BodyLines.Keep(origin, body.Replace("&gt;", ">", StringComparison.Ordinal));
                return TextPolish.Of(HtmlText.Strip(forum, "pre", "code"), dropEmails: true);
            case TextOrigin.HackerNews:
                return TextPolish.Of(BodyLines.Keep(origin, HtmlText.Strip(body, "pre", "code")), dropEmails: true);
            default:
                return TextPolish.Of(HtmlText.Strip(body));
        }
    }

    // Everything the customer or their machine wrote, without markup: what is left to a ticket that is nothing but code or quotes.
    private static string Plain(TextOrigin origin, string body)
    {
        string plain = TextPolish.Of(HtmlText.Strip(WithoutComments(body)));
        if (origin is TextOrigin.Plain or TextOrigin.Web || !HasWords(plain)) return plain;
        StringBuilder text = new(plain.Length);
        foreach (ReadOnlySpan<char> line in plain.AsSpan().EnumerateLines())
        {
            ReadOnlySpan<char> kept = line.Trim("`~> ");
            foreach (string macro in (ReadOnlySpan<string>)["{code}", "{noformat}"])
            {
                if (kept.StartsWith(macro)) kept = kept[macro.Length..];
                if (kept.EndsWith(macro)) kept = kept[..^macro.Length];
            }

            if (!kept.IsWhiteSpace()) text.Append(kept.Trim()).Append('\n');
        }

        return text.ToString().TrimEnd();
    }

    private static string CleanTitle(TextOrigin origin, string title)
    {
        if (title.Length == 0) return title;
        string clean = TextPolish.Of(HtmlText.Strip(title)).Replace('\n', ' ');
        if (origin is TextOrigin.GitHub or TextOrigin.Reddit) clean = clean.Replace("`", "", StringComparison.Ordinal);
        if (origin != TextOrigin.Ticket) return clean;
        ReadOnlySpan<char> rest = clean;
        while (ReplyMarkLength(rest) is var mark and > 0) rest = rest[mark..].TrimStart();
        return rest.IsEmpty ? clean : rest.ToString();
    }

    private static int ReplyMarkLength(ReadOnlySpan<char> title)
    {
        foreach (string mark in (ReadOnlySpan<string>)["re:", "fw:", "fwd:", "aw:", "wg:", "sv:", "vs:", "rv:", "tr:", "antw:"])
            if (title.StartsWith(mark, StringComparison.OrdinalIgnoreCase)) return mark.Length;
        return 0;
    }

    private static bool MayChangeTitle(TextOrigin origin, ReadOnlySpan<byte> title) => origin switch
    {
        TextOrigin.Ticket => title[..Math.Min(title.Length, 5)].Contains((byte)':') || CleaningScreen.MayChange(TextOrigin.Plain, title),
        TextOrigin.GitHub or TextOrigin.Reddit => title.Contains((byte)'`') || CleaningScreen.MayChange(TextOrigin.Plain, title),
        _ => CleaningScreen.MayChange(TextOrigin.Plain, title),
    };

    // Templates of issues speak to the writer in comments; they may hold fences, so they go first.
    private static string WithoutComments(string text)
    {
        int open = text.IndexOf("<!--", StringComparison.Ordinal);
        if (open < 0) return text;
        StringBuilder kept = new(text.Length);
        int at = 0;
        while (open >= 0)
        {
            int close = text.IndexOf("-->", open + 4, StringComparison.Ordinal);
            if (close < 0) break;
            kept.Append(text, at, open - at);
            at = close + 3;
            open = text.IndexOf("<!--", at, StringComparison.Ordinal);
        }

        return kept.Append(text, at, text.Length - at).ToString();
    }

    private static bool HasWords(string text)
    {
        foreach (Rune rune in text.EnumerateRunes())
            if (Rune.IsLetterOrDigit(rune)) return true;
        return false;
    }

    private static bool SameWords(ReadOnlySpan<char> clean, ReadOnlySpan<char> title, ReadOnlySpan<char> body)
    {
        int at = 0;
        return Follows(clean, title, ref at) && Follows(clean, body, ref at) && clean[at..].IsWhiteSpace();
    }

    private static bool Follows(ReadOnlySpan<char> clean, ReadOnlySpan<char> raw, ref int at)
    {
        foreach (char c in raw)
        {
            if (char.IsWhiteSpace(c)) continue;
            while (at < clean.Length && char.IsWhiteSpace(clean[at])) at++;
            if (at == clean.Length || clean[at++] != c) return false;
        }

        return true;
    }
}
