using Earshot.Core.Assets;
using Earshot.Core.Embeddings;

namespace Earshot.Core.Clusters.Daily;

/// <summary>The assets of the clusters of each day.</summary>
public static class DailyAssets
{
    /// <summary>
    /// <c>cluster_assignments</c>, which makes the vectors, then <c>clusters</c>, <c>issues</c>, <c>issue_evidence</c>: each after those it reads.
    /// </summary>
    /// <param name="recipe">How the vectors come about.</param>
    /// <param name="tickets">The asset of the tickets.</param>
    public static IReadOnlyList<IAsset> Of(EmbeddingRecipe recipe, AssetDefinition tickets)
    {
        ClusterAssignmentsAsset assignments = new(recipe, tickets);
        return
        [
            assignments, new ClustersAsset(assignments.Definition), new IssuesAsset(tickets, assignments.Definition),
            new IssueEvidenceAsset(tickets, assignments.Definition),
        ];
    }
}
