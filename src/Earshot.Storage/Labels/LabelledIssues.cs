using Earshot.Core.Clusters.Daily;
using Earshot.Core.Labels;
using Earshot.Storage.DuckDb;
using Earshot.Storage.Workspaces;

namespace Earshot.Storage.Labels;

/// <summary>
/// The <c>issues</c> as people read them: with the labels of a language model laid over the automatic titles, by fingerprint. The files know nothing of labels.
/// </summary>
internal static class LabelledIssues
{
    /// <summary>Name of the asset.</summary>
    public const string Name = DailyAssets.Issues;

    private const string Columns = "fingerprint, canonical_title, category, description, would_pay_signal, impact_level, label_failed";

    /// <summary>
    /// A query that gives all columns of the files, <c>canonical_title</c> as labelled, and <c>automatic_title</c>, <c>category</c>, <c>description</c>,
    /// <c>would_pay_signal</c>, <c>impact_level</c>, <c>label_failed</c>: null where no model was asked.
    /// </summary>
    /// <param name="workspace">Where the labels are.</param>
    /// <param name="files">What reads the files.</param>
    public static string Query(Workspace workspace, string files)
    {
        TopicLabel[] labels = [.. LabelStore.Read(workspace).Values];
        string rows = labels.Length == 0
            ? "SELECT NULL::VARCHAR, NULL::VARCHAR, NULL::VARCHAR, NULL::VARCHAR, NULL::BOOLEAN, NULL::VARCHAR, NULL::BOOLEAN"
            : "VALUES " + string.Join(", ", labels.Select(Row));
        return $"""
            SELECT i.* REPLACE (coalesce(l.canonical_title, i.canonical_title) AS canonical_title), i.canonical_title AS automatic_title,
                l.category, l.description, l.would_pay_signal, l.impact_level, l.label_failed
            FROM {files} AS i LEFT JOIN ({rows}) AS l({Columns}) ON i.fingerprint = l.fingerprint ORDER BY i.day, i.cluster_id
            """;
    }

    private static string Row(TopicLabel label) => label.Content is { } content
        ? $"({Sql.Text(label.Fingerprint)}, {Sql.Text(content.CanonicalTitle)}, {Sql.Text(content.Category)}, {Sql.Text(content.Description)}, "
            + $"{(content.WouldPaySignal ? "true" : "false")}, {Sql.Text(content.ImpactLevel)}, false)"
        : $"({Sql.Text(label.Fingerprint)}, NULL, NULL, NULL, NULL, NULL, true)";
}
