namespace Earshot.Storage.Sources;

/// <summary>What <c>sources/NAME.json</c> says of a source: where its rows came from and which partitions of <c>tickets</c> they become.</summary>
public sealed record SourceRecord
{
    /// <summary>Name, as in the column <c>source</c> of the tickets.</summary>
    public required string Name { get; init; }

    /// <summary>How its texts are cleaned: plain, ticket, github, jira, …</summary>
    public string Origin { get; init; } = "plain";

    /// <summary>Column of the source for each role (text, title, id, …); empty for synthetic tickets.</summary>
    public IReadOnlyDictionary<string, string> Mapping { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether personal data was masked before it was stored.</summary>
    public bool Masked { get; init; }

    /// <summary>What was told of how the files are written (encoding, delimiter); empty where it was found out.</summary>
    public string Reading { get; init; } = "";

    /// <summary>Rows of a partition at most.</summary>
    public int RowsPerPartition { get; init; }

    /// <summary>Folder of the parts under <c>bronze/NAME/</c>: another one each time that something else is read.</summary>
    public string Generation { get; init; } = "";

    /// <summary>The source's other columns, kept as attributes.</summary>
    public IReadOnlyList<string> OtherColumns { get; init; } = [];

    /// <summary>The files that were read.</summary>
    public IReadOnlyList<SourceFile> Files { get; init; } = [];

    /// <summary>The raw rows, part by part.</summary>
    public IReadOnlyList<SourcePart> Parts { get; init; } = [];

    /// <summary>Bytes of the rows' texts and titles in UTF-8; 0 where they were not counted.</summary>
    public long TextBytes { get; init; }

    /// <summary>Rows that could not be read.</summary>
    public long Rejected { get; init; }

    /// <summary>Options of the synthetic generator; null for files.</summary>
    public SyntheticRecord? Synthetic { get; init; }
}

/// <summary>A file that was read, and how to tell that it is still the same.</summary>
public sealed record SourceFile(string Path, long Bytes, string Sha256);

/// <summary>A part of the raw rows: <c>bronze/SOURCE/GENERATION/FILE</c>, the partition of tickets it becomes, its rows and its content hash.</summary>
public sealed record SourcePart(string File, string Partition, long Rows, string ContentHash);

/// <summary>What the synthetic generator was asked for.</summary>
public sealed record SyntheticRecord(long Tickets, int Partitions, ulong Seed, DateOnly AsOf, bool Incidents);
