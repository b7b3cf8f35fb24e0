using Earshot.Core.Analysis;

namespace Earshot.Core.Reports.Page;

/// <summary>A first level over many topics: a row a group, with links to the topics within it.</summary>
internal static class GroupsSection
{
    private const int TopicsShown = 4;

    /// <summary>Nothing where the topics have no groups.</summary>
    public static void Write(MarkupWriter page, AnalysisDocument document)
    {
        if (document.Groups.Count == 0) return;
        string note = $"{Words.Topics(document)}, {Parts.Order(document).ToLowerInvariant()}. Names within lead to the topics.";
        Parts.Open(page, "groups", "At a glance", note);
        page.Write($"""
            <table class="topics groups" role="table">
            <thead><tr role="row"><th scope="col" role="columnheader">Group</th><th scope="col" role="columnheader">Tickets</th>
            <th scope="col" role="columnheader">Topics within</th></tr></thead>

            """);
        Dictionary<int, TopicSummary> topics = document.Topics.ToDictionary(topic => topic.TopicId);
        double largest = Math.Max(1, document.Groups.Max(group => group.Count));
        foreach (TopicGroup group in document.Groups)
            WriteGroup(page, group, [.. group.TopicIds.Where(topics.ContainsKey).Select(id => topics[id])], largest);
        page.Write($"</table>\n");
        Parts.Close(page);
    }

    private static void WriteGroup(MarkupWriter page, TopicGroup group, TopicSummary[] topics, double largest)
    {
        page.Write($"<tbody id=\"group-{group.GroupId}\" role=\"rowgroup\"><tr role=\"row\">");
        page.Write($"<th scope=\"row\" role=\"rowheader\"><span class=\"name\">{Markup.Text(group.Name)}</span></th>\n");
        page.Write($"<td class=\"size\" role=\"cell\" data-label=\"Tickets\"><b>{Words.Number(group.Count)}</b> ");
        page.Write($"<span class=\"muted\">{Words.Share(group.Share)}</span>{Parts.Bar(group.Count / largest)}");
        if (group.Change?.Points is { } points)
            page.Write($"<span class=\"same\"><span aria-hidden=\"true\">{(points > 0 ? "▲ " : "▼ ")}</span>{Words.Points(points)} points</span>");
        page.Write($"</td>\n<td class=\"within\" role=\"cell\" data-label=\"Topics within\">");
        WriteTopics(page, topics.AsSpan(0, Math.Min(TopicsShown, topics.Length)));
        if (topics.Length > TopicsShown)
        {
            page.Write($"<details><summary>{Words.Number(topics.Length - TopicsShown)} more</summary>\n");
            WriteTopics(page, topics.AsSpan(TopicsShown));
            page.Write($"</details>");
        }

        if (group.HiddenTopics > 0) page.Write($"<span class=\"muted\">{Words.Number(group.HiddenTopics)} hidden</span>");
        page.Write($"</td></tr></tbody>\n");
    }

    private static void WriteTopics(MarkupWriter page, ReadOnlySpan<TopicSummary> topics)
    {
        page.Write($"<ul class=\"within\">\n");
        foreach (TopicSummary topic in topics)
            page.Write($"<li><a href=\"#topic-{topic.TopicId}\">{Markup.Text(topic.Name)}</a> <span class=\"muted\">{Words.Number(topic.Count)}</span></li>\n");
        page.Write($"</ul>");
    }
}
