using System.Globalization;
using Earshot.Numerics.Neighbors;

namespace Earshot.Core.Clusters;

/// <summary>
/// How to cluster recursively. All properties have defaults; <see cref="Validate"/> says what is out of range, by the names of the command line.
/// </summary>
public sealed record RecursiveClusteringOptions
{
    /// <summary>The deepest <see cref="Depth"/>.</summary>
    public const int MostDepth = 10;

    /// <summary>How texts are divided.</summary>
    public ClusterMethod Method { get; init; } = ClusterMethod.UmapHdbscan;

    /// <summary>How many times texts are divided: 1 for once, 2 for the clusters of that again, up to <see cref="MostDepth"/>.</summary>
    public int Depth { get; init; } = 1;

    /// <summary>Texts of a cluster at least, 2 to 100,000,000; or <see cref="MinClusterShare"/>, whichever is more.</summary>
    public int MinClusterSize { get; init; } = 100;

    /// <summary>Least share of a cluster in the texts that are divided, 0 to 0.5.</summary>
    public double MinClusterShare { get; init; } = 0.01;

    /// <summary>Neighbours that shape the layout around a text, itself counted, 2 to 500.</summary>
    public int Neighbors { get; init; } = 15;

    /// <summary>Dimensions of the layout that clusters are looked for in, 2 to 50.</summary>
    public int Components { get; init; } = 2;

    /// <summary>Distance in the layout up to which near texts may close up, 0 to 1; 0 parts clusters best.</summary>
    public double MinDist { get; init; }

    /// <summary>Distance between places of the layout, or with <see cref="ClusterMethod.Hdbscan"/> between unit vectors.</summary>
    public NeighborMetric Metric { get; init; } = NeighborMetric.Euclidean;

    /// <summary>Seed of every random choice.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>All faults, each with the option, its value and what is allowed; empty when there are none.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> faults = [];
        void Range(string option, double value, double least, double most)
        {
            if (!(value >= least && value <= most))
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"--{option} is {value}; it must be from {least:#,0.##} to {most:#,0.##}"));
        }

        Range("recursive-depth", Depth, 1, MostDepth);
        Range("min-cluster-size", MinClusterSize, 2, 100_000_000);
        Range("min-cluster-pct", MinClusterShare, 0, 0.5);
        Range("n-neighbors", Neighbors, 2, 500);
        Range("n-components", Components, 2, 50);
        Range("min-dist", MinDist, 0, 1);
        return faults;
    }

    /// <summary>Texts of a cluster at least where <paramref name="texts"/> are divided.</summary>
    public int SizeFor(int texts) => Math.Max(MinClusterSize, (int)Math.Ceiling(texts * MinClusterShare));
}
