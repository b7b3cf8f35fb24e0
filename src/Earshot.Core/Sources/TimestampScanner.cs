namespace Earshot.Core.Sources;

/// <summary>Walks over one written date from left to right.</summary>
internal ref struct TimestampScanner(ReadOnlySpan<byte> text, bool dayFirst)
{
    private const long MicrosecondsPerDay = 86_400_000_000;
    private const long UnixEpochDay = 719_162; // days from 0001-01-01 to 1970-01-01

    private static readonly string[] Months =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

    private static readonly string[] Weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    private readonly ReadOnlySpan<byte> _text = text;
    private int _at;
    private int _year;
    private int _month;
    private int _day;
    private long _time;
    private long _zone;

    private readonly byte Current => _at < _text.Length ? _text[_at] : (byte)0;

    /// <summary>
    /// Digits alone as time since 1970 by their number (9–10 seconds, 12–13 milli-, 15–16 micro-, 18–19 nanoseconds; a fraction is dropped), or 8 digits
    /// as yyyymmdd.
    /// </summary>
    public static bool TryInstant(ReadOnlySpan<byte> value, out long microseconds)
    {
        microseconds = 0;
        int point = value.IndexOf((byte)'.');
        ReadOnlySpan<byte> whole = point < 0 ? value : value[..point];
        if (whole.Length is < 8 or > 19 || !AllDigits(whole) || (point >= 0 && !AllDigits(value[(point + 1)..]))) return false;
        long number = 0;
        foreach (byte digit in whole)
        {
            if (number > (long.MaxValue - 9) / 10) return false;
            number = number * 10 + digit - '0';
        }

        switch (whole.Length)
        {
            case 8:
                return point < 0 && TryDay((int)(number / 10_000), (int)(number / 100 % 100), (int)(number % 100), out microseconds);
            case 9 or 10:
                microseconds = number * 1_000_000;
                return true;
            case 12 or 13:
                microseconds = number * 1000;
                return true;
            case 15 or 16:
                microseconds = number;
                return true;
            case 18 or 19:
                microseconds = number / 1000;
                return true;
            default:
                return false;
        }
    }

    /// <summary>The first two numbers of a date whose order of day and month its shape does not tell: 03/04/2026, 3-4-26.</summary>
    public static bool TryShortOrder(ReadOnlySpan<byte> value, out int first, out int second)
    {
        second = 0;
        TimestampScanner scanner = new(value, dayFirst: false);
        if (!scanner.Number(out first, out int digits) || digits > 2 || scanner.Current is not ((byte)'/' or (byte)'-')) return false;
        byte separator = scanner.Current;
        scanner._at++;
        if (!scanner.Number(out second, out digits) || digits > 2 || scanner.Current != separator) return false;
        scanner._at++;
        return scanner.Number(out _, out digits) && digits is 2 or 4;
    }

    /// <summary>Reads the whole text as a date.</summary>
    public bool TryRead(out long microseconds)
    {
        microseconds = 0;
        if (_text.IsEmpty || _text.Length > 64 || !Date()) return false;
        SkipBetween();
        if (_at < _text.Length && !TimeAndZone()) return false;
        if (_year == 0 && !YearAtEnd()) return false;
        SkipBlanks();
        if (_at < _text.Length || !TryDay(_year, _month, _day, out long day)) return false;
        microseconds = day + _time - _zone;
        return true;
    }

    private static bool TryDay(int year, int month, int day, out long microseconds)
    {
        microseconds = 0;
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        microseconds = (new DateOnly(year, month, day).DayNumber - UnixEpochDay) * MicrosecondsPerDay;
        return true;
    }

    private bool Date()
    {
        if (IsLetter(Current))
        {
            if (Word(Weekdays) >= 0)
            {
                if (Current is (byte)'.' or (byte)',') _at++;
                if (Current is (byte)',') _at++;
                SkipBlanks();
            }

            return IsLetter(Current) ? MonthFirst() : Number(out int number, out int digits) && DayOrYearFirst(number, digits);
        }

        return Number(out int first, out int length) && DayOrYearFirst(first, length);
    }

    /// <summary>Nov 21, 2026; November 21st 2026; Nov 21 (the year follows the time).</summary>
    private bool MonthFirst()
    {
        _month = Word(Months) + 1;
        if (_month == 0) return false;
        if (Current is (byte)'.' or (byte)'-') _at++;
        SkipBlanks();
        if (!Number(out _day, out int digits) || digits > 2) return false;
        SkipOrdinal();
        if (Current is (byte)',' or (byte)'-') _at++;
        SkipBlanks();
        int back = _at;
        if (Number(out _year, out digits) && digits == 4 && Current != (byte)':') return true;
        _at = back;
        _year = 0;
        return true;
    }

    private bool DayOrYearFirst(int first, int digits)
    {
        if (digits == 4) return YearFirst(first);
        if (digits > 2) return false;
        SkipOrdinal();
        byte separator = Current;
        if (separator is (byte)' ' or (byte)'-' or (byte)'.' or (byte)'/' or (byte)',') _at++;
        SkipBlanks();
        return IsLetter(Current) ? DayAndName(first) : Numbers(first, separator);
    }

    private bool YearFirst(int year)
    {
        byte separator = Current;
        if (separator is not ((byte)'-' or (byte)'/' or (byte)'.')) return false;
        _at++;
        _year = year;
        if (IsLetter(Current)) _month = Word(Months) + 1;
        else if (!Number(out _month, out int digits) || digits > 2) return false;
        if (_month == 0 || Current != separator) return false;
        _at++;
        return Number(out _day, out int last) && last <= 2;
    }

    private bool DayAndName(int day)
    {
        _day = day;
        _month = Word(Months) + 1;
        if (_month == 0) return false;
        if (Current is (byte)'.') _at++;
        if (Current is (byte)',' or (byte)'-' or (byte)'/') _at++;
        SkipBlanks();
        return Number(out _year, out int digits) && Century(digits);
    }

    private bool Numbers(int first, byte separator)
    {
        if (separator is not ((byte)'/' or (byte)'.' or (byte)'-')) return false;
        if (!Number(out int second, out int digits) || digits > 2 || Current != separator) return false;
        _at++;
        SkipBlanks();
        if (!Number(out _year, out digits) || !Century(digits)) return false;
        bool days = separator == (byte)'.' || first > 12 || (second <= 12 && dayFirst);
        (_day, _month) = days ? (first, second) : (second, first);
        return true;
    }

    private bool Century(int digits)
    {
        if (digits == 2) _year += _year < 70 ? 2000 : 1900;
        return digits is 2 or 4;
    }

    private void SkipBetween()
    {
        if (Current is (byte)',') _at++;
        SkipBlanks();
        if (Current is (byte)'T' or (byte)'t') _at++;
        else if (_text[_at..] is [(byte)'a', (byte)'t', (byte)' ', ..]) _at += 3;
        else if (Current is (byte)'-' or (byte)':') _at++;
        SkipBlanks();
    }

    private bool TimeAndZone()
    {
        if (!Number(out int hour, out int digits) || digits > 2 || Current != (byte)':') return false;
        _at++;
        if (!Number(out int minute, out digits) || digits != 2) return false;
        int second = 0;
        long fraction = 0;
        if (Current == (byte)':')
        {
            _at++;
            if (!Number(out second, out digits) || digits != 2) return false;
            if (Current is (byte)'.' or (byte)',') fraction = Fraction();
        }

        SkipBlanks();
        if (HalfDay(out bool afternoon))
        {
            if (hour is < 1 or > 12) return false;
            hour = hour % 12 + (afternoon ? 12 : 0);
            SkipBlanks();
        }

        if (hour > 23 || minute > 59 || second > 59) return false;
        _time = ((hour * 60L + minute) * 60 + second) * 1_000_000 + fraction;
        return Zone();
    }

    private long Fraction()
    {
        long fraction = 0;
        long unit = 100_000;
        for (_at++; Current is >= (byte)'0' and <= (byte)'9'; _at++, unit /= 10) fraction += (Current - '0') * unit;
        return fraction;
    }

    private bool HalfDay(out bool afternoon)
    {
        afternoon = Current is (byte)'p' or (byte)'P';
        if (!afternoon && Current is not ((byte)'a' or (byte)'A')) return false;
        int m = _at + 1 < _text.Length && _text[_at + 1] == (byte)'.' ? _at + 2 : _at + 1;
        if (m >= _text.Length || (_text[m] | 0x20) != 'm' || (m + 1 < _text.Length && IsLetter(_text[m + 1]))) return false;
        _at = m + 1;
        if (Current == (byte)'.') _at++;
        return true;
    }

    /// <summary>Z, UTC, GMT, ±hh, ±hhmm, ±hh:mm, and the zones of North America and Central Europe by letters; nothing means UTC.</summary>
    private bool Zone()
    {
        if (IsLetter(Current))
        {
            int start = _at;
            while (IsLetter(Current)) _at++;
            ReadOnlySpan<byte> name = _text[start.._at];
            int? hours = name switch
            {
                [(byte)'Z' or (byte)'z'] => 0,
                _ when name.SequenceEqual("UTC"u8) || name.SequenceEqual("GMT"u8) || name.SequenceEqual("UT"u8) => 0,
                _ when name.SequenceEqual("EDT"u8) => -4,
                _ when name.SequenceEqual("EST"u8) || name.SequenceEqual("CDT"u8) => -5,
                _ when name.SequenceEqual("CST"u8) || name.SequenceEqual("MDT"u8) => -6,
                _ when name.SequenceEqual("MST"u8) || name.SequenceEqual("PDT"u8) => -7,
                _ when name.SequenceEqual("PST"u8) => -8,
                _ when name.SequenceEqual("CET"u8) => 1,
                _ when name.SequenceEqual("CEST"u8) => 2,
                _ => null,
            };
            if (hours is null) return false;
            _zone = hours.Value * 3_600_000_000L;
        }

        if (Current is not ((byte)'+' or (byte)'-')) return true;
        bool west = Current == (byte)'-';
        _at++;
        if (!Number(out int hour, out int digits) || digits is not (1 or 2 or 4)) return false;
        int minute = 0;
        if (digits == 4) (hour, minute) = (hour / 100, hour % 100);
        else if (Current == (byte)':')
        {
            _at++;
            if (!Number(out minute, out digits) || digits != 2) return false;
        }

        if (hour > 18 || minute > 59) return false;
        _zone = (hour * 60L + minute) * (west ? -60_000_000 : 60_000_000);
        return true;
    }

    private bool YearAtEnd()
    {
        SkipBlanks();
        return Number(out _year, out int digits) && digits == 4;
    }

    private bool Number(out int number, out int digits)
    {
        number = 0;
        digits = 0;
        for (; digits < 9 && Current is >= (byte)'0' and <= (byte)'9'; _at++, digits++) number = number * 10 + Current - '0';
        return digits > 0;
    }

    /// <summary>Steps over a word that is one of <paramref name="words"/>, or its first three letters or more; -1, and no step, when it is none.</summary>
    private int Word(string[] words)
    {
        int length = 0;
        while (_at + length < _text.Length && IsLetter(_text[_at + length])) length++;
        if (length < 3) return -1;
        for (int i = 0; i < words.Length; i++)
        {
            if (length > words[i].Length) continue;
            int same = 0;
            while (same < length && (_text[_at + same] | 0x20) == words[i][same]) same++;
            if (same < length) continue;
            _at += length;
            return i;
        }

        return -1;
    }

    private void SkipOrdinal()
    {
        if (_at + 1 >= _text.Length || (_at + 2 < _text.Length && IsLetter(_text[_at + 2]))) return;
        (char First, char Second) ending = ((char)(_text[_at] | 0x20), (char)(_text[_at + 1] | 0x20));
        if (ending is ('s', 't') or ('n', 'd') or ('r', 'd') or ('t', 'h')) _at += 2;
    }

    private void SkipBlanks()
    {
        while (Current is (byte)' ') _at++;
    }

    private static bool AllDigits(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    private static bool IsLetter(byte b) => (uint)((b | 0x20) - 'a') <= 'z' - 'a';
}
