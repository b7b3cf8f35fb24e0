namespace Earshot.Core.Text;

/// <summary>Goes through a body line by line and keeps what the customer wrote: no code, logs, quotes, signatures, footers, edits.</summary>
internal sealed class BodyLines(TextOrigin origin, string text)
{
    private const int LongestSignature = 10;
    private const int LongestSignatureLine = 80;

    private readonly TextBuffer _output = new(text.Length);
    private int _at;
    private int _wordsSought;
    private bool _hasWords;
    private bool _afterBlank = true;
    private bool _inList;

    private bool IsMarkdown => origin is TextOrigin.GitHub or TextOrigin.Reddit;

    private bool IsForum => origin is TextOrigin.Reddit or TextOrigin.HackerNews;

    public static string Keep(TextOrigin origin, string text)
    {
        BodyLines lines = new(origin, text);
        while (lines._at < text.Length) lines.Next();
        return lines._output.ToString();
    }

    private void Next()
    {
        ReadOnlySpan<char> raw = Read(ref _at);
        ReadOnlySpan<char> line = raw.Trim();
        bool afterBlank = _afterBlank;
        _afterBlank = line.IsEmpty;
        if (line.IsEmpty)
        {
            _output.Append('\n');
            return;
        }

        if (IsMarkdown && SkipCode(raw, line, afterBlank)) return;
        if (origin is TextOrigin.GitHub or TextOrigin.Jira && LogLines.IsMachine(line)) return;
        if (origin != TextOrigin.Jira && (SkipQuote(line) || SkipSignature(line))) return;
        if (IsForum) line = WithoutEdit(line);
        if (line.IsEmpty) return;
        if (IsMarkdown || origin == TextOrigin.HackerNews) MarkupText.Markdown(WithoutBlockMark(line), _output);
        else _output.Append(line);
        _output.Append('\n');
    }

    private ReadOnlySpan<char> Read(scoped ref int at)
    {
        ReadOnlySpan<char> line = text.AsSpan(at);
        int end = line.IndexOfAny('\n', '\r');
        if (end >= 0) line = line[..end];
        at += line.Length + 1;
        if (at < text.Length && text[at - 1] == '\r' && text[at] == '\n') at++;
        return line;
    }

    private ReadOnlySpan<char> Peek()
    {
        int at = _at;
        for (int blanks = 0; blanks < 3 && at < text.Length; blanks++)
        {
            ReadOnlySpan<char> line = Read(ref at).Trim();
            if (!line.IsEmpty) return line;
        }

        return default;
    }

    // Fenced code to its end (without one, to the end of the text, as Markdown has it); code indented by four after a blank line.
    private bool SkipCode(ReadOnlySpan<char> raw, ReadOnlySpan<char> line, bool afterBlank)
    {
        if (line.StartsWith("```") || line.StartsWith("~~~"))
        {
            char fence = line[0];
            int length = line.IndexOfAnyExcept(fence);
            if (length < 0) length = line.Length;
            if (line[length..].Contains(fence)) return false;
            while (_at < text.Length)
            {
                ReadOnlySpan<char> end = Read(ref _at).Trim();
                if (end.Length >= length && !end.ContainsAnyExcept(fence)) break;
            }

            _afterBlank = true;
            return true;
        }

        bool indented = raw.StartsWith("    ") || raw.StartsWith("\t");
        if (indented && afterBlank && !_inList)
        {
            // The next indented line is code as well.
            _afterBlank = true;
            return true;
        }

        _inList = indented ? _inList : line is ['-' or '*' or '+', ' ', ..] || (char.IsAsciiDigit(line[0]) && line.IndexOf(". ") is > 0 and < 4);
        return false;
    }

    private bool SkipQuote(ReadOnlySpan<char> line)
    {
        bool quoted = line[0] == '>';
        if (quoted && origin != TextOrigin.GitHub) return true;
        if (origin is not (TextOrigin.Ticket or TextOrigin.GitHub)) return false;
        ReadOnlySpan<char> next = Peek();
        bool wrapped = line.StartsWith("On ", StringComparison.OrdinalIgnoreCase) && next.EndsWith("wrote:") && next.Length <= 100
            && (next is "wrote:" || line.IndexOfAny(',', '<') > 0);
        if (MailLines.IsReplyHeader(line) || wrapped)
        {
            if (wrapped) Read(ref _at);
            // Answers below the quoted lines stay; a reply without ">" marks goes to its end.
            if (Peek() is not ['>', ..] && HasWords()) _at = text.Length;
            return true;
        }

        if (!MailLines.IsQuoteMark(line, next)) return false;
        if (HasWords()) _at = text.Length;
        else
        {
            // Nothing stands before a forwarded message: it is the ticket. Its header lines go.
            while (_at < text.Length && MailLines.IsHeader(Peek())) ReadPastBlanks();
        }

        return true;
    }

