using Earshot.Numerics.Vectors;

namespace Earshot.Core.Clusters;

/// <summary>Carries out a <see cref="RecursiveClustering"/>, depth by depth.</summary>
internal sealed class ClusterDivider(
    FloatMatrix rows, RecursiveClusteringOptions options, int threads, bool pictures, Action<int> settled, CancellationToken cancellation)
{
    private const int PictureDimensions = 2;

    private readonly List<Cluster> _clusters = [];
    private readonly int[] _finest = new int[rows.Count];
    private readonly float[] _memberships = new float[rows.Count];

    public RecursiveClustering Divide()
    {
        int[] all = [.. Enumerable.Range(0, rows.Count)];
        (float[] centroid, double distance) = ClusterCentroid.Of(rows, all);
        _clusters.Add(new Cluster
        {
            Path = Cluster.Root,
            Depth = 0,
            Parent = -1,
            Rows = all,
            ShareOfParent = 1,
            OutlierRatio = 0,
            MeanDistance = distance,
            Persistence = 0,
            Centroid = centroid,
        });
        for (int cluster = 0; cluster < _clusters.Count; cluster++) Divide(cluster);
        return new RecursiveClustering(_clusters, _finest, _memberships);
    }

    private void Divide(int index)
    {
        Cluster cluster = _clusters[index];
        int[] members = cluster.Rows;
        int size = options.SizeFor(members.Length);
        if (cluster.Depth == options.Depth || members.Length < 2 * size)
        {
            settled(members.Length);
            return;
        }

        FloatMatrix own = rows.Select(members);
        TextDivision division = TextDivision.Of(own, size, options, threads, cancellation);

        // what comes out whole, or as nothing but noise, stays what it was; of the whole that is told
        if (division.Clusters < 2 && index > 0)
        {
            settled(members.Length);
            return;
        }

        FloatMatrix? picture = !pictures ? null : division.Layout is { Dimensions: PictureDimensions } layout ? layout
            : TextDivision.Lay(own, PictureDimensions, options, threads, cancellation);
        List<int>[] groups = Groups(division.Labels, division.Clusters);
        int noise = members.Length - groups.Sum(group => group.Count);
        cluster.Division = new ClusterDivision(AddParts(index, division, groups), picture is null ? default : Flat(picture), noise);
        settled(noise);
    }

    private List<int> AddParts(int parent, TextDivision division, List<int>[] groups)
    {
        int[] members = _clusters[parent].Rows;
        double[] outliers = OutlierRatios.Of(division.OutlierScores, division.Labels, division.Clusters);
        List<int> parts = [];
        int[] largestFirst = [.. Enumerable.Range(0, groups.Length).OrderByDescending(label => groups[label].Count).ThenBy(label => groups[label][0])];
        foreach (int row in members) _memberships[row] = 0;
        foreach (int label in largestFirst)
        {
            int[] own = [.. groups[label].Select(row => members[row])];
            foreach (int row in groups[label])
            {
                _finest[members[row]] = _clusters.Count;
                _memberships[members[row]] = (float)division.Memberships[row];
            }

            (float[] centroid, double distance) = ClusterCentroid.Of(rows, own);
            _clusters.Add(new Cluster
            {
                Path = $"{_clusters[parent].Path}.{parts.Count}",
                Depth = _clusters[parent].Depth + 1,
                Parent = parent,
                Rows = own,
                ShareOfParent = (double)own.Length / members.Length,
                OutlierRatio = outliers[label],
                MeanDistance = distance,
                Persistence = division.Persistence[label],
                Centroid = centroid,
            });
            parts.Add(_clusters.Count - 1);
        }

        return parts;
    }

    private static List<int>[] Groups(ReadOnlySpan<int> labels, int clusters)
    {
        List<int>[] groups = new List<int>[clusters];
        for (int label = 0; label < clusters; label++) groups[label] = [];
        for (int row = 0; row < labels.Length; row++)
            if (labels[row] >= 0) groups[labels[row]].Add(row);
        return groups;
    }

    private static ReadOnlyMemory<float> Flat(FloatMatrix layout)
    {
        float[] places = new float[layout.Count * layout.Dimensions];
        for (int row = 0; row < layout.Count; row++) layout.Read(row, places.AsSpan(row * layout.Dimensions, layout.Dimensions));
        return places;
    }
}
