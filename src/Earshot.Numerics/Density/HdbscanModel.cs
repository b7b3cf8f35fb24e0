using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.Density;

/// <summary>A finished fit.</summary>
public sealed class HdbscanModel
{
    private const int ChunkRows = 256;

    private readonly IPointSpace? _space;
    private readonly SpanningTreeEdge[] _edges;
    private readonly ClusterHierarchy _hierarchy;
    private readonly Memberships _memberships;
    private readonly HdbscanOptions _options;
    private double[]? _outlierScores;
    private Predictor? _predictor;

    internal HdbscanModel(IPointSpace? space, int dimensions, SpanningTreeEdge[] edges, CondensedTree tree, HdbscanOptions options)
    {
        _space = space;
        Dimensions = dimensions;
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

    /// <summary>Where <paramref name="rows"/> belong, each looked at by itself; the clusters stay as they are.</summary>
    /// <param name="rows">Rows of as many numbers as those that were fitted.</param>
    /// <param name="threads">Threads at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between chunks of rows.</param>
    /// <exception cref="ArgumentException">The rows have another length, or one holds NaN or an infinity and is named.</exception>
    public HdbscanPrediction Predict(IRows rows, int threads = 1, CancellationToken cancellation = default)
    {
        if (rows.Dimensions != Dimensions) throw new ArgumentException($"rows of {rows.Dimensions} numbers; {Dimensions} were fitted", nameof(rows));
        int[] labels = new int[rows.Count];
        double[] strengths = new double[rows.Count];
        if (_space is null)
        {
            labels.AsSpan().Fill(-1);
            return new HdbscanPrediction(labels, strengths);
        }

        Predictor predictor = _predictor ??= new Predictor(_space, CondensedTree, _hierarchy, _memberships, _options, threads);
        Chunks.ForEach(rows.Count, ChunkRows, threads, (_, first, end) =>
        {
            float[] values = new float[rows.Dimensions];
            double[] distances = new double[predictor.Neighbors];
            int[] points = new int[predictor.Neighbors];
            for (int row = first; row < end; row++)
            {
                rows.Read(row, values);
                Hdbscan.RequireFinite(values, row);
                (labels[row], strengths[row]) = predictor.Place(values, distances, points);
            }
        }, cancellation);
        return new HdbscanPrediction(labels, strengths);
    }

    internal static HdbscanModel AllNoise(int count, int dimensions, HdbscanOptions options) =>
        new(null, dimensions, [], CondensedTree.Empty(count), options with { AllowSingleCluster = false });
}
