using Earshot.Core.Columns;

namespace Earshot.Core.Clusters.Daily;

/// <summary>Where the tickets of a partition came to lie, each in its day; 16 bytes a ticket.</summary>
internal sealed class TicketPlaces
{
    private readonly int[] _clusters;
    private readonly float[] _memberships;
    private readonly float[] _outlierScores;
    private readonly float[] _similarities;

    /// <summary>All noise.</summary>
    public TicketPlaces(int rows)
    {
        (_clusters, _memberships, _outlierScores, _similarities) = (new int[rows], new float[rows], new float[rows], new float[rows]);
        _clusters.AsSpan().Fill(-1);
        _outlierScores.AsSpan().Fill(float.NaN);
    }

    public void Set(int row, DayClustering day, int place)
    {
        _clusters[row] = day.Clusters[place];
        _memberships[row] = day.Memberships[place];
        _outlierScores[row] = day.OutlierScores[place];
        _similarities[row] = day.Similarities[place];
    }

    /// <summary>Appends the columns of a row from <see cref="ClusterAssignmentsAsset.ClusterId"/> on.</summary>
    public void Append(int row, ColumnBatch written)
    {
        written.Int32(ClusterAssignmentsAsset.ClusterId).Append(_clusters[row]);
        written.Float32(ClusterAssignmentsAsset.ClusterId + 1).Append(_memberships[row]);
        if (float.IsNaN(_outlierScores[row])) written[ClusterAssignmentsAsset.OutlierScore].AppendNull();
        else written.Float32(ClusterAssignmentsAsset.OutlierScore).Append(_outlierScores[row]);
        written.Float32(ClusterAssignmentsAsset.Similarity).Append(_similarities[row]);
    }
}
