using System.Runtime.InteropServices;
using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Core.Tickets;
using Earshot.Numerics.Vectors;

namespace Earshot.Core.Embeddings;

/// <summary>
/// <c>teacher_sample</c>: different texts drawn at random from all tickets, embedded by the teacher. The student is fitted to it and the topics are
/// found on it; all other texts are carried to them by the student's vectors.
/// </summary>
public sealed class TeacherSampleAsset : IAsset
{
    public const string Name = "teacher_sample";
    public const int TextHash = 0;
    public const int Text = 1;
    public const int Scale = 2;
    public const int Vector = 3;

    private const int BlockRows = 16_384;

    // Above it only the beginning of each partition is read: more texts to draw from tell nothing more.
    private const long RowsReadWhole = 2_000_000;

    private readonly Func<IEmbeddingModel> _teacher;
    private readonly int _dimensions;
    private readonly int _size;
    private readonly ulong _seed;
    private readonly AssetDefinition _tickets;

    /// <summary>A sample of at most <paramref name="size"/> texts.</summary>
    /// <param name="teacher">Gives the teacher; asked for only when a sample is built.</param>
    /// <param name="model">Its name and revision.</param>
    /// <param name="dimensions">Numbers a vector.</param>
    /// <param name="size">Texts, at least 1.</param>
    /// <param name="seed">Seed of the draw.</param>
    /// <param name="tickets">The asset of the tickets.</param>
    public TeacherSampleAsset(Func<IEmbeddingModel> teacher, string model, int dimensions, int size, ulong seed, AssetDefinition tickets)
    {
        (_teacher, _dimensions, _size, _seed, _tickets) = (teacher, dimensions, size, seed, tickets);
        Definition = new AssetDefinition
        {
            Name = Name,
            Layer = "models",
            Version = 1,
            Columns = Columns,
            Partitions = tickets.Partitions.Count == 0 ? [] : [Name],
            Upstream = [new Upstream(tickets.Name, PartitionMapping.All)],
            Options = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["model"] = model, ["seed"] = seed.ToString(), ["size"] = size.ToString() },
            ExpectedRows = new Dictionary<string, long> { [Name] = size },
        };
    }

    /// <summary>The columns; vectors are stored as in <c>embeddings</c>.</summary>
    public static IReadOnlyList<ColumnSchema> Columns { get; } =
    [
        new("text_hash", ColumnType.Int64),
        new("text", ColumnType.Text),
        EmbeddingsAsset.Columns[EmbeddingsAsset.Scale],
        EmbeddingsAsset.Columns[EmbeddingsAsset.Vector],
    ];

    public AssetDefinition Definition { get; }

    public void Build(BuildContext context)
    {
        IReadOnlyList<HashSample<byte[]>.Candidate> sample = Draw(context);
        ColumnBatch written = new(Columns);
        foreach (HashSample<byte[]>.Candidate candidate in sample)
        {
            written.Int64(TextHash).Append((long)candidate.Hash);
            written.Bytes(Text).Append(candidate.Item);
        }

        float[] vectors = new float[(long)sample.Count * _dimensions];
        if (sample.Count > 0)
        {
            _teacher().Embed(
                written.Bytes(Text),
                vectors,
                new EmbedOptions { Threads = context.Threads, Completed = rows => context.Advance(rows.Length), Cancellation = context.Cancellation });
        }

        sbyte[] row = new sbyte[_dimensions];
        for (int i = 0; i < sample.Count; i++)
        {
            written.Float32(Scale).Append(Int8Quantization.Quantize(vectors.AsSpan(i * _dimensions, _dimensions), row));
            written.Bytes(Vector).Append(MemoryMarshal.AsBytes<sbyte>(row));
        }

        context.Output.Append(written);
        context.Advance(_size - sample.Count);
    }

    private IReadOnlyList<HashSample<byte[]>.Candidate> Draw(BuildContext context)
    {
        IReadOnlyList<string> partitions = _tickets.Partitions;
        long total = partitions.Sum(p => context.Datasets.Manifest(_tickets.Name, p).Rows);
        TextSampler all = new(_size, _seed);
        InOrder.ForEach(
            partitions.Count,
            context.Threads,
            index => Draw(context.Datasets, partitions[index], total),
            (_, part) => all.Merge(part),
            context.Cancellation);
        return all.Drawn();
    }

    private TextSampler Draw(IDatasetReader datasets, string partition, long total)
    {
        long rows = datasets.Manifest(_tickets.Name, partition).Rows;
        long wanted = total <= RowsReadWhole ? rows : (long)((Int128)rows * RowsReadWhole / total);
        TextSampler sampler = new(_size, _seed);
        ColumnBatch batch = new(TicketText.Columns);
        BytesColumn texts = new();
        using IBatchReader reader = datasets.Open(_tickets.Name, partition, batch.Schema);
        for (long read = 0; read < wanted && reader.Read(batch, BlockRows); read += texts.Count, batch.Clear())
        {
            texts.Clear();
            TicketText.AppendClean(batch, texts);
            for (int row = 0; row < texts.Count && read + row < wanted; row++) sampler.Offer(texts[row]);
        }

        return sampler;
    }
}
