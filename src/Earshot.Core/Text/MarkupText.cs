namespace Earshot.Core.Text;

/// <summary>
/// Markdown and Jira's wiki markup within running text: links keep their text, images and inline code go, emphasis marks go. Written in one pass with
/// remembered look-ahead, so that brackets without partners cost no more than letters. A NUL stands for a character taken back; the final pass drops it.
/// </summary>
internal static class MarkupText
{
    private const char Removed = '\0';
    private const int LongestTicks = 16;

    /// <summary>One line of Markdown without its block marks.</summary>
    public static void Markdown(ReadOnlySpan<char> line, TextBuffer output)
    {
        NextIndex closing = new(line, ')');
        Span<bool> unpaired = stackalloc bool[LongestTicks + 1];
        unpaired.Clear();
        int bracket = -1;
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            switch (c)
            {
                case '\\' when i + 1 < line.Length && char.IsAsciiLetterOrDigit(line[i + 1]) is false && line[i + 1] is > ' ' and < '\x7f':
                    output.Append(line[++i]);
                    break;
                case '`':
                    i = AfterCode(line, i, unpaired) - 1;
                    output.Append(' ');
                    break;
                case '[':
                    bracket = output.Length;
                    output.Append(i > 0 && line[i - 1] == '!' ? '\x1' : c);
                    break;
                case ']' when bracket >= 0:
                    i = AfterLink(line, i, ref closing, output, bracket);
                    bracket = -1;
                    break;
                case '~' when i + 1 < line.Length && line[i + 1] == '~':
                    i++;
                    break;
                case '*' or '_' when !IsMultiplication(line, i):
                    break;
                case '|':
                    output.Append(' ');
                    break;
                default:
                    output.Append(c);
                    break;
            }
        }
    }

    /// <summary>Jira's wiki markup. Blocks of code are gone already (<see cref="WithoutJiraBlocks"/>).</summary>
    public static string Jira(ReadOnlySpan<char> text)
    {
        TextBuffer output = new(text.Length);
        NextIndex square = new(text, ']');
        NextIndex curly = new(text, '}');
        NextIndex exclamation = new(text, '!');
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            bool lineStart = output.Last is '\n' or '\r' || (output.Length >= 2 && output.Last == ' ' && output.Written[^2] is ' ' or '\n');
            if (c == '{')
            {
                int close = curly.From(i);
                bool macro = close - i is > 1 and < 200 && char.IsAsciiLetter(text[i + 1]) && IsMacro(text[(i + 1)..close]);
                if (macro) i = close;
                else if (i + 1 < text.Length && text[i + 1] == '{') i++;
                else output.Append(c);
                if (macro) output.Append(' ');
            }
            else if (c == '}' && i + 1 < text.Length && text[i + 1] == '}') i++;
            else if (c == '[' && square.From(i) is var close and < int.MaxValue && close - i is > 1 and < 2048) i = JiraLink(text, i, close, output);
            else if (c == '!' && i + 1 < text.Length && !char.IsWhiteSpace(text[i + 1]) && exclamation.From(i + 1) is var end and < int.MaxValue
                && IsImage(text[(i + 1)..end])) i = end;
            else if (lineStart && MarkLength(text[i..]) is var mark and > 0) i += mark - 1;
            else if (c is '*' or '_' or '+' && !IsMultiplication(text, i) && c != '+') continue;
            else if (c == '|' || (c == '\\' && i + 1 < text.Length && text[i + 1] == '\\')) output.Append(' ');
            else output.Append(c);
        }

        return output.ToString();
    }

    /// <summary>Jira text without {code} and {noformat} blocks; a block without an end loses its mark only.</summary>
    public static string WithoutJiraBlocks(string text)
    {
        if (!text.Contains('{')) return text;
        TextBuffer output = new(text.Length);
        bool codeEnds = true;
        bool plainEnds = true;
        int at = 0;
        for (int open; (open = text.IndexOf('{', at)) >= 0;)
        {
            output.Append(text.AsSpan(at, open - at));
            at = open;
            ReadOnlySpan<char> rest = text.AsSpan(open);
            bool code = rest.StartsWith("{code}", StringComparison.OrdinalIgnoreCase) || rest.StartsWith("{code:", StringComparison.OrdinalIgnoreCase);
            bool plain = rest.StartsWith("{noformat}", StringComparison.OrdinalIgnoreCase) || rest.StartsWith("{noformat:", StringComparison.OrdinalIgnoreCase);
            int mark = code || plain ? rest[..Math.Min(rest.Length, 200)].IndexOf('}') + 1 : 0;
            if (mark == 0)
            {
                output.Append('{');
                at++;
                continue;
            }

            string end = code ? "{code}" : "{noformat}";
            int close = (code ? codeEnds : plainEnds) ? rest[mark..].IndexOf(end, StringComparison.OrdinalIgnoreCase) : -1;
            if (close < 0) (codeEnds, plainEnds) = code ? (false, plainEnds) : (codeEnds, false);
            output.Append('\n');
            at += mark + (close < 0 ? 0 : close + end.Length);
        }

        output.Append(text.AsSpan(at));
        return output.ToString();
    }

    // Behind the run of as many ticks that closes this one; without one, behind the ticks themselves, so that the text stays.
    private static int AfterCode(ReadOnlySpan<char> line, int start, Span<bool> unpaired)
    {
        int ticks = 1;
        while (start + ticks < line.Length && line[start + ticks] == '`') ticks++;
        int behind = start + ticks;
        if (ticks > LongestTicks || unpaired[ticks]) return behind;
        for (int at = behind; at < line.Length;)
        {
            int found = line[at..].IndexOf('`');
            if (found < 0) break;
            at += found;
            int run = 1;
            while (at + run < line.Length && line[at + run] == '`') run++;
            at += run;
            if (run == ticks) return at;
        }

        unpaired[ticks] = true;
        return behind;
    }

    // At "]": drops "(address)" or "[reference]" behind it and takes the "[" back; an image goes with its text.
    private static int AfterLink(ReadOnlySpan<char> line, int at, ref NextIndex closing, TextBuffer output, int bracket)
    {
        bool image = output.Written[bracket] == '\x1';
        bool task = output.Length - bracket == 2 && output.Last is ' ' or 'x' or 'X';
        int end = at;
        if (at + 1 < line.Length && line[at + 1] == '(' && closing.From(at + 1) is var close and < int.MaxValue && close - at < 2048) end = close;
        else if (at + 1 < line.Length && line[at + 1] == '[' && line[(at + 1)..Math.Min(line.Length, at + 100)].IndexOf(']') is var reference and > 0)
            end = at + 1 + reference;
        if (end == at && !task)
        {
            output.Written[bracket] = '[';
            output.Append(']');
            return at;
        }

        if (image) output.Truncate(Math.Max(0, bracket - 1));
        else if (task) output.Truncate(bracket);
        else output.Written[bracket] = Removed;
        return end;
    }

    // Emphasis stands beside a word on one side only: "2 * 3" and "snake_case" stay.
    private static bool IsMultiplication(ReadOnlySpan<char> text, int at)
    {
        char before = at == 0 ? ' ' : text[at - 1];
        char after = at + 1 == text.Length ? ' ' : text[at + 1];
        bool wordBefore = char.IsLetterOrDigit(before);
        bool wordAfter = char.IsLetterOrDigit(after);
        return (char.IsWhiteSpace(before) && char.IsWhiteSpace(after)) || (wordBefore && wordAfter)
            || (text[at] == '_' && (before is '_' || after is '_') && wordBefore != wordAfter && char.IsWhiteSpace(before) is false && wordAfter);
    }

    private static bool IsMacro(ReadOnlySpan<char> macro)
    {
        int colon = macro.IndexOf(':');
        ReadOnlySpan<char> name = colon < 0 ? macro : macro[..colon];
        return name is "html" or "color" or "quote" or "panel" or "info" or "note" or "tip" or "warning" or "section"
            or "column" or "expand" or "code" or "noformat" or "anchor" or "toc" or "div" or "span" or "style" or "table";
    }

    private static int JiraLink(ReadOnlySpan<char> text, int open, int close, TextBuffer output)
    {
        ReadOnlySpan<char> inside = text[(open + 1)..close];
        if (inside[0] is '~' or '^') return close;
        int bar = inside.IndexOf('|');
        if (bar > 0) output.Append(inside[..bar]);
        else if (inside.Contains("://", StringComparison.Ordinal)) output.Append(inside);
        else
        {
            output.Append('[');
            return open;
        }

        output.Append(' ');
        return close;
    }

    private static bool IsImage(ReadOnlySpan<char> inside)
    {
        if (inside.Length is < 3 or > 300 || inside.IndexOfAny('\n', '\r') >= 0) return false;
        int bar = inside.IndexOf('|');
        ReadOnlySpan<char> name = bar < 0 ? inside : inside[..bar];
        int dot = name.LastIndexOf('.');
        return dot > 0 && name[(dot + 1)..] is { Length: >= 2 and <= 4 } && (!name.Contains(' ') || bar > 0);
    }

    // Length of "h1. ", "bq. ", "* ", "# ", "----" at the beginning of a line.
    private static int MarkLength(ReadOnlySpan<char> text)
    {
        if (text.Length > 3 && text[0] is 'h' or 'H' && text[1] is >= '1' and <= '6' && text[2] == '.') return 3;
        if (text.StartsWith("bq. ")) return 4;
        int marks = 0;
        while (marks < text.Length && text[marks] is '*' or '#' or '-') marks++;
        return marks >= 4 || (marks > 0 && marks < text.Length && text[marks] == ' ') ? marks : 0;
    }
}
