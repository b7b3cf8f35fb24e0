using Earshot.Core.Columns;
using Earshot.Storage.DuckDb;
using Earshot.Storage.Workspaces;

namespace Earshot.Storage.Reports;

/// <summary>One file for other programs, written part by part so that memory is bounded by a part; it appears whole or not at all.</summary>
internal sealed class PartedFile : IDisposable
{
    private const string Table = "exported";

    private readonly DuckDbConnection _connection;
    private readonly IReadOnlyList<ColumnSchema> _schema;
    private readonly string _path;
    private readonly string _folder;
    private readonly List<string> _parts = [];
    private DuckDbAppender? _appender;

    /// <summary>A file at <paramref name="path"/> with the columns of <paramref name="schema"/>; whatever stood there stays until <see cref="Complete"/>.</summary>
    internal PartedFile(DuckDbConnection connection, IReadOnlyList<ColumnSchema> schema, string path)
    {
        (_connection, _schema, _path, _folder) = (connection, schema, path, AtomicFile.Temporary(path));
        AtomicFile.Sweep(path);
        Directory.CreateDirectory(_folder);
    }

    /// <summary>Rows appended.</summary>
    internal long Rows { get; private set; }

    /// <summary>Rows appended since the last part.</summary>
    internal long PartRows { get; private set; }

    internal void Append(ColumnBatch batch)
    {
        if (_appender is null)
        {
            _connection.Execute($"CREATE OR REPLACE TEMP TABLE {Table} ({string.Join(", ", _schema.Select(c => $"{c.Name} {DuckDbAppender.SqlType(c)}"))})");
            _appender = _connection.Append(Table, _schema);
        }

        _appender.Append(batch);
        Rows += batch.Count;
        PartRows += batch.Count;
    }

    /// <summary>Writes out what was appended since the last part.</summary>
    internal void EndPart(CancellationToken cancellation)
    {
        if (_appender is null) return;
        _appender.Close();
        _appender.Dispose();
        _appender = null;
        string part = Path.Combine(_folder, $"{_parts.Count:D6}.parquet");
        _connection.Execute($"COPY {Table} TO {Sql.Text(part)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)", cancellation);
        _connection.Execute($"DROP TABLE {Table}");
        _parts.Add(Sql.Text(part));
        PartRows = 0;
    }

    /// <summary>Makes one file of the parts, with a selection of their columns.</summary>
    internal void Complete(string selection, bool csv, CancellationToken cancellation)
    {
        if (_parts.Count == 0)
        {
            Append(new ColumnBatch(_schema));
            EndPart(cancellation);
        }

        QueryExport.Copy(_connection, $"SELECT {selection} FROM read_parquet([{string.Join(", ", _parts)}])", _path, csv, cancellation);
    }

    public void Dispose()
    {
        _appender?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
