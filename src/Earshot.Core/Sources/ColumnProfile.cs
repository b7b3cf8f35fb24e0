using System.Text;
using Earshot.Core.Columns;

namespace Earshot.Core.Sources;

/// <summary>What a sample of a column's values looks like.</summary>
internal sealed record ColumnProfile
{
    /// <summary>Rows of the sample.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows with a value that is not blank.</summary>
    public required int Filled { get; init; }

    /// <summary>Different values among those.</summary>
    public required int Distinct { get; init; }

    /// <summary>Mean words of a value: runs between blanks; where a script writes none, two of its letters count as one.</summary>
    public required double Words { get; init; }

    /// <summary>Share of letters and blanks among the characters, 0 to 1.</summary>
    public required double Letters { get; init; }

    /// <summary>Values that are links.</summary>
    public required int Links { get; init; }

    /// <summary>Values that read as dates; digits alone don't count.</summary>
    public required int Dates { get; init; }

    /// <summary>Values that read as dates when digits alone are seconds or milliseconds since 1970.</summary>
    public required int Instants { get; init; }

    /// <summary>Every row has a value, and nearly every row one of its own: one in twenty may repeat, since exports repeat rows, and one in any case.</summary>
    public bool IsIdentifying => Filled == Rows && (Distinct == Rows || (Distinct > 1 && Rows - Distinct <= Math.Max(1, Rows / 20))) && Rows > 0;

    /// <summary>The values are made of letters for the most part, and are no dates and no links.</summary>
    public bool IsWorded => Filled > 0 && Letters >= 0.6 && Dates * 2 < Filled && Links * 2 < Filled;

    /// <summary>How much the column reads like what people write; 0 when it does not.</summary>
    public double Prose => IsWorded && Words >= 2 ? Words * Letters * Math.Sqrt((double)Distinct / Filled) * Math.Sqrt((double)Filled / Rows) : 0;

    public static ColumnProfile Of(BytesColumn column)
    {
        HashSet<ulong> distinct = [];
        TimestampParser days = TimestampParser.Default, instants = TimestampParser.Decide(column);
        int filled = 0, links = 0, dateCount = 0, instantCount = 0;
        long words = 0, characters = 0, letters = 0;
        for (int row = 0; row < column.Count; row++)
        {
            ReadOnlySpan<byte> value = column[row].Trim(" \t\r\n"u8);
            if (value.IsEmpty) continue;
            filled++;
            distinct.Add(StableHash.Of(value));
            if (value.StartsWith("http"u8) && value.IndexOf((byte)' ') < 0) links++;
            if (days.TryParse(value, out _)) dateCount++;
            if (instants.TryParse(value, out _)) instantCount++;
            CountWords(value, ref words, ref characters, ref letters);
        }

        return new ColumnProfile
        {
            Rows = column.Count,
            Filled = filled,
            Distinct = distinct.Count,
            Words = filled == 0 ? 0 : (double)words / filled,
            Letters = characters == 0 ? 0 : (double)letters / characters,
            Links = links,
            Dates = dateCount,
            Instants = instantCount,
        };
    }

    private static void CountWords(ReadOnlySpan<byte> value, ref long words, ref long characters, ref long letters)
    {
        bool inWord = false;
        int unspaced = 0;
        while (!value.IsEmpty)
        {
            Rune.DecodeFromUtf8(value, out Rune rune, out int length);
            value = value[length..];
            characters++;
            bool blank = Rune.IsWhiteSpace(rune), letter = Rune.IsLetter(rune);
            if (blank || letter) letters++;
            if (rune.Value is >= 0x0E00 and <= 0x0EFF or >= 0x3040 and <= 0x9FFF) unspaced++;
            if (!blank && !inWord) words++;
            inWord = !blank;
        }

        words += unspaced / 2;
    }
}
