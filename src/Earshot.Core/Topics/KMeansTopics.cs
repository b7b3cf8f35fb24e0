using System.Globalization;
using Earshot.Numerics.Clustering;
using Earshot.Numerics.Vectors;

namespace Earshot.Core.Topics;

/// <summary>Clusters of k-means as topics: each cluster is one, and every text with a vector is in the nearest.</summary>
internal sealed class KMeansTopics(KMeansModel model) : ITopicModel
{
    public IReadOnlyList<ShownTopic> Topics { get; } =
        [.. Enumerable.Range(0, model.Clusters).Select(cluster => new ShownTopic(cluster, cluster.ToString(CultureInfo.InvariantCulture)))];

    public FloatMatrix Centroids { get; } = new(model.Centroids.ToArray(), model.Dimensions);

    public void Assign(IRows rows, ReadOnlySpan<long> textHashes, TopicAssignments result, int threads, CancellationToken cancellation)
    {
        result.Reset(rows.Count);
        AssignmentSummary summary = model.Assign(rows, result.Clusters, result.Similarities, threads, cancellation);
        result.Clusters.CopyTo(result.Places);
        result.Memberships.Span.Fill(float.NaN);
        result.SquaredDistance = summary.MeanSquaredDistance * rows.Count;
    }
}
