using System.Text;
using System.Text.Unicode;
using Earshot.Core.Columns;
using Earshot.Core.Sources;

namespace Earshot.Connectors.Files;

/// <summary>Brings the bytes of rows into order: NULs are dropped, what is not UTF-8 is read as Windows-1252. Counts both, for the notes.</summary>
internal sealed class RowText
{
    private byte[] _scratch = [];

    /// <summary>Rows that held a NUL.</summary>
    public long RowsWithNul { get; private set; }

    /// <summary>Rows that were not UTF-8.</summary>
    public long RowsNotUtf8 { get; private set; }

    /// <summary>The row's bytes as they are where they are in order, which is nearly always; else a mended copy, valid until the next call.</summary>
    public ReadOnlySpan<byte> Mend(ReadOnlySpan<byte> row)
    {
        if (!Utf8.IsValid(row))
        {
            RowsNotUtf8++;
            row = Encoding.UTF8.GetBytes(TextEncoding.Windows1252.GetString(row));
        }

        if (!row.Contains((byte)0)) return row;
        RowsWithNul++;
        return WithoutNul(row);
    }

    /// <summary>Appends a value without its NULs (an escape in JSON can make one).</summary>
    public void Append(BytesColumn column, ReadOnlySpan<byte> value) => column.Append(value.Contains((byte)0) ? WithoutNul(value) : value);

    /// <summary>The first characters of a row.</summary>
    public static string Excerpt(ReadOnlySpan<byte> row)
    {
        ReadOnlySpan<byte> head = row[..Math.Min(row.Length, Reject.ExcerptLength * 4)];
        string text = Encoding.UTF8.GetString(head).TrimEnd('\r', '\n');
        if (text.Length <= Reject.ExcerptLength) return text;
        return text[..(char.IsHighSurrogate(text[Reject.ExcerptLength - 1]) ? Reject.ExcerptLength - 1 : Reject.ExcerptLength)];
    }

    public IEnumerable<SourceNote> Notes()
    {
        if (RowsWithNul > 0) yield return new($"NUL bytes dropped from {Counted(RowsWithNul, "row")}");
        if (RowsNotUtf8 > 0)
            yield return new($"not UTF-8, read as windows-1252: {Counted(RowsNotUtf8, "row")}", "if letters look wrong, say which it is: --encoding NAME");
    }

    /// <summary>"1 row", "2,000 rows".</summary>
    public static string Counted(long count, string what) => count == 1 ? $"1 {what}" : $"{count:N0} {what}s";

    private ReadOnlySpan<byte> WithoutNul(ReadOnlySpan<byte> value)
    {
        if (_scratch.Length < value.Length) _scratch = new byte[value.Length];
        int length = 0;
        foreach (byte b in value)
            if (b != 0) _scratch[length++] = b;
        return _scratch.AsSpan(0, length);
    }
}
