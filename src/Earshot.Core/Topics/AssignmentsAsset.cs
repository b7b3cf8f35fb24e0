using System.Text;
using System.Text.Json.Nodes;
using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;

namespace Earshot.Core.Topics;

/// <summary><c>assignments</c>: each ticket's topic and how much it belongs there, in the order of its partition.</summary>
public sealed class AssignmentsAsset(TopicModelAsset model, AssetDefinition embeddings, int dimensions) : IAsset
{
    public const string Name = "assignments";
    public const int TicketId = 0;
    public const int ClusterId = 1;
    public const int Similarity = 2;
    public const int TopicId = 3;
    public const int TopicPath = 4;
    public const int Membership = 5;

    private const int BlockRows = 65_536;

    private readonly Lock _gate = new();
    private ITopicModel? _model;

    /// <summary>
    /// The columns. <c>cluster_id</c> is the number that the model gave, before anybody edited topics; <c>topic_id</c> is −1 and <c>topic_path</c> null for a
    /// ticket that is in no topic; <c>membership</c> is null where the method does not tell.
    /// </summary>
    public static IReadOnlyList<ColumnSchema> Columns { get; } =
    [
        new("ticket_id", ColumnType.Int64),
        new("cluster_id", ColumnType.Int32),
        new("similarity", ColumnType.Float32),
        new("topic_id", ColumnType.Int32),
        new("topic_path", ColumnType.Text),
        new("membership", ColumnType.Float32),
    ];

    public AssetDefinition Definition { get; } = new()
    {
        Name = Name,
        Layer = "silver",
        Version = 2,
        Columns = Columns,
        Partitions = embeddings.Partitions,
        Upstream = [new Upstream(embeddings.Name, PartitionMapping.Same), new Upstream(TopicModelAsset.Name, PartitionMapping.All)],
        Options = model.ShownBy,
    };

    public void Build(BuildContext context)
    {
        ITopicModel topics = Model(context);
        byte[][] paths = [.. topics.Topics.Select(topic => Encoding.UTF8.GetBytes(topic.Path))];
        long[] distribution = new long[paths.Length];
        long outside = 0;
        double squared = 0;
        TopicAssignments assigned = new();
        ColumnBatch read = new(
        [
            EmbeddingsAsset.Columns[EmbeddingsAsset.TicketId], .. EmbeddingSample.VectorColumns, EmbeddingsAsset.Columns[EmbeddingsAsset.TextHash],
        ]);
        ColumnBatch written = new(Columns);
        EmbeddingRows vectors = new(read.Bytes(2), read.Float32(1), dimensions);
        using IBatchReader reader = context.Datasets.Open(embeddings.Name, context.Partition, read.Schema);
        while (reader.Read(read, BlockRows))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            topics.Assign(vectors, read.Int64(3).Values, assigned, context.Threads, context.Cancellation);
            squared += assigned.SquaredDistance;
            read.Int64(0).Values.CopyTo(written.Int64(TicketId).AppendRoom(read.Count));
            assigned.Clusters.Span.CopyTo(written.Int32(ClusterId).AppendRoom(read.Count));
            assigned.Similarities.Span.CopyTo(written.Float32(Similarity).AppendRoom(read.Count));
            Write(topics, assigned, paths, written);
            foreach (int place in assigned.Places.Span)
            {
                if (place < 0) outside++;
                else distribution[place]++;
            }

            context.Output.Append(written);
            context.Advance(read.Count);
            read.Clear();
            written.Clear();
        }

        context.Output.Describe("distribution", new JsonArray([.. distribution.Select(count => (JsonNode)count)]));
        context.Output.Describe("without_topic", outside);
        context.Output.Describe("squared_distance", squared);
    }

    private static void Write(ITopicModel topics, TopicAssignments assigned, byte[][] paths, ColumnBatch written)
    {
        (BytesColumn shown, ValueColumn<float> memberships) = (written.Bytes(TopicPath), written.Float32(Membership));
        Span<int> ids = written.Int32(TopicId).AppendRoom(assigned.Count);
        ReadOnlySpan<int> places = assigned.Places.Span;
        for (int row = 0; row < places.Length; row++)
        {
            ids[row] = places[row] < 0 ? -1 : topics.Topics[places[row]].Id;
            if (places[row] < 0) shown.AppendNull();
            else shown.Append(paths[places[row]]);
        }

        foreach (float membership in assigned.Memberships.Span)
        {
            if (float.IsNaN(membership)) memberships.AppendNull();
            else memberships.Append(membership);
        }
    }

    // Partitions are built side by side and all take the same model.
    private ITopicModel Model(BuildContext context)
    {
        lock (_gate) return _model ??= model.Read(context.Datasets);
    }
}
