using System.Text;

namespace Earshot.Bench;

/// <summary>The cells of a column, as far as the files of the benchmarks need it: quotes, doubled quotes, line ends in quotes.</summary>
internal static class Csv
{
    public static IEnumerable<string> Column(string path, int column)
    {
        StringBuilder cell = new();
        (int at, bool quoted, bool heading) = (0, false, true);
        foreach (char c in File.ReadAllText(path).ReplaceLineEndings("\n"))
        {
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (quoted || c is not (',' or '\n'))
            {
                if (at == column) cell.Append(c);
            }
            else
            {
                if (at == column && !heading && cell.Length > 0) yield return cell.ToString();
                if (at == column) cell.Clear();
                (at, heading) = c == '\n' ? (0, false) : (at + 1, heading);
            }
        }
    }
}
