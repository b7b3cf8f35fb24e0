using System.Text.Json.Serialization;

namespace Earshot.Core.Analysis;

/// <summary>How far a topic's tickets belong together, in a word.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TopicClarity>))]
public enum TopicClarity
{
    /// <summary>Its tickets are about one thing: its numbers can be taken as they are.</summary>
    [JsonStringEnumMemberName("clear")]
    Clear,

    /// <summary>A good part of its tickets lies near to other topics: its numbers are about right.</summary>
    [JsonStringEnumMemberName("fair")]
    Fair,

    /// <summary>Its tickets lie as near to other topics as to each other: read some of them before acting on its numbers.</summary>
    [JsonStringEnumMemberName("loose")]
    Loose,
}

/// <summary>Decides on the word.</summary>
internal static class TopicClarities
{
    private const double LooseOutliers = 0.25, ClearOutliers = 0.1;
    private const double LooseSilhouette = 0, ClearSilhouette = 0.2;

    /// <summary>
    /// The word for a topic: loose where one of the figures is bad, clear where none is less than good, else fair; null where neither is known. Where the
    /// limits come from: docs/how-to/judge-topics.md.
    /// </summary>
    /// <param name="outlierRatio">Share of its tickets that are unclear, 0 to 1, or null.</param>
    /// <param name="silhouette">Mean silhouette of a sample of its tickets, −1 to 1, or null.</param>
    public static TopicClarity? Of(double? outlierRatio, double? silhouette)
    {
        if (outlierRatio is null && silhouette is null) return null;
        if (outlierRatio >= LooseOutliers || silhouette < LooseSilhouette) return TopicClarity.Loose;
        return (outlierRatio ?? 0) < ClearOutliers && (silhouette ?? 1) >= ClearSilhouette ? TopicClarity.Clear : TopicClarity.Fair;
    }
}
