using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Numerics.Vectors;

namespace Earshot.Core.Embeddings;

/// <summary>A ticket that is near in meaning.</summary>
/// <param name="TicketId">Our id.</param>
/// <param name="Similarity">Cosine of the two vectors, −1 to 1.</param>
public readonly record struct SimilarTicket(long TicketId, float Similarity) : IComparable<SimilarTicket>
{
    /// <summary>The more similar first; of equals, the smaller id.</summary>
    public int CompareTo(SimilarTicket other) =>
        Similarity != other.Similarity ? other.Similarity.CompareTo(Similarity) : TicketId.CompareTo(other.TicketId);
}

/// <summary>
/// The tickets nearest to a vector, found by looking at every stored one: exact, and the same for any number of threads. Memory is that of a few blocks
/// of rows a thread, whatever the number of tickets.
/// </summary>
public static class SimilaritySearch
{
    private const int BlockRows = 8192;

    /// <summary>Searches the <c>embeddings</c> of some partitions.</summary>
    /// <param name="query">The vector; its length does not matter. All zeros are near to nothing.</param>
    /// <param name="limit">Tickets at most, at least 1.</param>
    /// <param name="threshold">The least similarity.</param>
    /// <param name="except">A ticket to leave out; null for none.</param>
    /// <returns>The nearest first.</returns>
    public static IReadOnlyList<SimilarTicket> Nearest(
        IDatasetReader datasets,
        IReadOnlyList<string> partitions,
        ReadOnlyMemory<float> query,
        int limit,
        float threshold,
        long? except,
        int threads,
        CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        List<SimilarTicket> nearest = [];
        InOrder.ForEach(
            partitions.Count,
            threads,
            index => NearestOf(datasets, partitions[index], query.Span, limit, threshold, except, cancellation),
            (_, part) =>
            {
                nearest.AddRange(part);
                nearest.Sort();
                if (nearest.Count > limit) nearest.RemoveRange(limit, nearest.Count - limit);
            },
            cancellation);
        return nearest;
    }

    /// <summary>The stored vector of a ticket; null where no partition has it.</summary>
    public static float[]? VectorOf(IDatasetReader datasets, IReadOnlyList<string> partitions, long ticketId, int threads, CancellationToken cancellation)
    {
        int place = -1;
        InOrder.ForEach(
            partitions.Count,
            threads,
            index => Holds(datasets, partitions[index], ticketId),
            (index, holds) => place = holds ? index : place,
            cancellation);
        if (place < 0) return null;
        float[]? found = null;
        ForEachBlock(datasets, partitions[place], CancellationToken.None, (batch, rows) =>
        {
            int row = batch.Int64(EmbeddingsAsset.TicketId).Values.IndexOf(ticketId);
            if (row >= 0) rows.Read(row, found = new float[rows.Dimensions]);
        });
        return found;
    }

    /// <summary>Reads the rows of a partition's <c>embeddings</c>, block by block.</summary>
    internal static void ForEachBlock(IDatasetReader datasets, string partition, CancellationToken cancellation, Action<ColumnBatch, EmbeddingRows> block)
    {
        ColumnBatch batch = new(EmbeddingsAsset.Columns);
        using IBatchReader reader = datasets.Open(EmbeddingsAsset.Name, partition, batch.Schema);
        for (; reader.Read(batch, BlockRows); batch.Clear())
        {
            cancellation.ThrowIfCancellationRequested();
            BytesColumn vectors = batch.Bytes(EmbeddingsAsset.Vector);
            block(batch, new EmbeddingRows(vectors, batch.Float32(EmbeddingsAsset.Scale), vectors.ByteCount / batch.Count));
        }
    }

    private static List<SimilarTicket> NearestOf(
        IDatasetReader datasets, string partition, ReadOnlySpan<float> query, int limit, float threshold, long? except, CancellationToken cancellation)
    {
        // The worst of those kept comes out first.
        PriorityQueue<SimilarTicket, SimilarTicket> kept = new(Comparer<SimilarTicket>.Create((a, b) => b.CompareTo(a)));
        float[] wanted = query.ToArray();
        float length = VectorKernels.Norm(wanted);
        float[] numbers = new float[wanted.Length];
        ForEachBlock(datasets, partition, cancellation, (batch, rows) =>
        {
            ReadOnlySpan<long> ids = batch.Int64(EmbeddingsAsset.TicketId).Values;
            if (rows.Dimensions != wanted.Length)
                throw new EarshotException(
                    $"{EmbeddingsAsset.Name}/{partition} holds vectors of {rows.Dimensions} numbers, the one searched for has {wanted.Length}",
                    "bring the workspace up to date with `earshot run`");
            for (int row = 0; row < ids.Length; row++)
            {
                rows.Read(row, numbers);
                float product = length * VectorKernels.Norm(numbers);
                if (product == 0 || ids[row] == except) continue;
                SimilarTicket ticket = new(ids[row], Math.Clamp(VectorKernels.Dot(wanted, numbers) / product, -1f, 1f));
                if (ticket.Similarity < threshold) continue;
                if (kept.Count < limit) kept.Enqueue(ticket, ticket);
                else if (ticket.CompareTo(kept.Peek()) < 0) kept.EnqueueDequeue(ticket, ticket);
            }
        });
        return [.. kept.UnorderedItems.Select(item => item.Element)];
    }

    private static bool Holds(IDatasetReader datasets, string partition, long ticketId)
    {
        ColumnBatch batch = new([EmbeddingsAsset.Columns[EmbeddingsAsset.TicketId]]);
        using IBatchReader reader = datasets.Open(EmbeddingsAsset.Name, partition, batch.Schema);
        for (; reader.Read(batch, BlockRows); batch.Clear())
            if (batch.Int64(0).Values.Contains(ticketId)) return true;
        return false;
    }
}
