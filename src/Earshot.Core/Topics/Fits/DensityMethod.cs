using System.Globalization;
using Earshot.Numerics.Density;
using Earshot.Numerics.Manifold;
using Earshot.Numerics.Vectors;

namespace Earshot.Core.Topics.Fits;

/// <summary>Clusters by density: HDBSCAN on the unit vectors as they are, or on what UMAP makes of them. Texts where it is not dense are in no topic.</summary>
public sealed class DensityMethod : ITopicMethod
{
    private const int Components = 5;
    private const int LeastClusterSize = 5;
    private const int TextsOfACluster = 200;

    private readonly bool _umap;
    private readonly int _minClusterSize;

    /// <summary>The method.</summary>
    /// <param name="umap">Whether UMAP goes before it: to 5 dimensions, minimum distance 0.</param>
    /// <param name="minClusterSize">Texts of a cluster at least; 0 for max(5, n / 200).</param>
    /// <param name="seed">Seed of UMAP.</param>
    public DensityMethod(bool umap, int minClusterSize, ulong seed) => (_umap, _minClusterSize, Seed) = (umap, minClusterSize, seed);

    public string Name => _umap ? "umap-hdbscan" : "hdbscan";

    public ulong Seed { get; }

    public IReadOnlyDictionary<string, string> Options => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["min_cluster_size"] = _minClusterSize == 0 ? $"max({LeastClusterSize}, n / {TextsOfACluster})" : _minClusterSize.ToString(CultureInfo.InvariantCulture),
        ["seed"] = Seed.ToString(CultureInfo.InvariantCulture),
    };

    public FoundTopics Find(IRows vectors, int[]? previous, int threads, CancellationToken cancellation)
    {
        int size = _minClusterSize > 0 ? _minClusterSize : Math.Max(LeastClusterSize, vectors.Count / TextsOfACluster);
        if (vectors.Count < size || vectors.Count < 2)
            return new FoundTopics([Enumerable.Repeat(-1, vectors.Count).ToArray()], 0, new float[vectors.Count]);
        FloatMatrix rows = UnitRows.Of(vectors, threads);
        if (_umap)
        {
            UmapOptions options = new() { Components = Components, MinDist = 0, Seed = Seed };
            rows = Umap.Fit(rows, options, threads, null, cancellation).Embedding;
        }

        HdbscanModel model = Hdbscan.Fit(rows, new HdbscanOptions { MinClusterSize = size, MinSamples = Math.Max(1, size / 2) }, threads, cancellation);
        return new FoundTopics([BySize(model.Labels.ToArray())], 0, Array.ConvertAll(model.Probabilities.ToArray(), probability => (float)probability));
    }

    // HDBSCAN numbers clusters by its tree; people read the largest first
    private static int[] BySize(int[] labels)
    {
        Dictionary<int, int> numbers = labels.Where(label => label >= 0).GroupBy(label => label)
            .OrderByDescending(cluster => cluster.Count()).ThenBy(cluster => cluster.Key)
            .Select((cluster, number) => (cluster.Key, number)).ToDictionary(pair => pair.Key, pair => pair.number);
        return [.. labels.Select(label => label < 0 ? -1 : numbers[label])];
    }
}
