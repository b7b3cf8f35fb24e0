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
        Version = 1,
        Columns = Columns,
        Partitions = assignments.Partitions.Count == 0 ? [] : [Name],
        Upstream = [new Upstream(assignments.Name, PartitionMapping.All)],
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
        IReadOnlyDictionary<string, double[]> persistence = ClusterAssignmentsAsset.PersistenceOf(context.Datasets);
        Dictionary<string, DaySums> days = persistence.ToDictionary(day => day.Key, day => new DaySums(day.Value.Length), StringComparer.Ordinal);
        ColumnSchema[] columns = [.. new[] { 0, ClusterAssignmentsAsset.ClusterId, ClusterAssignmentsAsset.OutlierScore, ClusterAssignmentsAsset.Similarity }
            .Select(column => ClusterAssignmentsAsset.Columns[column])];
        ColumnBatch read = new(columns);
        using (IBatchReader reader = context.Datasets.Open(assignments.Name, assignments.Name, columns))
        {
            for (; reader.Read(read, BlockRows); read.Clear())
            {
                context.Cancellation.ThrowIfCancellationRequested();
                for (int row = 0; row < read.Count; row++)
                    if (read.Int32(1)[row] >= 0) days[read.Bytes(0).GetString(row)].Add(read, row);
                context.Advance(read.Count);
            }
        }

        ColumnBatch written = new(Columns);
        foreach (string day in persistence.Keys.Order(StringComparer.Ordinal)) days[day].Append(day, persistence[day], written);
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
            int cluster = read.Int32(1)[row];
            _sizes[cluster]++;
            _similarities[cluster] += read.Float32(3)[row];
            if (read[2].IsNull(row)) return;
            _scored.Add(cluster);
            _scores.Add(read.Float32(2)[row]);
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
