using System.CommandLine;
using Earshot.CommandLine;
using Earshot.Output;
using Earshot.Sessions;
using Earshot.Storage.Workspaces;

namespace Earshot.Commands;

/// <summary><c>earshot sql</c>: DuckDB over every asset.</summary>
internal static class SqlCommand
{
    private const int ShownOnScreen = 200;

    private static readonly Argument<string> Query = new("QUERY") { Description = "a query in DuckDB's SQL" };

    public static EarshotCommand Create() => new EarshotCommand("sql", "Ask the data anything, in SQL: each asset is a table.")
    {
        Examples =
        [
            ("earshot sql \"SELECT topic_id, name, count FROM topics\"", "the topics"),
            ("earshot sql \"SELECT t.* FROM tickets t JOIN assignments USING (ticket_id) WHERE topic_id = 3 LIMIT 10\"", "tickets of topic 3"),
            ("earshot sql \"SELECT reason, count(*) FROM rejects GROUP BY ALL\" --json", "why rows were rejected, as JSON"),
            (
                "earshot sql \"SELECT list_transform(range(1, 385), i -> (vector[i:i]::BIT)::TINYINT * scale) FROM embeddings LIMIT 1\"",
                "a vector as 384 numbers"),
            (
                "earshot sql \"SHOW TABLES\"",
                "what there is: tickets, embeddings, topic_model, assignments, analysis, topics, rejects, raw_SOURCE; after `cluster --daily` issues too"),
        ],
        TakesWords = true,
        Run = Ask,
    }.OnWorkspace().Reporting().With(Query);

    private static int Ask(Invocation invocation)
    {
        Session session = Session.Open(invocation);
        using SqlSession sql = new(session.Workspace, session.AllDefinitions, session.Sources, session.Limits, session.TopicRows());
        string query = invocation.Get(Query) ?? "";
        if (invocation.Json) WriteJson(invocation, sql, query);
        else WriteTable(invocation, sql, query);
        return ExitCode.Success;
    }

    private static void WriteTable(Invocation invocation, SqlSession sql, string query)
    {
        Table? table = null;
        bool screen = invocation.Terminal.OutputIsTerminal;
        long rows = 0;
        IReadOnlyList<(string Name, string Type)> columns = sql.Query(
            query,
            (names, cells) =>
            {
                rows++;
                if (screen && rows > ShownOnScreen) return;
                table ??= NewTable(names);
                table.Add([.. cells.Select(cell => cell ?? "NULL")]);
            },
            invocation.Cancellation);
        (table ?? NewTable(columns)).Write(invocation.Terminal);
        if (screen && rows > ShownOnScreen) invocation.Say($"the first {ShownOnScreen} of {Quantity.Count(rows)} rows; add a LIMIT, or --json > FILE for all");
        else invocation.Say($"{Quantity.Count(rows, "row")}");
    }

    private static Table NewTable(IReadOnlyList<(string Name, string Type)> columns) =>
        new([.. columns.Select(c => IsNumber(c.Type) ? TableColumn.Number(c.Name) : TableColumn.Flex(c.Name))]);

    private static void WriteJson(Invocation invocation, SqlSession sql, string query)
    {
        TextWriter output = invocation.Terminal.Output;
        output.Write('[');
        bool first = true;
        sql.Query(
            query,
            (columns, cells) =>
            {
                output.Write(first ? "\n  {" : ",\n  {");
                first = false;
                for (int c = 0; c < cells.Length; c++)
                {
                    if (c > 0) output.Write(", ");
                    output.Write(JsonShapes.Text(columns[c].Name));
                    output.Write(": ");
                    output.Write(cells[c] is not { } cell
                        ? "null"
                        : IsJsonNumber(columns[c].Type, cell) || columns[c].Type == "BOOLEAN" ? cell
                        : JsonShapes.Text(cell));
                }

                output.Write('}');
            },
            invocation.Cancellation);
        output.WriteLine(first ? "]" : "\n]");
    }

    private static bool IsNumber(string type) =>
        type is "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "HUGEINT" or "UTINYINT" or "USMALLINT" or "UINTEGER" or "UBIGINT" or "FLOAT" or "DOUBLE"
        || type.StartsWith("DECIMAL", StringComparison.Ordinal);

    // DuckDB prints "nan" and "inf", which JSON has no numbers for.
    private static bool IsJsonNumber(string type, string cell) => IsNumber(type) && cell.AsSpan().IndexOfAnyExcept("+-.0123456789eE") < 0;
}
