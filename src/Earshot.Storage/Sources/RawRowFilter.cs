using System.Text;
using Earshot.Core;
using Earshot.Core.Columns;
using Earshot.Core.Sources;
using Earshot.Core.Text;

namespace Earshot.Storage.Sources;

/// <summary>
/// Takes rows as they were read and gives those that can become tickets, with the file, the line and the date beside them. A row without any
/// text, or with a date that does not exist, is rejected. Personal data is masked here when that is asked for, before anything is stored.
/// </summary>
internal sealed class RawRowFilter
{
    /// <summary>Columns that are added to a source's own: the file and the line that the row came from, and its date.</summary>
    internal static readonly IReadOnlyList<ColumnSchema> Added =
    [
        new(RawRows.Reserved[0], ColumnType.Text),
        new(RawRows.Reserved[1], ColumnType.Int64),
        new(RawRows.Reserved[2], ColumnType.Timestamp),
    ];

    private static readonly string[] NoDates = ["n/a", "na", "null", "none", "nan", "nat", "-", "--", "unknown"];

    private readonly byte[] _file;
    private readonly string _fileName;
    private readonly int _columns;
    private readonly int _text;
    private readonly int _title;
    private readonly int _created;
    private readonly int _id;
    private readonly TimestampParser _dates;
    private readonly bool _mask;

    internal RawRowFilter(string fileName, IReadOnlyList<string> columns, ColumnMapping mapping, TimestampParser dates, bool mask)
    {
        _fileName = fileName;
        _file = Encoding.UTF8.GetBytes(fileName);
        _columns = columns.Count;
        _text = Position(ColumnRole.Text);
        _title = Position(ColumnRole.Title);
        _created = Position(ColumnRole.CreatedAt);
        _id = Position(ColumnRole.Id);
        _dates = dates;
        _mask = mask;
        Schema = [.. columns.Select(name => new ColumnSchema(name, ColumnType.Text)), .. Added];

        int Position(ColumnRole role)
        {
            string? column = mapping.Of(role)?.Column;
            return column is null ? -1 : columns.ToList().FindIndex(c => c.Equals(column, StringComparison.OrdinalIgnoreCase));
        }
    }

    /// <summary>Columns of what is given.</summary>
    internal IReadOnlyList<ColumnSchema> Schema { get; }

    /// <summary>Whether the file has the column that the text is in.</summary>
    internal bool HasText => _text >= 0;

    /// <summary>Bytes of the texts and titles of accepted rows.</summary>
    internal long TextBytes(ColumnBatch accepted) => accepted.Bytes(_text).ByteCount + (_title < 0 || _title == _text ? 0 : accepted.Bytes(_title).ByteCount);

    /// <summary>Appends the rows of <paramref name="raw"/> that can become tickets to <paramref name="accepted"/>.</summary>
    internal void Accept(ColumnBatch raw, ColumnBatch accepted, RejectSink rejects)
    {
        for (int row = 0; row < raw.Count; row++)
        {
            long line = raw.Int64(_columns)[row];
            long created = 0;
            ReadOnlySpan<byte> date = _created < 0 ? default : raw.Bytes(_created)[row].Trim(" \t\r\n"u8);
            if (StandsForNothing(date)) date = default;
            if (IsBlank(raw, _text, row) && IsBlank(raw, _title, row)) Refuse("the row has no text");
            else if (!date.IsEmpty && !_dates.TryParse(date, out created))
                Refuse($"'{Encoding.UTF8.GetString(date[..Math.Min(date.Length, 60)])}' is not a date");
            else Copy(raw, row, accepted, line, date.IsEmpty ? null : created);

            void Refuse(string reason) => rejects(new Reject(_fileName, line, reason, Excerpt(raw, row)));
        }
    }

    // What exports write where there is no date; the ticket is none the worse for it.
    private static bool StandsForNothing(ReadOnlySpan<byte> date)
    {
        if (date.Length > 19) return false;
        foreach (string none in NoDates)
            if (System.Text.Ascii.EqualsIgnoreCase(date, none)) return true;
        return false;
    }

    private static bool IsBlank(ColumnBatch raw, int column, int row) => column < 0 || raw.Bytes(column)[row].IndexOfAnyExcept(" \t\r\n"u8) < 0;

    private void Copy(ColumnBatch raw, int row, ColumnBatch accepted, long line, long? created)
    {
        for (int c = 0; c < _columns; c++)
        {
            ReadOnlySpan<byte> value = raw.Bytes(c)[row];
            if (raw[c].IsNull(row)) accepted[c].AppendNull();
            else if (c == _id && _mask) AppendId(value, accepted.Bytes(c));
            else if (!_mask || !PersonalData.TryMask(value, accepted.Bytes(c))) accepted.Bytes(c).Append(value);
        }

        accepted.Bytes(_columns).Append(_file);
        accepted.Int64(_columns + 1).Append(line);
        if (created is { } instant) accepted.Int64(_columns + 2).Append(instant);
        else accepted[_columns + 2].AppendNull();
    }

    // Numbers in an id are no phone numbers; an address in it goes, and a hash keeps the ids apart.
    private static void AppendId(ReadOnlySpan<byte> id, BytesColumn column)
    {
        if (id.Contains((byte)'@')) column.Append($"{PersonalData.Mask(Encoding.UTF8.GetString(id))} {StableHash.Of(id):x16}".AsSpan());
        else column.Append(id);
    }

    private string Excerpt(ColumnBatch raw, int row)
    {
        StringBuilder excerpt = new();
        for (int c = 0; c < _columns && excerpt.Length < Reject.ExcerptLength; c++)
        {
            if (c > 0) excerpt.Append(',');
            excerpt.Append(raw.Bytes(c).GetString(row));
        }

        return excerpt.Length > Reject.ExcerptLength ? excerpt.ToString(0, Reject.ExcerptLength) : excerpt.ToString();
    }
}
