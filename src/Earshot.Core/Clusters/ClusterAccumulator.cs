using System.Globalization;
using Earshot.Core.Analysis;
using Earshot.Core.Columns;
using Earshot.Core.Topics;
using Earshot.Numerics;
using Earshot.Numerics.Metrics;

namespace Earshot.Core.Clusters;

/// <summary>
/// Adds clustered tickets up, block by block: how many each cluster has, what its texts say, which stand for it. Names are found depth by depth, against all
/// clusters there are at that depth. Not thread-safe.
/// </summary>
public sealed class ClusterAccumulator
{
    private const int Keywords = 10;
    private const int Examples = 5;
    private const int SilhouetteTexts = 2_000;

    private readonly RecursiveClustering _clustering;
    private readonly ClusterCut[] _cuts;
    private (int First, int Last) _days = (int.MaxValue, int.MinValue);
    private long _noise;

    /// <summary>Empty sums.</summary>
    /// <param name="clustering">What was found.</param>
    /// <param name="tickets">Tickets that will be added, to choose the sample that keywords are counted on.</param>
    public ClusterAccumulator(RecursiveClustering clustering, long tickets)
    {
        _clustering = clustering;
        _cuts = [.. Enumerable.Range(1, clustering.Depth).Select(depth => new ClusterCut(clustering, depth, tickets))];
    }

    /// <summary>Adds a block.</summary>
    public void Add(ClusteredBlock block)
    {
        foreach (ClusterCut cut in _cuts) cut.Add(block);
        foreach (int cluster in block.Clusters)
            if (cluster == 0) _noise++;
        ValueColumn<long> dates = block.Tickets.CreatedAt!;
        for (int row = 0; row < dates.Count; row++)
            if (!dates.IsNull(row) && DayCounts.DayOf(dates[row]) is { } day) _days = (Math.Min(_days.First, day), Math.Max(_days.Last, day));
    }

    /// <summary>All that was added, to be shown.</summary>
    public ClusterDocument Summarize(ClusterCorpus corpus, RecursiveClusteringOptions options, int threads = 1, CancellationToken cancellation = default)
    {
        List<ClusterSummary> clusters = [];
        Dictionary<int, ClusterSummary> summaries = _cuts.SelectMany(Summaries).ToDictionary();
        AddWithParts(0);
        bool dated = _days.First <= _days.Last;
        return new ClusterDocument
        {
            Tickets = corpus.Tickets,
            DistinctTexts = corpus.DistinctTexts,
            ClusteredTexts = corpus.Vectors.Count,
            WithoutText = corpus.WithoutText,
            Undated = corpus.Undated,
            FirstDay = dated ? Day(_days.First) : null,
            LastDay = dated ? Day(_days.Last) : null,
            NoiseTickets = _noise,
            Silhouette = Silhouette(corpus, options.Seed, threads, cancellation),
            Options = options,
            Depths = [.. Enumerable.Range(1, Math.Max(1, _clustering.Depth)).Select(Depth)],
            Clusters = clusters,
        };

        void AddWithParts(int cluster)
        {
            if (summaries.TryGetValue(cluster, out ClusterSummary? summary)) clusters.Add(summary);
            foreach (int part in _clustering.Clusters[cluster].Division?.Parts ?? []) AddWithParts(part);
        }
    }

    private ClusterDepth Depth(int depth)
    {
        Cluster[] divided = [.. _clustering.Clusters.Where(cluster => cluster.Depth == depth - 1 && cluster.Division is not null)];
        return new ClusterDepth(
            depth,
            divided.Length,
            divided.Sum(cluster => cluster.Division!.Parts.Count),
            divided.Sum(cluster => (long)cluster.Rows.Length),
            divided.Sum(cluster => (long)cluster.Division!.NoiseRows));
    }

    private IEnumerable<KeyValuePair<int, ClusterSummary>> Summaries(ClusterCut cut)
    {
        IReadOnlyList<TopicLabel> labels = TopicNamer.Label(cut.Corpus.Terms, Keywords);
        for (int place = 0; place < cut.Clusters.Count; place++)
        {
            Cluster cluster = _clustering.Clusters[cut.Clusters[place]];
            if (cluster.Depth != cut.Depth) continue;
            yield return KeyValuePair.Create(cut.Clusters[place], new ClusterSummary
            {
                Path = cluster.Path,
                Depth = cluster.Depth,
                Parent = _clustering.Clusters[cluster.Parent].Path,
                Tickets = cut.TicketsOf(place),
                Texts = cluster.Rows.Length,
                ShareOfParent = cluster.ShareOfParent,
                OutlierRatio = cluster.OutlierRatio,
                MeanDistance = cluster.MeanDistance,
                Persistence = cluster.Persistence,
                Divided = cluster.Division is not null,
                Name = labels[place].Name,
                Keywords = labels[place].Keywords,
                Examples = [.. cut.Corpus.Representatives.Best(place, Examples).Select(ClusterExamples.Of)],
            });
        }
    }

    private double? Silhouette(ClusterCorpus corpus, ulong seed, int threads, CancellationToken cancellation)
    {
        int[] clustered = [.. Enumerable.Range(0, corpus.Vectors.Count).Where(row => !_clustering.IsNoise(_clustering.Finest[row]))];
        int[] chosen = [.. new SplitMix64(seed).NextSample(clustered.Length, Math.Min(SilhouetteTexts, clustered.Length)).Select(place => clustered[place])];
        if (chosen.Length == 0) return null;
        float[] values = new float[chosen.Length * corpus.Vectors.Dimensions];
        for (int i = 0; i < chosen.Length; i++) corpus.Vectors.Read(chosen[i], values.AsSpan(i * corpus.Vectors.Dimensions, corpus.Vectors.Dimensions));
        int[] labels = [.. chosen.Select(row => _clustering.Finest[row])];
        double silhouette = ClusteringMetrics.Silhouette<float>(values, corpus.Vectors.Dimensions, labels, RowDistance.Cosine, threads, cancellation);
        return double.IsNaN(silhouette) ? null : silhouette;
    }

    private static string Day(int day) => DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
