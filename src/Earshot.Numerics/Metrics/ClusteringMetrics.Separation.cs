using System.Numerics;
using Earshot.Numerics.Components;

namespace Earshot.Numerics.Metrics;

/// <summary>How distances between rows are measured.</summary>
public enum RowDistance
{
    /// <summary>√Σ (xᵢ − yᵢ)².</summary>
    Euclidean,

    /// <summary>1 − cosine; 1 where a row is all zeros.</summary>
    Cosine,
}

/// <content>Separation of clusters, with no true classes. All give NaN unless there are 2 to n − 1 clusters.</content>
public static partial class ClusteringMetrics
{
    private const int SilhouetteChunkRows = 16;

    // mean cosine distances below it are what is left of 0
    private const double CosineRounding = 1e-12;

    /// <summary>
    /// Mean over the rows of (b − a) / max(a, b), −1 to 1: a is the mean distance to the other rows of its cluster, b the least mean
    /// distance to the rows of another; 0 for a row alone in its cluster (Rousseeuw 1987). Time grows with n × clusters by cosine and with n² by Euclidean
    /// distance: take a sample of some thousand rows.
    /// </summary>
    /// <param name="rows">n × d numbers, row-major.</param>
    /// <param name="dimensions">Numbers a row.</param>
    /// <param name="labels">The cluster of each row.</param>
    /// <param name="distance">How to measure.</param>
    /// <param name="threads">Threads at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between chunks of rows.</param>
    /// <exception cref="ArgumentException">There is not one label a row.</exception>
    public static double Silhouette<T>(
        ReadOnlySpan<T> rows,
        int dimensions,
        ReadOnlySpan<int> labels,
        RowDistance distance = RowDistance.Euclidean,
        int threads = 1,
        CancellationToken cancellation = default)
        where T : unmanaged, INumberBase<T>
    {
        double sum = 0;
        foreach (double value in SilhouetteOfRows(rows, dimensions, labels, distance, threads, cancellation)) sum += value;
        return sum / labels.Length;
    }

    /// <summary>As <see cref="Silhouette"/>, of a sample of at most <paramref name="sample"/> rows drawn by <paramref name="seed"/>.</summary>
    public static double SampledSilhouette<T>(
        ReadOnlySpan<T> rows,
        int dimensions,
        ReadOnlySpan<int> labels,
        int sample,
        ulong seed,
        RowDistance distance = RowDistance.Euclidean,
        int threads = 1,
        CancellationToken cancellation = default)
        where T : unmanaged, INumberBase<T>
    {
        int[] chosen = new SplitMix64(seed).NextSample(labels.Length, Math.Min(sample, labels.Length));
        T[] chosenRows = new T[chosen.Length * dimensions];
        int[] chosenLabels = new int[chosen.Length];
        for (int i = 0; i < chosen.Length; i++)
        {
            rows.Slice(chosen[i] * dimensions, dimensions).CopyTo(chosenRows.AsSpan(i * dimensions));
            chosenLabels[i] = labels[chosen[i]];
        }

        return Silhouette<T>(chosenRows, dimensions, chosenLabels, distance, threads, cancellation);
    }

    /// <summary>The silhouette of each row; see <see cref="Silhouette"/>. NaN for every row unless there are 2 to n − 1 clusters.</summary>
    /// <exception cref="ArgumentException">There is not one label a row.</exception>
    public static double[] SilhouetteOfRows<T>(
        ReadOnlySpan<T> rows,
        int dimensions,
        ReadOnlySpan<int> labels,
        RowDistance distance = RowDistance.Euclidean,
        int threads = 1,
        CancellationToken cancellation = default)
        where T : unmanaged, INumberBase<T>
    {
        LabeledRows data = LabeledRows.From(rows, dimensions, labels);
        double[] silhouettes = new double[labels.Length];
        if (!data.IsMeaningful)
        {
            Array.Fill(silhouettes, double.NaN);
            return silhouettes;
        }

        if (distance == RowDistance.Cosine) data.Normalize();
        double[][]? means = distance == RowDistance.Cosine ? data.Centroids() : null;
        Chunks.ForEach(
            silhouettes.Length,
            SilhouetteChunkRows,
            threads,
            (_, first, end) =>
            {
                double[] sums = new double[data.Sizes.Length];
                for (int row = first; row < end; row++)
                {
                    if (means is null) AddEuclidean(data, row, sums);
                    else AddCosine(data, row, means, sums);
                    silhouettes[row] = SilhouetteOf(data, row, sums);
                }
            },
            cancellation);
        return silhouettes;
    }

