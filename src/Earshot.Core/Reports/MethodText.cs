namespace Earshot.Core.Reports;

/// <summary>Says how topics were found in words that need no glossary.</summary>
internal static class MethodText
{
    /// <summary>"communities of the neighbour graph"; the method's own name where there are no better words.</summary>
    internal static string Of(string method) => method switch
    {
        "graph" => "communities of the neighbour graph",
        "hdbscan" => "density (HDBSCAN)",
        "umap-hdbscan" => "density (UMAP, then HDBSCAN)",
        _ => method,
    };
}
