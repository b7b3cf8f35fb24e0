using System.Text.Json.Nodes;
using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Numerics.Clustering;

namespace Earshot.Core.Topics;

/// <summary><c>assignments</c>: each ticket's cluster and its cosine to the centroid, in the order of its partition.</summary>
public sealed class AssignmentsAsset(TopicModelAsset model, AssetDefinition embeddings, int dimensions) : IAsset
{
    public const string Name = "assignments";
    public const int TicketId = 0;
    public const int ClusterId = 1;
    public const int Similarity = 2;

    private const int BlockRows = 16_384;

    public static IReadOnlyList<ColumnSchema> Columns { get; } =
    [
        new("ticket_id", ColumnType.Int64),
        new("cluster_id", ColumnType.Int32),
        new("similarity", ColumnType.Float32),
    ];

    public AssetDefinition Definition { get; } = new()
    {
        Name = Name,
        Layer = "silver",
        Version = 1,
        Columns = Columns,
        Partitions = embeddings.Partitions,
        Upstream = [new Upstream(embeddings.Name, PartitionMapping.Same), new Upstream(TopicModelAsset.Name, PartitionMapping.All)],
    };

    public void Build(BuildContext context)
    {
        KMeansModel fitted = model.Read(context.Datasets);
        long[] distribution = new long[fitted.Clusters];
        double squared = 0;
        ColumnBatch read = new([EmbeddingsAsset.Columns[EmbeddingsAsset.TicketId], .. EmbeddingSample.VectorColumns]);
        ColumnBatch written = new(Columns);
        EmbeddingRows vectors = new(read.Bytes(2), read.Float32(1), dimensions);
        int[] clusters = [];
        float[] similarities = [];
        using IBatchReader reader = context.Datasets.Open(embeddings.Name, context.Partition, read.Schema);
        while (reader.Read(read, BlockRows))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            int rows = read.Count;
            read.Int64(0).Values.CopyTo(written.Int64(TicketId).AppendRoom(rows));
            if (clusters.Length < rows) (clusters, similarities) = (new int[rows], new float[rows]);
            AssignmentSummary summary =
                fitted.Assign(vectors, clusters.AsMemory(0, rows), similarities.AsMemory(0, rows), context.Threads, context.Cancellation);
            squared += summary.MeanSquaredDistance * rows;
            for (int cluster = 0; cluster < distribution.Length; cluster++) distribution[cluster] += summary.Counts[cluster];
            clusters.AsSpan(0, rows).CopyTo(written.Int32(ClusterId).AppendRoom(rows));
            similarities.AsSpan(0, rows).CopyTo(written.Float32(Similarity).AppendRoom(rows));
            context.Output.Append(written);
            context.Advance(rows);
            read.Clear();
            written.Clear();
        }

        context.Output.Describe("distribution", new JsonArray([.. distribution.Select(count => (JsonNode)count)]));
        context.Output.Describe("squared_distance", squared);
    }
}
