using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.Clustering;

/// <summary>What an assignment adds up to.</summary>
/// <param name="Counts">Rows of each cluster.</param>
/// <param name="MeanSquaredDistance">Mean squared Euclidean distance of a row to its centroid; 0 for no rows.</param>
public sealed record AssignmentSummary(IReadOnlyList<long> Counts, double MeanSquaredDistance);

/// <summary>
/// Fitted clusters as plain data, immutable: written to a file property by property and read back by the constructor, it assigns the same
/// labels and goes on fitting where it stopped.
/// </summary>
/// <remarks>
/// There are always k centroids. Where there were fewer distinct rows than that, the rest are copies with a count of 0, and a centroid
/// with a count of 0 never wins an assignment (unless all are 0: then nothing has been fitted, and all take part).
/// </remarks>
public sealed class KMeansModel
{
    private readonly float[] _centroids;
    private readonly long[] _counts;

    /// <summary>Restores a model; the spans are copied.</summary>
    /// <param name="dimensions">Numbers a centroid, at least 1.</param>
    /// <param name="centroids">k × d finite floats, row-major.</param>
    /// <param name="counts">k weights, none negative.</param>
    /// <param name="inertia">See <see cref="Inertia"/>.</param>
    /// <param name="rowsSeen">See <see cref="RowsSeen"/>.</param>
    /// <param name="batches">See <see cref="Batches"/>.</param>
    /// <exception cref="ArgumentException">The parts do not fit together, or a number is out of its range.</exception>
    public KMeansModel(
        int dimensions, ReadOnlySpan<float> centroids, ReadOnlySpan<long> counts, double inertia = 0, long rowsSeen = 0, long batches = 0)
    {
        if (dimensions < 1 || counts.IsEmpty || centroids.Length != (long)counts.Length * dimensions)
            throw new ArgumentException($"{centroids.Length} floats are not {counts.Length} centroids of {dimensions} dimensions", nameof(centroids));
        foreach (float value in centroids)
            if (!float.IsFinite(value)) throw new ArgumentException("a centroid holds NaN or an infinity", nameof(centroids));
        foreach (long count in counts)
            if (count < 0) throw new ArgumentException($"a count is {count}; none may be negative", nameof(counts));
        if (!(double.IsFinite(inertia) && inertia >= 0) || rowsSeen < 0 || batches < 0)
            throw new ArgumentException($"inertia {inertia}, rows {rowsSeen}, batches {batches}; none may be negative");
        Dimensions = dimensions;
        _centroids = centroids.ToArray();
        _counts = counts.ToArray();
        Inertia = inertia;
        RowsSeen = rowsSeen;
        Batches = batches;
    }

    /// <summary>Clusters, k.</summary>
    public int Clusters => _counts.Length;

    /// <summary>Numbers a centroid, d.</summary>
    public int Dimensions { get; }

    /// <summary>All centroids, k × d, row-major.</summary>
    public ReadOnlySpan<float> Centroids => _centroids;

    /// <summary>Rows behind each centroid: its weight against the rows of the next batch.</summary>
    public ReadOnlySpan<long> Counts => _counts;

    /// <summary>
    /// Mean squared Euclidean distance of a row to its centroid: of the rows fitted, or of all batches so far, each measured before the
    /// centroids moved.
    /// </summary>
    public double Inertia { get; }

    /// <summary>Rows fitted, or streamed in batches (rows of the start do not count).</summary>
    public long RowsSeen { get; }

    /// <summary>Batches streamed; random choices of later batches depend on it.</summary>
    public long Batches { get; }

    /// <summary>The centroid of a cluster.</summary>
    public ReadOnlySpan<float> Centroid(int cluster) => _centroids.AsSpan(cluster * Dimensions, Dimensions);

    /// <summary>
    /// The nearest centroid of each row by Euclidean distance, the lowest of equals, and the cosine to it, −1 to 1 (0 for a row of zeros;
    /// rows need not be of unit length).
    /// </summary>
    /// <param name="rows">Finite rows of <see cref="Dimensions"/> numbers.</param>
    /// <param name="labels">One place a row, written with 0 to k − 1.</param>
    /// <param name="similarities">One place a row, or empty when they are not wanted.</param>
    /// <param name="threads">Threads at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between chunks of rows.</param>
    /// <exception cref="ArgumentException">The dimensions differ, or there is not one place a row.</exception>
    public AssignmentSummary Assign(
        IRows rows, Memory<int> labels, Memory<float> similarities, int threads = 1, CancellationToken cancellation = default)
    {
        if (labels.Length != rows.Count) throw new ArgumentException($"{labels.Length} labels for {rows.Count} rows", nameof(labels));
        if (!similarities.IsEmpty && similarities.Length != rows.Count)
            throw new ArgumentException($"{similarities.Length} similarities for {rows.Count} rows", nameof(similarities));
        AssignmentPass pass = new(Clusters, Dimensions);
        pass.Load(_centroids, Empty());
        ClusterTotals totals = pass.Run(rows, 0, rows.Count, new RowResults(labels, similarities, default), withSums: false, threads, cancellation);
        return new AssignmentSummary(totals.Counts, rows.Count == 0 ? 0 : totals.SquaredDistance / rows.Count);
    }

    private bool[] Empty()
    {
        bool[] empty = Array.ConvertAll(_counts, count => count == 0);
        return Array.TrueForAll(empty, none => none) ? new bool[Clusters] : empty;
    }
}
