using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.Clustering;

/// <summary>
/// k-means over a stream of batches (Sculley 2010, in scikit-learn's form): each row of a batch goes to its nearest centroid, and the
/// centroid becomes the mean of all rows it ever got. Memory is bounded by a batch. The result depends on the order of the batches and on
/// the seed, not on the threads. One call at a time.
/// </summary>
public sealed class MiniBatchKMeans
{
    private readonly KMeansOptions _options;
    private readonly int _dimensions;
    private readonly AssignmentPass _pass;
    private float[] _centroids;
    private long[] _counts;
    private int[] _labels = [];
    private float[] _distances = [];
    private double _inertia;
    private long _rowsSeen;
    private long _batches;

    /// <summary>Begins anew: call <see cref="Start(IRows, int, CancellationToken)"/> with a sample, or the first batch is taken for it.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public MiniBatchKMeans(int dimensions, KMeansOptions options)
    {
        options.ThrowIfInvalid();
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        _options = options;
        _dimensions = dimensions;
        _pass = new AssignmentPass(options.Clusters, dimensions);
        _centroids = new float[options.Clusters * dimensions];
        _counts = new long[options.Clusters];
    }

    /// <summary>Goes on from <paramref name="model"/>, exactly as if there had been no interruption.</summary>
    /// <exception cref="ArgumentException">An option is out of range, or the model has another number of clusters.</exception>
    public MiniBatchKMeans(KMeansModel model, KMeansOptions options)
        : this(model.Dimensions, options)
    {
        if (model.Clusters != options.Clusters)
            throw new ArgumentException($"the model has {model.Clusters} clusters; the options say {options.Clusters}", nameof(model));
        _centroids = model.Centroids.ToArray();
        _counts = model.Counts.ToArray();
        _inertia = model.Inertia;
        _rowsSeen = model.RowsSeen;
        _batches = model.Batches;
        IsStarted = true;
    }

    /// <summary>Whether there are centroids to go on from.</summary>
    public bool IsStarted { get; private set; }

    /// <summary>The clusters as they are now, a copy.</summary>
    public KMeansModel Model => new(_dimensions, _centroids, _counts, _inertia, _rowsSeen, _batches);

    /// <summary>
    /// Starts from the best of several k-means++ starts refined by Lloyd's iterations on up to <see cref="KMeansOptions.InitialSample"/>
    /// rows of <paramref name="sample"/>, drawn at random; their numbers are the first weights. Replaces what was fitted. No rows do nothing.
    /// </summary>
    /// <exception cref="ArgumentException">The dimensions differ.</exception>
    public void Start(IRows sample, int threads = 1, CancellationToken cancellation = default) =>
        Start(sample, 0, sample.Count, threads, cancellation);

    /// <summary>Streams all rows in batches of <see cref="KMeansOptions.BatchSize"/>; see the other overload.</summary>
    public double PartialFit(IRows rows, int threads = 1, CancellationToken cancellation = default)
    {
        double total = 0;
        for (int first = 0; first < rows.Count; first += _options.BatchSize)
        {
            int count = Math.Min(_options.BatchSize, rows.Count - first);
            total += count * PartialFit(rows, first, count, threads, cancellation);
        }

        return rows.Count == 0 ? 0 : total / rows.Count;
    }

    /// <summary>
    /// Learns from one batch, the <paramref name="count"/> rows from <paramref name="first"/> on. A batch that is cancelled changes nothing.
    /// </summary>
    /// <returns>Mean squared distance of the batch's rows to their centroids before these moved; 0 for no rows.</returns>
    /// <exception cref="ArgumentException">The dimensions differ, or the rows are out of range.</exception>
    public double PartialFit(IRows rows, int first, int count, int threads = 1, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)first + count, rows.Count, nameof(count));
        if (count == 0) return 0;
        if (!IsStarted) Start(rows, first, count, threads, cancellation);
        if (_labels.Length < count) (_labels, _distances) = (new int[count], new float[count]);
        RowResults results = new(_labels.AsMemory(0, count), default, _distances.AsMemory(0, count));
        _pass.Load(_centroids);
        ClusterTotals totals = _pass.Run(rows, first, count, results, withSums: true, threads, cancellation);
        Move(totals);
        Reassign(rows, first, count, totals);
        _rowsSeen += count;
        _inertia += ((totals.SquaredDistance / count) - _inertia) * count / _rowsSeen;
        _batches++;
        return totals.SquaredDistance / count;
    }

    private void Start(IRows rows, int first, int count, int threads, CancellationToken cancellation)
    {
        if (rows.Dimensions != _dimensions)
            throw new ArgumentException($"rows of {rows.Dimensions} dimensions; {_dimensions} were expected", nameof(rows));
        if (count == 0) return;
        SplitMix64 random = new(SplitMix64.Derive(_options.Seed, 2));
        int[] chosen = random.NextSample(count, Math.Min(count, _options.InitialSample));
        for (int i = 0; i < chosen.Length; i++) chosen[i] += first;
        KMeansModel start = KMeans.Fit(FloatMatrix.Gather(rows, chosen), _options, threads, cancellation).Model;
        _centroids = start.Centroids.ToArray();
        _counts = start.Counts.ToArray();
        (_inertia, _rowsSeen, _batches) = (0, 0, 0);
        IsStarted = true;
    }

    private void Move(ClusterTotals totals)
    {
        for (int cluster = 0; cluster < _counts.Length; cluster++)
        {
            if (totals.Counts[cluster] == 0) continue;
            double before = _counts[cluster], after = before + totals.Counts[cluster];
            ReadOnlySpan<double> sum = totals.Sum(cluster);
            Span<float> centroid = _centroids.AsSpan(cluster * _dimensions, _dimensions);
            for (int i = 0; i < sum.Length; i++) centroid[i] = (float)(((centroid[i] * before) + sum[i]) / after);
            _counts[cluster] += totals.Counts[cluster];
        }
    }

    // An empty centroid keeps its count of 0, so that its first rows define it. A starved one gets the least count of the others, as in
    // scikit-learn: with less it would be moved again by the next batch.
    private void Reassign(IRows rows, int first, int count, ClusterTotals totals)
    {
        double least = _options.ReassignmentRatio * _counts.Max();
        int[] starved = [.. Enumerable.Range(0, _counts.Length).Where(cluster => _counts[cluster] == 0 || _counts[cluster] < least)];
        if (starved.Length == 0) return;
        long leastKept = _counts.Where(kept => kept > 0 && kept >= least).Min();
        List<int> seeds = FarthestRows.Choose(rows, first, _labels.AsSpan(0, count), _distances, totals.Counts, Math.Min(starved.Length, count / 2));
        for (int i = 0; i < seeds.Count; i++)
        {
            rows.Read(first + seeds[i], _centroids.AsSpan(starved[i] * _dimensions, _dimensions));
            if (_counts[starved[i]] > 0) _counts[starved[i]] = leastKept;
        }
    }
}
