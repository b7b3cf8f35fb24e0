using System.Buffers;
using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.Clustering;

/// <summary>What an <see cref="AssignmentPass"/> writes for each row; what is left empty is not computed.</summary>
/// <param name="Labels">The nearest centroid.</param>
/// <param name="Similarities">Cosine to it.</param>
/// <param name="Distances">Squared Euclidean distance to it.</param>
internal readonly record struct RowResults(Memory<int> Labels, Memory<float> Similarities, Memory<float> Distances);

/// <summary>What rows add up to, cluster by cluster.</summary>
internal sealed class ClusterTotals(int clusters, int dimensions)
{
    /// <summary>Rows of each cluster.</summary>
    public long[] Counts { get; } = new long[clusters];

    /// <summary>Sum of the rows of each cluster, k × d; zeros where it was not asked for.</summary>
    public double[] Sums { get; } = new double[clusters * dimensions];

    /// <summary>Sum of the squared distances of all rows to their centroids.</summary>
    public double SquaredDistance { get; set; }

    public Span<double> Sum(int cluster) => Sums.AsSpan(cluster * dimensions, dimensions);

    public void Clear()
    {
        Array.Clear(Counts);
        Array.Clear(Sums);
        SquaredDistance = 0;
    }

    public void Add(ClusterTotals other, bool withSums)
    {
        for (int i = 0; i < Counts.Length; i++) Counts[i] += other.Counts[i];
        if (withSums) VectorKernels.AddTo(Sums, other.Sums);
        SquaredDistance += other.SquaredDistance;
    }
}

/// <summary>
/// One look at many rows: the nearest centroid of each, and totals by cluster. Rows are cut in chunks whose size follows from their number
/// alone, and the chunks' totals are added in chunk order. Keeps its buffers from call to call; one call at a time.
/// </summary>
internal sealed class AssignmentPass(int clusters, int dimensions)
{
    // a block of 32 rows of 384 floats is 49 kB: it stays in the second-level cache beside a panel of centroids
    private const int BlockRows = 8 * PackedCentroids.TileRows;
    private const int LeastChunkRows = 1024;

    // bounds the totals kept by chunk to this many times k × d doubles
    private const int MostChunks = 32;

    private readonly PackedCentroids _packed = new(clusters, dimensions);
    private readonly List<ClusterTotals> _chunks = [];
    private readonly ClusterTotals _totals = new(clusters, dimensions);
    private float[] _centroids = [];

    /// <summary>Takes the k × d centroids to compare with (a copy); those with <paramref name="excluded"/> set are never nearest.</summary>
    public void Load(ReadOnlySpan<float> centroids, ReadOnlySpan<bool> excluded = default)
    {
        _centroids = centroids.ToArray();
        _packed.Load(centroids, excluded);
    }

    /// <summary>Works on the rows from <paramref name="first"/> on. The totals returned are valid until the next call.</summary>
    public ClusterTotals Run(
        IRows rows, int first, int count, RowResults results, bool withSums, int threads, CancellationToken cancellation)
    {
        if (rows.Dimensions != dimensions)
            throw new ArgumentException($"rows of {rows.Dimensions} dimensions; the centroids have {dimensions}", nameof(rows));
        int size = Math.Max(LeastChunkRows, (count + MostChunks - 1) / MostChunks);
        int chunks = Chunks.Count(count, size);
        while (_chunks.Count < chunks) _chunks.Add(new ClusterTotals(clusters, dimensions));
        Chunks.ForEach(count, size, threads, (chunk, from, end) => RunChunk(rows, first, from, end, results, withSums, _chunks[chunk]), cancellation);
        _totals.Clear();
        for (int chunk = 0; chunk < chunks; chunk++) _totals.Add(_chunks[chunk], withSums);
        return _totals;
    }

    private void RunChunk(IRows rows, int first, int from, int end, RowResults results, bool withSums, ClusterTotals totals)
    {
        totals.Clear();
        float[] rented = ArrayPool<float>.Shared.Rent(BlockRows * dimensions);
        Span<int> labels = stackalloc int[BlockRows];
        Span<float> dots = stackalloc float[BlockRows];
        for (int start = from; start < end; start += BlockRows)
        {
            int size = Math.Min(BlockRows, end - start);
            int padded = (size + PackedCentroids.TileRows - 1) / PackedCentroids.TileRows * PackedCentroids.TileRows;
            Span<float> block = rented.AsSpan(0, padded * dimensions);
            for (int row = 0; row < size; row++) rows.Read(first + start + row, block.Slice(row * dimensions, dimensions));
            block[(size * dimensions)..].Clear();
            _packed.FindNearest(block, labels, dots);
            for (int row = 0; row < size; row++)
            {
                ReadOnlySpan<float> values = block.Slice(row * dimensions, dimensions);
                int label = labels[row];
                float distance = VectorKernels.SquaredEuclidean(values, _centroids.AsSpan(label * dimensions, dimensions));
                totals.Counts[label]++;
                totals.SquaredDistance += distance;
                if (withSums) VectorKernels.AddTo(totals.Sum(label), values);
                if (!results.Labels.IsEmpty) results.Labels.Span[start + row] = label;
                if (!results.Distances.IsEmpty) results.Distances.Span[start + row] = distance;
                if (!results.Similarities.IsEmpty)
                    results.Similarities.Span[start + row] = VectorKernels.Cosine(dots[row], VectorKernels.Norm(values), _packed.Norms[label]);
            }
        }

        ArrayPool<float>.Shared.Return(rented);
    }
}
