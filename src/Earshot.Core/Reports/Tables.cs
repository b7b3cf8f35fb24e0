using System.Globalization;
using Earshot.Core.Analysis;

namespace Earshot.Core.Reports;

/// <summary>Tables of a document as CSV: RFC 4180, UTF-8, comma, CRLF, a heading, cells that a spreadsheet never runs.</summary>
public static class Tables
{
    private const int MostExamples = 5;

    /// <summary>
    /// Writes <c>topics.csv</c>, a row for each topic, largest first. Shares are 0 to 1; the columns of change are empty without dates, and
    /// <c>change_points</c> also where chance may have done it, and those of quality where they are not known; lists are joined by "; ", and products and
    /// sources carry their counts ("Mobile App: 120").
    /// The last four columns are a language model's, and empty without one.
    /// </summary>
    public static void WriteTopics(AnalysisDocument document, ReportOptions options, TextWriter writer)
    {
        AnalysisDocument shown = ShownDocument.Of(document, options);
        writer.Write("topic_id,name,count,share,mean_similarity,recent,previous,recent_share,previous_share,change_points,growth_score,");
        writer.Write("team,keywords,products,sources,outlier_ratio,silhouette,clarity");
        for (int i = 1; i <= MostExamples; i++) writer.Write($",example_{i}");
        writer.Write(",category,impact_level,would_pay_signal,description\r\n");
        foreach (TopicSummary topic in shown.Topics)
        {
            writer.Write(string.Join(',', Cells(topic)));
            writer.Write("\r\n");
        }
    }

    private static IEnumerable<string> Cells(TopicSummary topic)
    {
        TopicChange? change = topic.Change;
        yield return Number(topic.TopicId);
        yield return CsvCell.Of(topic.Name);
        yield return Number(topic.Count);
        yield return Fraction(topic.Share);
        yield return Fraction(topic.MeanSimilarity);
        yield return change is null ? string.Empty : Number(change.Recent);
        yield return change is null ? string.Empty : Number(change.Previous);
        yield return change is null ? string.Empty : Fraction(change.RecentShare);
        yield return change is null ? string.Empty : Fraction(change.PreviousShare);
        yield return change?.Points is { } points ? Fraction(points) : string.Empty;
        yield return change is null ? string.Empty : Fraction(change.Score);
        yield return CsvCell.Of(topic.Team);
        yield return CsvCell.Of(string.Join("; ", topic.Keywords.Select(keyword => keyword.Term)));
        yield return CsvCell.Of(Counts(topic.Products));
        yield return CsvCell.Of(Counts(topic.Sources));
        yield return topic.OutlierRatio is { } outliers ? Fraction(outliers) : string.Empty;
        yield return topic.Silhouette is { } silhouette ? Fraction(silhouette) : string.Empty;
        yield return topic.Clarity is { } clarity ? QualityText.Word(clarity) : string.Empty;
        for (int i = 0; i < MostExamples; i++) yield return i < topic.Examples.Count ? CsvCell.Of(Text(topic.Examples[i])) : string.Empty;
        yield return CsvCell.Of(topic.Category ?? string.Empty);
        yield return CsvCell.Of(topic.ImpactLevel ?? string.Empty);
        yield return topic.WouldPaySignal is { } pays ? (pays ? "true" : "false") : string.Empty;
        yield return CsvCell.Of(topic.Description ?? string.Empty);
    }

    private static string Text(ExampleTicket example) => string.IsNullOrEmpty(example.Title) ? example.Text : $"{example.Title}: {example.Text}";

    private static string Counts(IReadOnlyList<NamedCount> counts) => string.Join("; ", counts.Select(count => $"{count.Name}: {Number(count.Count)}"));

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Fraction(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
