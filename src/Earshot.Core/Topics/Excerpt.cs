using System.Text;

namespace Earshot.Core.Topics;

/// <summary>Shortens texts for showing.</summary>
public static class Excerpt
{
    /// <summary>The text on one line, at most <paramref name="length"/> characters, cut at a word and ended with "…" where it is longer.</summary>
    public static string Of(string text, int length)
    {
        StringBuilder line = new();
        foreach (char c in text)
        {
            if (!char.IsWhiteSpace(c)) line.Append(c);
            else if (line.Length > 0 && line[^1] != ' ') line.Append(' ');
            if (line.Length > length + 1) break;
        }

        if (line.Length > 0 && line[^1] == ' ') line.Length--;
        if (line.Length <= length) return line.ToString();
        int end = length - 1;
        for (int at = end; at > length / 2; at--)
        {
            if (line[at] != ' ') continue;
            end = at;
            break;
        }

        if (char.IsHighSurrogate(line[end - 1])) end--;
        return line.ToString(0, end).TrimEnd(' ', ',', ';', ':', '-') + "…";
    }
}
