using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Core.Topics;

namespace Earshot.Core.Clusters.Daily;

/// <summary><c>issues</c>: what each cluster of each day is about. A day's names differ from each other, not from those of other days.</summary>
internal sealed class IssuesAsset(AssetDefinition tickets, AssetDefinition assignments) : IAsset
{
    public const string Name = "issues";

    private const int Keywords = 10;
    private const int LongestTitle = 120;

    public AssetDefinition Definition { get; } = new()
    {
        Name = Name,
        Layer = "gold",
        Version = 2,
        Columns = Columns,
        Partitions = assignments.Partitions.Count == 0 ? [] : [Name],
        Upstream = [new Upstream(tickets.Name, PartitionMapping.All), new Upstream(assignments.Name, PartitionMapping.All)],
    };

    /// <summary>
    /// The columns: <c>canonical_title</c> of the terms that set the cluster apart, up to 120 characters; <c>keywords</c> joined by "; "; <c>size</c> in
    /// tickets; <c>label_failed</c> null as long as no language model was asked for a title.
    /// </summary>
    public static IReadOnlyList<ColumnSchema> Columns { get; } =
    [
        new("day", ColumnType.Text),
        new("cluster_id", ColumnType.Int32),
        new("issue_id", ColumnType.Text),
        new("canonical_title", ColumnType.Text),
        new("keywords", ColumnType.Text),
        new("size", ColumnType.Int64),
        new("label_failed", ColumnType.Boolean),
    ];

    public void Build(BuildContext context)
    {
        ColumnBatch written = new(Columns);
        DayIssues.ForEach(context, tickets, (day, corpus) =>
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
                written[6].AppendNull();
            }
        });
        context.Output.Append(written);
    }

    /// <summary>2026-01-31.4</summary>
    internal static string IdOf(string day, int cluster) => FormattableString.Invariant($"{day}.{cluster}");
}
