using Earshot.Core.Analysis;
using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Core.Topics;

namespace Earshot.Core.Clusters.Daily;

/// <summary><c>issues</c>: what each cluster of each day is about. A day's names differ from each other, not from those of other days.</summary>
internal sealed class IssuesAsset(DayTickets tickets, AssetDefinition assignments) : DayIssuesAsset(Name, Columns, tickets, assignments)
{
    public const string Name = "issues";

    private const int Keywords = 10;
    private const int LongestTitle = 120;

    /// <summary>
    /// The columns: <c>canonical_title</c> of the terms that set the cluster apart, up to 120 characters; <c>keywords</c> joined by "; "; <c>size</c> in
    /// tickets; <c>fingerprint</c> what a label of a language model is kept under, null where the evidence has no words.
    /// </summary>
    public static IReadOnlyList<ColumnSchema> Columns { get; } =
    [
        new("day", ColumnType.Text),
        new("cluster_id", ColumnType.Int32),
        new("issue_id", ColumnType.Text),
        new("canonical_title", ColumnType.Text),
        new("keywords", ColumnType.Text),
        new("size", ColumnType.Int64),
        new("fingerprint", ColumnType.Text),
    ];

    protected override void Append(string day, CorpusAccumulator corpus, ColumnBatch written)
    {
        IReadOnlyList<TopicLabel> labels = TopicNamer.Label(corpus.Terms, Keywords);
        for (int cluster = 0; cluster < labels.Count; cluster++)
        {
            written.Bytes(0).Append(day.AsSpan());
            written.Int32(1).Append(cluster);
            written.Bytes(2).Append(IdOf(day, cluster).AsSpan());
            written.Bytes(3).Append(Excerpt.Of(labels[cluster].Name, LongestTitle).AsSpan());
            written.Bytes(4).Append(string.Join("; ", labels[cluster].Keywords.Select(keyword => keyword.Term)).AsSpan());
            written.Int64(5).Append(corpus.TicketsByTopic[cluster]);
            if (FingerprintOf(corpus, cluster) is { } fingerprint) written.Bytes(6).Append(fingerprint.AsSpan());
            else written[6].AppendNull();
        }
    }
}
