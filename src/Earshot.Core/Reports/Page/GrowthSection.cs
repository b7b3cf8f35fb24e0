using Earshot.Core.Analysis;

namespace Earshot.Core.Reports.Page;

/// <summary>The topics whose share grew most, then those whose share fell most, as cards: share before and after, and the line that shows it.</summary>
internal static class GrowthSection
{
    private const int MostCards = 6;

    public static void Write(MarkupWriter page, AnalysisDocument document)
    {
        TopicSummary[] growing = [.. Growing(document).Take(MostCards)], falling = [.. Falling(document).Take(MostCards)];
        if (growing.Length > 0)
        {
            WriteCards(page, document, "growing", "Growing most", "grow", growing);
        }
        else if (document.Days.Count > 0)
        {
            Parts.Open(page, "growing", "Growing most");
            page.Write($"<p class=\"note\">{None(document)}</p>\n");
            Parts.Close(page);
        }

        if (falling.Length > 0) WriteCards(page, document, "falling", "Falling most", "grow fall", falling);
    }

    private static void WriteCards(MarkupWriter page, AnalysisDocument document, string id, string heading, string style, TopicSummary[] topics)
    {
        string window = Words.Window(topics[0].Change!.WindowDays);
        Parts.Open(page, id, heading, $"Share of all tickets in the {window} before, and in the newest {window}. Strong lines are the newest {window}.");
        page.Write($"<div class=\"{style}\">\n");
        foreach (TopicSummary topic in topics) WriteCard(page, document, topic, topic.Change!);
        page.Write($"</div>\n");
        Parts.Close(page);
    }

    /// <summary>What is said where no topic grows.</summary>
    public static string None(AnalysisDocument document) => CanTell(document)
        ? "No topic took a clearly larger share of the tickets than before."
        : "There are too few tickets in the newest days to compare them with those before.";

    /// <summary>Whether the newest days and those before hold enough tickets to compare.</summary>
    public static bool CanTell(AnalysisDocument document) => document.Topics.Any(topic => topic.Change is not null);

    /// <summary>The growing topics that have figures to show, most first.</summary>
    public static IEnumerable<TopicSummary> Growing(AnalysisDocument document) => Changed(document, document.Growing);

    /// <summary>The falling topics that have figures to show, most first.</summary>
    public static IEnumerable<TopicSummary> Falling(AnalysisDocument document) => Changed(document, document.Falling);

    private static IEnumerable<TopicSummary> Changed(AnalysisDocument document, IReadOnlyList<int> ids)
    {
        Dictionary<int, TopicSummary> byId = [];
        foreach (TopicSummary topic in document.Topics) byId.TryAdd(topic.TopicId, topic);
        return ids.Where(byId.ContainsKey).Select(id => byId[id]).Where(topic => topic.Change is not null);
    }

    private static void WriteCard(MarkupWriter page, AnalysisDocument document, TopicSummary topic, TopicChange change)
    {
        page.Write($"""
            <article>
            <h3><a href="#topic-{topic.TopicId}">{Markup.Text(topic.Name)}</a></h3>
            <p class="shift"><span class="from">{Words.Share(change.PreviousShare)}</span>
            <span aria-hidden="true">→</span><span class="hidden-text">to</span>
            <span class="to">{Words.Share(change.RecentShare)}</span></p>
            <p class="muted">{Words.Count(change.Recent, "ticket")} after {Words.Number(change.Previous)}{Times(change)}, team {Markup.Text(topic.Team)}</p>

            """);
        TimeLine.WriteArea(page, topic.Daily, change.WindowDays, TimeLine.Describe("Tickets", document.Days, topic.Daily));
        page.Write($"\n</article>\n");
    }

    private static string Times(TopicChange change) => change.Previous == 0
        ? string.Empty
        : $" ({((double)change.Recent / change.Previous).ToString("0.0", System.Globalization.CultureInfo.InvariantCulture)} times)";
}
