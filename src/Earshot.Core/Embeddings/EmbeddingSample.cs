using System.Runtime.InteropServices;
using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Numerics.Vectors;

namespace Earshot.Core.Embeddings;

/// <summary>Reads a sample of the vectors, spread over all partitions, that depends on nothing but the number of rows.</summary>
internal static class EmbeddingSample
{
    /// <summary>The columns that hold a vector, in <c>embeddings</c> and in the teacher's sample.</summary>
    internal static IReadOnlyList<ColumnSchema> VectorColumns { get; } =
        [EmbeddingsAsset.Columns[EmbeddingsAsset.Scale], EmbeddingsAsset.Columns[EmbeddingsAsset.Vector]];

    // Above it only the beginning of each partition is read: the whole would cost seconds and tell nothing more.
    private const long RowsReadWhole = 2_000_000;
    private const int BlockRows = 4096;

    /// <summary>About <paramref name="count"/> vectors of an asset that has the columns <c>scale</c> and <c>vector</c>; all where there are fewer.</summary>
    internal static QuantizedMatrix Read(
        IDatasetReader datasets, AssetDefinition vectors, int dimensions, int count, int threads, CancellationToken cancellation)
    {
        IReadOnlyList<string> partitions = vectors.Partitions;
        long[] rows = [.. partitions.Select(p => datasets.Manifest(vectors.Name, p).Rows)];
        long total = rows.Sum();
        int wanted = (int)Math.Min(count, total);
        List<sbyte> numbers = new(wanted * dimensions);
        List<float> scales = new(wanted);
        InOrder.ForEach(
            partitions.Count,
            threads,
            index => ReadPartition(datasets, vectors.Name, partitions[index], Share(rows, index, wanted, total), rows[index], total),
            (_, part) =>
            {
                numbers.AddRange(MemoryMarshal.Cast<byte, sbyte>(part.Numbers));
                scales.AddRange(part.Scales);
            },
            cancellation);
        return new QuantizedMatrix([.. numbers], [.. scales], dimensions);
    }

    /// <summary>The rows of a partition of <paramref name="rows"/> that a sample of <paramref name="wanted"/> takes: every n-th.</summary>
    internal static int Stride(int wanted, long rows, long total) =>
        wanted == 0 ? int.MaxValue : (int)Math.Max(1, Math.Min(rows / wanted, total <= RowsReadWhole ? int.MaxValue : 8));

    /// <summary>
    /// Whether a row is in a sample of <paramref name="wanted"/> of a partition's rows, spread over all of them; of a large corpus over its beginning, as
    /// <see cref="Stride"/> has it. Files are often sorted by what their tickets are about.
    /// </summary>
    internal static bool Takes(long row, int wanted, long rows, long total) => total <= RowsReadWhole
        ? (Int128)(row + 1) * wanted / rows > (Int128)row * wanted / rows
        : row % Stride(wanted, rows, total) == 0;

    /// <summary>How much of a sample of <paramref name="wanted"/> a partition gives, so that all together give just that.</summary>
    internal static int Share(ReadOnlySpan<long> rows, int index, int wanted, long total)
    {
        long before = 0;
        for (int i = 0; i < index; i++) before += rows[i];
        return total == 0 ? 0 : (int)(((Int128)wanted * (before + rows[index]) / total) - ((Int128)wanted * before / total));
    }

    private static (byte[] Numbers, float[] Scales) ReadPartition(IDatasetReader datasets, string asset, string partition, int wanted, long rows, long total)
    {
        if (wanted == 0) return ([], []);
        int stride = Stride(wanted, rows, total);
        ColumnBatch batch = new(VectorColumns);
        BytesColumn numbers = new();
        List<float> scales = new(wanted);
        using IBatchReader reader = datasets.Open(asset, partition, VectorColumns);
        for (long first = 0; scales.Count < wanted && reader.Read(batch, BlockRows); first += batch.Count, batch.Clear())
        {
            for (int row = 0; row < batch.Count && scales.Count < wanted; row++)
            {
                if ((first + row) % stride != 0) continue;
                numbers.Append(batch.Bytes(1)[row]);
                scales.Add(batch.Float32(0)[row]);
            }
        }

        return (numbers.All.ToArray(), [.. scales]);
    }
}
