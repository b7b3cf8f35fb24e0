namespace Earshot.Connectors.Files;

/// <summary>What a scan found.</summary>
internal enum CsvScan
{
    /// <summary>A whole row.</summary>
    Row,

    /// <summary>The row goes on beyond the bytes given.</summary>
    More,

    /// <summary>The bytes are all there is and a quoted cell is still open.</summary>
    Open,

    /// <summary>A quoted cell of several lines has a quote in it that is not doubled: most likely the cell should have ended before.</summary>
    StrayQuote,
}

/// <summary>
/// Finds the cells of one row (RFC 4180) in a span of UTF-8 bytes. A quote that does not end its cell is kept as text when the cell is on one line:
/// <c>"he said "no" twice",x</c> has two cells. A quote within an unquoted cell is text.
/// </summary>
internal sealed class CsvScanner(CsvDialect dialect)
{
    private const byte Quote = (byte)'"';
    private Cell[] _cells = new Cell[16];
    private byte[] _unescaped = [];

    /// <summary>Cells of the row.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of the row with its line break.</summary>
    public int Consumed { get; private set; }

    /// <summary>Line breaks within and after the row.</summary>
    public int Lines { get; private set; }

    /// <summary>A quote opened in the row, whatever the scan found.</summary>
    public bool SawQuote { get; private set; }

    /// <summary>The row is an empty line.</summary>
    public bool IsBlank => Count == 1 && _cells[0] is { Length: 0, Quoted: false };

    /// <summary>True when the cell at <paramref name="index"/> holds nothing.</summary>
    public bool IsEmpty(int index) => _cells[index].Length == 0;

    /// <summary>The text of a cell in the bytes that were scanned; valid until the next call.</summary>
    public ReadOnlySpan<byte> Cell(ReadOnlySpan<byte> bytes, int index)
    {
        Cell cell = _cells[index];
        ReadOnlySpan<byte> raw = bytes.Slice(cell.Start, cell.Length);
        return cell.Doubled ? Unescape(raw) : raw;
    }

    /// <summary>Scans the row at the start of <paramref name="bytes"/>; <paramref name="ended"/> says that no more will follow them.</summary>
    public CsvScan Scan(ReadOnlySpan<byte> bytes, bool ended)
    {
        Count = 0;
        Lines = 0;
        SawQuote = false;
        int at = 0;
        while (true)
        {
            bool quoted = dialect.Quotes && at < bytes.Length && bytes[at] == Quote;
            Cell cell;
            if (quoted)
            {
                SawQuote = true;
                CsvScan found = ScanQuoted(bytes, at + 1, ended, out cell);
                if (found != CsvScan.Row) return found;
                at = cell.Start + cell.Length + 1;
            }
            else
            {
                int length = dialect.Delimiter == 0 ? bytes[at..].IndexOf(dialect.Newline) : bytes[at..].IndexOfAny(dialect.Delimiter, dialect.Newline);
                if (length < 0 && !ended) return CsvScan.More;
                cell = new(at, length < 0 ? bytes.Length - at : length, Quoted: false, Doubled: false);
                at += cell.Length;
            }

            bool rowEnds = at >= bytes.Length || bytes[at] != dialect.Delimiter || dialect.Delimiter == 0;
            if (rowEnds) at = EndRow(bytes, at, ref cell);
            else at++;
            if (Count == _cells.Length) Array.Resize(ref _cells, Count * 2);
            _cells[Count++] = cell;
            if (!rowEnds) continue;
            Consumed = at;
            return CsvScan.Row;
        }
    }

    /// <summary>Steps over the line break at <paramref name="at"/>.</summary>
    private int EndRow(ReadOnlySpan<byte> bytes, int at, ref Cell cell)
    {
        if (at < bytes.Length && bytes[at] == (byte)'\r' && dialect.Newline == (byte)'\n') at++; // after a closing quote
        if (!cell.Quoted && dialect.Newline == (byte)'\n' && cell.Length > 0 && bytes[cell.Start + cell.Length - 1] == (byte)'\r')
            cell = cell with { Length = cell.Length - 1 };
        if (at >= bytes.Length) return at;
        Lines++;
        return at + 1;
    }

    private CsvScan ScanQuoted(ReadOnlySpan<byte> bytes, int start, bool ended, out Cell cell)
    {
        cell = default;
        int at = start;
        bool doubled = false, stray = false;
        int lines = 0;
        while (true)
        {
            int length = bytes[at..].IndexOf(Quote);
            if (length < 0)
            {
                // Lines are counted here too: they tell a cut file from a quote gone astray.
                Lines += ended ? lines + bytes[at..].Count(dialect.Newline) : 0;
                return ended ? CsvScan.Open : CsvScan.More;
            }

            lines += bytes.Slice(at, length).Count(dialect.Newline);
            if (stray && lines > 0) return CsvScan.StrayQuote;
            at += length;
            int next = at + 1;
            if (next >= bytes.Length && !ended) return CsvScan.More;
            if (next < bytes.Length && bytes[next] == Quote)
            {
                doubled = true;
                at = next + 1;
                continue;
            }

            if (EndsCell(bytes, next, ended, out bool unsure))
            {
                Lines += lines;
                cell = new(start, at - start, Quoted: true, doubled);
                return CsvScan.Row;
            }

            if (unsure) return CsvScan.More;
            stray = true;
            if (lines > 0) return CsvScan.StrayQuote;
            at = next;
        }
    }

    private bool EndsCell(ReadOnlySpan<byte> bytes, int at, bool ended, out bool unsure)
    {
        unsure = false;
        if (at >= bytes.Length) return true;
        byte b = bytes[at];
        if (b == dialect.Newline || (b == dialect.Delimiter && b != 0)) return true;
        if (b != (byte)'\r') return false;
        unsure = at + 1 >= bytes.Length && !ended;
        return !unsure && (at + 1 >= bytes.Length || bytes[at + 1] == dialect.Newline);
    }

    private ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> raw)
    {
        if (_unescaped.Length < raw.Length) _unescaped = new byte[raw.Length];
        int length = 0;
        while (true)
        {
            int quote = raw.IndexOf("\"\""u8);
            int take = quote < 0 ? raw.Length : quote + 1;
            raw[..take].CopyTo(_unescaped.AsSpan(length));
            length += take;
            if (quote < 0) return _unescaped.AsSpan(0, length);
            raw = raw[(quote + 2)..];
        }
    }
}

/// <summary>Where a cell stands among the bytes scanned, without its outer quotes.</summary>
internal readonly record struct Cell(int Start, int Length, bool Quoted, bool Doubled);