    private void ReadPastBlanks()
    {
        while (_at < text.Length && Read(ref _at).IsWhiteSpace())
        {
        }
    }

    private bool SkipSignature(ReadOnlySpan<char> line)
    {
        if (MailLines.IsFooter(line)) return true;
        if (origin == TextOrigin.GitHub) return false;
        if (MailLines.IsSignatureMark(line) && HasWords())
        {
            _at = text.Length;
            return true;
        }

        if (MailLines.IsDisclaimer(line) && HasWords())
        {
            while (_at < text.Length && !Read(ref _at).IsWhiteSpace())
            {
            }

            return true;
        }

        if (!MailLines.IsClosing(line) || !HasWords()) return false;
        SkipNames();
        return true;
    }

    // The lines under a closing, if they look like a name, a job, an address: short, few words first, no postscript.
    private void SkipNames()
    {
        int at = _at;
        int lines = 0;
        while (at < text.Length)
        {
            int before = at;
            ReadOnlySpan<char> line = Read(ref at).Trim();
            if (line.IsEmpty) continue;
            if (line[0] == '>' || MailLines.IsQuoteMark(line, default) || MailLines.IsReplyHeader(line) || MailLines.IsHeader(line)
                || MailLines.IsSignatureMark(line) || MailLines.IsDisclaimer(line))
            {
                at = before;
                break;
            }

            bool first = lines++ == 0;
            bool sentence = first && (line.Count(' ') > 4 || line[^1] is '.' or '?' or '!' or ':');
            if (sentence || lines > LongestSignature || line.Length > LongestSignatureLine || line.StartsWith("PS") || line.StartsWith("P.S")) return;
        }

        _at = Math.Min(at, text.Length);
    }

    private bool HasWords()
    {
        for (; !_hasWords && _wordsSought < _output.Length; _wordsSought++) _hasWords = char.IsLetterOrDigit(_output.Written[_wordsSought]);
        return _hasWords;
    }

    // "Edit: …" to the end of its paragraph; also behind the end of a sentence.
    private ReadOnlySpan<char> WithoutEdit(ReadOnlySpan<char> line)
    {
        for (int at = 0, found; (found = line[at..].IndexOf("edit", StringComparison.OrdinalIgnoreCase)) >= 0; at += found + 4)
        {
            ReadOnlySpan<char> before = line[..(at + found)].TrimEnd(" *_([");
            ReadOnlySpan<char> after = line[(at + found + 4)..].TrimStart("0123456789# *_");
            if (!before.IsEmpty && (before[^1] is not ('.' or '!' or '?') || before.Length == at + found)) continue;
            if (after is not [':' or '-' or '–' or '—', ..]) continue;
            while (_at < text.Length && !Read(ref _at).IsWhiteSpace())
            {
            }

            return before;
        }

        return line;
    }

    // "## ", "> ", "- ", "- [x] ", "1. ", a rule, a table's line, a link's address.
    private static ReadOnlySpan<char> WithoutBlockMark(ReadOnlySpan<char> line)
    {
        line = line.TrimStart("> ");
        if (!line.IsEmpty && !line.ContainsAnyExcept("-*_=|: ")) return default;
        if (line is ['[', ..] && line.IndexOf("]:") is > 0 and < 100 && line.Contains("://", StringComparison.Ordinal)) return default;
        if (line is ['#', ..]) line = line.TrimStart('#').TrimStart();
        if (line is ['-' or '*' or '+', ' ', ..]) return line[2..];
        int digits = line.IndexOfAnyExceptInRange('0', '9');
        return digits is > 0 and < 4 && digits + 1 < line.Length && line[digits] is '.' or ')' && line[digits + 1] == ' ' ? line[(digits + 2)..] : line;
    }
}
