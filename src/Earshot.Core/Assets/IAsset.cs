using System.Text.Json.Nodes;
using Earshot.Core.Columns;

namespace Earshot.Core.Assets;

/// <summary>A dataset that Earshot builds: its definition and the function that builds one partition.</summary>
public interface IAsset
{
    AssetDefinition Definition { get; }

    /// <summary>Builds one partition. Called from several threads at once, for different partitions.</summary>
    void Build(BuildContext context);
}

/// <summary>What a build may use.</summary>
public sealed record BuildContext
{
    public required string Partition { get; init; }

    /// <summary>What is built already.</summary>
    public required IDatasetReader Datasets { get; init; }

    /// <summary>Where the partition goes.</summary>
    public required IPartitionWriter Output { get; init; }

    /// <summary>Threads this build may use; the result must not depend on it.</summary>
    public required int Threads { get; init; }

    /// <summary>To be called with the number of further rows done.</summary>
    public required Action<long> Advance { get; init; }

    public required CancellationToken Cancellation { get; init; }
}

/// <summary>Reads what the workspace holds. Safe to use from several threads.</summary>
public interface IDatasetReader
{
    /// <summary>Streams some columns of a partition, in row order.</summary>
    IBatchReader Open(string asset, string partition, IReadOnlyList<ColumnSchema> columns);

    /// <summary>Streams some columns of the rows whose time lies in a range, in row order; groups of rows without any are passed over.</summary>
    IBatchReader OpenRange(string asset, string partition, IReadOnlyList<ColumnSchema> columns, TimeRange range);

    /// <summary>Streams columns of several assets of one partition side by side: row for row, for they all keep the order of their tickets.</summary>
    IBatchReader OpenSideBySide(string partition, params ReadOnlySpan<(string Asset, IReadOnlyList<ColumnSchema> Columns)> parts);

    /// <summary>The whole of a document.</summary>
    byte[] ReadDocument(string asset, string partition);

    /// <summary>The manifest of a partition; it must be built.</summary>
    Manifest Manifest(string asset, string partition);
}

/// <summary>A span of a column of times; rows without a time are outside.</summary>
/// <param name="Column">Name of the column, a <see cref="ColumnType.Timestamp"/>.</param>
/// <param name="First">Microseconds since 1970 (UTC), inclusive.</param>
/// <param name="End">Exclusive.</param>
public readonly record struct TimeRange(string Column, long First, long End);

/// <summary>Rows, block by block.</summary>
public interface IBatchReader : IDisposable
{
    /// <summary>Appends rows until <paramref name="batch"/> holds at least <paramref name="rows"/> or the end is reached; false when none was left.</summary>
    bool Read(ColumnBatch batch, int rows);
}

/// <summary>Takes the content of one partition; nobody sees any of it before it is complete.</summary>
public interface IPartitionWriter
{
    /// <summary>Appends rows; their columns are those of the definition.</summary>
    void Append(ColumnBatch batch);

    /// <summary>The stream of an asset that is a document.</summary>
    Stream Document { get; }

    /// <summary>Records a fact in the manifest. It must not depend on the clock.</summary>
    void Describe(string name, JsonNode value);
}
