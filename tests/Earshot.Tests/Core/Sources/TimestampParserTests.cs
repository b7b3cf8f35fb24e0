using System.Globalization;
using System.Text;
using Earshot.Core.Columns;
using Earshot.Core.Sources;

namespace Earshot.Tests.Core.Sources;

public sealed class TimestampParserTests
{
    [Theory]
    [InlineData("2026-11-21", "2026-11-21 00:00:00")]
    [InlineData("2026-11-21T14:05:09Z", "2026-11-21 14:05:09")]
    [InlineData("2026-11-21 14:05", "2026-11-21 14:05:00")]
    [InlineData("2026-11-21T14:05:09.123456789+02:00", "2026-11-21 12:05:09.123456")]
    [InlineData("2026-11-21T14:05:09-0530", "2026-11-21 19:35:09")]
    [InlineData("2026-11-21 14:05:09 UTC", "2026-11-21 14:05:09")]
    [InlineData(" 2026/1/5 ", "2026-01-05 00:00:00")]
    [InlineData("21.11.2026", "2026-11-21 00:00:00")]
    [InlineData("1.2.2026 7:05", "2026-02-01 07:05:00")]
    [InlineData("21.11.26", "2026-11-21 00:00:00")]
    [InlineData("11/21/2026 2:05 PM", "2026-11-21 14:05:00")]
    [InlineData("21/11/2026", "2026-11-21 00:00:00")]
    [InlineData("03/04/2026", "2026-03-04 00:00:00")]
    [InlineData("12/31/1999, 12:00 a.m.", "1999-12-31 00:00:00")]
    [InlineData("Nov 21, 2026", "2026-11-21 00:00:00")]
    [InlineData("November 21st 2026 at 14:05", "2026-11-21 14:05:00")]
    [InlineData("21 Nov 2026 14:05", "2026-11-21 14:05:00")]
    [InlineData("21-Nov-26", "2026-11-21 00:00:00")]
    [InlineData("Sat, 21 Nov 2026 14:05:09 GMT", "2026-11-21 14:05:09")]
    [InlineData("Sat Nov 21 14:05:09 +0000 2026", "2026-11-21 14:05:09")]
    [InlineData("21/Nov/2026:14:05:09 -0500", "2026-11-21 19:05:09")]
    [InlineData("Sat, 21 Nov 2026 14:05:09 EST", "2026-11-21 19:05:09")]
    [InlineData("2024-02-29", "2024-02-29 00:00:00")]
    public void Dates_are_read_by_their_shape(string written, string instant) => Assert.Equal(instant, Read(TimestampParser.Default, written));

    [Theory]
    [InlineData("")]
    [InlineData("2024-02-31")]
    [InlineData("2023-02-29")]
    [InlineData("31.04.2026")]
    [InlineData("0000-01-01")]
    [InlineData("10000-01-01")]
    [InlineData("13/13/2026")]
    [InlineData("2026-13-01")]
    [InlineData("2026-11-21 25:00")]
    [InlineData("2026-11-21 14:60")]
    [InlineData("2026-11-21 14:05 XYZ")]
    [InlineData("2026-11-21 and more")]
    [InlineData("21 Nox 2026")]
    [InlineData("May 5")]
    [InlineData("tomorrow")]
    [InlineData("1.2.3.4")]
    [InlineData("1700000000")]
    [InlineData("12:05")]
    public void What_is_no_date_or_an_impossible_one_is_refused(string written) => Assert.Null(Read(TimestampParser.Default, written));

    [Fact]
    public void One_value_over_12_decides_for_the_column()
    {
        TimestampParser parser = Decide("03/04/2026", "05/06/2026", "31/01/2026");
        Assert.Equal("2026-04-03 00:00:00", Read(parser, "03/04/2026"));
        Assert.Equal("dates such as 03/04/2026 are read day first", parser.Note);
    }

    [Fact]
    public void Nothing_decided_means_month_first_and_says_so() =>
        Assert.Equal("dates such as 03/04/2026 are read month first; no value says which is meant", Decide("03/04/2026", "05/06/2026").Note);

    [Theory]
    [InlineData("1700000000", "2023-11-14 22:13:20")]
    [InlineData("1700000000.5", "2023-11-14 22:13:20")]
    [InlineData("1700000000123", "2023-11-14 22:13:20.123000")]
    [InlineData("1700000000123456", "2023-11-14 22:13:20.123456")]
    [InlineData("1700000000123456789", "2023-11-14 22:13:20.123456")]
    [InlineData("20261121", "2026-11-21 00:00:00")]
    public void Digits_alone_are_instants_where_the_column_is_of_such(string written, string instant)
    {
        Assert.Equal(instant, Read(Decide(written, written, ""), written));
        Assert.Null(Read(Decide(written, "2026-11-21", "2026-11-22"), written));
    }

    [Fact]
    public void Every_day_of_four_centuries_comes_back()
    {
        for (DateTime day = new(1899, 12, 30); day.Year < 2300; day = day.AddDays(1))
        {
            Assert.True(TimestampParser.Default.TryParse(Encoding.UTF8.GetBytes(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), out long microseconds));
            Assert.Equal(day, DateTime.UnixEpoch.AddMicroseconds(microseconds));
        }
    }

    [Fact]
    public void Nothing_is_allocated_for_a_value()
    {
        byte[] value = "Sat, 21 Nov 2026 14:05:09 GMT"u8.ToArray();
        Assert.True(TimestampParser.Default.TryParse(value, out _));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++) _ = TimestampParser.Default.TryParse(value, out _);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static TimestampParser Decide(params string[] values)
    {
        BytesColumn column = new();
        foreach (string value in values) column.Append(Encoding.UTF8.GetBytes(value));
        return TimestampParser.Decide(column);
    }

    private static string? Read(TimestampParser parser, string written)
    {
        if (!parser.TryParse(Encoding.UTF8.GetBytes(written), out long microseconds)) return null;
        DateTime instant = DateTime.UnixEpoch.AddMicroseconds(microseconds);
        return instant.ToString(microseconds % 1_000_000 == 0 ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
    }
}
