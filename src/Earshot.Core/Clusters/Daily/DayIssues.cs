using Earshot.Core.Analysis;
using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Core.Tickets;

namespace Earshot.Core.Clusters.Daily;

/// <summary>What the tickets of each day's clusters say, a group of days in memory at a time.</summary>
internal static class DayIssues
{
    private const int BlockRows = 8192;

    private static readonly ColumnSchema[] Tickets =
    [
        .. new[]
        {
            TicketSchema.TicketId, TicketSchema.MessageText, TicketSchema.CleanText, TicketSchema.Title, TicketSchema.CreatedAt, TicketSchema.SourceId,
        }.Select(column => TicketSchema.Columns[column]),
    ];

    /// <summary>Hands over the sums of each day that has clusters, in the order of the days; topic numbers are those of the clusters.</summary>
    public static void ForEach(BuildContext context, AssetDefinition tickets, Action<string, CorpusAccumulator> visit)
    {
        IReadOnlyDictionary<string, double[]> clusters = ClusterAssignmentsAsset.PersistenceOf(context.Datasets);
        foreach (DayGroup group in TicketDays.Group(context, tickets))
        {
            SortedDictionary<int, DaySums> days = [];
            using AssignmentCursor assigned = new(context.Datasets);
            foreach (string partition in tickets.Partitions)
            {
                if (group.Partitions.Contains(partition)) Add(context, tickets, partition, group, assigned, clusters, days);
                else assigned.Skip(context.Datasets.Manifest(tickets.Name, partition).Rows);
            }

            foreach ((int day, DaySums sums) in days) visit(TicketDays.Name(day), sums.Complete());
        }
    }

    private static void Add(
        BuildContext context,
        AssetDefinition tickets,
        string partition,
        DayGroup group,
        AssignmentCursor assigned,
        IReadOnlyDictionary<string, double[]> clusters,
        SortedDictionary<int, DaySums> days)
    {
        ColumnBatch read = new(Tickets);
        using IBatchReader reader = context.Datasets.Open(tickets.Name, partition, Tickets);
        for (; reader.Read(read, BlockRows); read.Clear())
        {
            context.Cancellation.ThrowIfCancellationRequested();
            for (int row = 0; row < read.Count; row++)
            {
                (int cluster, float similarity) = assigned.Next();
                if (cluster < 0 || TicketDays.Of(read.Int64(4), row) is not { } day || !group.Contains(day)) continue;
                if (!days.TryGetValue(day, out DaySums? sums)) days[day] = sums = new DaySums(clusters[TicketDays.Name(day)].Length);
                sums.Add(read, row, cluster, similarity);
            }

            context.Advance(read.Count);
        }
    }

    /// <summary>The sums of a day; rows are added in blocks.</summary>
    private sealed class DaySums(int clusters)
    {
        private readonly CorpusAccumulator _corpus = new(clusters, tickets: 0, new AnalysisOptions());
        private readonly ColumnBatch _rows = new(Tickets);
        private readonly List<int> _clusters = [];
        private readonly List<float> _similarities = [];

        public void Add(ColumnBatch read, int row, int cluster, float similarity)
        {
            _rows.AppendRow(read, row);
            _clusters.Add(cluster);
            _similarities.Add(similarity);
            if (_rows.Count >= BlockRows) Flush();
        }

        public CorpusAccumulator Complete()
        {
            Flush();
            return _corpus;
        }

        private void Flush()
        {
            _corpus.Add(ClusteredBlock.ColumnsOf(_rows), [.. _clusters], [.. _similarities]);
            _rows.Clear();
            _clusters.Clear();
            _similarities.Clear();
        }
    }
}
