using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Numerics.Clustering;
using Earshot.Numerics.Vectors;

namespace Earshot.Core.Topics;

/// <summary>
/// <c>topic_model</c>: centroids by mini-batch k-means. The start is the best of several k-means++ starts on a sample; then every vector of
/// every partition that exists passes by once, in batches.
/// </summary>
public sealed class TopicModelAsset : IAsset
{
    public const string Name = "topic_model";

    private const int ReadRows = 1 << 15;

    private readonly KMeansOptions _options;
    private readonly AssetDefinition _embeddings;
    private readonly int _dimensions;

    /// <summary>The model of all partitions of <paramref name="embeddings"/>, whose vectors have <paramref name="dimensions"/> numbers.</summary>
    public TopicModelAsset(KMeansOptions options, AssetDefinition embeddings, int dimensions)
    {
        (_options, _embeddings, _dimensions) = (options, embeddings, dimensions);
        Definition = new AssetDefinition
        {
            Name = Name,
            Layer = "models",
            Version = 1,
            Columns = [new("cluster_id", ColumnType.Int32), new("weight", ColumnType.Int64), new("centroid", ColumnType.FloatArray, dimensions)],
            Partitions = embeddings.Partitions.Count == 0 ? [] : [Name],
            Upstream = [new Upstream(embeddings.Name, PartitionMapping.All)],
            Options = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["batch_size"] = options.BatchSize.ToString(),
                ["clusters"] = options.Clusters.ToString(),
                ["seed"] = options.Seed.ToString(),
            },
        };
    }

    public AssetDefinition Definition { get; }

    /// <summary>Clusters asked for.</summary>
    public int Clusters => _options.Clusters;

    /// <summary>Seed of the start.</summary>
    public ulong Seed => _options.Seed;

    /// <summary>Reads the model as it was built.</summary>
    public KMeansModel Read(IDatasetReader datasets)
    {
        ColumnBatch batch = new(Definition.Columns);
        using IBatchReader reader = datasets.Open(Name, Name, batch.Schema);
        while (reader.Read(batch, int.MaxValue))
        {
        }

        return new KMeansModel(_dimensions, batch.FloatArray(2).Values, batch.Int64(1).Values);
    }

    public void Build(BuildContext context)
    {
        IReadOnlyList<string> partitions = _embeddings.Partitions;
        QuantizedMatrix sample = EmbeddingSample.Read(context.Datasets, partitions, _dimensions, _options.InitialSample, context.Threads, context.Cancellation);
        MiniBatchKMeans means = new(_dimensions, _options);
        means.Start(sample, context.Threads, context.Cancellation);
        ConcurrentBag<ColumnBatch> read = [];
        InOrder.ForEach(
            partitions.Count,
            context.Threads,
            index => ReadPartition(context.Datasets, partitions[index], read.TryTake(out ColumnBatch? used) ? used : new ColumnBatch(EmbeddingSample.VectorColumns)),
            (_, rows) =>
            {
                means.PartialFit(new EmbeddingRows(rows.Bytes(1), rows.Float32(0), _dimensions), context.Threads, context.Cancellation);
                context.Advance(rows.Count);
                read.Add(rows);
            },
            context.Cancellation);
        Write(context.Output, means.Model);
    }

    private static ColumnBatch ReadPartition(IDatasetReader datasets, string partition, ColumnBatch rows)
    {
        rows.Clear();
        using IBatchReader reader = datasets.Open(EmbeddingsAsset.Name, partition, rows.Schema);
        while (reader.Read(rows, rows.Count + ReadRows))
        {
        }

        return rows;
    }

    private void Write(IPartitionWriter output, KMeansModel model)
    {
        ColumnBatch batch = new(Definition.Columns);
        JsonArray weights = [];
        for (int cluster = 0; cluster < model.Clusters; cluster++)
        {
            batch.Int32(0).Append(cluster);
            batch.Int64(1).Append(model.Counts[cluster]);
            model.Centroid(cluster).CopyTo(batch.FloatArray(2).AppendRoom());
            weights.Add(model.Counts[cluster]);
        }

        output.Append(batch);
        output.Describe("weights", weights);
        output.Describe("mean_squared_distance", model.Inertia);
    }
}
