using System.Globalization;

namespace Earshot.Core.Clusters.Daily;

/// <summary>A day (UTC) that tickets have, and where they lie.</summary>
/// <param name="Day">Days since 1970.</param>
/// <param name="Parts">The partitions of the tickets that have any of this day, in their order.</param>
internal sealed record TicketDay(int Day, IReadOnlyList<TicketDayPart> Parts)
{
    private const long Microseconds = 86_400_000_000;

    /// <summary>2026-01-31, as which it is a partition.</summary>
    public string Name => NameOf(Day);

    /// <summary>Tickets of the day.</summary>
    public long Tickets => Parts.Sum(part => part.Tickets);

    /// <summary>Its first instant, in microseconds since 1970.</summary>
    public long First => Day * Microseconds;

    /// <summary>The first instant of the next day.</summary>
    public long Next => (Day + 1) * Microseconds;

    /// <summary>2026-01-31</summary>
    public static string NameOf(int day) =>
        DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The day of a name.</summary>
    public static int Parse(string name) =>
        DateOnly.ParseExact(name, "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
}

/// <summary>The tickets of a day that lie in one partition.</summary>
/// <param name="Partition">Of <c>tickets</c>.</param>
/// <param name="Tickets">How many.</param>
/// <param name="Digest">A hash of what they say, in their order.</param>
internal sealed record TicketDayPart(string Partition, long Tickets, string Digest);
