using Earshot.Core.Assets;
using Earshot.Core.Columns;

namespace Earshot.Core.Clusters.Daily;

/// <summary><c>clusters</c>: the clusters of each day in figures, the largest of a day first.</summary>
internal sealed class ClustersAsset(AssetDefinition assignments) : IAsset
{
    public const string Name = "clusters";

    private const int BlockRows = 16_384;

    public AssetDefinition Definition { get; } = new()
    {
        Name = Name,
        Layer = "silver",
        Version = 2,
        Columns = Columns,
        Partitions = assignments.Partitions,
        Upstream = [new Upstream(assignments.Name, PartitionMapping.Same)],
    };

    /// <summary>
    /// The columns: <c>size</c> in tickets; <c>outlier_ratio</c> as <see cref="Cluster.OutlierRatio"/>, among the clustered tickets of the day;
    /// <c>mean_distance</c> of 1 − cosine to the centroid; <c>persistence</c> 0 to 1.
    /// </summary>
    public static IReadOnlyList<ColumnSchema> Columns { get; } =
    [
        new("day", ColumnType.Text),
        new("cluster_id", ColumnType.Int32),
        new("size", ColumnType.Int64),
        new("outlier_ratio", ColumnType.Float32),
        new("mean_distance", ColumnType.Float32),
        new("persistence", ColumnType.Float32),
    ];

    public void Build(BuildContext context)
    {
        double[] persistence = ClusterAssignmentsAsset.PersistenceOf(context.Datasets, context.Partition);
        DaySums sums = new(persistence.Length);
        ColumnBatch read = new([.. new[] { ClusterAssignmentsAsset.ClusterId, ClusterAssignmentsAsset.OutlierScore, ClusterAssignmentsAsset.Similarity }
            .Select(column => ClusterAssignmentsAsset.Columns[column])]);
        using (IBatchReader reader = context.Datasets.Open(assignments.Name, context.Partition, read.Schema))
        {
            for (; reader.Read(read, BlockRows); read.Clear())
            {
                context.Cancellation.ThrowIfCancellationRequested();
                for (int row = 0; row < read.Count; row++)
                    if (read.Int32(0)[row] >= 0) sums.Add(read, row);
                context.Advance(read.Count);
            }
        }

        ColumnBatch written = new(Columns);
        sums.Append(context.Partition, persistence, written);
        context.Output.Append(written);
    }

    private sealed class DaySums(int clusters)
    {
        private readonly long[] _sizes = new long[clusters];
        private readonly double[] _similarities = new double[clusters];
        private readonly List<int> _scored = [];
        private readonly List<double> _scores = [];

        public void Add(ColumnBatch read, int row)
        {
            int cluster = read.Int32(0)[row];
            _sizes[cluster]++;
            _similarities[cluster] += read.Float32(2)[row];
            if (read[1].IsNull(row)) return;
            _scored.Add(cluster);
            _scores.Add(read.Float32(1)[row]);
        }

        public void Append(string day, double[] persistence, ColumnBatch written)
        {
            double[] ratios = OutlierRatios.Of([.. _scores], [.. _scored], clusters);
            for (int cluster = 0; cluster < clusters; cluster++)
            {
                written.Bytes(0).Append(day.AsSpan());
                written.Int32(1).Append(cluster);
                written.Int64(2).Append(_sizes[cluster]);
                written.Float32(3).Append((float)ratios[cluster]);
                written.Float32(4).Append((float)Math.Max(0, 1 - (_similarities[cluster] / _sizes[cluster])));
                written.Float32(5).Append((float)persistence[cluster]);
            }
        }
    }
}
