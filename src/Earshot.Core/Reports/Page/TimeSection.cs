using Earshot.Core.Analysis;

namespace Earshot.Core.Reports.Page;

/// <summary>All tickets a day, then a small panel each for the growing and the largest topics.</summary>
internal static class TimeSection
{
    private const int MostPanels = 12;

    public static void Write(MarkupWriter page, AnalysisDocument document)
    {
        if (document.Days.Count < 2)
        {
            Parts.Open(page, "time", "Change over time");
            string why = document.Days.Count == 0 ? "The tickets carry no dates, so change over time can't be shown." : "All tickets are of one day.";
            page.Write($"<p class=\"note\">{why}</p>\n");
            Parts.Close(page);
            return;
        }

        int window = document.Topics.Count == 0 ? 0 : document.Topics[0].Change?.WindowDays ?? 0;
        _ = TimeLine.Thin(document.Daily, out int stretch);
        string unit = stretch == 1 ? "Tickets a day." : $"Tickets a day, as means of {stretch} days.";
        string earlier = IsCut(document)
            ? $" Days before {Words.Day(FirstDay(document))} are left out; the first ticket is of {Words.Day(document.Counts.FirstDay!)}."
            : string.Empty;
        Parts.Open(page, "time", "Change over time", $"{unit}{earlier} Growing topics first, then the largest; each panel has its own scale.");
        page.Write($"<figure class=\"total\"><figcaption><b>All tickets</b> <span class=\"muted\">{Peak(document, document.Daily)}</span></figcaption>\n");
        WriteArea(page, document, document.Daily, window, "All tickets");
        page.Write($"</figure>\n<div class=\"panels\">\n");
        TopicSummary[] growing = [.. GrowthSection.Growing(document)];
        foreach (TopicSummary topic in growing.Concat(document.Topics.Except(growing)).Take(MostPanels))
        {
            page.Write($"<figure><figcaption><b>{Markup.Text(DisplayText.Shorten(topic.Name, 60))}</b>");
            page.Write($"<span class=\"muted\">{Peak(document, topic.Daily)}</span></figcaption>\n");
            WriteArea(page, document, topic.Daily, window, "Tickets");
            page.Write($"</figure>\n");
        }

        page.Write($"</div>\n");
        Parts.Close(page);
    }

    private static void WriteArea(MarkupWriter page, AnalysisDocument document, IReadOnlyList<long> daily, int window, string what)
    {
        TimeLine.WriteArea(page, daily, window, TimeLine.Describe(what, document.Days, daily));
        bool year = ShowsYear(document);
        page.Write($"<p aria-hidden=\"true\"><span>{Words.ShortDay(FirstDay(document), year)}</span>");
        page.Write($"<span>{Words.ShortDay(document.Days[^1], year)}</span></p>\n");
    }

    // The highest point of the curve that is drawn, not the highest day behind it.
    private static string Peak(AnalysisDocument document, IReadOnlyList<long> daily)
    {
        double[] curve = TimeLine.Thin(daily, out int length);
        int highest = 0;
        for (int point = 1; point < curve.Length; point++)
            if (curve[point] > curve[highest]) highest = point;
        int from = TimeLine.FirstShown(daily.Count) + highest * length;
        string last = Words.ShortDay(document.Days[from + length - 1], ShowsYear(document));
        return length == 1
            ? $"most {TimeLine.Point(curve[highest], length)} on {last}"
            : $"most {TimeLine.Point(curve[highest], length)} a day, {Words.ShortDay(document.Days[from])} to {last}";
    }

    private static string FirstDay(AnalysisDocument document) => document.Days[TimeLine.FirstShown(document.Days.Count)];

    private static bool IsCut(AnalysisDocument document) =>
        document.Counts.FirstDay is { } first && string.CompareOrdinal(first, FirstDay(document)) < 0;

    private static bool ShowsYear(AnalysisDocument document) =>
        IsCut(document) || !document.Days[^1].AsSpan().StartsWith(FirstDay(document).AsSpan(0, 4), StringComparison.Ordinal);
}
