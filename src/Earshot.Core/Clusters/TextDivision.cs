using Earshot.Numerics.Clustering;
using Earshot.Numerics.Communities;
using Earshot.Numerics.Density;
using Earshot.Numerics.Manifold;
using Earshot.Numerics.Vectors;

namespace Earshot.Core.Clusters;

/// <summary>Texts divided once.</summary>
/// <param name="Labels">Of each text its cluster, 0 to <paramref name="Clusters"/> − 1, or −1 for noise.</param>
/// <param name="Clusters">Clusters.</param>
/// <param name="Memberships">Of each text how firmly it belongs to its cluster, 0 to 1.</param>
/// <param name="OutlierScores">Of each text how far it stands out, comparable within one division.</param>
/// <param name="Persistence">Of each cluster how long it persists for its size, 0 to 1; 0 where the method does not tell.</param>
internal sealed record TextDivision(int[] Labels, int Clusters, double[] Memberships, double[] OutlierScores, double[] Persistence)
{
    private const int MostMeans = 20;

    /// <summary>The layout that the clusters were looked for in; null where they were looked for in the vectors.</summary>
    public FloatMatrix? Layout { get; private init; }

    /// <summary>Divides texts.</summary>
    /// <param name="rows">A vector each, compared by cosine.</param>
    /// <param name="size">Texts of a cluster at least.</param>
    /// <param name="options">How.</param>
    /// <param name="threads">Threads at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between chunks of rows.</param>
    public static TextDivision Of(FloatMatrix rows, int size, RecursiveClusteringOptions options, int threads, CancellationToken cancellation)
    {
        switch (options.Method)
        {
            case ClusterMethod.Graph:
                GraphTopicsFit topics = GraphTopics.Fit(
                    rows, new GraphTopicsOptions { LeastSize = size, Levels = [1], Seed = options.Seed }, null, threads, cancellation);
                return Of([.. topics.Labels], topics.Count, topics.Memberships);
            case ClusterMethod.KMeans:
                return ByMeans(UnitRows.Of(rows, threads), size, options.Seed, threads, cancellation);
            case ClusterMethod.Hdbscan:
                HdbscanOptions straight = new() { MinClusterSize = size, MinSamples = Math.Max(1, size / 2), Metric = options.Metric };
                return Of(Hdbscan.Fit(UnitRows.Of(rows, threads), straight, threads, cancellation));
            default:
                FloatMatrix layout = Lay(rows, options.Components, options, threads, cancellation);
                HdbscanModel model = Hdbscan.Fit(layout, new HdbscanOptions { MinClusterSize = size, Metric = options.Metric }, threads, cancellation);
                return Of(model) with { Layout = layout };
        }
    }

    /// <summary>A layout of texts by UMAP.</summary>
    public static FloatMatrix Lay(FloatMatrix rows, int dimensions, RecursiveClusteringOptions options, int threads, CancellationToken cancellation) => Umap.Fit(
        rows,
        new UmapOptions { Components = dimensions, Neighbors = options.Neighbors, MinDist = options.MinDist, Seed = options.Seed },
        threads,
        cancellation: cancellation).Embedding;

    private static TextDivision Of(HdbscanModel model) =>
        new(model.Labels.ToArray(), model.Clusters, model.Probabilities.ToArray(), model.OutlierScores.ToArray(), model.Persistence.ToArray());

    // who belongs least stands out most
    private static TextDivision Of(int[] labels, int clusters, IReadOnlyList<float> memberships) => new(
        labels, clusters, [.. memberships.Select(membership => (double)membership)], [.. memberships.Select(membership => 1.0 - membership)], new double[clusters]);

    private static TextDivision ByMeans(FloatMatrix rows, int size, ulong seed, int threads, CancellationToken cancellation)
    {
        MiniBatchKMeans means = new(rows.Dimensions, new KMeansOptions { Clusters = Math.Min(MostMeans, rows.Count / size), Seed = seed });
        means.Start(rows, threads, cancellation);
        means.PartialFit(rows, threads, cancellation);
        int[] labels = new int[rows.Count];
        float[] similarities = new float[rows.Count];
        for (KMeansModel model = means.Model; ; model = Without(model, labels))
        {
            model.Assign(rows, labels, similarities, threads, cancellation);
            if (labels.CountBy(label => label).All(cluster => cluster.Value >= size) && labels.Distinct().Count() == model.Clusters)
                return Of(labels, model.Clusters, Array.ConvertAll(similarities, cosine => Math.Clamp(cosine, 0, 1)));
        }
    }

    // without the smallest cluster, which is too small: its texts go to the nearest of the others
    private static KMeansModel Without(KMeansModel model, int[] labels)
    {
        int[] counts = new int[model.Clusters];
        foreach (int label in labels) counts[label]++;
        int smallest = Array.IndexOf(counts, counts.Min());
        int[] left = [.. Enumerable.Range(0, counts.Length).Where(cluster => cluster != smallest)];
        float[] centroids = [.. left.SelectMany(cluster => model.Centroid(cluster).ToArray())];
        return new KMeansModel(model.Dimensions, centroids, [.. left.Select(cluster => (long)Math.Max(1, counts[cluster]))]);
    }
}
