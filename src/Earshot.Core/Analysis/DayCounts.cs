namespace Earshot.Core.Analysis;

/// <summary>Tickets a day and topic, for the last 366 days up to the newest; a ring, so that memory does not grow with the span of dates.</summary>
/// <param name="topics">Number of topics.</param>
/// <param name="lastDay">The day looked back from: later tickets have a date, but not in what is told by day.</param>
/// <param name="span">Days that count; tickets outside are counted and left out of all else.</param>
internal sealed class DayCounts(int topics, int lastDay, DaySpan span)
{
    public const int MostDays = 366;
    private const long MicrosecondsPerDay = 86_400_000_000;

    private long[] _counts = [];

    /// <summary>Tickets with a date.</summary>
    public long Dated { get; private set; }

    /// <summary>Tickets with a date outside the span.</summary>
    public long Outside { get; private set; }

    /// <summary>Days since 1970 of the oldest and newest ticket of the span; meaningless while <see cref="Dated"/> is 0.</summary>
    public int First { get; private set; } = int.MaxValue;

    public int Last { get; private set; } = int.MinValue;

    /// <summary>The newest day that is not after the day looked back from; int.MinValue when there is none.</summary>
    public int Newest { get; private set; } = int.MinValue;

    /// <summary>Days since 1970 of an instant in microseconds, or null when no calendar has it.</summary>
    public static int? DayOf(long microseconds)
    {
        long day = Math.DivRem(microseconds, MicrosecondsPerDay, out long rest);
        if (rest < 0) day--;
        return day is >= -719_162 and <= 2_932_896 ? (int)day : null;
    }

    public void Add(int topic, long microseconds)
    {
        if (DayOf(microseconds) is not { } day) return;
        Dated++;
        if (!span.Contains(day))
        {
            Outside++;
            return;
        }

        if (day < First) First = day;
        if (day > Last) Last = day;
        if (day > lastDay) return;
        if (day > Newest) Advance(day);
        if (day > Newest - MostDays) _counts[Slot(day) + topic]++;
    }

    public void Merge(DayCounts other)
    {
        Dated += other.Dated;
        Outside += other.Outside;
        First = Math.Min(First, other.First);
        Last = Math.Max(Last, other.Last);
        if (other.Newest == int.MinValue) return;
        if (other.Newest > Newest) Advance(other.Newest);
        for (int day = Math.Max(other.Newest, Newest) - MostDays + 1; day <= other.Newest; day++)
        {
            if (day <= other.Newest - MostDays) continue;
            for (int topic = 0; topic < topics; topic++) _counts[Slot(day) + topic] += other._counts[other.Slot(day) + topic];
        }
    }

    /// <summary>Tickets of a topic on a day of the last 366.</summary>
    public long this[int topic, int day] => _counts[Slot(day) + topic];

    /// <summary>The first of the days to show: the first with a ticket, at most 365 before the newest.</summary>
    public int Oldest()
    {
        for (int day = Newest - MostDays + 1; day < Newest; day++)
            if (_counts.AsSpan(Slot(day), topics).ContainsAnyExcept(0)) return day;
        return Newest;
    }

    private void Advance(int day)
    {
        if (_counts.Length == 0) _counts = new long[MostDays * topics];
        int from = Newest == int.MinValue || day - (long)Newest >= MostDays ? day - MostDays + 1 : Newest + 1;
        for (int cleared = from; cleared <= day; cleared++) _counts.AsSpan(Slot(cleared), topics).Clear();
        Newest = day;
    }

    private int Slot(int day) => ((day % MostDays) + MostDays) % MostDays * topics;
}
