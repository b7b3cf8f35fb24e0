using Earshot.Core.Analysis;

namespace Earshot.Core.Reports.Page;

/// <summary>Sources and languages side by side, then what is routed to whom.</summary>
internal static class OriginSections
{
    private const int MostRows = 8;

    public static void Write(MarkupWriter page, AnalysisDocument document)
    {
        page.Write($"<div class=\"pair\">\n");
        WriteBars(page, "sources", "Sources", document.Sources, document.Counts.Tickets);
        WriteBars(
            page,
            "languages",
            "Languages",
            [.. document.Languages.Select(language => language with { Name = Words.Language(language.Name) })],
            document.Counts.Tickets);
        page.Write($"</div>\n");
        WriteTeams(page, document);
    }

    private static void WriteBars(MarkupWriter page, string id, string heading, IReadOnlyList<NamedCount> counts, long whole)
    {
        if (counts.Count == 0) return;
        Parts.Open(page, id, heading);
        page.Write($"<ul class=\"bars\">\n");
        foreach (NamedCount count in counts.Take(MostRows)) WriteBar(page, Markup.Text(count.Name), count.Count, whole);
        if (counts.Count > MostRows)
            WriteBar(page, new Markup($"{Words.Number(counts.Count - MostRows)} more"), counts.Skip(MostRows).Sum(count => count.Count), whole);
        page.Write($"</ul>\n");
        Parts.Close(page);
    }

    private static void WriteBar(MarkupWriter page, Markup name, long count, long whole)
    {
        page.Write($"<li><span>{name}</span><span class=\"number\">{Words.Number(count)} <span class=\"muted\">{Words.Share(count, whole)}</span></span>");
        page.Write($"{Parts.Bar((double)count / Math.Max(1, whole))}</li>\n");
    }

    private static void WriteTeams(MarkupWriter page, AnalysisDocument document)
    {
        if (document.Teams.Count == 0) return;
        Dictionary<int, string> names = [];
        foreach (TopicSummary topic in document.Topics) names.TryAdd(topic.TopicId, topic.Name);
        Parts.Open(page, "teams", "Routing to teams", "Each topic goes to one team; the rules are part of the settings.");
        page.Write($"<table class=\"load\">\n<thead><tr><th scope=\"col\">Team</th><th scope=\"col\">Tickets</th>");
        page.Write($"<th scope=\"col\">Topics</th></tr></thead>\n<tbody>\n");
        foreach (TeamLoad team in document.Teams)
        {
            page.Write($"<tr><th scope=\"row\">{Markup.Text(team.Team)}</th><td class=\"size\"><b>{Words.Number(team.Tickets)}</b> ");
            page.Write($"<span class=\"muted\">{Words.Share(team.Share)}</span>{Parts.Bar(team.Share)}</td><td class=\"list\">");
            string[] topics = [.. team.TopicIds.Where(names.ContainsKey).Select(id => Markup.Text(DisplayText.Shorten(names[id], 60)).Value)];
            page.Write($"{new Markup(string.Join(" · ", topics))}</td></tr>\n");
        }

        page.Write($"</tbody>\n</table>\n");
        Parts.Close(page);
    }
}
