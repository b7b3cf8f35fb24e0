namespace Earshot.Core.Sources;

/// <summary>Makes names of columns from what a file's header holds.</summary>
public static class UniqueNames
{
    /// <summary>
    /// The header's cells trimmed; empty ones become <c>column_N</c> (from 1), repeated ones <c>name_2</c>, <c>name_3</c>. Case is not told apart,
    /// because SQL does not. <see cref="RawRows.Reserved"/> count as taken. NULs, which no name in SQL can hold, are dropped.
    /// </summary>
    public static string[] From(IReadOnlyList<string> header)
    {
        HashSet<string> taken = new(RawRows.Reserved, StringComparer.OrdinalIgnoreCase);
        string[] names = new string[header.Count];

        // Names that stand in the file once keep their spelling: a made-up "name_2" never pushes a real one aside.
        HashSet<string> given = new(header.Select(Clean), StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < names.Length; i++)
        {
            string name = Clean(header[i]);
            if (name.Length == 0) name = $"column_{i + 1}";
            string unique = name;
            for (int copy = 2; !taken.Add(unique); copy++)
            {
                do unique = $"{name}_{copy}";
                while (given.Contains(unique) && copy++ >= 0);
            }

            names[i] = unique;
        }

        return names;
    }

    private static string Clean(string cell) => cell.Replace("\0", "", StringComparison.Ordinal).Trim();
}
