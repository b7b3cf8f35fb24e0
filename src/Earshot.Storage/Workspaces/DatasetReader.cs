using Earshot.Core;
using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Storage.DuckDb;

namespace Earshot.Storage.Workspaces;

/// <summary>Streams columns of the workspace's Parquet files; each open reader has a connection of its own.</summary>
internal sealed class DatasetReader(Workspace workspace, DuckDbDatabase database, IReadOnlyDictionary<string, AssetDefinition> assets) : IDatasetReader
{
    public IBatchReader Open(string asset, string partition, IReadOnlyList<ColumnSchema> columns) =>
        new ParquetBatchReader(database, workspace.DataPath(assets[asset], partition), columns);

    public Manifest Manifest(string asset, string partition) =>
        workspace.FindManifest(assets[asset], partition)
        ?? throw new EarshotException($"{asset}/{partition} is not built", "run `earshot run`");
}

/// <summary>Streams some columns of one Parquet file in row order.</summary>
internal sealed class ParquetBatchReader : IBatchReader
{
    private readonly DuckDbConnection _connection;
    private readonly DuckDbResult _result;

    internal ParquetBatchReader(DuckDbDatabase database, string path, IReadOnlyList<ColumnSchema> columns)
    {
        _connection = database.Connect();
        try
        {
            _result = _connection.Query($"SELECT {string.Join(", ", columns.Select(Select))} FROM read_parquet({Sql.Text(path)})");
        }
        catch (DuckDbException e)
        {
            _connection.Dispose();
            throw new EarshotException($"{path} can't be read: {e.Message}", "delete the file and run again: it will be rebuilt", 1, e);
        }
    }

    public bool Read(ColumnBatch batch, int rows) => _result.ReadInto(batch, rows);

    public void Dispose()
    {
        _result.Dispose();
        _connection.Dispose();
    }

    // A fixed-size array comes back from Parquet as a list.
    private static string Select(ColumnSchema column) =>
        column.Type == ColumnType.FloatArray ? $"{Sql.Name(column.Name)}::FLOAT[{column.Width}]" : Sql.Name(column.Name);
}
