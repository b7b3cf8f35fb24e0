using Earshot.Core.Analysis;
using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Core.Labels;
using Earshot.Core.Topics;

namespace Earshot.Core.Clusters.Daily;

/// <summary>What <c>issues</c> and <c>issue_evidence</c> share: a pass over the tickets of a day's clusters, which adds up what they say.</summary>
internal abstract class DayIssuesAsset : IAsset
{
    private const int BlockRows = 8192;
    private const int EvidenceTickets = 5;
    private const int EvidenceCharacters = 200;

    private readonly DayTickets _tickets;

    /// <summary>An asset of the gold layer.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="tickets">The tickets by day.</param>
    /// <param name="assignments">The asset of the clusters that they are in.</param>
    protected DayIssuesAsset(string name, IReadOnlyList<ColumnSchema> columns, DayTickets tickets, AssetDefinition assignments)
    {
        _tickets = tickets;
        Definition = new AssetDefinition
        {
            Name = name,
            Layer = "gold",
            Version = 3,
            Columns = columns,
            Partitions = tickets.Partitions,
            Upstream = [new Upstream(assignments.Name, PartitionMapping.Same)],
            ExternalInputs = tickets.Inputs,
            ExpectedRows = tickets.Counts,
        };
    }

    public AssetDefinition Definition { get; }

    public void Build(BuildContext context)
    {
        ColumnBatch written = new(Definition.Columns);
        int clusters = ClusterAssignmentsAsset.PersistenceOf(context.Datasets, context.Partition).Length;
        if (clusters > 0) Append(context.Partition, Sum(context, clusters), written);
        context.Output.Append(written);
    }

    /// <summary>2026-01-31.4</summary>
    internal static string IdOf(string day, int cluster) => FormattableString.Invariant($"{day}.{cluster}");

    /// <summary>The tickets that stand for a cluster: those nearest to its centroid, near-duplicate titles left out, each with the beginning of its text.</summary>
    protected static IEnumerable<Representative> EvidenceOf(CorpusAccumulator corpus, int cluster) => corpus.Representatives.Best(cluster, EvidenceTickets)
        .Select(ticket => ticket with { Text = Excerpt.Of(ticket.Text, EvidenceCharacters) });

    /// <summary>What the label of a cluster is kept under; null where its evidence has no words.</summary>
    protected static string? FingerprintOf(CorpusAccumulator corpus, int cluster) => new TopicDescription(
        cluster,
        corpus.TicketsByTopic[cluster],
        [],
        [.. EvidenceOf(corpus, cluster).Select(ticket => new TicketExcerpt(ticket.Title, ticket.Text))]).Fingerprint;

    /// <summary>Appends the rows of a day that has clusters.</summary>
    /// <param name="day">2026-01-31</param>
    /// <param name="corpus">What its tickets say; topic numbers are those of the clusters.</param>
    /// <param name="written">Where the rows go.</param>
    protected abstract void Append(string day, CorpusAccumulator corpus, ColumnBatch written);

    private CorpusAccumulator Sum(BuildContext context, int clusters)
    {
        CorpusAccumulator corpus = new(clusters, tickets: 0, new AnalysisOptions());
        ColumnBatch read = new(DayTickets.Columns), clustered = new(DayTickets.Columns);
        List<int> ids = [];
        List<float> similarities = [];
        using AssignmentCursor assigned = new(context.Datasets, context.Partition);
        foreach (TicketDayPart part in _tickets[context.Partition].Parts)
        {
            using IBatchReader reader = _tickets.Open(context.Datasets, context.Partition, part, DayTickets.Columns);
            for (; reader.Read(read, BlockRows); read.Clear())
            {
                context.Cancellation.ThrowIfCancellationRequested();
                for (int row = 0; row < read.Count; row++)
                {
                    (int cluster, float similarity) = assigned.Next();
                    if (cluster < 0) continue;
                    clustered.AppendRow(read, row);
                    ids.Add(cluster);
                    similarities.Add(similarity);
                }

                corpus.Add(ClusteredBlock.ColumnsOf(clustered), [.. ids], [.. similarities]);
                context.Advance(read.Count);
                clustered.Clear();
                ids.Clear();
                similarities.Clear();
            }
        }

        return corpus;
    }
}
