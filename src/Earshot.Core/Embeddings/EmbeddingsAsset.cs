using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Core.Tickets;

namespace Earshot.Core.Embeddings;

/// <summary>
/// <c>embeddings</c>: a unit vector for each ticket, in the order of its partition. Stored as a signed byte a number and a scale (cosine to the
/// float vector above 0.9999): a quarter of the bytes of floats, and numbers hardly compress.
/// </summary>
public sealed class EmbeddingsAsset : IAsset
{
    public const string Name = "embeddings";
    public const int TicketId = 0;
    public const int TextHash = 1;
    public const int Scale = 2;
    public const int Vector = 3;
    public const int MadeByColumn = 4;

    private const int BlockRows = 1 << 18; // a partition of the usual 200,000 is one block, so duplicates in it are found


    // A partition takes about 150 MB of buffers: the next one takes over those of one that is done.
    private readonly ConcurrentBag<Buffers> _idle = [];

    /// <summary>The vectors of <paramref name="tickets"/> by a recipe.</summary>
    public EmbeddingsAsset(EmbeddingRecipe recipe, AssetDefinition tickets)
    {
        Recipe = recipe;
        Definition = new AssetDefinition
        {
            Name = Name,
            Layer = "silver",
            Version = 2,
            Columns = Columns,
            Partitions = tickets.Partitions,
            Upstream = [new Upstream(tickets.Name, PartitionMapping.Same), .. recipe.Upstream],
            Options = new SortedDictionary<string, string>(recipe.Options.ToDictionary(), StringComparer.Ordinal)
            {
                ["dimensions"] = recipe.Dimensions.ToString(),
                ["model"] = recipe.Model,
            },
            CompressionLevel = -5,
            RowGroupRows = 10_240,
        };
    }

    /// <summary>
    /// The columns: <c>number i of the vector = vector[i] × scale</c>, the bytes read as signed; the hash is <see cref="StableHash"/> of the clean
    /// text; a ticket without text has zeros, made by <c>nothing</c>.
    /// </summary>
    public static IReadOnlyList<ColumnSchema> Columns { get; } =
    [
        new("ticket_id", ColumnType.Int64),
        new("text_hash", ColumnType.Int64),
        new("scale", ColumnType.Float32),
        new("vector", ColumnType.Bytes),
        new("made_by", ColumnType.Text),
    ];

    public AssetDefinition Definition { get; }

    /// <summary>How the vectors come about.</summary>
    public EmbeddingRecipe Recipe { get; }

    public void Build(BuildContext context)
    {
        Buffers buffers = _idle.TryTake(out Buffers? used) ? used : new Buffers(Recipe.CreateEncoder(context.Datasets));
        (ColumnBatch read, ColumnBatch written, BytesColumn texts) = (buffers.Read, buffers.Written, buffers.Texts);
        EncodedRows rows = new(written.Bytes(Vector), written.Float32(Scale), written.Bytes(MadeByColumn));
        long distinct = 0;
        MakerCounts makers = new();
        using IBatchReader reader = context.Datasets.Open(Definition.Upstream[0].Asset, context.Partition, read.Schema);
        while (reader.Read(read, BlockRows))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            texts.Clear();
            TicketText.AppendClean(read, texts);
            read.Int64(TicketText.TicketId).Values.CopyTo(written.Int64(TicketId).AppendRoom(read.Count));
            Span<long> hashes = written.Int64(TextHash).AppendRoom(read.Count);
            for (int row = 0; row < hashes.Length; row++) hashes[row] = (long)StableHash.Of(texts[row]);
            distinct += buffers.Encoder.Encode(texts, rows, context.Advance, context.Cancellation);
            makers.Add(rows.MadeBy);
            context.Output.Append(written);
            read.Clear();
            written.Clear();
        }

        context.Output.Describe("distinct_texts", distinct);
        context.Output.Describe("made_by", makers.ToJson());
        _idle.Add(buffers);
    }

    private sealed class Buffers(IBlockEncoder encoder)
    {
        internal IBlockEncoder Encoder { get; } = encoder;

        internal ColumnBatch Read { get; } = new(TicketText.Columns);

        internal ColumnBatch Written { get; } = new(Columns);

        internal BytesColumn Texts { get; } = new();
    }

    // Runs of the same maker are the rule, so a row costs a comparison.
    private sealed class MakerCounts
    {
        private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);

        internal void Add(BytesColumn makers)
        {
            for (int row = 0; row < makers.Count;)
            {
                int end = row + 1;
                while (end < makers.Count && makers[end].SequenceEqual(makers[row])) end++;
                string maker = Encoding.UTF8.GetString(makers[row]);
                _counts[maker] = _counts.GetValueOrDefault(maker) + end - row;
                row = end;
            }
        }

        internal JsonObject ToJson() => new(_counts.Select(count => KeyValuePair.Create(count.Key, (JsonNode?)count.Value)));
    }
}
