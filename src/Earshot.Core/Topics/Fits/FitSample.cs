using System.Runtime.InteropServices;
using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Numerics.Vectors;

namespace Earshot.Core.Topics.Fits;

/// <summary>The texts that topics are found on: different ones drawn at random, with their vectors. Each counts once, however many tickets repeat it.</summary>
/// <param name="TextHashes">Of each text its stable hash.</param>
/// <param name="Vectors">A row a text.</param>
internal sealed record FitSample(long[] TextHashes, QuantizedMatrix Vectors)
{
    // Above it only the beginning of each partition is read: more texts to draw from tell nothing more.
    private const long RowsReadWhole = 2_000_000;
    private const int BlockRows = 16_384;

    private static readonly ColumnSchema[] Columns = [EmbeddingsAsset.Columns[EmbeddingsAsset.TextHash], .. EmbeddingSample.VectorColumns];

    /// <summary>Whether these are the texts and the vectors that a fit looked at.</summary>
    public bool IsOf(TopicFit fit)
    {
        if (TextHashes.Length != fit.TextHashes.Length) return false;
        Dictionary<long, int> rows = new(TextHashes.Length);
        for (int row = 0; row < TextHashes.Length; row++) rows[fit.TextHashes[row]] = row;
        for (int row = 0; row < TextHashes.Length; row++)
        {
            if (!rows.TryGetValue(TextHashes[row], out int other) || Vectors.Scales[row] != fit.Vectors.Scales[other]) return false;
            if (!Vectors[row].SequenceEqual(fit.Vectors[other])) return false;
        }

        return true;
    }

    /// <summary>At most <paramref name="size"/> texts of an asset with the columns <c>text_hash</c>, <c>scale</c> and <c>vector</c>; texts without a word are left out.</summary>
    public static FitSample Draw(BuildContext context, AssetDefinition vectors, int dimensions, int size, ulong seed)
    {
        IReadOnlyList<string> partitions = vectors.Partitions;
        long total = partitions.Sum(p => context.Datasets.Manifest(vectors.Name, p).Rows);
        HashSample<(sbyte[] Vector, float Scale)> all = new(size, seed);
        InOrder.ForEach(
            partitions.Count,
            context.Threads,
            index => Draw(context, vectors.Name, partitions[index], total, size, seed),
            (_, part) => all.Merge(part),
            context.Cancellation);
        IReadOnlyList<HashSample<(sbyte[] Vector, float Scale)>.Candidate> texts = all.Drawn();
        QuantizedMatrix drawn = new(texts.Count, dimensions);
        for (int row = 0; row < drawn.Count; row++)
        {
            texts[row].Item.Vector.CopyTo(drawn[row]);
            drawn.Scales[row] = texts[row].Item.Scale;
        }

        return new FitSample([.. texts.Select(candidate => (long)candidate.Hash)], drawn);
    }

    private static HashSample<(sbyte[] Vector, float Scale)> Draw(
        BuildContext context, string asset, string partition, long total, int size, ulong seed)
    {
        long rows = context.Datasets.Manifest(asset, partition).Rows;
        long wanted = total <= RowsReadWhole ? rows : (long)((Int128)rows * RowsReadWhole / total);
        HashSample<(sbyte[] Vector, float Scale)> sample = new(size, seed);
        ColumnBatch batch = new(Columns);
        using IBatchReader reader = context.Datasets.Open(asset, partition, Columns);
        for (long read = 0; read < wanted && reader.Read(batch, BlockRows); read += batch.Count, batch.Clear())
        {
            context.Cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<long> hashes = batch.Int64(0).Values;
            ReadOnlySpan<float> scales = batch.Float32(1).Values;
            for (int row = 0; row < hashes.Length && read + row < wanted; row++)
            {
                if (scales[row] == 0 || !sample.Wants((ulong)hashes[row])) continue;
                sample.Add((ulong)hashes[row], (MemoryMarshal.Cast<byte, sbyte>(batch.Bytes(2)[row]).ToArray(), scales[row]));
            }

            context.Advance(batch.Count);
        }

        return sample;
    }
}
