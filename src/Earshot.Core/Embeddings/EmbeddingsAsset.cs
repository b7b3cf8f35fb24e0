using System.Collections.Concurrent;
using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Core.Tickets;

namespace Earshot.Core.Embeddings;

/// <summary>
/// <c>embeddings</c>: a unit vector for each ticket, in the order of its partition. Stored as 384 signed bytes and a scale (cosine to the
/// float vector above 0.9999): a quarter of the bytes of floats, and numbers hardly compress.
/// </summary>
public sealed class EmbeddingsAsset(ITextEmbedder embedder, AssetDefinition tickets) : IAsset
{
    public const string Name = "embeddings";
    public const int TicketId = 0;
    public const int TextHash = 1;
    public const int Scale = 2;
    public const int Vector = 3;

    private const int BlockRows = 1 << 18; // a partition of the usual 200,000 is one block, so duplicates in it are found

    // A partition takes about 150 MB of buffers: the next one takes over those of one that is done.
    private readonly ConcurrentBag<Buffers> _idle = [];

    /// <summary>
    /// The columns: <c>number i of the vector = vector[i] × scale</c>, the bytes read as signed; the hash is <see cref="StableHash"/> of the clean
    /// text.
    /// </summary>
    public static IReadOnlyList<ColumnSchema> Columns { get; } =
    [
        new("ticket_id", ColumnType.Int64),
        new("text_hash", ColumnType.Int64),
        new("scale", ColumnType.Float32),
        new("vector", ColumnType.Bytes),
    ];

    public AssetDefinition Definition { get; } = new()
    {
        Name = Name,
        Layer = "silver",
        Version = 1,
        Columns = Columns,
        Partitions = tickets.Partitions,
        Upstream = [new Upstream(tickets.Name, PartitionMapping.Same)],
        Options = new SortedDictionary<string, string> { ["model"] = embedder.Model },
        CompressionLevel = -5,
    };

    public void Build(BuildContext context)
    {
        Buffers buffers = _idle.TryTake(out Buffers? used) ? used : new Buffers(embedder.CreateEncoder());
        (ITextEncoder encoder, ColumnBatch read, ColumnBatch written, BytesColumn texts) = (buffers.Encoder, buffers.Read, buffers.Written, buffers.Texts);
        long distinct = 0;
        using IBatchReader reader = context.Datasets.Open(Definition.Upstream[0].Asset, context.Partition, read.Schema);
        while (reader.Read(read, BlockRows))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            texts.Clear();
            TicketText.AppendClean(read, texts);
            read.Int64(TicketText.TicketId).Values.CopyTo(written.Int64(TicketId).AppendRoom(read.Count));
            Span<long> hashes = written.Int64(TextHash).AppendRoom(read.Count);
            for (int row = 0; row < hashes.Length; row++) hashes[row] = (long)StableHash.Of(texts[row]);
            distinct += encoder.Encode(texts, written.Bytes(Vector), written.Float32(Scale));
            context.Output.Append(written);
            context.Advance(read.Count);
            read.Clear();
            written.Clear();
        }

        context.Output.Describe("distinct_texts", distinct);
        _idle.Add(buffers);
    }

    private sealed class Buffers(ITextEncoder encoder)
    {
        internal ITextEncoder Encoder { get; } = encoder;

        internal ColumnBatch Read { get; } = new(TicketText.Columns);

        internal ColumnBatch Written { get; } = new(Columns);

        internal BytesColumn Texts { get; } = new();
    }
}
