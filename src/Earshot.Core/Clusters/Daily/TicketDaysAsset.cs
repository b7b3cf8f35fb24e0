using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Earshot.Core.Analysis;
using Earshot.Core.Assets;
using Earshot.Core.Columns;

namespace Earshot.Core.Clusters.Daily;

/// <summary>
/// <c>ticket_days</c>: how many tickets of each day (UTC) a partition of the tickets has. Its manifest holds a digest of them, day by day: the days are the
/// partitions of what comes after, and one whose digests are the same as before stays as it is.
/// </summary>
internal sealed class TicketDaysAsset(AssetDefinition tickets) : IAsset
{
    public const string Name = "ticket_days";

    private const string Days = "days";
    private const string Count = "tickets";
    private const string Digest = "digest";
    private const int BlockRows = 8192;

    private static readonly byte[] Null = [0xFF]; // no text is this byte: it is not valid UTF-8

    public AssetDefinition Definition { get; } = new()
    {
        Name = Name,
        Layer = "silver",
        Version = 1,
        Columns = Columns,
        Partitions = tickets.Partitions,
        Upstream = [new Upstream(tickets.Name, PartitionMapping.Same)],
    };

    /// <summary>The columns. Tickets without a date are in no row.</summary>
    public static IReadOnlyList<ColumnSchema> Columns { get; } = [new("day", ColumnType.Text), new(Count, ColumnType.Int64)];

    /// <summary>The days that the tickets had when this was last built, in their order.</summary>
    public static IReadOnlyList<TicketDay> Read(AssetDefinition definition, Func<string, Manifest?> manifests)
    {
        SortedDictionary<int, List<TicketDayPart>> days = [];
        foreach (string partition in definition.Partitions)
        {
            if (manifests(partition)?.Metadata[Days] is not JsonObject found) continue;
            foreach ((string name, JsonNode? part) in found)
            {
                int day = TicketDay.Parse(name);
                if (!days.TryGetValue(day, out List<TicketDayPart>? parts)) days[day] = parts = [];
                parts.Add(new TicketDayPart(partition, part![Count]!.GetValue<long>(), part[Digest]!.GetValue<string>()));
            }
        }

        return [.. days.Select(day => new TicketDay(day.Key, day.Value))];
    }

    public void Build(BuildContext context)
    {
        Dictionary<int, DaySum> sums = [];
        ColumnBatch read = new(DayTickets.Columns);
        using (IBatchReader reader = context.Datasets.Open(tickets.Name, context.Partition, read.Schema))
        {
            for (; reader.Read(read, BlockRows); read.Clear())
            {
                context.Cancellation.ThrowIfCancellationRequested();
                for (int row = 0; row < read.Count; row++)
                {
                    ValueColumn<long> dates = read.Int64(DayTickets.CreatedAt);
                    if (dates.IsNull(row) || DayCounts.DayOf(dates[row]) is not { } day) continue;
                    ref DaySum sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, day, out _);
                    sum = new DaySum(sum.Tickets + 1, HashOf(read, row, sum.Hash));
                }

                context.Advance(read.Count);
            }
        }

        ColumnBatch written = new(Columns);
        JsonObject days = [];
        foreach ((int day, DaySum sum) in sums.OrderBy(day => day.Key))
        {
            string name = TicketDay.NameOf(day);
            written.Bytes(0).Append(name.AsSpan());
            written.Int64(1).Append(sum.Tickets);
            days[name] = new JsonObject { [Count] = sum.Tickets, [Digest] = sum.Hash.ToString("x16") };
        }

        context.Output.Append(written);
        context.Output.Describe(Days, days);
    }

    // All that is read of a ticket but the hour, which nothing of a day depends on.
    private static ulong HashOf(ColumnBatch read, int row, ulong hash)
    {
        Span<byte> number = stackalloc byte[sizeof(long)];
        for (int column = 0; column < read.Schema.Count; column++)
        {
            if (column == DayTickets.CreatedAt) continue;
            if (read[column].IsNull(row))
            {
                hash = StableHash.Of(Null, hash);
            }
            else if (read[column] is ValueColumn<long> numbers)
            {
                BinaryPrimitives.WriteInt64LittleEndian(number, numbers[row]);
                hash = StableHash.Of(number, hash);
            }
            else
            {
                hash = StableHash.Of(read.Bytes(column)[row], hash);
            }
        }

        return hash;
    }

    private readonly record struct DaySum(long Tickets, ulong Hash);
}
