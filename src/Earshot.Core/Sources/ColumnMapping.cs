using System.Diagnostics.CodeAnalysis;

namespace Earshot.Core.Sources;

/// <summary>A column and its role.</summary>
/// <param name="Role">What it means.</param>
/// <param name="Column">Its name in the source.</param>
/// <param name="By">How it came by the role.</param>
public sealed record MappedColumn(ColumnRole Role, string Column, MappedBy By)
{
    /// <summary>As shown to people: <c>text ← body (by name)</c>.</summary>
    public override string ToString()
    {
        string by = By switch { MappedBy.Name => "by name", MappedBy.Content => "by content", _ => "as told" };
        return $"{ColumnMapping.NameOf(Role)} ← {Column} ({by})";
    }
}

/// <summary>Which column of a source has which role. Columns without one are extra: they are kept as a ticket's attributes.</summary>
public sealed class ColumnMapping
{
    private static readonly string[] RoleNames = [.. Enum.GetValues<ColumnRole>().Select(NameOf)];
    private readonly List<MappedColumn> _mapped;

    /// <summary>A mapping of known roles.</summary>
    /// <param name="columns">All columns of the source.</param>
    /// <param name="mapped">Those with a role, each role once; all among <paramref name="columns"/>.</param>
    internal ColumnMapping(IReadOnlyList<string> columns, IEnumerable<MappedColumn> mapped)
    {
        Columns = columns;
        _mapped = [.. mapped.OrderBy(column => column.Role)];
    }

    /// <summary>All columns of the source, in its order.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The columns with a role, in the order of the roles.</summary>
    public IReadOnlyList<MappedColumn> Mapped => _mapped;

    /// <summary>Why a column that is called an id is none, and what makes it one; null where there is nothing to say.</summary>
    internal string? RefusedId { get; init; }

    /// <summary>The columns without a role, in the order of the source.</summary>
    public IReadOnlyList<string> Extra => [.. Columns.Where(column => !_mapped.Exists(mapped => Same(mapped.Column, column)))];

    /// <summary>The name of a role in <c>--map</c>.</summary>
    public static string NameOf(ColumnRole role) => role == ColumnRole.CreatedAt ? "created_at" : role.ToString().ToLowerInvariant();

    /// <summary>The position of the column with a role, or -1.</summary>
    public int IndexOf(ColumnRole role)
    {
        string? column = Of(role)?.Column;
        for (int i = 0; column is not null && i < Columns.Count; i++)
            if (Same(Columns[i], column)) return i;
        return -1;
    }

    /// <summary>The column with a role, or null.</summary>
    public MappedColumn? Of(ColumnRole role) => _mapped.Find(column => column.Role == role);

    /// <summary>One line a role, to show before the mapping is used: <c>text ← body (by name)</c>; last the names of the extra columns.</summary>
    public IReadOnlyList<string> Explain()
    {
        List<string> lines = [.. _mapped.Select(column => column.ToString())];
        if (Of(ColumnRole.Text) is not null && Of(ColumnRole.Title) is { } title) lines.Add($"where text is empty, {title.Column} stands in");
        if (RefusedId is not null) lines.Add(RefusedId);
        IReadOnlyList<string> extra = Extra;
        if (extra.Count > 0) lines.Add($"kept as they are: {Listed(extra, 12)}");
        return lines;
    }

    /// <summary>
    /// Reads what the user wrote after <c>--map</c>: <c>text=body,id=ticket_no</c>. <c>role=</c> with nothing after it means that no column has the role.
    /// Names are matched without regard to case; one with a comma in it is put in double quotes.
    /// </summary>
    /// <returns>The roles the user decided: to a column, or to none (null).</returns>
    /// <exception cref="EarshotException">
    /// With every fault in it (exit 2): unknown roles and columns with the nearest that exist, roles or columns given twice.
    /// </exception>
    public static IReadOnlyDictionary<ColumnRole, string?> Parse(string map, IReadOnlyList<string> columns)
    {
        Dictionary<ColumnRole, string?> roles = [];
        List<string> faults = [];
        foreach (string part in Split(map))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
            {
                faults.Add($"'{part}' is not of the form role=column");
                continue;
            }

            string roleName = part[..equals].Trim(), columnName = part[(equals + 1)..].Trim();
            if (columnName.Length >= 2 && columnName[0] == '"' && columnName[^1] == '"') columnName = columnName[1..^1];
            if (!TryRole(roleName, out ColumnRole role)) faults.Add($"'{roleName}' is not a role{Meant(roleName, RoleNames)}");
            else if (columnName.Length == 0) Add(role, null);
            else if (columns.FirstOrDefault(name => Same(name, columnName)) is { } column) Add(role, column);
            else faults.Add($"there is no column '{columnName}'{Meant(columnName, columns)}");
        }

        if (faults.Count == 0) return roles;
        string hint = $"roles are {string.Join(", ", RoleNames)}; columns are {Listed(columns, 40)}";
        throw new EarshotException($"--map {map}: {string.Join("; ", faults)}", hint, 2);

        void Add(ColumnRole role, string? column)
        {
            string? taken = column is null ? null : roles.Where(other => other.Value == column).Select(other => NameOf(other.Key)).FirstOrDefault();
            if (roles.ContainsKey(role)) faults.Add($"{NameOf(role)} is given twice");
            else if (taken is not null) faults.Add($"column '{column}' is given twice: as {taken} and as {NameOf(role)}");
            else roles.Add(role, column);
        }
    }

    /// <summary>The first names of a list, and how many more there are.</summary>
    internal static string Listed(IReadOnlyList<string> names, int most) =>
        string.Join(", ", names.Take(most)) + (names.Count > most ? $" and {names.Count - most:N0} more" : "");

    private static string Meant(string word, IEnumerable<string> candidates) =>
        EditDistance.Nearest(word, candidates) is { } near ? $" (did you mean '{near}'?)" : "";

    private static bool TryRole(string name, [NotNullWhen(true)] out ColumnRole role)
    {
        foreach (ColumnRole candidate in Enum.GetValues<ColumnRole>())
        {
            role = candidate;
            if (Same(NameOf(candidate), name)) return true;
        }

        role = default;
        return false;
    }

    private static bool Same(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> Split(string map)
    {
        int start = 0;
        bool quoted = false;
        for (int i = 0; i <= map.Length; i++)
        {
            if (i < map.Length && map[i] == '"') quoted = !quoted;
            if (i < map.Length && (map[i] != ',' || quoted)) continue;
            string part = map[start..i].Trim();
            start = i + 1;
            if (part.Length > 0) yield return part;
        }
    }
}
