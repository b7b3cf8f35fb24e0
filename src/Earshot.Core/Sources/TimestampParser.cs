using Earshot.Core.Columns;

namespace Earshot.Core.Sources;

/// <summary>
/// Reads dates as people and programs write them: ISO 8601 with and without zone; year, month, day with / or .; 21.11.2026; 11/21/2026 and 21/11/2026;
/// "Nov 21, 2026", "21 Nov 2026 14:05", RFC 1123, "Sat Nov 21 14:05:00 +0000 2026"; 20261121; seconds, milli-, micro- or nanoseconds since 1970.
/// Each value is read by its own shape; what a shape leaves open is decided once for a column. Times without a zone are UTC. Allocates nothing.
/// </summary>
public sealed class TimestampParser
{
    private readonly bool _dayFirst;
    private readonly bool _digits;

    private TimestampParser(bool dayFirst, bool digits, string? note)
    {
        _dayFirst = dayFirst;
        _digits = digits;
        Note = note;
    }

    /// <summary>Month first where day and month could be either; digits alone are no date.</summary>
    public static TimestampParser Default { get; } = new(dayFirst: false, digits: false, null);

    /// <summary>What was decided and why, as a phrase to show; null where nothing was open.</summary>
    public string? Note { get; }

    /// <summary>
    /// Decides from a sample of a column: whether the day or the month comes first in dates such as 03/04/2026 (a value over 12 tells; more votes win; month
    /// first when nothing tells), and whether digits alone are instants (when at least half of the values are such).
    /// </summary>
    public static TimestampParser Decide(BytesColumn sample)
    {
        int filled = 0, digits = 0, dayFirst = 0, monthFirst = 0, open = 0;
        for (int row = 0; row < sample.Count; row++)
        {
            ReadOnlySpan<byte> value = sample[row].Trim(" \t\r\n"u8);
            if (value.IsEmpty) continue;
            filled++;
            if (TimestampScanner.TryInstant(value, out _)) digits++;
            if (!TimestampScanner.TryShortOrder(value, out int first, out int second)) continue;
            if (first > 12) dayFirst++;
            else if (second > 12) monthFirst++;
            else if (first != second) open++;
        }

        bool days = dayFirst > monthFirst;
        string? note = (days, dayFirst + monthFirst + open) switch
        {
            (_, 0) => digits * 2 >= filled && digits > 0 ? "digits are read as time since 1970, or as yyyymmdd" : null,
            (true, _) => "dates such as 03/04/2026 are read day first",
            (false, _) when monthFirst > 0 => "dates such as 03/04/2026 are read month first",
            _ => "dates such as 03/04/2026 are read month first; no value says which is meant",
        };
        return new TimestampParser(days, digits > 0 && digits * 2 >= filled, note);
    }

    /// <summary>
    /// The instant in microseconds since 1970-01-01 UTC; false when the value is no date, or one that does not exist or lies outside the years 1 to 9999.
    /// </summary>
    public bool TryParse(ReadOnlySpan<byte> value, out long microseconds)
    {
        value = value.Trim(" \t\r\n"u8);
        if (_digits && TimestampScanner.TryInstant(value, out microseconds)) return true;
        TimestampScanner scanner = new(value, _dayFirst);
        return scanner.TryRead(out microseconds);
    }
}
