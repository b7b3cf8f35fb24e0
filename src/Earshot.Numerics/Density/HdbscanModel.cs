namespace Earshot.Numerics.Density;

/// <summary>A finished fit.</summary>
public sealed class HdbscanModel
{
    private readonly IPointSpace? _space;
    private readonly double[] _cores;
    private readonly SpanningTreeEdge[] _edges;
    private readonly ClusterHierarchy _hierarchy;
    private readonly Memberships _memberships;
    private readonly HdbscanOptions _options;
    private double[]? _outlierScores;

    internal HdbscanModel(IPointSpace? space, int dimensions, double[] cores, SpanningTreeEdge[] edges, CondensedTree tree, HdbscanOptions options)
    {
        _space = space;
        Dimensions = dimensions;
        _cores = cores;
        _edges = edges;
        _options = options;
        CondensedTree = tree;
        _hierarchy = new ClusterHierarchy(tree);
        _memberships = Memberships.From(tree, _hierarchy, ClusterChoice.From(_hierarchy, options), options);
    }

    /// <summary>Numbers a row.</summary>
    public int Dimensions { get; }

    /// <summary>Clusters found.</summary>
    public int Clusters => _memberships.Persistence.Length;

    /// <summary>The cluster of each row, 0 to <see cref="Clusters"/> − 1, or −1 for noise.</summary>
    public ReadOnlySpan<int> Labels => _memberships.Labels;

    /// <summary>How firmly each row belongs to its cluster, 0 to 1: 1 for the densest, 0 for noise.</summary>
    public ReadOnlySpan<double> Probabilities => _memberships.Strengths;

    /// <summary>
    /// How much each row is an outlier, 0 to 1 (GLOSH; Campello, Moulavi, Zimek, Sander 2015): 1 − its density / the highest density of the
    /// cluster that it leaves last. Worked out when first asked for.
    /// </summary>
    public ReadOnlySpan<double> OutlierScores => _outlierScores ??= Density.OutlierScores.Of(CondensedTree, _hierarchy);

    /// <summary>How long each cluster persists for its size, 0 to 1, by label.</summary>
    public ReadOnlySpan<double> Persistence => _memberships.Persistence;

    /// <summary>The hierarchy that clusters were chosen from.</summary>
    public CondensedTree CondensedTree { get; }

    /// <summary>The minimum spanning tree of mutual reachability, nearest first; one edge less than rows, none where there were too few rows.</summary>
    public ReadOnlySpan<SpanningTreeEdge> MinimumSpanningTree => _edges;

    internal static HdbscanModel AllNoise(int count, int dimensions, HdbscanOptions options) =>
        new(null, dimensions, new double[count], [], CondensedTree.Empty(count), options);
}
