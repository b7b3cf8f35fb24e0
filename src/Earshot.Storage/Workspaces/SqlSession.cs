using Earshot.Core;
using Earshot.Core.Assets;
using Earshot.Core.Tickets;
using Earshot.Storage.DuckDb;
using Earshot.Storage.Labels;
using Earshot.Storage.Reports;
using Earshot.Storage.Sources;

namespace Earshot.Storage.Workspaces;

/// <summary>
/// SQL over a workspace: a view for each asset that is built (<c>tickets</c>, <c>embeddings</c>, <c>topic_model</c>, <c>assignments</c>,
/// <c>analysis</c>), <c>topics</c> (a row each, out of the analysis), <c>rejects</c>, and <c>raw_SOURCE</c> for the rows as they came.
/// </summary>
public sealed class SqlSession : IDisposable
{
    private readonly DuckDbDatabase _database;
    private readonly DuckDbConnection _connection;

    /// <summary>Opens a session that writes nothing to the workspace.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="assets">What may be built there.</param>
    /// <param name="sources">Where its tickets came from.</param>
    /// <param name="limits">Threads and memory.</param>
    /// <param name="topics">The topics as people see them, of which others count as hidden; null for the topics as the analysis has them.</param>
    public SqlSession(
        Workspace workspace,
        IReadOnlyList<AssetDefinition> assets,
        IReadOnlyList<SourceRecord> sources,
        RunLimits limits,
        IReadOnlyList<TopicRow>? topics = null)
    {
        _database = new DuckDbDatabase(limits.Threads, limits.MemoryMegabytes, Path.Combine(Path.GetTempPath(), $"earshot-{Environment.ProcessId}"));
        _connection = _database.Connect();
        foreach (AssetDefinition asset in assets) CreateView(workspace, asset, sources, topics);
        foreach (SourceRecord source in sources.Where(s => s.Parts.Count > 0 && s.Synthetic is null))
        {
            string files = string.Join(", ", source.Parts.Select(p => Sql.Text(workspace.At("bronze", source.Name, source.Generation, p.File))));
            Execute($"CREATE VIEW {Sql.Name("raw_" + source.Name)} AS SELECT * FROM read_parquet([{files}], union_by_name = true)");
        }

        string[] rejects =
            [.. sources.Where(s => s.Rejected > 0).Select(s => Sql.Text(workspace.At("bronze", s.Name, s.Generation, SourceCatalog.RejectsFile)))];
        Execute(rejects.Length > 0
            ? $"CREATE VIEW rejects AS SELECT * FROM read_parquet([{string.Join(", ", rejects)}])"
            : "CREATE VIEW rejects AS SELECT '' AS source, '' AS file, 0::BIGINT AS line, '' AS reason, '' AS excerpt LIMIT 0");
    }

    /// <summary>Runs a statement that gives nothing back.</summary>
    public void Execute(string sql) => _connection.Execute(sql);

    /// <summary>Writes the result of a query to a Parquet or CSV file.</summary>
    public void CopyTo(string query, string path, bool csv, CancellationToken cancellation) => QueryExport.Copy(_connection, query, path, csv, cancellation);

