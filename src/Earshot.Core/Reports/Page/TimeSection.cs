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
        TimeLine.Thin(document.Daily, out int stretch);
        string unit = stretch == 1 ? "Tickets a day." : $"Tickets a day, as means of {stretch} days.";
        Parts.Open(page, "time", "Change over time", $"{unit} Growing topics first, then the largest; each panel has its own scale.");
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
        page.Write($"<p aria-hidden=\"true\"><span>{Words.ShortDay(document.Days[0])}</span><span>{Words.ShortDay(document.Days[^1])}</span></p>\n");
    }

    private static string Peak(AnalysisDocument document, IReadOnlyList<long> daily)
    {
        int highest = 0;
        for (int day = 1; day < daily.Count; day++)
            if (daily[day] > daily[highest]) highest = day;
        return $"most {Words.Number(daily[highest])} on {Words.ShortDay(document.Days[highest])}";
    }
}
