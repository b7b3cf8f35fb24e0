using Earshot.Core;
using Earshot.Core.Columns;
using Earshot.Core.Sources;
using Earshot.Storage.DuckDb;

namespace Earshot.Storage.Sources;

/// <summary>Reads a Parquet file of any schema as text columns: numbers, dates and nested values as DuckDB prints them.</summary>
public sealed class ParquetTableReader : ITableReader
{
    private readonly DuckDbDatabase _database;
    private readonly DuckDbConnection _connection;
    private readonly DuckDbResult _result;
    private readonly string _path;
    private readonly long _rows;
    private long _read;

    /// <summary>Opens a file.</summary>
    /// <exception cref="EarshotException">The file is not Parquet, is cut short or holds no columns.</exception>
    public ParquetTableReader(string path)
    {
        _path = path;
        TotalBytes = new FileInfo(path).Length;
        _database = new DuckDbDatabase(threads: 1, memoryMegabytes: 1024);
        _connection = _database.Connect();
        try
        {
            string file = Sql.Text(path);
            List<string> columns = [];
            using (DuckDbResult described = _connection.Query($"SELECT column_name FROM (DESCRIBE SELECT * FROM read_parquet({file}))"))
            {
                while (described.ReadChunk(chunk =>
                {
                    for (int i = 0; i < chunk.Rows; i++) columns.Add(chunk.GetText(i, 0) ?? "");
                }))
                {
                }
            }

            Columns = UniqueNames.From(columns);
            _rows = long.Parse(_connection.Scalar($"SELECT count(*)::VARCHAR FROM read_parquet({file})") ?? "0");
            IEnumerable<string> cells = columns.Select(c => $"{Sql.Name(c)}::VARCHAR");
            _result = _connection.Query($"SELECT {string.Join(", ", cells)}, row_number() OVER () FROM read_parquet({file})");
        }
        catch (DuckDbException e)
        {
            Dispose();
            throw new EarshotException($"{path} can't be read as Parquet: {e.Message.Trim()}", "is the file complete? copy or export it again", 3, e);
        }
    }

    public IReadOnlyList<string> Columns { get; }

    public long BytesRead => _rows == 0 ? TotalBytes : (long)(TotalBytes * ((double)Volatile.Read(ref _read) / _rows));

    public long TotalBytes { get; }

    public IReadOnlyList<SourceNote> Notes => [];

    public bool Read(ColumnBatch batch, int maxRows, RejectSink rejects)
    {
        batch.Clear();
        try
        {
            if (!_result.ReadInto(batch, Math.Min(maxRows, 2048))) return false;
        }
        catch (DuckDbException e)
        {
            // What follows in a damaged file can't be told apart from noise: the rows so far are kept, the rest is one reject.
            rejects(new Reject(_path, _read + batch.Count + 1, $"the Parquet file is damaged from here on: {e.Message.Split('\n')[0]}", ""));
            if (batch.Count == 0) return false;
        }

        Volatile.Write(ref _read, _read + batch.Count);
        return true;
    }

    public void Dispose()
    {
        _result?.Dispose();
        _connection.Dispose();
        _database.Dispose();
    }
}
