using Earshot.Core.Analysis;
using Earshot.Core.Columns;
using Earshot.Numerics.Vectors;

namespace Earshot.Core.Clusters;

/// <summary>The clusters that there are at a depth, those of it and those before it that were divided no further, and the sums of their tickets.</summary>
internal sealed class ClusterCut
{
    private readonly RecursiveClustering _clustering;
    private readonly Dictionary<int, int> _placeOf = [];
    private readonly long[] _tickets;
    private ColumnBatch? _columns;

    public ClusterCut(RecursiveClustering clustering, int depth, long tickets)
    {
        (_clustering, Depth) = (clustering, depth);
        Clusters = [.. Enumerable.Range(1, clustering.Clusters.Count - 1).Where(IsOfCut)];
        for (int place = 0; place < Clusters.Count; place++) _placeOf[Clusters[place]] = place;
        Corpus = new CorpusAccumulator(Clusters.Count, tickets, new AnalysisOptions());
        _tickets = new long[Clusters.Count];

        bool IsOfCut(int cluster) =>
            clustering.Clusters[cluster].Depth == depth || (clustering.Clusters[cluster].Depth < depth && clustering.Clusters[cluster].Division is null);
    }

    public int Depth { get; }

    /// <summary>Positions of the clusters; the number of each in <see cref="Corpus"/> is its place here.</summary>
    public IReadOnlyList<int> Clusters { get; }

    public CorpusAccumulator Corpus { get; }

    public long TicketsOf(int place) => _tickets[place];

    public void Add(ClusteredBlock block)
    {
        _columns ??= new ColumnBatch(block.Columns.Schema);
        _columns.Clear();
        List<int> places = [];
        List<float> similarities = [];
        float[] vector = new float[block.Vectors.Dimensions];
        for (int row = 0; row < block.Clusters.Count; row++)
        {
            if (block.Clusters[row] < 0 || !_placeOf.TryGetValue(_clustering.AtDepth(block.Clusters[row], Depth), out int place)) continue;
            _tickets[place]++;
            block.Vectors.Read(row, vector);
            places.Add(place);
            similarities.Add(VectorKernels.CosineSimilarity(vector, _clustering.Clusters[Clusters[place]].Centroid));
            _columns.AppendRow(block.Columns, row);
        }

        Corpus.Add(ClusteredBlock.ColumnsOf(_columns), [.. places], [.. similarities]);
    }
}
