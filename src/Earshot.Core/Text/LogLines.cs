namespace Earshot.Core.Text;

/// <summary>Lines that a machine wrote: logs, stack frames, prompts; and the times inside other lines.</summary>
internal static class LogLines
{
    private static readonly string[] Levels = ["INFO", "WARN", "WARNING", "ERROR", "DEBUG", "TRACE", "FATAL", "SEVERE", "NOTICE", "CRITICAL", "VERBOSE"];

    /// <summary>True for a log line, a stack frame or a prompt. <paramref name="line"/> is trimmed.</summary>
    public static bool IsMachine(ReadOnlySpan<char> line) => line.Length > 2 && (IsFrame(line) || IsLog(line) || IsPrompt(line));

    private static bool IsPrompt(ReadOnlySpan<char> line) =>
        line.StartsWith(">>> ") || line.StartsWith("$ ") || line.StartsWith("C:\\>") || line.StartsWith("PS C:\\");

    private static bool IsFrame(ReadOnlySpan<char> line)
    {
        if (line.StartsWith("at ") && line.IndexOfAny('(', '.') > 0
            && (line.EndsWith(')') || line.Contains(":line ", StringComparison.Ordinal) || LastIsPosition(line))) return true;
        if (line.StartsWith("File \"") && line.Contains(", line ", StringComparison.Ordinal)) return true;
        if (line.StartsWith("Traceback (most recent call last)") || line.StartsWith("Caused by: ") || line.StartsWith("goroutine ") && line.EndsWith("]:"))
            return true;
        if (line.StartsWith("... ") && line.EndsWith(" more") || line.StartsWith("--- End of ") || line.StartsWith("Exception in thread ")) return true;
        if (line[0] == '#' && char.IsAsciiDigit(line[1])
            && (line.Contains(" in ", StringComparison.Ordinal) || line.Contains("0x", StringComparison.Ordinal))
            && line.ContainsAny('(', '+')) return true;
        return line.StartsWith("from /") && LastIsPosition(line[..Math.Max(0, Math.Max(line.LastIndexOf(":in "), 0))])
            || (line[0] == '/' && line.Contains(" +0x", StringComparison.Ordinal));
    }

    private static bool LastIsPosition(ReadOnlySpan<char> line)
    {
        int colon = line.LastIndexOf(':');
        return colon > 0 && colon + 1 < line.Length && !line[(colon + 1)..].ContainsAnyExceptInRange('0', '9');
    }

    private static bool IsLog(ReadOnlySpan<char> line)
    {
        ReadOnlySpan<char> start = line.TrimStart("[(");
        if (char.IsAsciiLetterUpper(start.IsEmpty ? ' ' : start[0]) && start.Length > 3 && start[1] == '[') start = start[2..];
        int date = DateLength(start);
        bool dated = date > 0;
        if (dated) start = start[date..].TrimStart("T ,");
        int time = TimeLength(start);
        if (time > 0 && (dated || start.Length == time || start[time..].TrimStart() is ['[' or '-' or '|' or ',', ..])) return true;
        ReadOnlySpan<char> rest = start[time..].TrimStart(" ]-:|,");
        if (SyslogLength(line) is var syslog and > 0 && TimeLength(line[syslog..]) > 0) return true;
        foreach (string level in Levels)
        {
            if (!rest.StartsWith(level)) continue;
            ReadOnlySpan<char> after = rest[level.Length..];
            if (time > 0 || dated || line[0] == '[' && after.StartsWith(']') || after.StartsWith(": ") || after.StartsWith(" [") || after.StartsWith("\t"))
                return true;
        }

        return false;
    }

    // "Jan 21 " of syslog.
    private static int SyslogLength(ReadOnlySpan<char> line) =>
        line.Length > 7 && char.IsAsciiLetterUpper(line[0]) && line[3] == ' ' && char.IsAsciiDigit(line[5]) && line[6] == ' ' ? 7 : 0;

    /// <summary>Length of "2024-01-05" or "2024/01/05" at the beginning, or 0.</summary>
    private static int DateLength(ReadOnlySpan<char> text) =>
        text.Length >= 10 && text[4] is '-' or '/' && text[7] == text[4] && Digits(text, 0, 4) && Digits(text, 5, 2) && Digits(text, 8, 2) ? 10 : 0;

    /// <summary>
    /// Length of "10:22:33" with what may follow (fraction, zone) at the beginning, or 0. Without seconds it is a time of day that people write.
    /// </summary>
    private static int TimeLength(ReadOnlySpan<char> text, bool seconds = true)
    {
        if (text.Length < 5 || text[2] != ':' || !Digits(text, 0, 2) || !Digits(text, 3, 2)) return 0;
        int at = 5;
        if (text.Length >= 8 && text[5] == ':' && Digits(text, 6, 2)) at = 8;
        else if (seconds) return 0;
        if (at + 1 < text.Length && text[at] is '.' or ',' && char.IsAsciiDigit(text[at + 1]))
            for (at++; at < text.Length && char.IsAsciiDigit(text[at]); at++)
            {
            }

        if (at < text.Length && text[at] == 'Z') return at + 1;
        if (at + 5 <= text.Length && text[at] is '+' or '-' && Digits(text, at + 1, 2)) at += text[at + 3] == ':' ? 6 : 5;
        return Math.Min(at, text.Length);
    }

    /// <summary>Length of a timestamp (date with time, or time with seconds) at the beginning, or 0.</summary>
    public static int TimestampLength(ReadOnlySpan<char> text)
    {
        int date = DateLength(text);
        if (date == 0) return TimeLength(text);
        if (date + 1 >= text.Length || text[date] is not ('T' or ' ')) return 0;
        int time = TimeLength(text[(date + 1)..], seconds: false);
        return time == 0 ? 0 : date + 1 + time;
    }

    private static bool Digits(ReadOnlySpan<char> text, int start, int count) =>
        start + count <= text.Length && !text.Slice(start, count).ContainsAnyExceptInRange('0', '9');
}
