using System.Text.Json.Nodes;
using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Numerics;
using Earshot.Numerics.Clustering;
using Earshot.Numerics.Vectors;

namespace Earshot.Core.Topics;

/// <summary>
/// <c>topic_model</c>: centroids by mini-batch k-means. The start is the best of several k-means++ starts on a sample; then every vector of
/// every partition that exists passes by once, in batches. Where nobody said how many clusters, few texts get fewer: <see cref="ClusterCount"/>.
/// </summary>
public sealed class KMeansTopicsAsset : TopicModelAsset
{
    /// <summary>The name of the clusters of the teacher's sample that tell which texts are in doubt, where the topics are not found by k-means.</summary>
    public const string SampleClusters = "sample_clusters";

    private const int Centroid = 2;

    private const int BlockRows = 1 << 18;
    private const int HashRows = 8192;

    private readonly KMeansOptions _options;
    private readonly AssetDefinition _vectors;
    private readonly int _dimensions;
    private readonly bool _fewerForFewTexts;

    /// <summary>The model of all partitions of <paramref name="vectors"/>, which have <paramref name="dimensions"/> numbers.</summary>
    /// <param name="options">Valid options.</param>
    /// <param name="vectors">The asset of the vectors: <c>embeddings</c>, or the sample that the teacher embedded.</param>
    /// <param name="dimensions">Numbers a vector.</param>
    /// <param name="fewerForFewTexts">Whether the clusters of <paramref name="options"/> are those of a large corpus, and a small one gets fewer.</param>
    /// <param name="name">Name of the asset: <c>topic_model</c>, or <see cref="SampleClusters"/>.</param>
    public KMeansTopicsAsset(KMeansOptions options, AssetDefinition vectors, int dimensions, bool fewerForFewTexts = false, string name = Name)
    {
        (_options, _vectors, _dimensions, _fewerForFewTexts) = (options, vectors, dimensions, fewerForFewTexts);
        Definition = new AssetDefinition
        {
            Name = name,
            Layer = "models",
            Version = 1,
            Columns = [new("cluster_id", ColumnType.Int32), new("weight", ColumnType.Int64), new("centroid", ColumnType.FloatArray, dimensions)],
            Partitions = vectors.Partitions.Count == 0 ? [] : [name],
            Upstream = [new Upstream(vectors.Name, PartitionMapping.All)],
            Options = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["batch_size"] = options.BatchSize.ToString(),
                ["clusters"] = fewerForFewTexts ? $"{options.Clusters}, fewer for few texts" : options.Clusters.ToString(),
                ["seed"] = options.Seed.ToString(),
            },
        };
    }

    public override AssetDefinition Definition { get; }

    public override string Method => "k-means";

    public override bool HasMemberships => false;

    public override ulong Seed => _options.Seed;

    internal override ITopicModel Read(IDatasetReader datasets)
    {
        ColumnBatch batch = new(Definition.Columns);
        using IBatchReader reader = datasets.Open(Definition.Name, Definition.Name, batch.Schema);
        while (reader.Read(batch, int.MaxValue))
        {
        }

        return new KMeansTopics(new KMeansModel(_dimensions, batch.FloatArray(Centroid).Values, batch.Int64(1).Values));
    }

    public override void Build(BuildContext context)
    {
        QuantizedMatrix sample = EmbeddingSample.Read(context.Datasets, _vectors, _dimensions, _options.InitialSample, context.Threads, context.Cancellation);
        MiniBatchKMeans means = new(_dimensions, _fewerForFewTexts ? _options with { Clusters = CountClusters(context) } : _options);
        means.Start(sample, context.Threads, context.Cancellation);
        Learn(means, context);
        Write(context.Output, means.Model);
    }

    // As many partitions as there are threads are read side by side, then learnt from one after the other: a reader beside the arithmetic would take a
    // core from a thread that all others wait for.
    private void Learn(MiniBatchKMeans means, BuildContext context)
    {
        IReadOnlyList<string> partitions = _vectors.Partitions;
        var rows = new ColumnBatch[context.Threads];
        for (int i = 0; i < rows.Length; i++) rows[i] = new ColumnBatch(EmbeddingSample.VectorColumns);
        var readers = new IBatchReader?[context.Threads];
        for (int first = 0; first < partitions.Count; first += readers.Length)
        {
            int count = Math.Min(readers.Length, partitions.Count - first);
            try
            {
                int from = first;
                Chunks.ForEach(count, 1, context.Threads, (i, _, _) =>
                {
                    readers[i] = context.Datasets.Open(_vectors.Name, partitions[from + i], rows[i].Schema);
                    ReadBlock(readers[i]!, rows[i]);
                }, context.Cancellation);
                for (int i = 0; i < count; i++) Learn(means, readers[i]!, rows[i], context);
            }
            finally
            {
                for (int i = 0; i < count; i++) readers[i]?.Dispose();
            }
        }
    }

    // Of a partition above the usual size only a block is in memory; the next is read when it has been learnt from.
    private void Learn(MiniBatchKMeans means, IBatchReader reader, ColumnBatch rows, BuildContext context)
    {
        do
        {
            means.PartialFit(new EmbeddingRows(rows.Bytes(1), rows.Float32(0), _dimensions), context.Threads, context.Cancellation);
            context.Advance(rows.Count);
        }
        while (ReadBlock(reader, rows));
    }

    // Stops at as many different texts as change nothing any more: in a large corpus, within the first block.
    private int CountClusters(BuildContext context)
    {
        long enough = ClusterCount.TextsFor(_options.Clusters);
        HashSet<long> hashes = [];
        ColumnBatch batch = new([EmbeddingsAsset.Columns[EmbeddingsAsset.TextHash]]);
        foreach (string partition in _vectors.Partitions)
        {
            using IBatchReader reader = context.Datasets.Open(_vectors.Name, partition, batch.Schema);
            for (; hashes.Count < enough && reader.Read(batch, HashRows); batch.Clear())
            {
                context.Cancellation.ThrowIfCancellationRequested();
                foreach (long hash in batch.Int64(0).Values) hashes.Add(hash);
            }

            if (hashes.Count >= enough) break;
        }

        return ClusterCount.For(hashes.Count, _options.Clusters);
    }

    private static bool ReadBlock(IBatchReader reader, ColumnBatch rows)
    {
        rows.Clear();
        return reader.Read(rows, BlockRows);
    }

    private void Write(IPartitionWriter output, KMeansModel model)
    {
        ColumnBatch batch = new(Definition.Columns);
        JsonArray weights = [];
        for (int cluster = 0; cluster < model.Clusters; cluster++)
        {
            batch.Int32(0).Append(cluster);
            batch.Int64(1).Append(model.Counts[cluster]);
            model.Centroid(cluster).CopyTo(batch.FloatArray(Centroid).AppendRoom());
            weights.Add(model.Counts[cluster]);
        }

        output.Append(batch);
        output.Describe("weights", weights);
        output.Describe("mean_squared_distance", model.Inertia);
    }
}
