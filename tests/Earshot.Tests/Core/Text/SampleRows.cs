using System.IO.Compression;
using System.Text;

namespace Earshot.Tests.Core.Text;

/// <summary>Rows of the reference CSV files, read in the simplest way that is right for them.</summary>
internal static class SampleRows
{
    /// <summary>The first column that holds the text, or title and body where there are both; empty texts are left out.</summary>
    public static string[] Texts(string file) =>
        [.. Rows(file).Skip(1).Select(row => file.StartsWith("helpdesk", StringComparison.Ordinal) ? row[0] + " " + row[1] : row[0]).Where(text => !string.IsNullOrWhiteSpace(text))];

    public static List<string[]> Rows(string file, int limit = int.MaxValue)
    {
        using Stream stream = File.OpenRead(Shared.Path("data/" + file));
        using Stream plain = file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : stream;
        using StreamReader reader = new(plain);
        string all = reader.ReadToEnd();
        List<string[]> rows = [];
        List<string> row = [];
        StringBuilder cell = new();
        bool quoted = false;
        for (int i = 0; i < all.Length && rows.Count < limit; i++)
        {
            char c = all[i];
            if (c == '"') quoted = !quoted || (i + 1 < all.Length && all[i + 1] == '"' && Keep(cell, all[++i]));
            else if (quoted || c is not (',' or '\n' or '\r')) cell.Append(c);
            else if (c != '\r') row.Add(Take(cell));
            if (quoted || c != '\n') continue;
            rows.Add([.. row]);
            row.Clear();
        }

        return rows;
    }

    private static bool Keep(StringBuilder cell, char quote)
    {
        cell.Append(quote);
        return true;
    }

    private static string Take(StringBuilder cell)
    {
        string value = cell.ToString();
        cell.Clear();
        return value;
    }
}
