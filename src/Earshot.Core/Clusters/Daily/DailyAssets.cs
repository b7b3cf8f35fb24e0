using Earshot.Core.Assets;
using Earshot.Core.Embeddings;
using Earshot.Numerics.Density;

namespace Earshot.Core.Clusters.Daily;

/// <summary>The assets of the clusters of each day. A day is a partition, so which there are is known once the tickets are built.</summary>
public static class DailyAssets
{
    /// <summary>Name of the asset of the issues.</summary>
    public const string Issues = IssuesAsset.Name;

    /// <summary>Different texts of a day at least for clusters to be found among them: two of the smallest.</summary>
    public const int FewestTexts = 2 * HdbscanOptions.SmallestClusterSize;

    /// <summary>The asset that tells which days there are: <c>ticket_days</c>.</summary>
    /// <param name="tickets">The asset of the tickets.</param>
    public static IAsset Days(AssetDefinition tickets) => new TicketDaysAsset(tickets);

    /// <summary>
    /// <c>cluster_assignments</c>, which makes the vectors, then <c>clusters</c>, <c>issues</c>, <c>issue_evidence</c>: each after those it reads, with a partition
    /// for each day that the tickets had when <c>ticket_days</c> was last built.
    /// </summary>
    /// <param name="recipe">How the vectors come about.</param>
    /// <param name="tickets">The asset of the tickets.</param>
    /// <param name="days">The asset that <see cref="Days"/> gives.</param>
    /// <param name="manifests">The manifest of one of the partitions of that; null where it is not built.</param>
    public static IReadOnlyList<IAsset> Of(EmbeddingRecipe recipe, AssetDefinition tickets, AssetDefinition days, Func<string, Manifest?> manifests)
    {
        DayTickets byDay = new(tickets, TicketDaysAsset.Read(days, manifests));
        ClusterAssignmentsAsset assignments = new(recipe, byDay);
        return
        [
            assignments, new ClustersAsset(assignments.Definition), new IssuesAsset(byDay, assignments.Definition),
            new IssueEvidenceAsset(byDay, assignments.Definition),
        ];
    }

    /// <summary>Different texts that a day's clusters were looked for among.</summary>
    /// <param name="assignments">The manifest of a day's <c>cluster_assignments</c>.</param>
    public static int DistinctTexts(Manifest assignments) => assignments.Metadata[ClusterAssignmentsAsset.DistinctTexts]!.GetValue<int>();
}
