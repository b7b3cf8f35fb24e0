using Earshot.Core.Analysis;

namespace Earshot.Tests.Core.Analysis;

public sealed class DaySpanTests
{
    private const int Day = 20_000; // 2024-10-04
    private const int Year2999 = 375_000;

    [Fact]
    public void A_ticket_of_the_year_2999_and_one_of_1970_leave_the_days_to_the_rest() =>
        Assert.Equal(new DaySpan(Day, Day + 59), DaySpan.WithoutStrays(Tickets((0, 1), (Year2999, 1))));

    [Fact]
    public void Strays_of_several_years_are_left_out_together() =>
        Assert.Equal(new DaySpan(Day, Day + 59), DaySpan.WithoutStrays(Tickets((40_000, 1), (Year2999, 1), (Year2999 + 900, 1))));

    [Fact]
    public void Of_a_million_tickets_a_thousandth_may_stray_and_no_more()
    {
        Dictionary<int, long> tickets = Tickets((Year2999, 1_000));
        foreach (int day in Enumerable.Range(Day, 60)) tickets[day] = 20_000;
        Assert.Equal(Day + 59, DaySpan.WithoutStrays(tickets).Last);
        tickets[Year2999] = 2_000;
        Assert.Equal(Year2999, DaySpan.WithoutStrays(tickets).Last);
    }

    [Theory]
    [InlineData(366)]
    [InlineData(30)]
    public void A_pause_of_a_year_or_less_parts_nothing(int pause) => Assert.Equal(Day + 59 + pause, DaySpan.WithoutStrays(Tickets((Day + 59 + pause, 1))).Last);

    [Fact]
    public void Of_nine_dated_tickets_none_is_a_stray()
    {
        Dictionary<int, long> few = Enumerable.Range(Day, 8).Append(Year2999).ToDictionary(day => day, _ => 1L);
        Assert.Equal(new DaySpan(Day, Year2999), DaySpan.WithoutStrays(few));
        few[Day] = 2;
        Assert.Equal(new DaySpan(Day, Day + 7), DaySpan.WithoutStrays(few));
    }

    [Fact]
    public void Without_dates_every_day_counts() => Assert.Equal(DaySpan.All, DaySpan.WithoutStrays(new Dictionary<int, long>()));

    private static Dictionary<int, long> Tickets(params ReadOnlySpan<(int Day, long Tickets)> strays)
    {
        Dictionary<int, long> tickets = Enumerable.Range(Day, 60).ToDictionary(day => day, _ => 5L);
        foreach ((int day, long count) in strays) tickets[day] = count;
        return tickets;
    }
}
