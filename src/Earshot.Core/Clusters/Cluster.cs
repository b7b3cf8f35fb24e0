namespace Earshot.Core.Clusters;

/// <summary>A cluster of a <see cref="RecursiveClustering"/>, or the whole that was divided first.</summary>
public sealed record Cluster
{
    /// <summary>Path of the whole.</summary>
    public const string Root = "root";

    /// <summary>What a path ends in where a text is in none of the clusters that its cluster was divided into.</summary>
    public const string Noise = "noise";

    /// <summary>Where it lies: <c>root.0.1</c> is the second largest cluster of the largest one.</summary>
    public required string Path { get; init; }

    /// <summary>0 for the whole, 1 for what it was divided into, and so on.</summary>
    public required int Depth { get; init; }

    /// <summary>Position of the cluster that it lies within; −1 for the whole.</summary>
    public required int Parent { get; init; }

    /// <summary>Its rows, ascending.</summary>
    public required int[] Rows { get; init; }

    /// <summary>Its rows against those of its parent, 0 to 1.</summary>
    public required double ShareOfParent { get; init; }

    /// <summary>
    /// Share of its rows among the tenth of all clustered rows of its division with the highest outlier scores (GLOSH): about 0.1 where it is as tight as the
    /// others.
    /// </summary>
    public required double OutlierRatio { get; init; }

    /// <summary>Mean of 1 − cosine of its rows to <see cref="Centroid"/>, 0 to 2.</summary>
    public required double MeanDistance { get; init; }

    /// <summary>How long it persists for its size (HDBSCAN), 0 to 1; 0 for the whole and by other methods.</summary>
    public required double Persistence { get; init; }

    /// <summary>Mean of its rows scaled to length 1, scaled to length 1.</summary>
    public required float[] Centroid { get; init; }

    /// <summary>What it was divided into; null where it was not.</summary>
    public ClusterDivision? Division { get; internal set; }
}

/// <summary>How a cluster was divided.</summary>
/// <param name="Parts">Positions of the clusters that came of it, the largest first; empty where everything is noise.</param>
/// <param name="Layout">Two numbers for each row of the cluster: its place on the picture; empty where no pictures were wanted.</param>
/// <param name="NoiseRows">Rows of the cluster in none of the parts.</param>
public sealed record ClusterDivision(IReadOnlyList<int> Parts, ReadOnlyMemory<float> Layout, int NoiseRows);
