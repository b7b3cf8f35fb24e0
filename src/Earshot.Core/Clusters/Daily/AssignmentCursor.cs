using Earshot.Core.Assets;
using Earshot.Core.Columns;

namespace Earshot.Core.Clusters.Daily;

/// <summary>Reads <c>cluster_assignments</c> row by row beside the tickets, whose order it has.</summary>
internal sealed class AssignmentCursor : IDisposable
{
    private const int BlockRows = 16_384;

    private readonly IBatchReader _reader;
    private readonly ColumnBatch _rows =
        new([ClusterAssignmentsAsset.Columns[ClusterAssignmentsAsset.ClusterId], ClusterAssignmentsAsset.Columns[ClusterAssignmentsAsset.Similarity]]);
    private int _next;

    public AssignmentCursor(IDatasetReader datasets) =>
        _reader = datasets.Open(ClusterAssignmentsAsset.Name, ClusterAssignmentsAsset.Name, _rows.Schema);

    /// <summary>Cluster and similarity of the next ticket.</summary>
    public (int Cluster, float Similarity) Next()
    {
        Fill();
        return (_rows.Int32(0)[_next], _rows.Float32(1)[_next++]);
    }

    /// <summary>Passes over <paramref name="count"/> tickets.</summary>
    public void Skip(long count)
    {
        while (count > 0)
        {
            Fill();
            int passed = (int)Math.Min(count, _rows.Count - _next);
            _next += passed;
            count -= passed;
        }
    }

    public void Dispose() => _reader.Dispose();

    private void Fill()
    {
        if (_next < _rows.Count) return;
        _rows.Clear();
        _next = 0;
        if (!_reader.Read(_rows, BlockRows))
            throw new EarshotException($"{ClusterAssignmentsAsset.Name} has fewer rows than there are tickets", "run `earshot cluster --daily` again");
    }
}