    /// <summary>
    /// Mean over the clusters of their likeness to the most alike other: (mean distance to the own centroid + the other's) / distance of the
    /// centroids. 0 is best (Davies and Bouldin 1979). Coinciding centroids are left out.
    /// </summary>
    /// <exception cref="ArgumentException">There is not one label a row.</exception>
    public static double DaviesBouldin<T>(ReadOnlySpan<T> rows, int dimensions, ReadOnlySpan<int> labels)
        where T : unmanaged, INumberBase<T>
    {
        LabeledRows data = LabeledRows.From(rows, dimensions, labels);
        if (!data.IsMeaningful) return double.NaN;
        double[][] centroids = data.Centroids();
        double[] spread = new double[centroids.Length];
        for (int row = 0; row < labels.Length; row++)
        {
            int cluster = data.Clusters[row];
            spread[cluster] += Math.Sqrt(LabeledRows.SquaredDistance(data.Row(row), centroids[cluster])) / data.Sizes[cluster];
        }

        double sum = 0;
        for (int i = 0; i < centroids.Length; i++)
        {
            double worst = 0;
            for (int j = 0; j < centroids.Length; j++)
            {
                double apart = Math.Sqrt(LabeledRows.SquaredDistance(centroids[i], centroids[j]));
                if (i != j && apart > 0) worst = Math.Max(worst, (spread[i] + spread[j]) / apart);
            }

            sum += worst;
        }

        return sum / centroids.Length;
    }

    /// <summary>
    /// Variance between the centroids over variance within the clusters, each per degree of freedom; more is better (Caliński and Harabasz
    /// 1974). 1 when no row is off its centroid.
    /// </summary>
    /// <exception cref="ArgumentException">There is not one label a row.</exception>
    public static double CalinskiHarabasz<T>(ReadOnlySpan<T> rows, int dimensions, ReadOnlySpan<int> labels)
        where T : unmanaged, INumberBase<T>
    {
        LabeledRows data = LabeledRows.From(rows, dimensions, labels);
        if (!data.IsMeaningful) return double.NaN;
        double[][] centroids = data.Centroids();
        double[] mean = new double[dimensions];
        for (int i = 0; i < centroids.Length; i++) SymmetricEigen.AddMultiple(mean, centroids[i], (double)data.Sizes[i] / labels.Length);
        double between = 0, within = 0;
        for (int i = 0; i < centroids.Length; i++) between += data.Sizes[i] * LabeledRows.SquaredDistance(centroids[i], mean);
        for (int row = 0; row < labels.Length; row++) within += LabeledRows.SquaredDistance(data.Row(row), centroids[data.Clusters[row]]);
        return within == 0 ? 1 : between * (labels.Length - centroids.Length) / (within * (centroids.Length - 1));
    }

    // Of each cluster the sum of the distances to its other rows.
    private static void AddEuclidean(LabeledRows data, int row, double[] sums)
    {
        Array.Clear(sums);
        ReadOnlySpan<double> values = data.Row(row);
        for (int other = 0; other < data.Clusters.Length; other++)
            if (other != row) sums[data.Clusters[other]] += Math.Sqrt(LabeledRows.SquaredDistance(values, data.Row(other)));
    }

    // The same by cosine: of unit rows the mean of the cosines is the product with their mean.
    private static void AddCosine(LabeledRows data, int row, double[][] means, double[] sums)
    {
        ReadOnlySpan<double> values = data.Row(row);
        for (int cluster = 0; cluster < sums.Length; cluster++) sums[cluster] = data.Sizes[cluster] * (1 - SymmetricEigen.Dot(values, means[cluster]));
        sums[data.Clusters[row]] -= 1 - SymmetricEigen.Dot(values, values);
        for (int cluster = 0; cluster < sums.Length; cluster++)
            if (sums[cluster] < CosineRounding * data.Sizes[cluster]) sums[cluster] = 0;
    }

    private static double SilhouetteOf(LabeledRows data, int row, double[] sums)
    {
        int own = data.Clusters[row];
        if (data.Sizes[own] == 1) return 0;
        double within = sums[own] / (data.Sizes[own] - 1), nearest = double.PositiveInfinity;
        for (int cluster = 0; cluster < sums.Length; cluster++)
            if (cluster != own) nearest = Math.Min(nearest, sums[cluster] / data.Sizes[cluster]);
        double larger = Math.Max(within, nearest);
        return larger > 0 ? (nearest - within) / larger : 0;
    }
}
