using Earshot.Core.Analysis;
using Earshot.Core.Topics.Fits;

namespace Earshot.Output;

/// <summary>What <c>earshot topics quality --json</c> prints.</summary>
/// <param name="Method">How the topics were found.</param>
/// <param name="OutlierRatio">Share of the tickets in topics that are unclear, 0 to 1; null where the method does not tell.</param>
/// <param name="Silhouette">How well the topics stand apart, −1 to 1; null with fewer than two.</param>
/// <param name="Stability">Adjusted Rand index between the topics of two samples; null where the method keeps no texts to find them in again.</param>
/// <param name="Topics">The topics, largest first.</param>
internal sealed record TopicsQuality(string Method, double? OutlierRatio, double? Silhouette, double? Stability, IReadOnlyList<TopicQuality> Topics)
{
    /// <summary>The figures of the analysis with those of the samples beside them.</summary>
    public static TopicsQuality Of(AnalysisDocument analysis, FitStability? stability)
    {
        long inTopics = analysis.Topics.Sum(topic => topic.Count);
        return new TopicsQuality(
            analysis.Processing.Method,
            analysis.Counts.UnclearBelow is null || inTopics == 0 ? null : (double)analysis.Counts.Unclear / inTopics,
            analysis.Processing.Silhouette,
            stability?.Overall,
            [.. analysis.Topics.Select(topic => Of(topic, stability))]);
    }

    private static TopicQuality Of(TopicSummary topic, FitStability? stability) => new(
        topic.TopicId,
        topic.Name,
        topic.Count,
        topic.OutlierRatio,
        1 - topic.MeanSimilarity,
        topic.Silhouette,
        stability is not null && stability.ByTopic.TryGetValue(topic.TopicId, out double known) ? known : null,
        topic.Clarity);
}

/// <summary>How good a topic is.</summary>
/// <param name="TopicId">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Count">Its tickets.</param>
/// <param name="OutlierRatio">Share of them that are unclear, 0 to 1, or null.</param>
/// <param name="MeanDistance">Mean cosine distance to its centroid, 0 to 2.</param>
/// <param name="Silhouette">How well it stands apart from the others, −1 to 1, or null.</param>
/// <param name="Stability">How much of it is found again in other samples, 0 to 1, or null.</param>
/// <param name="Clarity">Outliers and silhouette in a word, or null.</param>
internal sealed record TopicQuality(
    int TopicId, string Name, long Count, double? OutlierRatio, double MeanDistance, double? Silhouette, double? Stability, TopicClarity? Clarity);
