namespace Earshot.Core.Analysis;

/// <summary>The days that tickets are told by. Dates outside are most likely wrong, such as a year 2999 or the 1970 of an empty field.</summary>
/// <param name="First">First day, in days since 1970.</param>
/// <param name="Last">Last day.</param>
public readonly record struct DaySpan(int First, int Last)
{
    // A pause longer than this parts strays from the rest: whatever comes each year comes sooner.
    private const int MostDaysBetween = 366;

    // Strays at either end, at most: a thousandth of the dated tickets or three, and never more than a tenth.
    private const long DatedForOneStray = 1000, FewStrays = 3, DatedForAnyStray = 10;

    /// <summary>Every day there is.</summary>
    public static DaySpan All { get; } = new(int.MinValue, int.MaxValue);

    /// <summary>
    /// The span without strays: at either end, the tickets beyond a pause of more than 366 days are left out where they are at most 0.1% of the dated
    /// tickets (or three), and at most a tenth of them.
    /// </summary>
    /// <param name="tickets">Tickets by day, in days since 1970.</param>
    public static DaySpan WithoutStrays(IReadOnlyDictionary<int, long> tickets)
    {
        if (tickets.Count == 0) return All;
        int[] days = [.. tickets.Keys.Order()];
        long dated = tickets.Values.Sum(), most = Math.Min(Math.Max(dated / DatedForOneStray, FewStrays), dated / DatedForAnyStray);
        int first = 0, last = days.Length - 1;
        long strays = tickets[days[0]];
        for (int i = 1; i < days.Length && strays <= most; strays += tickets[days[i++]])
            if (days[i] - days[i - 1] > MostDaysBetween) first = i;
        strays = tickets[days[^1]];
        for (int i = days.Length - 2; i >= first && strays <= most; strays += tickets[days[i--]])
            if (days[i + 1] - days[i] > MostDaysBetween) last = i;
        return new DaySpan(days[first], days[last]);
    }

    /// <summary>Whether a day is in it.</summary>
    public bool Contains(int day) => day >= First && day <= Last;
}
