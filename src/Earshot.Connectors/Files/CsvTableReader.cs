using System.Text;
using Earshot.Core;
using Earshot.Core.Columns;
using Earshot.Core.Sources;

namespace Earshot.Connectors.Files;

/// <summary>
/// Reads tables of text (CSV and its kin, or plain lines) row by row from a sliding window. Cells that hold nothing are null; cells missing at the end of
/// a row too. After a quote gone astray it goes on at the next line that has as many cells as the header.
/// </summary>
internal sealed class CsvTableReader : TextTableReader
{
    /// <summary>A cell still open at the end of the file is a cut file up to this many lines, and beyond them a quote gone astray.</summary>
    private const int PlausibleCellLines = 1000;

    private readonly CsvDialect _dialect;
    private readonly CsvScanner _scanner;
    private readonly ByteWindow _window;
    private long _line = 1;
    private long _shortRows;
    private Reject? _astray;
    private long _skipped;
    private bool _ended;

    /// <summary>Opens a table and reads its header.</summary>
    /// <param name="file">The file.</param>
    /// <param name="dialect">How it is written.</param>
    /// <param name="names">The names of its columns, or null to take them from the first row.</param>
    /// <param name="skipLines">Lines to leave out before the table.</param>
    /// <exception cref="EarshotException">It has no row, or its header can't be read (exit 3).</exception>
    public CsvTableReader(SourceFile file, CsvDialect dialect, IReadOnlyList<string>? names, int skipLines = 0)
        : base(file)
    {
        _dialect = dialect;
        _scanner = new CsvScanner(dialect);
        _window = file.Open(RawRows.MaximumRowBytes);
        try
        {
            for (int i = 0; i < skipLines; i++) SkipLine();
            Columns = UniqueNames.From(names ?? ReadHeader());
            if (!SkipBlankLines()) throw file.Refused("has no rows, only a header", SourceFile.Empty);
        }
        catch
        {
            _window.Dispose();
            throw;
        }
    }

    public override void Dispose() => _window.Dispose();

    protected override IEnumerable<SourceNote> OwnNotes()
    {
        if (_window.Failure is { } failure) yield return BrokenOff(failure);
        if (_shortRows > 0) yield return new($"fewer cells than in the header, the missing ones left empty: {RowText.Counted(_shortRows, "row")}");
    }

    protected override int AppendRow(ColumnBatch batch, RejectSink rejects)
    {
        while (!_ended)
        {
            if (!SkipBlankLines())
            {
                End(rejects);
                break;
            }

            CsvScan found = Scan();
            if (_astray is not null && (found != CsvScan.Row || _scanner.Count != Columns.Count))
            {
                SkipLine();
                _skipped++;
                continue;
            }

            EndAstray(rejects);
            if (found != CsvScan.Row) Leave(found, rejects);
            else if (TakeRow(batch, rejects, out int bytes)) return bytes;
        }

        return -1;
    }

    /// <summary>Scans the next row, reading on as needed; <see cref="CsvScan.More"/> when it is larger than a row may be.</summary>
    private CsvScan Scan()
    {
        while (true)
        {
            CsvScan found = _scanner.Scan(_window.Span, _window.Ended);
            if (found != CsvScan.More || _window.Full) return found;
            _window.Fill();
        }
    }

    private bool TakeRow(ColumnBatch batch, RejectSink rejects, out int bytes)
    {
        bytes = _scanner.Consumed;
        ReadOnlySpan<byte> row = _window.Span[..bytes];
        long line = _line;
        _line += _scanner.Lines;
        bool cut = _window.Failure is not null && bytes == _window.Span.Length && row[^1] != _dialect.Newline;
        _window.Consume(bytes);
        if (cut)
        {
            _ended = true;
            rejects(Rejected(line, _window.Failure!, row));
            return false;
        }

        ReadOnlySpan<byte> mended = Text.Mend(row);
        if (mended != row) _scanner.Scan(mended, ended: true);
        int cells = _scanner.Count;
        for (int i = Columns.Count; i < cells; i++)
        {
            // A delimiter too many at the end is how some programs write every row.
            if (_scanner.IsEmpty(i)) continue;
            rejects(Rejected(line, $"has {cells:N0} cells, the header has {Columns.Count:N0}", mended));
            return false;
        }

        if (cells < Columns.Count) _shortRows++;
        for (int i = 0; i < Columns.Count; i++)
        {
            BytesColumn column = batch.Bytes(i);
            if (i >= cells || _scanner.IsEmpty(i)) column.AppendNull();
            else column.Append(_scanner.Cell(mended, i));
        }

        batch.Int64(Columns.Count).Append(line);
        return true;
    }

