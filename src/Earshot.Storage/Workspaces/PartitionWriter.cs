using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Storage.DuckDb;

namespace Earshot.Storage.Workspaces;

/// <summary>
/// Collects a partition in DuckDB's memory and writes it as one Parquet file (or a document as one JSON file), renamed into place when whole.
/// </summary>
internal sealed class PartitionWriter : IPartitionWriter, IDisposable
{
    private const string Table = "partition_rows";

    private readonly AssetDefinition _asset;
    private readonly string _path;
    private readonly string _temporary;
    private readonly string _manifest;
    private readonly DuckDbConnection _connection;
    private readonly DuckDbAppender? _appender;
    private FileStream? _document;

    internal PartitionWriter(Workspace workspace, AssetDefinition asset, string partition, DuckDbConnection connection)
    {
        _asset = asset;
        _path = workspace.DataPath(asset, partition);
        _temporary = AtomicFile.Temporary(_path);
        _manifest = workspace.ManifestPath(asset, partition);
        _connection = connection;
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        if (asset.IsDocument) return;
        connection.Execute($"CREATE OR REPLACE TEMP TABLE {Table} ({string.Join(", ", asset.Columns.Select(c => $"{c.Name} {DuckDbAppender.SqlType(c)}"))})");
        _appender = connection.Append(Table, asset.Columns);
    }

    /// <summary>Rows appended.</summary>
    internal long Rows { get; private set; }

    internal JsonObject Metadata { get; } = [];

    public Stream Document => _document ??= new FileStream(_temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);

    public void Append(ColumnBatch batch)
    {
        (_appender ?? throw new InvalidOperationException($"{_asset.Name} is a document")).Append(batch);
        Rows += batch.Count;
    }

    public void Describe(string name, JsonNode value) => Metadata[name] = value;

    /// <summary>Writes the file, renames it into place and gives its size and SHA-256.</summary>
    internal (long Bytes, string ContentHash) Complete(CancellationToken cancellation)
    {
        if (_appender is not null)
        {
            _appender.Close();
            _connection.Execute(
                $"COPY {Table} TO {Sql.Text(_temporary)} "
                + $"(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL {_asset.CompressionLevel}, ROW_GROUP_SIZE {_asset.RowGroupRows})",
                cancellation);
            _connection.Execute($"DROP TABLE {Table}", CancellationToken.None);
        }
        else
        {
            Document.Flush();
            _document!.Dispose();
        }

        (long bytes, string hash) = HashFile(_temporary);
        File.Delete(_manifest); // from here on the partition is simply not fresh, should this run die before the new manifest is written
        File.Move(_temporary, _path, overwrite: true);
        return (bytes, hash);
    }

    public void Dispose()
    {
        _appender?.Dispose();
        _document?.Dispose();
        File.Delete(_temporary);
    }

    /// <summary>Size and SHA-256 of a file.</summary>
    internal static (long Bytes, string Hash) HashFile(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.SequentialScan);
        return (file.Length, Convert.ToHexStringLower(SHA256.HashData(file)));
    }
}
