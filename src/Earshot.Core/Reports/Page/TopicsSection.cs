using System.Globalization;
using Earshot.Core.Analysis;

namespace Earshot.Core.Reports.Page;

/// <summary>All topics as a table of one body each: figures in the first row, examples to open in the second. On a phone each is a card.</summary>
internal static class TopicsSection
{
    private const int ProductColours = 5;

    public static void Write(MarkupWriter page, AnalysisDocument document)
    {
        bool dated = document.Days.Count > 1;
        bool products = document.Products.Count > 0;
        Parts.Open(page, "topics", "All topics");
        if (document.Topics.Count == 0)
        {
            page.Write($"<p class=\"note\">There are no topics: {Words.WhyNoTopics(document.Counts)}.</p>\n");
            Parts.Close(page);
            return;
        }

        string read = document.Topics.Any(topic => topic.Examples.Count > 0)
            ? "Open the examples to read what customers wrote."
            : "There are no examples to show.";
        page.Write($"<p class=\"note\">{Parts.Order(document)}. {read}</p>\n");
        if (products) WriteLegend(page, document);
        if (document.Topics.Count > 1) WriteControls(page, document, dated);
        page.Write($"""
            <table class="topics" id="topic-table" role="table">
            <thead><tr role="row"><th scope="col" role="columnheader">Topic</th><th scope="col" role="columnheader">Tickets</th>
            """);
        if (dated) page.Write($"<th scope=\"col\" role=\"columnheader\">Trend</th>");
        if (products) page.Write($"<th scope=\"col\" role=\"columnheader\">Products</th>");
        page.Write($"<th scope=\"col\" role=\"columnheader\">Team</th></tr></thead>\n");
        double largest = Math.Max(1, document.Topics.Max(topic => topic.Count));
        for (int i = 0; i < document.Topics.Count; i++) WriteTopic(page, document, i, largest, dated, products);
        page.Write($"</table>\n");
        Parts.Close(page);
    }

    private static void WriteLegend(MarkupWriter page, AnalysisDocument document)
    {
        page.Write($"<ul class=\"legend key\" aria-label=\"Products\">\n");
        for (int i = 0; i < document.Products.Count && i < ProductColours; i++)
            page.Write($"<li><i class=\"swatch p{i + 1}\"></i>{Markup.Text(document.Products[i].Name)}</li>\n");
        if (document.Products.Count > ProductColours) page.Write($"<li><i class=\"swatch\"></i>others</li>\n");
        page.Write($"</ul>\n");
    }

    private static void WriteControls(MarkupWriter page, AnalysisDocument document, bool dated)
    {
        page.Write($"""
            <div class="controls" id="topic-controls" hidden>
            <label>Find <input id="topic-find" type="search" autocomplete="off" placeholder="a word, a name"></label>
            <select id="topic-team" aria-label="Team"><option value="">All teams</option>
            """);
        foreach (string team in document.Topics.Select(topic => topic.Team).Distinct()) page.Write($"<option>{team}</option>");
        page.Write($"</select>\n<select id=\"topic-order\" aria-label=\"Order\"><option value=\"count\">Largest first</option>");
        if (dated) page.Write($"<option value=\"growth\">Growing most first</option>");
        page.Write($"<option value=\"name\">By name</option></select>\n<output id=\"topic-count\" aria-live=\"polite\"></output>\n</div>\n");
    }

    private static void WriteTopic(MarkupWriter page, AnalysisDocument document, int position, double largest, bool dated, bool products)
    {
        TopicSummary topic = document.Topics[position];
        string growth = (topic.Change is { Points: not null } change ? change.Score : 0).ToString("0.###", CultureInfo.InvariantCulture);
        page.Write($"""
            <tbody id="topic-{topic.TopicId}" role="rowgroup" data-count="{topic.Count}" data-growth="{growth}"
                   data-name="{topic.Name}" data-team="{topic.Team}">
            <tr role="row"><th scope="row" role="rowheader"><span class="name">{Parts.TopicDot(position)}{Markup.Text(topic.Name)}</span>
            """);
        if (topic.Description is { Length: > 0 } description) page.Write($"<span class=\"about\">{Markup.Text(description)}</span>");
        if (topic.Keywords.Count > 0)
            page.Write($"<span class=\"keywords\">{Markup.Text(string.Join(", ", topic.Keywords.Take(6).Select(keyword => keyword.Term)))}</span>");
        page.Write($"</th>\n<td class=\"size\" role=\"cell\" data-label=\"Tickets\"><b>{Words.Number(topic.Count)}</b> ");
        page.Write($"<span class=\"muted\">{Words.Share(topic.Share)}</span>{Parts.Bar(topic.Count / largest)}</td>\n");
        if (dated) WriteTrend(page, document, topic);
        if (products) WriteMix(page, document, topic);
        page.Write($"<td class=\"team\" role=\"cell\" data-label=\"Team\">{Markup.Text(topic.Team)}</td></tr>\n");
        WriteExamples(page, document, topic, 3 + (dated ? 1 : 0) + (products ? 1 : 0));
        page.Write($"</tbody>\n");
    }

