using Earshot.Numerics.Clustering;
using Earshot.Numerics.Metrics;
using Earshot.Numerics.Neighbors;
using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.Evaluation;

/// <summary>What vectors know of the labels.</summary>
/// <param name="AdjustedRandIndex">Agreement of k-means clusters, as many as labels, with the labels: 1 for the same, 0 for chance. Mean of the runs, as the next two.</param>
/// <param name="NormalizedMutualInformation">The same by shared information over the mean of the entropies, 0 to 1.</param>
/// <param name="AdjustedMutualInformation">The same less what chance gives.</param>
/// <param name="NeighborAccuracy">Share of the rows that get their label by the vote of their nearest neighbours.</param>
/// <param name="LinearAccuracy">Share of the rows that get their label by a linear classifier fitted on the other half. Mean of the runs.</param>
public sealed record LabelScores(
    double AdjustedRandIndex, double NormalizedMutualInformation, double AdjustedMutualInformation, double NeighborAccuracy, double LinearAccuracy);

/// <summary>How near vectors are to those of a reference, row by row.</summary>
/// <param name="Cosine">Mean cosine of a row to the same row of the reference, −1 to 1.</param>
/// <param name="Spearman">Rank correlation of the cosines of the same pairs of rows, −1 to 1.</param>
/// <param name="NeighborOverlap">Mean share of the nearest neighbours that are among the reference's, 0 to 1.</param>
public sealed record FidelityScores(double Cosine, double Spearman, double NeighborOverlap);

/// <summary>Judges one set of vectors of labelled rows. The same numbers for any number of threads.</summary>
public sealed class EmbeddingEvaluation
{
    private readonly FloatMatrix _rows;
    private readonly NeighborTable _neighbors;
    private readonly EvaluationOptions _options;

    /// <summary>Scales the rows to length 1, finds neighbours and clusters, fits the classifier.</summary>
    /// <param name="vectors">Finite rows.</param>
    /// <param name="labels">A label a row, any integers.</param>
    /// <param name="options">See <see cref="EvaluationOptions"/>.</param>
    /// <param name="threads">Threads at most.</param>
    /// <param name="cancellation">Stops between chunks of rows.</param>
    /// <exception cref="ArgumentException">There is not one label a row.</exception>
    public EmbeddingEvaluation(IRows vectors, ReadOnlySpan<int> labels, EvaluationOptions options, int threads = 1, CancellationToken cancellation = default)
    {
        if (labels.Length != vectors.Count) throw new ArgumentException($"{labels.Length} labels for {vectors.Count} rows", nameof(labels));
        _options = options;
        _rows = UnitRows.Of(vectors, threads);
        _neighbors = NearestNeighbors.ByCosine(_rows, Math.Max(options.Voters, options.OverlapNeighbors), threads, cancellation);
        int[] classes = LabelIndex.Of(labels, out int count);
        (double rand, double normalized, double adjusted) = Cluster(classes, count, threads, cancellation);
        Labels = new LabelScores(
            rand,
            normalized,
            adjusted,
            NearestNeighborVote.Accuracy(_neighbors, options.Voters, classes),
            Enumerable.Range(0, options.Runs).Average(run => Probe(classes, count, run, threads, cancellation)));
    }

    /// <summary>What the vectors know of the labels.</summary>
    public LabelScores Labels { get; }

    /// <summary>How near the vectors are to those of <paramref name="reference"/>, of the same rows.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public FidelityScores FidelityTo(EmbeddingEvaluation reference)
    {
        if (reference._rows.Count != _rows.Count || reference._rows.Dimensions != _rows.Dimensions)
        {
            throw new ArgumentException(
                $"{_rows.Count} × {_rows.Dimensions} numbers against {reference._rows.Count} × {reference._rows.Dimensions}", nameof(reference));
        }

        double cosines = 0;
        for (int row = 0; row < _rows.Count; row++) cosines += VectorKernels.CosineSimilarity(_rows[row], reference._rows[row]);
        return new FidelityScores(cosines / _rows.Count, RankCorrelation.Spearman(PairCosines(), reference.PairCosines()), Overlap(reference));
    }

    private double Probe(int[] classes, int count, int run, int threads, CancellationToken cancellation) =>
        LinearProbe.Accuracy(_rows, classes, count, _options.Penalty, SplitMix64.Derive(_options.Seed, 2, (ulong)run), threads, cancellation);

    private (double Rand, double Normalized, double Adjusted) Cluster(int[] classes, int count, int threads, CancellationToken cancellation)
    {
        (double Rand, double Normalized, double Adjusted) sum = default;
        for (int run = 0; run < _options.Runs; run++)
        {
            KMeansOptions options = new() { Clusters = Math.Max(1, count), Seed = SplitMix64.Derive(_options.Seed, 1, (ulong)run) };
            int[] clusters = [.. KMeans.Fit(_rows, options, threads, cancellation).Labels];
            sum.Rand += ClusteringMetrics.AdjustedRandIndex(classes, clusters);
            sum.Normalized += ClusteringMetrics.NormalizedMutualInformation(classes, clusters);
            sum.Adjusted += ClusteringMetrics.AdjustedMutualInformation(classes, clusters);
        }

        return (sum.Rand / _options.Runs, sum.Normalized / _options.Runs, sum.Adjusted / _options.Runs);
    }

    // the same pairs for every set of vectors with as many rows
    private float[] PairCosines()
    {
        if (_rows.Count < 2) return [];
        SplitMix64 random = new(SplitMix64.Derive(_options.Seed, 3));
        float[] cosines = new float[_options.Pairs];
        for (int pair = 0; pair < cosines.Length; pair++)
        {
            int one = random.NextInt32(_rows.Count), other = random.NextInt32(_rows.Count - 1);
            cosines[pair] = VectorKernels.Dot(_rows[one], _rows[other < one ? other : other + 1]);
        }

        return cosines;
    }

    private double Overlap(EmbeddingEvaluation reference)
    {
        int compared = Math.Min(_options.OverlapNeighbors, _neighbors.Neighbors), shared = 0;
        for (int row = 0; row < _rows.Count; row++)
        {
            ReadOnlySpan<int> expected = reference._neighbors[row][..compared];
            foreach (int neighbor in _neighbors[row][..compared])
                if (expected.Contains(neighbor)) shared++;
        }

        return (double)shared / ((long)_rows.Count * compared);
    }
}
