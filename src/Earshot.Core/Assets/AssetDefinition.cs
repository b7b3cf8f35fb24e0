using Earshot.Core.Columns;

namespace Earshot.Core.Assets;

/// <summary>A dataset as the planner sees it: its name, what it is built from, and everything whose change makes it stale.</summary>
public sealed record AssetDefinition
{
    /// <summary>Name, as in <c>earshot sql</c>: lower case, underscores.</summary>
    public required string Name { get; init; }

    /// <summary>Folder of the workspace it lives in: bronze, silver, gold or models.</summary>
    public required string Layer { get; init; }

    /// <summary>Raised when the code that builds it changes its output.</summary>
    public required int Version { get; init; }

    /// <summary>Columns of the Parquet files; empty for an asset that is one document.</summary>
    public required IReadOnlyList<ColumnSchema> Columns { get; init; }

    /// <summary>Its partitions, in order.</summary>
    public required IReadOnlyList<string> Partitions { get; init; }

    /// <summary>The assets it reads.</summary>
    public IReadOnlyList<Upstream> Upstream { get; init; } = [];

    /// <summary>Options that its content depends on, by name.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>Inputs that are not assets (parts of a source), by partition: name → content hash.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> ExternalInputs { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>Rows each partition will have, where known before it is built; for progress only.</summary>
    public IReadOnlyDictionary<string, long> ExpectedRows { get; init; } = new Dictionary<string, long>();

    /// <summary>Level of zstd: 1 and more for text, below 0 for numbers that hardly compress.</summary>
    public int CompressionLevel { get; init; } = 1;

    /// <summary>Rows that are compressed together, and so read together; few for wide rows, so that a reader of some of them is not kept waiting.</summary>
    public int RowGroupRows { get; init; } = 122_880;

    /// <summary>True for an asset that is one document rather than rows.</summary>
    public bool IsDocument => Columns.Count == 0;

    /// <summary>How the name of a document's file ends.</summary>
    public string DocumentExtension { get; init; } = ".json";
}

/// <summary>An asset that is read, and which of its partitions a partition needs.</summary>
public sealed record Upstream(string Asset, PartitionMapping Mapping);

/// <summary>Which upstream partitions a partition is built from.</summary>
public enum PartitionMapping
{
    /// <summary>The one of the same name.</summary>
    Same,

    /// <summary>All of them, in order.</summary>
    All,
}