    private static void WriteTrend(MarkupWriter page, AnalysisDocument document, TopicSummary topic)
    {
        page.Write($"<td class=\"trend\" role=\"cell\" data-label=\"Trend\">");
        TimeLine.WriteLine(page, topic.Daily, topic.Change?.WindowDays ?? 0, TimeLine.Describe("Tickets", document.Days, topic.Daily));
        if (topic.Change?.Points is { } points)
        {
            (string css, string sign) = (document.Growing.Contains(topic.TopicId) ? "up" : "same", points > 0 ? "▲ " : "▼ ");
            page.Write($"<span class=\"{css}\"><span aria-hidden=\"true\">{sign}</span>{Words.Points(points)} points</span>");
        }
        else
        {
            page.Write($"<span class=\"same\" title=\"no change beyond chance\">–</span>");
        }

        page.Write($"</td>\n");
    }

    private static void WriteMix(MarkupWriter page, AnalysisDocument document, TopicSummary topic)
    {
        page.Write($"<td class=\"mix\" role=\"cell\" data-label=\"Products\">");
        if (topic.Products.Count > 0)
        {
            NamedCount most = topic.Products[0];
            page.Write($"{Markup.Text(most.Name)} <span class=\"muted\">{Words.Share(most.Count, topic.Count)}</span>");
            page.Write($"<span class=\"bar\" aria-hidden=\"true\">");
            foreach (NamedCount product in topic.Products)
            {
                page.Write($"<i class=\"p{ProductColour(document, product.Name)}\" title=\"{product.Name} {Words.Share(product.Count, topic.Count)}\"");
                page.Write($" style=\"width:{100.0 * product.Count / Math.Max(1, topic.Count)}%\"></i>");
            }

            page.Write($"</span>");
        }

        page.Write($"</td>\n");
    }

    private static long ProductColour(AnalysisDocument document, string name)
    {
        for (int i = 0; i < document.Products.Count && i < ProductColours; i++)
            if (document.Products[i].Name == name) return i + 1;
        return 0;
    }

    private static void WriteExamples(MarkupWriter page, AnalysisDocument document, TopicSummary topic, int columns)
    {
        if (topic.Examples.Count == 0) return;
        page.Write($"<tr class=\"more\" role=\"row\"><td role=\"cell\" colspan=\"{columns}\"><details>");
        page.Write($"<summary>{Words.Count(topic.Examples.Count, "example")}</summary>\n<ul class=\"examples\">\n");
        foreach (ExampleTicket example in topic.Examples)
        {
            page.Write($"<li>");
            if (example.Title is { Length: > 0 } title) page.Write($"<b>{Markup.Text(title)}</b><br>");
            page.Write($"{Markup.Text(example.Text)}<div class=\"from\">{Markup.Text(From(example))}</div></li>\n");
        }

        page.Write($"</ul>\n");
        string quality = QualityText.Of(topic);
        List<string> facts = [char.ToUpperInvariant(quality[0]) + quality[1..]];
        if (topic.Category is { } category) facts.Add($"Category {category}");
        if (topic.ImpactLevel is { } impact) facts.Add($"Impact {impact}");
        if (topic.AutomaticName is { } name) facts.Add($"Named by its words: {name}");
        if (topic.Products.Count > 1) facts.Add(Shares(topic.Products, topic.Count));
        if (document.Sources.Count > 1) facts.Add(Shares(topic.Sources, topic.Count));
        page.Write($"<p class=\"facts\">{Markup.Text(string.Join(" · ", facts))}</p></details></td></tr>\n");
    }

    private static string From(ExampleTicket example)
    {
        string day = example.Day is null ? string.Empty : Words.Day(example.Day);
        string ticket = "Ticket " + (example.SourceId ?? example.TicketId.ToString(CultureInfo.InvariantCulture));
        return string.Join(" · ", new[] { ticket, day, example.Product ?? string.Empty }.Where(part => part.Length > 0));
    }

    private static string Shares(IReadOnlyList<NamedCount> counts, long whole) =>
        string.Join(", ", counts.Take(5).Select(count => $"{count.Name} {Words.Share(count.Count, whole)}"));
}