    /// <summary>Runs a query and hands each row's cells, as text, to <paramref name="row"/>; null cells are null.</summary>
    /// <returns>Name and DuckDB type of each column.</returns>
    /// <exception cref="EarshotException">DuckDB refused the query; the message is DuckDB's.</exception>
    public IReadOnlyList<(string Name, string Type)> Query(
        string sql, Action<IReadOnlyList<(string Name, string Type)>, string?[]> row, CancellationToken cancellation)
    {
        string query = sql.Trim().TrimEnd(';').Trim();
        if (query.Length == 0) throw new EarshotException("the query is empty", "try: earshot sql \"select * from topics\"", 2);
        using CancellationTokenRegistration _ = cancellation.Register(_connection.Interrupt);
        try
        {
            List<(string Name, string Type)> columns = [];
            using (DuckDbResult described = _connection.Query($"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM (\n{query}\n))"))
            {
                while (described.ReadChunk(chunk =>
                {
                    for (int i = 0; i < chunk.Rows; i++) columns.Add((chunk.GetText(i, 0) ?? "", chunk.GetText(i, 1) ?? ""));
                }))
                {
                }
            }

            using DuckDbResult result = _connection.Query($"SELECT CAST(COLUMNS(*) AS VARCHAR) FROM (\n{query}\n)");
            string?[] cells = new string?[columns.Count];
            while (result.ReadChunk(chunk =>
            {
                for (int i = 0; i < chunk.Rows; i++)
                {
                    for (int c = 0; c < cells.Length; c++) cells[c] = chunk.GetText(i, c);
                    row(columns, cells);
                }
            }))
            {
                cancellation.ThrowIfCancellationRequested();
            }

            return columns;
        }
        catch (DuckDbException e)
        {
            cancellation.ThrowIfCancellationRequested();
            throw QueryFault.Of(query, e, _connection);
        }
    }

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }

    private void CreateView(Workspace workspace, AssetDefinition asset, IReadOnlyList<SourceRecord> sources, IReadOnlyList<TopicRow>? topics)
    {
        string[] files = [.. asset.Partitions.Where(p => workspace.FindManifest(asset, p) is not null).Select(p => Sql.Text(workspace.DataPath(asset, p)))];
        if (files.Length == 0 || asset is { IsDocument: true, DocumentExtension: not ".json" }) return;
        if (asset.IsDocument)
        {
            Execute($"CREATE VIEW {asset.Name} AS SELECT * FROM read_json({files[0]}, maximum_object_size = 268435456)");
            Execute($"CREATE VIEW topics AS SELECT {TopicColumns(topics)} FROM ({TopicRows(asset.Name, topics)})");
            return;
        }

        string columns = asset.Name == "tickets" ? TicketColumns(sources) : "*", parquet = $"read_parquet([{string.Join(", ", files)}])";
        Execute($"CREATE VIEW {asset.Name} AS {(asset.Name == LabelledIssues.Name ? LabelledIssues.Query(workspace, parquet) : $"SELECT {columns} FROM {parquet}")}");
    }

    private const string TopicFields = """
        topic_id BIGINT, group_id BIGINT, unclear BIGINT, "name" VARCHAR, name_coverage DOUBLE, mixed BOOLEAN, keywords STRUCT(term VARCHAR, weight DOUBLE)[],
        count BIGINT, share DOUBLE, mean_similarity DOUBLE, outlier_ratio DOUBLE, silhouette DOUBLE, clarity VARCHAR, daily BIGINT[],
        change STRUCT(window_days BIGINT, recent BIGINT, previous BIGINT, recent_share DOUBLE, previous_share DOUBLE, score DOUBLE, points DOUBLE),
        products STRUCT("name" VARCHAR, count BIGINT)[], sources STRUCT("name" VARCHAR, count BIGINT)[], team VARCHAR,
        examples STRUCT(ticket_id BIGINT, source_id VARCHAR, title VARCHAR, "text" VARCHAR, similarity DOUBLE, "day" DATE, product VARCHAR)[]
        """;

    // Of an empty list no types are known.
    private string TopicRows(string analysis, IReadOnlyList<TopicRow>? topics)
    {
        bool any = topics?.Count > 0;
        if (topics is null) Query($"SELECT 1 FROM {analysis} WHERE len(topics) > 0", (_, _) => any = true, CancellationToken.None);
        return any
            ? $"SELECT t.* FROM (SELECT unnest(topics) AS t FROM {analysis})"
            : $"SELECT t.* FROM (SELECT unnest([]::STRUCT({TopicFields})[]) AS t)";
    }

    // By maps and not by a join, so that the rows keep their order.
    private static string TopicColumns(IReadOnlyList<TopicRow>? topics)
    {
        if (topics is null) return "*, false AS hidden";
        string numbers = string.Join(", ", topics.Select(topic => topic.TopicId));
        string names = string.Join(", ", topics.Select(topic => Sql.Text(topic.Name)));
        string seen = string.Join(", ", topics.Where(topic => !topic.Hidden).Select(topic => topic.TopicId));
        return $"* REPLACE (coalesce(map_extract(map([{numbers}]::BIGINT[], [{names}]::VARCHAR[]), topic_id::BIGINT)[1], name::VARCHAR) AS name), "
            + $"NOT list_contains([{seen}]::BIGINT[], topic_id::BIGINT) AS hidden";
    }

    // The clean text is stored only where it differs, and a source's other columns as one JSON object: the view gives both by name.
    private static string TicketColumns(IReadOnlyList<SourceRecord> sources)
    {
        HashSet<string> taken = new(TicketSchema.Columns.Select(c => c.Name), StringComparer.OrdinalIgnoreCase);
        List<string> columns = ["* REPLACE (coalesce(clean_text, concat_ws(chr(10), title, message_text)) AS clean_text)"];
        IEnumerable<string> others = sources.SelectMany(s => s.OtherColumns.Concat(s.Mapping.Where(m => m.Key is "customer" or "source").Select(m => m.Value)));
        foreach (IGrouping<string, string> same in others.Distinct(StringComparer.Ordinal).GroupBy(column => column, StringComparer.OrdinalIgnoreCase))
        {
            string name = taken.Contains(same.Key) ? "source_" + same.Key : same.Key;
            if (taken.Add(name)) columns.Add($"coalesce({string.Join(", ", same.Select(Attribute))}) AS {Sql.Name(name)}");
        }

        return string.Join(", ", columns);

        // By JSON pointer, in which a name may hold anything.
        static string Attribute(string column) =>
            $"json_extract_string(attributes, {Sql.Text("/" + column.Replace("~", "~0").Replace("/", "~1"))})";
    }
}
