using System.Runtime.InteropServices;
using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Core.Tickets;
using Earshot.Numerics.Vectors;

namespace Earshot.Core.Clusters;

/// <summary>The different texts of a range of tickets, or a sample of them, with their vectors.</summary>
public sealed record ClusterCorpus
{
    private const int BlockRows = 8192;

    private static readonly ColumnSchema[] TicketColumns = [TicketSchema.Columns[TicketSchema.TicketId], TicketSchema.Columns[TicketSchema.CreatedAt]];
    private static readonly ColumnSchema[] VectorColumns = [EmbeddingsAsset.Columns[EmbeddingsAsset.TextHash], .. EmbeddingSample.VectorColumns];

    private ClusterCorpus()
    {
    }

    /// <summary>A row a text.</summary>
    public required QuantizedMatrix Vectors { get; init; }

    /// <summary>Of each row the stable hash of its text.</summary>
    public required IReadOnlyList<long> TextHashes { get; init; }

    /// <summary>Tickets of the range.</summary>
    public required long Tickets { get; init; }

    /// <summary>Different texts among them; more than <see cref="Vectors"/> has rows where those are a sample.</summary>
    public required long DistinctTexts { get; init; }

    /// <summary>Tickets without a text that has words: they are in no cluster.</summary>
    public required long WithoutText { get; init; }

    /// <summary>Tickets left out because days were asked for and they have none.</summary>
    public required long Undated { get; init; }

    /// <summary>Whether <see cref="Vectors"/> are a sample.</summary>
    public bool IsSample => Vectors.Count < DistinctTexts;

    /// <summary>Reads tickets and their <c>embeddings</c>.</summary>
    /// <param name="datasets">Where both are built.</param>
    /// <param name="assetOfTickets">The asset of the tickets.</param>
    /// <param name="range">Which tickets; <see cref="TicketRange.SkipEmbedded"/> has no meaning here.</param>
    /// <param name="dimensions">Numbers a vector.</param>
    /// <param name="mostTexts">Texts at most.</param>
    /// <param name="seed">Of the sample, where there are more.</param>
    /// <param name="cancellation">Stops between blocks of rows.</param>
    /// <exception cref="EarshotException">A stored vector is damaged; its ticket is named.</exception>
    public static ClusterCorpus Read(
        IDatasetReader datasets,
        AssetDefinition assetOfTickets,
        TicketRange range,
        int dimensions,
        int mostTexts,
        ulong seed,
        CancellationToken cancellation)
    {
        TicketSelection selection = new(range);
        HashSample<Text> texts = new(mostTexts, seed);
        HashSet<long> distinct = [];
        (long tickets, long withoutText) = (0, 0);
        ColumnBatch batch = new([.. TicketColumns, .. VectorColumns]);
        foreach (string partition in assetOfTickets.Partitions)
        {
            if (selection.IsFull) break;
            using IBatchReader reader = datasets.OpenSideBySide(partition, (assetOfTickets.Name, TicketColumns), (EmbeddingsAsset.Name, VectorColumns));
            for (; !selection.IsFull && reader.Read(batch, BlockRows); batch.Clear())
            {
                cancellation.ThrowIfCancellationRequested();
                foreach (int row in selection.Of(batch.Int64(1)))
                {
                    float scale = batch.Float32(3)[row];
                    RequireFinite(scale, batch.Int64(0)[row], partition);
                    tickets++;
                    if (scale == 0)
                    {
                        withoutText++;
                        continue;
                    }

                    long hash = batch.Int64(2)[row];
                    distinct.Add(hash);
                    if (!texts.Wants((ulong)hash)) continue;
                    texts.Add((ulong)hash, new Text(tickets, MemoryMarshal.Cast<byte, sbyte>(batch.Bytes(4)[row]).ToArray(), scale));
                }
            }
        }

        HashSample<Text>.Candidate[] drawn = [.. texts.Drawn().OrderBy(text => text.Item.Ticket)];
        QuantizedMatrix vectors = new(drawn.Length, dimensions);
        for (int row = 0; row < drawn.Length; row++)
        {
            drawn[row].Item.Vector.CopyTo(vectors[row]);
            vectors.Scales[row] = drawn[row].Item.Scale;
        }

        return new ClusterCorpus
        {
            Vectors = vectors,
            TextHashes = [.. drawn.Select(text => (long)text.Hash)],
            Tickets = tickets,
            DistinctTexts = distinct.Count,
            WithoutText = withoutText,
            Undated = selection.Undated,
        };
    }

    /// <summary>The vectors as floats.</summary>
    public FloatMatrix ToFloats()
    {
        float[] values = new float[checked(Vectors.Count * Vectors.Dimensions)];
        for (int row = 0; row < Vectors.Count; row++) Vectors.Read(row, values.AsSpan(row * Vectors.Dimensions, Vectors.Dimensions));
        return new FloatMatrix(values, Vectors.Dimensions);
    }

    private static void RequireFinite(float scale, long ticket, string partition)
    {
        if (float.IsFinite(scale)) return;
        string fault = FormattableString.Invariant($"the stored vector of ticket {ticket} holds {scale}");
        throw new EarshotException(
            fault, $"delete {EmbeddingsAsset.Name}/{partition}.parquet in the workspace's silver folder; the next run builds it again", 3);
    }

    /// <summary>A text that may be in the sample.</summary>
    /// <param name="Ticket">The first ticket that has it, by its place.</param>
    /// <param name="Vector">Its vector.</param>
    /// <param name="Scale">The scale of that.</param>
    private sealed record Text(long Ticket, sbyte[] Vector, float Scale);
}
