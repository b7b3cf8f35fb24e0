using Earshot.Core.Sources;

namespace Earshot.Connectors.Files;

/// <summary>Openers, by full path, for what this room can't read itself; null where there is none, and such files are then refused.</summary>
public sealed record ForeignFormats
{
    /// <summary>Opens a Parquet file.</summary>
    public Func<string, ITableReader>? Parquet { get; init; }

    /// <summary>Opens the decompressed bytes of a file compressed with Zstandard.</summary>
    public Func<string, Stream>? Zstandard { get; init; }
}
