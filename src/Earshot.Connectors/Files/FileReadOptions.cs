namespace Earshot.Connectors.Files;

/// <summary>How files are read; everything not said is found out from the file.</summary>
public sealed record FileReadOptions
{
    /// <summary>Name of the encoding (<c>utf-8</c>, <c>latin1</c>, <c>windows-1252</c>, <c>utf-16</c>, …); null to find out.</summary>
    public string? Encoding { get; init; }

    /// <summary>The character between cells; null to find out. Tables only.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Whether the first row names the columns; null to find out. Tables only.</summary>
    public bool? Header { get; init; }
}
