using Earshot.Core.Analysis;
using Earshot.Core.Topics.Life;

namespace Earshot.Core.Reports.Page;

/// <summary>What changed since the analysis before: topics that are new or gone, and those that moved beyond chance.</summary>
internal static class ChangesSection
{
    private const int MostShown = 12;

    /// <summary>Nothing where the analysis is the first.</summary>
    public static void Write(MarkupWriter page, AnalysisDocument document)
    {
        if (document.Since is not { } since) return;
        string day = since.AsOf is { } asOf && asOf != document.AsOf ? $", {Words.Day(asOf)}" : "";
        string note = $"Against {Words.Count(since.Tickets, "ticket")} then{day}. Changes that chance makes are left out.";
        Parts.Open(page, "changes", "What changed since last time", note);
        if (since.Movements.Count == 0)
        {
            page.Write($"<p>Nothing changed beyond chance: the topics are those of last time, with the same names and about the same shares.</p>\n");
            Parts.Close(page);
            return;
        }

        HashSet<int> shown = [.. document.Topics.Select(topic => topic.TopicId)];
        WriteList(page, [.. since.Movements.Take(MostShown)], shown);
        if (since.Movements.Count > MostShown)
        {
            page.Write($"<details><summary>{Words.Number(since.Movements.Count - MostShown)} more</summary>\n");
            WriteList(page, [.. since.Movements.Skip(MostShown)], shown);
            page.Write($"</details>\n");
        }

        Parts.Close(page);
    }

    private static void WriteList(MarkupWriter page, TopicMovement[] movements, HashSet<int> shown)
    {
        page.Write($"<ul>\n");
        foreach (TopicMovement movement in movements)
        {
            page.Write($"<li>");
            if (shown.Contains(movement.Topic)) page.Write($"<a href=\"#topic-{movement.Topic}\">{Markup.Text(movement.Name)}</a>");
            else page.Write(Markup.Text(movement.Name));
            page.Write($": {Markup.Text(movement.Told)}</li>\n");
        }

        page.Write($"</ul>\n");
    }
}
