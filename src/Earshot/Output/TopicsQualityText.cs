using System.Globalization;
using Earshot.Core.Analysis;
using Earshot.Core.Reports;

namespace Earshot.Output;

/// <summary>The quality of topics as people read it: a table, and what it means.</summary>
internal static class TopicsQualityText
{
    private const string Unknown = "–";

    // as in Hennig 2007, for one topic; for all of them an adjusted Rand index
    private const double NotFoundAgain = 0.6;
    private const double WellStable = 0.8, FairlyStable = 0.6;

    /// <summary>Writes it to stdout.</summary>
    public static void Write(TopicsQuality quality, IReadOnlyList<TopicSummary> topics, Terminal terminal)
    {
        Table table = new(
            TableColumn.Number("topic"), TableColumn.Flex("name"), TableColumn.Number("tickets"), TableColumn.Number("unclear"), TableColumn.Number("distance"),
            TableColumn.Number("silhouette"), TableColumn.Number("stability"), TableColumn.Text("quality"));
        foreach (TopicQuality topic in quality.Topics)
        {
            table.Add(
                topic.TopicId.ToString(CultureInfo.InvariantCulture),
                topic.Name,
                Quantity.Count(topic.Count),
                topic.OutlierRatio is { } outliers ? Quantity.Share(outliers) : Unknown,
                Figure(topic.MeanDistance),
                Figure(topic.Silhouette),
                Figure(topic.Stability),
                topic.Clarity is { } clarity ? QualityText.Word(clarity) : Unknown);
        }

        table.Write(terminal);
        terminal.Output.WriteLine();
        foreach (string line in Meaning(quality, topics)) terminal.Output.WriteLine(line);
    }

    /// <summary>What the figures say to somebody who has to act on them.</summary>
    internal static IEnumerable<string> Meaning(TopicsQuality quality, IReadOnlyList<TopicSummary> topics)
    {
        string unclear = quality.OutlierRatio is { } outliers ? $"; {Quantity.Share(outliers)} of their tickets may as well belong to another topic" : "";
        string apart = quality.Silhouette is { } silhouette ? $" (silhouette of all: {Figure(silhouette)})" : "";
        yield return $"{Quantity.Count(quality.Topics.Count, "topic")}: {QualityText.Counts(topics) ?? "too few tickets to judge them"}{unclear}{apart}.";
        if (quality.Stability is { } stability) yield return $"{Steadiness(stability)} (stability of all: {Figure(stability)}).";
        if (quality.Topics.Count(topic => topic.Stability < NotFoundAgain) is > 0 and int lost)
        {
            yield return $"{Quantity.Count(lost, "topic")} with a stability below {Figure(NotFoundAgain)}: other samples cut them otherwise; "
                + "count them together with their neighbours.";
        }

        if (quality.Topics.FirstOrDefault(topic => topic.Clarity == TopicClarity.Loose) is { } loose)
            yield return $"Read some tickets of a loose topic before you act on its numbers: `earshot topic {loose.TopicId}`.";
    }

    private static string Steadiness(double stability) => stability switch
    {
        >= WellStable => "Found again in other samples of the same texts, most topics stay what they are",
        >= FairlyStable => "Found again in other samples of the same texts, a good part of the topics is cut otherwise",
        _ => "Found again in other samples of the same texts, the topics are hardly the same: more tickets, or --detail coarse, make them firmer",
    };

    private static string Figure(double? value) => value is { } known ? known.ToString("0.00", CultureInfo.InvariantCulture) : Unknown;
}
