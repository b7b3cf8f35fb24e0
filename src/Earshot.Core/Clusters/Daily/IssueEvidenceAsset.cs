using Earshot.Core.Analysis;
using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Core.Topics;

namespace Earshot.Core.Clusters.Daily;

/// <summary><c>issue_evidence</c>: for each issue the 5 tickets nearest to its centroid, near-duplicate titles left out.</summary>
internal sealed class IssueEvidenceAsset(DayTickets tickets, AssetDefinition assignments) : DayIssuesAsset(Name, Columns, tickets, assignments)
{
    public const string Name = "issue_evidence";

    /// <summary>
    /// The columns: <c>rank</c> from 1, the nearest; <c>similarity</c> to the centroid; <c>text</c>: the first 200 characters of the clean body.
    /// </summary>
    public static IReadOnlyList<ColumnSchema> Columns { get; } =
    [
        new("issue_id", ColumnType.Text),
        new("ticket_id", ColumnType.Int64),
        new("rank", ColumnType.Int32),
        new("similarity", ColumnType.Float32),
        new("title", ColumnType.Text),
        new("text", ColumnType.Text),
    ];

    protected override void Append(string day, CorpusAccumulator corpus, ColumnBatch written)
    {
        for (int cluster = 0; cluster < corpus.Topics; cluster++)
        {
            int rank = 0;
            foreach (Representative ticket in EvidenceOf(corpus, cluster))
            {
                written.Bytes(0).Append(IdOf(day, cluster).AsSpan());
                written.Int64(1).Append(ticket.TicketId);
                written.Int32(2).Append(++rank);
                written.Float32(3).Append(ticket.Similarity);
                if (ticket.Title is null) written[4].AppendNull();
                else written.Bytes(4).Append(ticket.Title.AsSpan());
                written.Bytes(5).Append(ticket.Text.AsSpan());
            }
        }
    }
}
