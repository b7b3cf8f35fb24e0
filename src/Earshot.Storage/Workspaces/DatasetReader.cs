using Earshot.Core;
using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Storage.DuckDb;

namespace Earshot.Storage.Workspaces;

/// <summary>Streams columns of the workspace's Parquet files; each open reader has a connection of its own.</summary>
internal sealed class DatasetReader(Workspace workspace, DuckDbDatabase database, IReadOnlyDictionary<string, AssetDefinition> assets) : IDatasetReader
{
    public IBatchReader Open(string asset, string partition, IReadOnlyList<ColumnSchema> columns) =>
        OpenSideBySide(partition, (asset, columns));

    public IBatchReader OpenRange(string asset, string partition, IReadOnlyList<ColumnSchema> columns, TimeRange range)
    {
        Manifest(asset, partition);
        string time = Sql.Name(range.Column);
        string rows = FormattableString.Invariant($"{time} >= make_timestamp({range.First}) AND {time} < make_timestamp({range.End})");
        string file = $"read_parquet({Sql.Text(workspace.DataPath(assets[asset], partition))}) AS p";
        return new ParquetBatchReader(database, $"SELECT {string.Join(", ", columns.Select(c => Select("p", c)))} FROM {file} WHERE {rows}", partition);
    }

    public IBatchReader OpenSideBySide(string partition, params ReadOnlySpan<(string Asset, IReadOnlyList<ColumnSchema> Columns)> parts)
    {
        List<string> files = [];
        List<string> columns = [];
        Manifest first = Manifest(parts[0].Asset, partition);
        foreach ((string asset, IReadOnlyList<ColumnSchema> selected) in parts)
        {
            string alias = "p" + files.Count;
            if (!FitsTogether(first, Manifest(asset, partition), partition))
                throw new EarshotException(
                    $"{asset}/{partition} was built from other rows than {first.Asset}/{partition} holds now",
                    "bring the workspace up to date with `earshot run`");
            files.Add($"read_parquet({Sql.Text(workspace.DataPath(assets[asset], partition))}) AS {alias}");
            columns.AddRange(selected.Select(column => Select(alias, column)));
        }

        return new ParquetBatchReader(database, $"SELECT {string.Join(", ", columns)} FROM {string.Join(" POSITIONAL JOIN ", files)}", partition);
    }

    public byte[] ReadDocument(string asset, string partition)
    {
        Manifest(asset, partition);
        return File.ReadAllBytes(workspace.DataPath(assets[asset], partition));
    }

    public Manifest Manifest(string asset, string partition) =>
        workspace.FindManifest(assets[asset], partition)
        ?? throw new EarshotException($"{asset}/{partition} is not built", "run `earshot run`");

    // Rows are matched by their place: a run that ended in between leaves partitions whose rows no longer belong together.
    private static bool FitsTogether(Manifest a, Manifest b, string partition) =>
        a.Rows == b.Rows
        && (!b.Inputs.TryGetValue($"{a.Asset}/{partition}", out string? hash) || hash == a.ContentHash)
        && (!a.Inputs.TryGetValue($"{b.Asset}/{partition}", out hash) || hash == b.ContentHash);

    // A fixed-size array comes back from Parquet as a list.
    private static string Select(string file, ColumnSchema column) =>
        $"{file}.{Sql.Name(column.Name)}" + (column.Type == ColumnType.FloatArray ? $"::FLOAT[{column.Width}]" : "");
}

/// <summary>Streams rows of Parquet files in their order.</summary>
internal sealed class ParquetBatchReader : IBatchReader
{
    private readonly DuckDbConnection _connection;
    private readonly DuckDbResult _result;

    internal ParquetBatchReader(DuckDbDatabase database, string query, string partition)
    {
        _connection = database.Connect();
        try
        {
            _result = _connection.Query(query);
        }
        catch (DuckDbException e)
        {
            _connection.Dispose();
            throw new EarshotException($"{partition} can't be read: {e.Message}", "delete the file that is named and run again: it will be rebuilt", 1, e);
        }
    }

    public bool Read(ColumnBatch batch, int rows) => _result.ReadInto(batch, rows);

    public void Dispose()
    {
        _result.Dispose();
        _connection.Dispose();
    }
}
