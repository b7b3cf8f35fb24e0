using Earshot.Numerics.Clustering;
using Earshot.Numerics.LeastSquares;
using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.Neighbors;

/// <summary>Rows by cell of k-means: what is near each other is in few cells (an inverted file; Jégou, Douze, Schmid 2011).</summary>
internal sealed class Cells
{
    private const int RowsPerCell = 256;
    private const int SampledRowsPerCell = 32;
    private const int MostCells = 4096;
    private const int Iterations = 6;

    private readonly FloatMatrix _centroids;
    private readonly float[] _halves;

    private Cells(int[] labels, int[] order, int[] starts, FloatMatrix centroids)
    {
        Labels = labels;
        Order = order;
        Starts = starts;
        _centroids = centroids;
        _halves = new float[centroids.Count];
        for (int cell = 0; cell < centroids.Count; cell++) _halves[cell] = 0.5f * VectorKernels.Dot(centroids[cell], centroids[cell]);
    }

    /// <summary>The cell of each row.</summary>
    public int[] Labels { get; }

    /// <summary>The number that each row had, cell by cell, ascending within a cell.</summary>
    public int[] Order { get; }

    /// <summary>First row of each cell in that order, and the number of rows at last.</summary>
    public int[] Starts { get; }

    /// <summary>Cells, at least 1.</summary>
    public int Count => _halves.Length;

    /// <summary>Everything in one cell, in the order it had.</summary>
    public static Cells One(int count, int dimensions) =>
        new(new int[count], [.. Enumerable.Range(0, count)], [0, count], new FloatMatrix(new float[dimensions], dimensions));

    /// <summary>Cells of about 256 rows, or more rows from a million on, by a few iterations of Lloyd on a sample.</summary>
    public static Cells Fit(FloatMatrix rows, ulong seed, int threads, CancellationToken cancellation)
    {
        int clusters = Math.Clamp(rows.Count / RowsPerCell, 1, MostCells);
        SplitMix64 random = new(seed);
        FloatMatrix sample = FloatMatrix.Gather(rows, random.NextSample(rows.Count, Math.Min(rows.Count, clusters * SampledRowsPerCell)));
        float[] start = FloatMatrix.GatherValues(sample, random.NextSample(sample.Count, clusters));
        KMeansOptions options = new() { Clusters = clusters, MaxIterations = Iterations };
        KMeansModel model = KMeans.FitFrom(sample, start, options, threads, cancellation).Model;
        int[] labels = new int[rows.Count];
        model.Assign(rows, labels, default, threads, cancellation);
        return ByLabel(labels, new FloatMatrix(model.Centroids.ToArray(), rows.Dimensions));
    }

    /// <summary>scores[cell, row − first] = x·c − |c|²/2: the largest of a row is that of the cell whose centroid is nearest.</summary>
    public void Score(FloatMatrix rows, int first, int end, Span<float> scores)
    {
        PackedColumns columns = PackedColumns.Transposed(rows, first, end);
        ProductKernel.Multiply(_centroids, 0, Count, columns, scores);
        for (int cell = 0; cell < Count; cell++)
            foreach (ref float score in scores.Slice(cell * columns.Columns, columns.Columns)) score -= _halves[cell];
    }

    /// <summary>The numbers of other rows, those of one nearest cell after those of another, ascending within a cell.</summary>
    public int[] OrderOf(FloatMatrix rows, int threads, CancellationToken cancellation)
    {
        int[] nearest = new int[rows.Count];
        Chunks.ForEach(
            rows.Count,
            RowsPerCell,
            threads,
            (_, first, end) =>
            {
                int count = end - first;
                float[] scores = new float[Count * count], best = new float[count];
                Score(rows, first, end, scores);
                best.AsSpan().Fill(float.NegativeInfinity);
                for (int i = 0; i < scores.Length; i++)
                    if (scores[i] > best[i % count]) (best[i % count], nearest[first + (i % count)]) = (scores[i], i / count);
            },
            cancellation);
        int[] order = [.. Enumerable.Range(0, rows.Count)];
        Array.Sort(order, (a, b) => nearest[a] != nearest[b] ? nearest[a].CompareTo(nearest[b]) : a.CompareTo(b));
        return order;
    }

    private static Cells ByLabel(int[] labels, FloatMatrix centroids)
    {
        int[] starts = new int[centroids.Count + 1];
        foreach (int label in labels) starts[label + 1]++;
        for (int cell = 0; cell < centroids.Count; cell++) starts[cell + 1] += starts[cell];
        int[] next = starts[..^1], order = new int[labels.Length];
        for (int row = 0; row < labels.Length; row++) order[next[labels[row]]++] = row;
        return new Cells(labels, order, starts, centroids);
    }
}