    /// <summary>Leaves a row that can't be read, and decides where to go on.</summary>
    private void Leave(CsvScan found, RejectSink rejects)
    {
        ReadOnlySpan<byte> rest = _window.Span;
        if (found == CsvScan.Open && _scanner.Lines <= PlausibleCellLines)
        {
            string further = _scanner.Lines == 0 ? "" : $", {RowText.Counted(_scanner.Lines, "line")} on";
            rejects(Rejected(_line, _window.Failure ?? $"a quote is opened and never closed: the file ends inside the row{further}", rest));
            _window.Consume(rest.Length);
            _ended = true;
            return;
        }

        bool longLine = found == CsvScan.More && !rest.Contains(_dialect.Newline);
        string reason = longLine ? $"is longer than {RawRows.MaximumRowBytes >> 20} MB"
            : found == CsvScan.StrayQuote ? "a quote inside a quoted cell is not doubled, or a quoted cell is not closed"
            : "a quote is opened and not closed";
        Reject reject = Rejected(_line, reason, rest);
        SkipLine();
        if (longLine) rejects(reject);
        else _astray = reject;
    }

    private void EndAstray(RejectSink rejects)
    {
        if (_astray is null) return;
        string left = _skipped == 0 ? "" : $"; left out up to the next whole row: {RowText.Counted(_skipped, "line")}";
        rejects(_astray with { Reason = _astray.Reason + left });
        _astray = null;
        _skipped = 0;
    }

    private void End(RejectSink rejects)
    {
        EndAstray(rejects);
        if (_window.Failure is not null) rejects(Rejected(_line, _window.Failure, []));
        _ended = true;
    }

    /// <summary>Steps over the rest of a line, however long it is.</summary>
    private void SkipLine()
    {
        while (true)
        {
            int end = _window.Span.IndexOf(_dialect.Newline);
            _window.Consume(end < 0 ? _window.Span.Length : end + 1);
            if (end >= 0) _line++;
            if (end >= 0 || !_window.Fill()) return;
        }
    }

    /// <summary>Steps over line breaks; false at the end of the file.</summary>
    private bool SkipBlankLines()
    {
        while (true)
        {
            ReadOnlySpan<byte> span = _window.Span;
            int at = span.IndexOfAnyExcept((byte)'\r', (byte)'\n');
            int blank = at < 0 ? span.Length : at;
            if (blank > 0)
            {
                _line += span[..blank].Count(_dialect.Newline);
                _window.Consume(blank);
            }

            if (at >= 0) return true;
            if (!_window.Fill()) return false;
        }
    }

    private string[] ReadHeader()
    {
        if (!SkipBlankLines()) throw File.Refused("is empty", SourceFile.Empty);
        CsvScan found = Scan();
        if (found == CsvScan.More)
            throw File.Refused($"starts with a line of over {RawRows.MaximumRowBytes >> 20} MB", "is it a table with a header in its first line?");
        if (found != CsvScan.Row)
            throw File.Refused($"has a quote in its header (line {_line}) that is not closed", "close it, or double quotes within a name");
        int consumed = _scanner.Consumed;
        _line += _scanner.Lines;
        ReadOnlySpan<byte> row = Text.Mend(_window.Span[..consumed]);
        _scanner.Scan(row, ended: true);
        string[] names = new string[_scanner.Count];
        for (int i = 0; i < names.Length; i++) names[i] = Encoding.UTF8.GetString(_scanner.Cell(row, i));
        _window.Consume(consumed);
        return names;
    }
}
