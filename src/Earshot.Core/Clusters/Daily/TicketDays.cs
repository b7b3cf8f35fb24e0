using System.Runtime.InteropServices;
using Earshot.Core.Analysis;
using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Core.Tickets;

namespace Earshot.Core.Clusters.Daily;

/// <summary>Consecutive days that are worked on together.</summary>
/// <param name="First">Days since 1970.</param>
/// <param name="Last">Inclusive.</param>
/// <param name="Partitions">Those of the tickets that have any of these days.</param>
internal sealed record DayGroup(int First, int Last, IReadOnlySet<string> Partitions)
{
    public bool Contains(int? day) => day >= First && day <= Last;
}

/// <summary>
/// Which days the tickets have, in groups of so few tickets that a group fits into memory: a pass over one column, and each group then reads the
/// partitions that it has tickets in.
/// </summary>
internal static class TicketDays
{
    private const int BlockRows = 16_384;
    private const long MostTickets = 400_000;

    private static readonly ColumnSchema[] CreatedAt = [TicketSchema.Columns[TicketSchema.CreatedAt]];

    /// <summary>The groups, in the order of the days; a day with more tickets than a group should have is a group of its own.</summary>
    public static IReadOnlyList<DayGroup> Group(BuildContext context, AssetDefinition tickets, long mostTickets = MostTickets)
    {
        SortedDictionary<int, long> counts = [];
        Dictionary<int, HashSet<string>> partitions = [];
        InOrder.ForEach(
            tickets.Partitions.Count,
            context.Threads,
            index => Count(context, tickets, tickets.Partitions[index]),
            (index, days) =>
            {
                foreach ((int day, long count) in days)
                {
                    counts[day] = counts.GetValueOrDefault(day) + count;
                    if (!partitions.TryGetValue(day, out HashSet<string>? having)) partitions[day] = having = [];
                    having.Add(tickets.Partitions[index]);
                }
            },
            context.Cancellation);

        List<DayGroup> groups = [];
        List<int> pending = [];
        long held = 0;
        foreach ((int day, long count) in counts)
        {
            if (pending.Count > 0 && held + count > mostTickets) Close();
            pending.Add(day);
            held += count;
        }

        if (pending.Count > 0) Close();
        return groups;

        void Close()
        {
            groups.Add(new DayGroup(pending[0], pending[^1], pending.SelectMany(day => partitions[day]).ToHashSet()));
            pending.Clear();
            held = 0;
        }
    }

    /// <summary>The day of a row, in days since 1970; null where it has no date that a calendar has.</summary>
    public static int? Of(ValueColumn<long> dates, int row) => dates.IsNull(row) ? null : DayCounts.DayOf(dates[row]);

    /// <summary>2026-01-31</summary>
    public static string Name(int day) =>
        DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays(day).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static Dictionary<int, long> Count(BuildContext context, AssetDefinition tickets, string partition)
    {
        Dictionary<int, long> days = [];
        ColumnBatch batch = new(CreatedAt);
        using IBatchReader reader = context.Datasets.Open(tickets.Name, partition, CreatedAt);
        for (; reader.Read(batch, BlockRows); batch.Clear())
        {
            context.Cancellation.ThrowIfCancellationRequested();
            for (int row = 0; row < batch.Count; row++)
                if (Of(batch.Int64(0), row) is { } day) CollectionsMarshal.GetValueRefOrAddDefault(days, day, out _)++;
        }

        return days;
    }
}
