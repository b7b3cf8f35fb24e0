using System.Globalization;

namespace Earshot.Core.Sources;

/// <summary>Whether the first row of a table names its columns.</summary>
public static class HeaderGuess
{
    private const int LongestName = 80;
    private const int MostWords = 8;

    /// <summary>
    /// True when <paramref name="first"/> reads like names: some name is a usual one, or no cell is a number, a date, a sentence, over 80 characters,
    /// repeated in the row, or found again below itself in <paramref name="rows"/>.
    /// </summary>
    public static bool IsHeader(IReadOnlyList<string> first, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        if (first.Any(ColumnNames.IsKnown)) return true;
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < first.Count; i++)
        {
            string cell = first[i].Trim();
            if (cell.Length == 0) continue;
            if (!names.Add(cell) || !IsName(cell)) return false;
            foreach (IReadOnlyList<string> row in rows)
                if (i < row.Count && row[i].Trim().Equals(cell, StringComparison.Ordinal)) return false;
        }

        return names.Count > 0;
    }

    private static bool IsName(string cell)
    {
        if (cell.Length > LongestName || double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _)) return false;
        if (TimestampParser.Default.TryParse(System.Text.Encoding.UTF8.GetBytes(cell), out _)) return false;
        int words = cell.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        bool sentence = words >= 4 && (cell[^1] is '.' or '!' or '?' || cell.Contains(", ", StringComparison.Ordinal));
        return words <= MostWords && !sentence;
    }
}
