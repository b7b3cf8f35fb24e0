using Earshot.Core.Assets;
using Earshot.Core.Columns;

namespace Earshot.Core.Clusters.Daily;

/// <summary>Reads a day's <c>cluster_assignments</c> row by row beside its tickets, whose order it has.</summary>
internal sealed class AssignmentCursor : IDisposable
{
    private const int BlockRows = 16_384;

    private readonly string _day;
    private readonly IBatchReader _reader;
    private readonly ColumnBatch _rows =
        new([ClusterAssignmentsAsset.Columns[ClusterAssignmentsAsset.ClusterId], ClusterAssignmentsAsset.Columns[ClusterAssignmentsAsset.Similarity]]);
    private int _next;

    public AssignmentCursor(IDatasetReader datasets, string day) =>
        (_day, _reader) = (day, datasets.Open(ClusterAssignmentsAsset.Name, day, _rows.Schema));

    /// <summary>Cluster and similarity of the next ticket.</summary>
    public (int Cluster, float Similarity) Next()
    {
        Fill();
        return (_rows.Int32(0)[_next], _rows.Float32(1)[_next++]);
    }

    public void Dispose() => _reader.Dispose();

    private void Fill()
    {
        if (_next < _rows.Count) return;
        _rows.Clear();
        _next = 0;
        if (_reader.Read(_rows, BlockRows)) return;
        throw new EarshotException(
            $"{ClusterAssignmentsAsset.Name}/{_day} has fewer rows than the day has tickets", "run `earshot cluster --daily` again");
    }
}
