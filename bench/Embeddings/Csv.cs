using System.IO.Compression;
using System.Text;

namespace Earshot.Bench;

/// <summary>Reads the files of the benchmarks, as far as they need it: quotes, doubled quotes, line ends in quotes.</summary>
internal static class Csv
{
    /// <summary>The cells of one column that hold something, without the heading.</summary>
    public static IEnumerable<string> Column(string path, int column) => Cells(path).Where(cell => cell.Column == column).Select(cell => cell.Text);

    /// <summary>All cells that hold something, without the headings.</summary>
    public static IEnumerable<string> AllCells(string path) => Cells(path).Select(cell => cell.Text);

    private static IEnumerable<(int Column, string Text)> Cells(string path)
    {
        using Stream file = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(File.OpenRead(path), CompressionMode.Decompress) : File.OpenRead(path);
        string all = new StreamReader(file).ReadToEnd().ReplaceLineEndings("\n");
        StringBuilder cell = new();
        (int at, bool quoted, bool heading) = (0, false, true);
        foreach (char c in all)
        {
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (quoted || c is not (',' or '\n'))
            {
                cell.Append(c);
            }
            else
            {
                if (!heading && cell.Length > 0) yield return (at, cell.ToString());
                cell.Clear();
                (at, heading) = c == '\n' ? (0, false) : (at + 1, heading);
            }
        }
    }
}
