using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Core.Tickets;
using Earshot.Numerics.Communities;
using Earshot.Numerics.Neighbors;
using Earshot.Numerics.Vectors;

namespace Earshot.Core.Clusters;

/// <summary>
/// Goes over a range of tickets once more and says of each where it lies: with its text where that was clustered, else where the 15 nearest texts that were
/// have the most weight.
/// </summary>
/// <param name="datasets">Where tickets and embeddings are built.</param>
/// <param name="assetOfTickets">The asset of the tickets.</param>
/// <param name="range">The range that the corpus was read from.</param>
/// <param name="corpus">The texts that were clustered.</param>
/// <param name="clustering">How they were.</param>
/// <param name="threads">Threads at most; the result does not depend on it.</param>
public sealed class ClusteredTickets(
    IDatasetReader datasets, AssetDefinition assetOfTickets, TicketRange range, ClusterCorpus corpus, RecursiveClustering clustering, int threads)
{
    private const int BlockRows = 8192;

    private static readonly ColumnSchema[] Tickets =
    [
        .. new[]
        {
            TicketSchema.TicketId, TicketSchema.MessageText, TicketSchema.CleanText, TicketSchema.Title, TicketSchema.CreatedAt, TicketSchema.SourceId,
        }.Select(column => TicketSchema.Columns[column]),
    ];

    private static readonly ColumnSchema[] Vectors = [EmbeddingsAsset.Columns[EmbeddingsAsset.TextHash], .. EmbeddingSample.VectorColumns];

    private readonly int[] _finest = [.. clustering.Finest];
    private NeighborIndex? _index;

    /// <summary>Hands each block to <paramref name="visit"/>, in the order of the workspace; it is good until the call returns.</summary>
    public void ForEach(Action<ClusteredBlock> visit, CancellationToken cancellation)
    {
        Dictionary<long, int> rowOf = [];
        for (int row = 0; row < corpus.TextHashes.Count; row++) rowOf[corpus.TextHashes[row]] = row;
        TicketSelection selection = new(range);
        ColumnBatch read = new([.. Tickets, .. Vectors]), chosen = new(read.Schema);
        foreach (string partition in assetOfTickets.Partitions)
        {
            if (selection.IsFull) break;
            using IBatchReader reader = datasets.OpenSideBySide(partition, (assetOfTickets.Name, Tickets), (EmbeddingsAsset.Name, Vectors));
            for (read.Clear(); !selection.IsFull && reader.Read(read, BlockRows); read.Clear(), chosen.Clear())
            {
                cancellation.ThrowIfCancellationRequested();
                List<int> rows = selection.Of(read.Int64(4));
                if (rows.Count == 0) continue;
                if (rows.Count < read.Count) foreach (int row in rows) chosen.AppendRow(read, row);
                visit(Place(rows.Count < read.Count ? chosen : read, rowOf, cancellation));
            }
        }
    }

    private ClusteredBlock Place(ColumnBatch batch, Dictionary<long, int> rowOf, CancellationToken cancellation)
    {
        EmbeddingRows vectors = new(batch.Bytes(8), batch.Float32(7), corpus.Vectors.Dimensions);
        int[] clusters = new int[batch.Count], places = new int[batch.Count];
        float[] memberships = new float[batch.Count];
        List<int> strangers = [];
        for (int row = 0; row < batch.Count; row++)
        {
            (places[row], clusters[row]) = (-1, -1);
            if (batch.Float32(7)[row] == 0) continue;
            if (rowOf.TryGetValue(batch.Int64(6)[row], out int place))
                (places[row], clusters[row], memberships[row]) = (place, _finest[place], clustering.Memberships[place]);
            else strangers.Add(row);
        }

        if (strangers.Count > 0) Vote(vectors, strangers, clusters, memberships, cancellation);
        return new ClusteredBlock(batch, vectors, clusters, memberships, places);
    }

    private void Vote(EmbeddingRows vectors, List<int> strangers, int[] clusters, float[] memberships, CancellationToken cancellation)
    {
        _index ??= NeighborIndex.Build(corpus.Vectors, new NeighborOptions(), threads, cancellation);
        float[] values = new float[strangers.Count * vectors.Dimensions];
        for (int i = 0; i < strangers.Count; i++) vectors.Read(strangers[i], values.AsSpan(i * vectors.Dimensions, vectors.Dimensions));
        NeighborTable neighbors = _index.Find(new FloatMatrix(values, vectors.Dimensions), threads, cancellation);
        (int[] voted, float[] shares) = NeighborVote.Of(neighbors, _finest, threads, cancellation);
        for (int i = 0; i < strangers.Count; i++)
            (clusters[strangers[i]], memberships[strangers[i]]) = (voted[i], clustering.IsNoise(voted[i]) ? 0 : shares[i]);
    }
}
