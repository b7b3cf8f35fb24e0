using Earshot.Core.Analysis;

namespace Earshot.Core.Reports;

/// <summary>Says how good topics are in words that a support lead understands, with the numbers behind them.</summary>
public static class QualityText
{
    /// <summary>
    /// "fair: 12.3% of its tickets may as well belong to another topic, mean distance to the centre 0.38, silhouette 0.12"; figures that are not known are left
    /// out.
    /// </summary>
    public static string Of(TopicSummary topic)
    {
        List<string> facts = [];
        if (topic.OutlierRatio is { } outliers) facts.Add($"{Words.Share(outliers)} of its tickets may as well belong to another topic");
        facts.Add($"mean distance to the centre {Words.Cosine(1 - topic.MeanSimilarity)}");
        if (topic.Silhouette is { } silhouette) facts.Add($"silhouette {Words.Cosine(silhouette)}");
        return (topic.Clarity is { } clarity ? $"{Word(clarity)}: " : "") + string.Join(", ", facts);
    }

    /// <summary>"40 clear, 22 fair, 6 loose": topics by their word; null where none has one.</summary>
    public static string? Counts(IReadOnlyList<TopicSummary> topics)
    {
        List<string> counts = [];
        foreach (TopicClarity clarity in Enum.GetValues<TopicClarity>())
        {
            int count = topics.Count(topic => topic.Clarity == clarity);
            if (count > 0) counts.Add($"{Words.Number(count)} {Word(clarity)}");
        }

        return counts.Count == 0 ? null : string.Join(", ", counts);
    }

    /// <summary>clear, fair or loose.</summary>
    public static string Word(TopicClarity clarity) => clarity switch
    {
        TopicClarity.Clear => "clear",
        TopicClarity.Fair => "fair",
        _ => "loose",
    };
}
