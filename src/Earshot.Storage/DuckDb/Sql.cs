namespace Earshot.Storage.DuckDb;

/// <summary>Quotes what goes into a statement.</summary>
internal static class Sql
{
    /// <summary>A text literal. NUL characters, which no literal can hold, are dropped.</summary>
    public static string Text(string value) => "'" + value.Replace("\0", "", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal) + "'";

    /// <summary>A quoted identifier.</summary>
    public static string Name(string value) => "\"" + value.Replace("\0", "", StringComparison.Ordinal).Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
