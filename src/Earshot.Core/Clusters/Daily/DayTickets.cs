using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Core.Tickets;

namespace Earshot.Core.Clusters.Daily;

/// <summary>The tickets day by day, wherever they lie: each day is a partition of the assets that are made of them, stale once its tickets change.</summary>
internal sealed class DayTickets
{
    /// <summary>Position of the date in <see cref="Columns"/>.</summary>
    public const int CreatedAt = 4;

    private readonly string _asset;
    private readonly Dictionary<string, TicketDay> _days;

    /// <summary>The tickets of these days.</summary>
    public DayTickets(AssetDefinition tickets, IReadOnlyList<TicketDay> days)
    {
        _asset = tickets.Name;
        _days = days.ToDictionary(day => day.Name, StringComparer.Ordinal);
        Partitions = [.. days.Select(day => day.Name)];
        Inputs = days.ToDictionary(day => day.Name, InputsOf, StringComparer.Ordinal);
        Counts = days.ToDictionary(day => day.Name, day => day.Tickets, StringComparer.Ordinal);
    }

    /// <summary>All that a day's results depend on in a ticket, in the order of <see cref="ClusteredBlock.ColumnsOf"/>.</summary>
    public static IReadOnlyList<ColumnSchema> Columns { get; } =
    [
        .. new[]
        {
            TicketSchema.TicketId, TicketSchema.MessageText, TicketSchema.CleanText, TicketSchema.Title, TicketSchema.CreatedAt, TicketSchema.SourceId,
        }.Select(column => TicketSchema.Columns[column]),
    ];

    /// <summary>The days by name, in their order.</summary>
    public IReadOnlyList<string> Partitions { get; }

    /// <summary>Of each day what tells whether its tickets are those of before.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Inputs { get; }

    /// <summary>Tickets of each day.</summary>
    public IReadOnlyDictionary<string, long> Counts { get; }

    /// <summary>A day by its name.</summary>
    public TicketDay this[string day] => _days[day];

    /// <summary>Reads the tickets of a day that lie in one of its parts, in their order.</summary>
    public IBatchReader Open(IDatasetReader datasets, string day, TicketDayPart part, IReadOnlyList<ColumnSchema> columns)
    {
        ColumnSchema date = TicketSchema.Columns[TicketSchema.CreatedAt];
        return datasets.OpenRange(_asset, part.Partition, columns, new TimeRange(date.Name, _days[day].First, _days[day].Next));
    }

    private static IReadOnlyDictionary<string, string> InputsOf(TicketDay day) =>
        day.Parts.ToDictionary(part => $"{TicketDaysAsset.Name}/{part.Partition}", part => part.Digest, StringComparer.Ordinal);
}
