using System.Text.Json.Nodes;

namespace Earshot.Core.Assets;

/// <summary>What stands beside a partition's data file: what it holds and what it was built from.</summary>
public sealed record Manifest
{
    public required string Asset { get; init; }

    public required string Partition { get; init; }

    /// <summary>The asset's version when it was built.</summary>
    public required int Version { get; init; }

    /// <summary>The asset's options when it was built.</summary>
    public required IReadOnlyDictionary<string, string> Options { get; init; }

    /// <summary>What it was built from: "asset/partition" → content hash.</summary>
    public required IReadOnlyDictionary<string, string> Inputs { get; init; }

    public required long Rows { get; init; }

    /// <summary>Size of the data file in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>SHA-256 of the data file, lower-case hexadecimal.</summary>
    public required string ContentHash { get; init; }

    /// <summary>The run that built it.</summary>
    public required string Run { get; init; }

    /// <summary>When it was built (UTC).</summary>
    public required DateTimeOffset BuiltAt { get; init; }

    /// <summary>How long that took, in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Facts to show: counts, means, distributions.</summary>
    public JsonObject Metadata { get; init; } = [];
}
