using Earshot.Core.Analysis;

namespace Earshot.Core.Reports.Page;

/// <summary>What the report is about, in one screen: subject, period, number of tickets, and what to do first.</summary>
internal static class Headline
{
    public static void Write(MarkupWriter page, AnalysisDocument document)
    {
        CorpusCounts counts = document.Counts;
        string? period = Words.Period(counts.FirstDay, counts.LastDay);
        string grouped = document.Groups.Count > 0 ? $"{Words.Topics(document)}. " : "";
        page.Write($"""
            <a class="skip" href="#report">Skip to the report</a>
            <header class="top">
            <div class="brand"><span>Earshot report</span><button id="theme" type="button" hidden aria-label="Change between light and dark">Dark</button></div>
            <h1>What {Words.Count(counts.Tickets, "ticket")} {(counts.Tickets == 1 ? "is" : "are")} about</h1>
            <p class="lede"><strong>{Markup.Text(document.Subject)}</strong>{(period is null ? "" : ", " + period)}. {grouped}{Largest(document)}</p>
            <dl class="figures">
            <div><dt>Tickets</dt><dd>{Words.Number(counts.Tickets)}</dd></div>
            <div><dt>Topics</dt><dd>{Words.Number(document.Topics.Count)}</dd></div>

            """);
        if (document.Groups.Count > 0) page.Write($"<div><dt>Groups of topics</dt><dd>{Words.Number(document.Groups.Count)}</dd></div>\n");
        page.Write($"<div><dt>Different texts</dt><dd>{Words.Share(counts.DistinctTexts, counts.Tickets)}</dd></div>\n");
        if (document.Days.Count > 0)
        {
            page.Write($"<div><dt>Tickets a day</dt><dd>{Words.Mean(document.Daily.Average())}</dd></div>\n");
            string grow = GrowthSection.CanTell(document) ? Words.Number(document.Growing.Count) : "too early to tell";
            page.Write($"<div><dt>Topics that grow</dt><dd>{grow}</dd></div>\n");
            if (document.Falling.Count > 0) page.Write($"<div><dt>Topics that fall</dt><dd>{Words.Number(document.Falling.Count)}</dd></div>\n");
        }

        page.Write($"</dl>\n");
        WriteContents(page, document);
        page.Write($"</header>\n");
    }

    /// <summary>The recommendations; nothing where there are none.</summary>
    public static void WriteAdvice(MarkupWriter page, AnalysisDocument document)
    {
        if (document.Recommendations.Count == 0) return;
        Parts.Open(page, "first", "What to know first");
        page.Write($"<ol class=\"advice\">\n");
        foreach (string recommendation in document.Recommendations.Take(5)) page.Write($"<li>{Markup.Text(recommendation)}</li>\n");
        page.Write($"</ol>\n");
        Parts.Close(page);
    }

    private static Markup Largest(AnalysisDocument document)
    {
        if (document.Topics.Count == 0) return new Markup("No topics were found.");
        string what = document.Groups.Count > 0 ? "group" : "topic";
        TopicSummary[] largest = [.. GroupedDocument.Of(document).Topics.OrderByDescending(topic => topic.Count).Take(3)];
        string[] names = [.. largest.Select(topic => $"<strong>{Markup.Text(topic.Name).Value}</strong>")];
        string share = Words.Share(largest.Sum(topic => topic.Share));
        return new Markup(names.Length == 1
            ? $"The largest {what} is {names[0]}."
            : $"The largest {what}s are {Words.List(names)}, together {share} of all tickets.");
    }

    private static void WriteContents(MarkupWriter page, AnalysisDocument document)
    {
        page.Write($"<nav aria-label=\"Contents\"><ul>\n");
        if (document.Growing.Count > 0) page.Write($"<li><a href=\"#growing\">Growing most</a></li>\n");
        if (document.Falling.Count > 0) page.Write($"<li><a href=\"#falling\">Falling most</a></li>\n");
        if (document.Groups.Count > 0) page.Write($"<li><a href=\"#groups\">At a glance</a></li>\n");
        page.Write($"<li><a href=\"#topics\">All topics</a></li>\n");
        if (document.Topics.Count > 1) page.Write($"<li><a href=\"#sizes\">Sizes</a></li>\n");
        if (document.Map.Count > 0 && document.Topics.Count > 0) page.Write($"<li><a href=\"#map\">Map</a></li>\n");
        if (document.Days.Count > 1) page.Write($"<li><a href=\"#time\">Over time</a></li>\n");
        if (document.Products.Count > 0 && document.Topics.Count > 0) page.Write($"<li><a href=\"#products\">Products</a></li>\n");
        if (document.Teams.Count > 0) page.Write($"<li><a href=\"#teams\">Teams</a></li>\n");
        page.Write($"<li><a href=\"#made\">How it was made</a></li>\n</ul></nav>\n");
    }
}
