using System.Globalization;
using System.Text.RegularExpressions;
using Earshot.Core;
using Earshot.Core.Tickets;
using Earshot.Storage.DuckDb;

namespace Earshot.Storage.Workspaces;

/// <summary>Tells what DuckDB refused in a query, with the names that were likely meant.</summary>
internal static partial class QueryFault
{
    /// <summary>DuckDB's message, its lines counted as the user typed them, and a hint.</summary>
    internal static EarshotException Of(string query, DuckDbException fault, DuckDbConnection connection)
    {
        string message = OwnLines().Replace(fault.Message.Trim(), line => $"LINE {int.Parse(line.Groups["number"].Value, CultureInfo.InvariantCulture) - 1}:");
        return new EarshotException(message, Hint(query, fault.Message, connection), 2, fault);
    }

    private static string Hint(string query, string message, DuckDbConnection connection)
    {
        if (message.StartsWith("Binder", StringComparison.Ordinal) && message.Contains("column", StringComparison.OrdinalIgnoreCase))
        {
            List<(string Table, string Column)> columns = Columns(query, connection);
            string describe = $"`earshot sql \"DESCRIBE {columns.Select(c => c.Table).FirstOrDefault("tickets")}\"` lists the columns of a table";
            IReadOnlyList<string> near = UnknownColumn().Match(message) is { Success: true } unknown
                ? ColumnSuggestion.For(unknown.Groups["name"].Value, columns.Select(c => c.Column).ToHashSet(StringComparer.Ordinal))
                : [];
            return near.Count == 0 ? describe : $"did you mean {string.Join(" or ", near)}? {describe}";
        }

        return message.Contains("does not exist", StringComparison.Ordinal)
            ? "tables: tickets, embeddings, topic_model, assignments, analysis, topics, rejects; those not built yet need `earshot run` first"
            : "one query in DuckDB's SQL (SELECT, SHOW TABLES, DESCRIBE, SUMMARIZE): https://duckdb.org/docs/sql/introduction";
    }

    // Of the tables that the query names.
    private static List<(string Table, string Column)> Columns(string query, DuckDbConnection connection)
    {
        HashSet<string> words = new(Words().Matches(query).Select(word => word.Value), StringComparer.OrdinalIgnoreCase);
        List<(string Table, string Column)> columns = [];
        using DuckDbResult all = connection.Query("SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal ORDER BY ALL");
        while (all.ReadChunk(chunk =>
        {
            for (int i = 0; i < chunk.Rows; i++)
                if (words.Contains(chunk.GetText(i, 0) ?? "")) columns.Add((chunk.GetText(i, 0)!, chunk.GetText(i, 1) ?? ""));
        }))
        {
        }

        return columns;
    }

    // the query stands one line down inside ours
    [GeneratedRegex(@"(?<=\n)LINE (?<number>[0-9]{1,9}):", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OwnLines();

    [GeneratedRegex(
        "(?:column \"(?<name>[^\"]+)\" not found|column named \"(?<name>[^\"]+)\")",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex UnknownColumn();

    [GeneratedRegex(@"\w+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Words();
}
