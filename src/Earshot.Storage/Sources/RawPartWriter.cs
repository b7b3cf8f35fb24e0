using Earshot.Core.Columns;
using Earshot.Storage.DuckDb;
using Earshot.Storage.Workspaces;

namespace Earshot.Storage.Sources;

/// <summary>Writes raw rows to Parquet parts of bounded size under one folder; a part ends when it is full or the columns change.</summary>
internal sealed class RawPartWriter(string folder, DuckDbDatabase database, int rowsPerPart) : IDisposable
{
    private const long BytesPerPart = 256L << 20;
    private const string Table = "raw_rows";

    // Above it the megabyte that DuckDB reserves for the dictionary of each column is what the memory goes to.
    private const int WideColumns = 200;

    private readonly DuckDbConnection _connection = database.Connect();
    private readonly List<(string File, long Rows)> _parts = [];
    private DuckDbAppender? _appender;
    private IReadOnlyList<ColumnSchema> _schema = [];
    private long _rows;
    private long _bytes;

    /// <summary>Parts written so far: file name and rows.</summary>
    internal IReadOnlyList<(string File, long Rows)> Parts => _parts;

    /// <summary>Rows that still fit into the part begun.</summary>
    internal int RowsLeft => rowsPerPart - (int)_rows;

    /// <summary>Appends a block; its columns may differ from the block before.</summary>
    internal void Append(ColumnBatch batch)
    {
        if (batch.Count == 0) return;
        if (_appender is not null && !_schema.SequenceEqual(batch.Schema)) EndPart();
        if (_appender is null)
        {
            _schema = batch.Schema;
            string columns = string.Join(", ", _schema.Select(c => $"{Sql.Name(c.Name)} {DuckDbAppender.SqlType(c)}"));
            _connection.Execute($"CREATE OR REPLACE TEMP TABLE {Table} ({columns})");
            _appender = _connection.Append(Table, _schema);
        }

        _appender.Append(batch);
        _rows += batch.Count;
        for (int c = 0; c < _schema.Count; c++)
            if (batch[c] is BytesColumn bytes) _bytes += bytes.ByteCount;
        if (_rows >= rowsPerPart || _bytes >= BytesPerPart) EndPart();
    }

    /// <summary>Writes what is left.</summary>
    internal void EndPart()
    {
        if (_appender is null) return;
        _appender.Close();
        _appender.Dispose();
        _appender = null;
        string name = $"part-{_parts.Count:00000}.parquet";
        string path = Path.Combine(folder, name);
        string temporary = AtomicFile.Temporary(path);
        string dictionaries = _schema.Count > WideColumns ? ", STRING_DICTIONARY_PAGE_SIZE_LIMIT 4096" : "";
        _connection.Execute($"COPY {Table} TO {Sql.Text(temporary)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1{dictionaries})");
        _connection.Execute($"DROP TABLE {Table}");
        File.Move(temporary, path, overwrite: true);
        _parts.Add((name, _rows));
        _rows = 0;
        _bytes = 0;
    }

    public void Dispose()
    {
        _appender?.Dispose();
        _connection.Dispose();
    }
}
