using System.Globalization;
using System.Text;

namespace Earshot.Core.Synthetic;

/// <summary>The 30 days of the set: when tickets are written (working days and office hours more than nights) and what recent days are called.</summary>
internal sealed class TicketCalendar
{
    /// <summary>Days in which tickets are written; they end where as-of begins.</summary>
    public const int Days = 30;

    /// <summary>How far back a message may look.</summary>
    private const int DaysBack = 9;

    private const long MicrosecondsPerHour = 3_600_000_000;

    // Sunday to Saturday, and the hours of a day in UTC: customers sit mostly in Europe and on the American east coast
    private static readonly int[] DayWeights = [46, 110, 108, 104, 100, 94, 52];
    private static readonly int[] HourWeights = [12, 9, 7, 6, 7, 12, 22, 38, 58, 72, 78, 74, 68, 74, 82, 84, 78, 66, 54, 46, 40, 34, 26, 18];

    private readonly long _start;
    private readonly WeightedChoice _day;
    private readonly WeightedChoice _hour = new(HourWeights);
    private readonly byte[][] _names;

    public TicketCalendar(DateOnly asOf)
    {
        DateOnly first = asOf.AddDays(-Days);
        _start = (first.DayNumber - new DateOnly(1970, 1, 1).DayNumber) * 24 * MicrosecondsPerHour;
        int[] weights = new int[Days];
        for (int day = 0; day < Days; day++) weights[day] = DayWeights[(int)first.AddDays(day).DayOfWeek];
        _day = new WeightedChoice(weights);

        string[] formats = ["'on' d MMMM", "'on' MMM d", "'on' dddd", "'last' dddd"];
        _names = new byte[(Days + DaysBack) * formats.Length][];
        for (int i = 0; i < _names.Length; i++)
        {
            DateOnly day = first.AddDays((i / formats.Length) - DaysBack);
            _names[i] = Encoding.UTF8.GetBytes(day.ToString(formats[i % formats.Length], CultureInfo.InvariantCulture));
        }
    }

    /// <summary>A day, 0 to 29.</summary>
    public int DrawDay(ref RowRandom random) => _day.Draw(ref random);

    /// <summary>An instant of the day in microseconds since 1970-01-01, UTC.</summary>
    public long DrawInstant(int day, ref RowRandom random)
    {
        int hour = _hour.Draw(ref random);
        long within = (long)Math.BigMul(random.Next(), (ulong)MicrosecondsPerHour, out _);
        return _start + (((day * 24) + hour) * MicrosecondsPerHour) + within;
    }

    /// <summary>A name for one of the days before <paramref name="day"/>: "on 12 January", "on Jan 12", "on Monday", "last Monday", "yesterday".</summary>
    public ReadOnlySpan<byte> RecentDay(int day, scoped ref RowRandom random)
    {
        int draw = random.Below(5 * 8);
        if (draw < 8) return draw < 5 ? "yesterday"u8 : "this morning"u8;
        int back = 2 + random.Below(draw % 4 >= 2 ? 5 : DaysBack - 1); // a weekday's name says which day only within a week
        return _names[((day + DaysBack - back) * 4) + (draw % 4)];
    }
}
