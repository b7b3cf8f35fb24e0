using Earshot.Core.Text;

namespace Earshot.Output;

/// <summary>A column of a <see cref="Table"/>. Numbers stand at the right; one flexible column gives way when the screen is narrow.</summary>
internal sealed record TableColumn(string Header, bool AlignRight = false, bool Flexible = false)
{
    public static TableColumn Text(string header) => new(header);

    public static TableColumn Number(string header) => new(header, AlignRight: true);

    /// <summary>Text that may be cut with … where the line would not fit the screen.</summary>
    public static TableColumn Flex(string header) => new(header, Flexible: true);
}

/// <summary>Rows in aligned columns, two blanks apart. Cells are made safe for the terminal.</summary>
internal sealed class Table
{
    private const int NarrowestFlexible = 12;
    private readonly TableColumn[] _columns;
    private readonly List<string[]> _rows = [];

    public Table(params IReadOnlyList<TableColumn> columns) =>
        _columns = [.. columns.Select(column => column with { Header = SafeText.ForTerminal(column.Header) })];

    /// <summary>Adds a row; one cell a column.</summary>
    public Table Add(params string[] cells)
    {
        if (cells.Length != _columns.Length) throw new ArgumentException($"{cells.Length} cells for {_columns.Length} columns", nameof(cells));
        _rows.Add(Array.ConvertAll(cells, cell => SafeText.ForTerminal(cell)));
        return this;
    }

    /// <summary>Writes header and rows. On a screen, lines are no wider than <see cref="Terminal.Width"/> where the flexible columns allow it.</summary>
    public void Write(Terminal terminal)
    {
        int[] widths = Widths(terminal.Width);
        terminal.Output.WriteLine(terminal.Bold(Line([.. _columns.Select(column => column.Header)], widths)));
        foreach (string[] row in _rows) terminal.Output.WriteLine(Line(row, widths));
    }

    private int[] Widths(int screen)
    {
        int[] widths =
            [.. _columns.Select((column, i) => _rows.Select(row => SafeText.TerminalWidth(row[i])).Append(SafeText.TerminalWidth(column.Header)).Max())];
        long excess = widths.Sum(width => (long)width + 2) - 2 - screen;
        while (excess > 0)
        {
            int widest = Enumerable.Range(0, widths.Length).Where(i => _columns[i].Flexible).OrderByDescending(i => widths[i]).FirstOrDefault(-1);
            if (widest < 0 || widths[widest] <= NarrowestFlexible) break;
            widths[widest]--;
            excess--;
        }

        return widths;
    }

    private string Line(string[] cells, int[] widths) => string.Join("  ", cells.Select((cell, i) => Pad(cell, widths[i], _columns[i].AlignRight))).TrimEnd();

    private static string Pad(string cell, int width, bool right)
    {
        string cut = SafeText.ForTerminal(cell, width);
        string blanks = new(' ', width - SafeText.TerminalWidth(cut));
        return right ? blanks + cut : cut + blanks;
    }
}
