using System.Text;

namespace Earshot.Core.Analysis;

/// <summary>Names of topics inside the sentences of an analysis, where they stand in quotes: “name”.</summary>
internal static class QuotedNames
{
    /// <summary>The sentence with other names. One pass, so that a new name that is another topic's old one is left alone.</summary>
    /// <param name="sentence">A sentence.</param>
    /// <param name="names">New names by old ones, which may hold quotes themselves.</param>
    public static string Replace(string sentence, IReadOnlyDictionary<string, string> names)
    {
        StringBuilder renamed = new(sentence.Length);
        for (int at = 0; at < sentence.Length;)
        {
            string? name = sentence[at] != '“' ? null : names.Keys
                .Where(name => string.CompareOrdinal(sentence, at + 1, name, 0, name.Length) == 0 && sentence.AsSpan(at + 1 + name.Length) is ['”', ..])
                .MaxBy(name => name.Length);
            renamed.Append(name is null ? sentence[at].ToString() : "“" + names[name]);
            at += 1 + (name?.Length ?? 0);
        }

        return renamed.ToString();
    }
}
