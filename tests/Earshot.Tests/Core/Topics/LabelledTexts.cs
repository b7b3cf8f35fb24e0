using System.Text;
using Earshot.Core.Topics;

namespace Earshot.Tests.Core.Topics;

/// <summary>Texts with a class each, from the reference data or written out in a test.</summary>
internal static class LabelledTexts
{
    /// <summary>Text and class of every row of a <c>text,category</c> file.</summary>
    public static List<(string Text, string Class)> Read(string relative)
    {
        List<(string, string)> rows = [];
        string record = "";
        foreach (string line in File.ReadLines(Shared.Path(relative)).Skip(1))
        {
            // A quoted text may run over several lines.
            record += record.Length == 0 ? line : "\n" + line;
            if (record.Count(c => c == '"') % 2 != 0) continue;
            int comma = record.LastIndexOf(',');
            string text = record[..comma];
            rows.Add((text.StartsWith('"') ? text[1..^1].Replace("\"\"", "\"") : text, record[(comma + 1)..]));
            record = "";
        }

        return rows;
    }

    public static TermCounter Count(int clusters, params (int Cluster, string Text)[] texts)
    {
        TermCounter counter = new(clusters);
        foreach ((int cluster, string text) in texts) counter.Add(cluster, Encoding.UTF8.GetBytes(text));
        return counter;
    }

    /// <summary>Every term of cluster 0 as it is shown, with occurrences and texts.</summary>
    public static SortedDictionary<string, (int Count, int Texts)> Terms(this TermCounter counter, int cluster = 0)
    {
        string[] forms = counter.Vocabulary.WrittenForms();
        SortedDictionary<string, (int, int)> terms = new(StringComparer.Ordinal);
        foreach (TermCount count in counter.Counts)
            if (count.Cluster == cluster && !IsNeverShown(counter.Vocabulary.StemsOf(count.Term))) terms.Add(forms[count.Term], (count.Count, count.Texts));
        return terms;
    }

    // "webhook not" is counted to complete "not delivered", "und" to tell German.
    private static bool IsNeverShown((string First, string? Second) stems) =>
        StopWords.ClassOf(stems.First) == WordClass.Foreign || (stems.Second is { } second && StopWords.ClassOf(second) == WordClass.Negation);

    public static string[] TermsOf(string text) => [.. Count(1, (0, text)).Terms().Keys];
}
