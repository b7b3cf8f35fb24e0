using Earshot.Numerics.Neighbors;

namespace Earshot.Numerics.Density;

/// <summary>
/// Places new rows in a condensed tree without changing it: a row joins the cluster of the point that it would be linked to, or, where it would come
/// away sooner than that point does, the cluster around it that is still whole then (approximate_predict of McInnes, Healy, Astels 2017). As there,
/// core distances reach one point less far than in the fit for fitted points, which count themselves, and one farther for new rows.
/// </summary>
internal sealed class Predictor
{
    private readonly IPointSpace _space;
    private readonly CondensedTree _tree;
    private readonly ClusterHierarchy _hierarchy;
    private readonly Memberships _memberships;
    private readonly NeighborMetric _metric;
    private readonly double[] _cores;
    private readonly int[] _leaving;
    private readonly int _samples;

    public Predictor(IPointSpace space, CondensedTree tree, ClusterHierarchy hierarchy, Memberships memberships, HdbscanOptions options, int threads)
    {
        _space = space;
        _tree = tree;
        _hierarchy = hierarchy;
        _memberships = memberships;
        _metric = options.Metric;
        _samples = options.SamplesFor(space.Count);
        _cores = _samples == 1 ? new double[space.Count] : space.SquaredCoreDistances(_samples - 1, threads, default);
        _leaving = new int[space.Count];
        for (int row = 0; row < tree.Count; row++)
            if (tree.Children[row] < tree.Root) _leaving[tree.Children[row]] = row;
    }

    /// <summary>Neighbours looked at for a new row: what it is linked to is not always the nearest.</summary>
    public int Neighbors => Math.Min(_space.Count, 2 * _samples);

    /// <summary>Label and strength of a row.</summary>
    /// <param name="row">Finite numbers.</param>
    /// <param name="distances"><see cref="Neighbors"/> places to work in.</param>
    /// <param name="points">As many.</param>
    public (int Label, double Strength) Place(ReadOnlySpan<float> row, Span<double> distances, Span<int> points)
    {
        _space.Nearest(row, distances, points);
        double core = distances[Math.Min(_samples, distances.Length - 1)], least = double.MaxValue;
        int nearest = -1;
        for (int i = 0; i < distances.Length; i++)
        {
            double reach = Math.Max(Math.Max(distances[i], core), _cores[points[i]]);
            if (reach >= least) continue;
            (least, nearest) = (reach, _space.Rows[points[i]]);
        }

        double lambda = least > 0 ? 1 / MutualReachability.Distance(least, _metric) : double.PositiveInfinity;
        int leaving = _leaving[nearest], cluster = _tree.Parents[leaving] - _tree.Root;
        if (_tree.Lambdas[leaving] > lambda)
            while (cluster > 0 && _hierarchy.Birth[cluster] >= lambda) cluster = _hierarchy.Parent[cluster];
        int label = _memberships.ClusterLabels[cluster];
        return label < 0 ? (-1, 0) : (label, Memberships.Strength(lambda, _memberships.Deaths[cluster]));
    }
}
