namespace Earshot.Connectors.Files;

/// <summary>How a table of text is written.</summary>
/// <param name="Delimiter">The byte between cells; 0 where every line is one cell.</param>
/// <param name="Newline">The byte that ends a row: a line feed (a carriage return before it is dropped), or a carriage return in files of old Macs.</param>
/// <param name="Quotes">Whether quotes hold cells together.</param>
internal readonly record struct CsvDialect(byte Delimiter, byte Newline, bool Quotes)
{
    private const int SampledRows = 200;

    /// <summary>Every line is one cell, as it stands.</summary>
    public static CsvDialect PlainLines(ReadOnlySpan<byte> sample) => new(0, NewlineOf(sample), Quotes: false);

    /// <summary>
    /// The delimiter with which most of the sampled rows have as many cells as the first row, and at least two. Where none fits half of the rows, every
    /// line is one cell: that is how a list of sentences with commas in them looks. A fifth will do where the first row is as tidy as a header is,
    /// without a blank after a delimiter.
    /// </summary>
    public static CsvDialect Sniff(ReadOnlySpan<byte> sample, bool whole, byte preferred)
    {
        byte newline = NewlineOf(sample);
        CsvDialect best = new(0, newline, Quotes: true);
        double bestFit = 0;
        ReadOnlySpan<byte> candidates = [preferred, (byte)',', (byte)'\t', (byte)';', (byte)'|'];
        foreach (byte delimiter in candidates)
        {
            CsvDialect dialect = new(delimiter, newline, Quotes: true);
            (double fit, int cells, bool tidy) = dialect.Fit(sample, whole);
            if (cells == 0) return dialect; // the first row has no end: the reader will say so
            if (cells < 2 || fit < (tidy ? 0.2 : 0.5) || fit <= bestFit) continue;
            bestFit = fit;
            best = dialect;
        }

        return best;
    }

    /// <summary>
    /// The share of the sampled rows that have as many cells as the first one, how many it has (0 without a row), and whether none of its cells starts
    /// with a blank.
    /// </summary>
    private (double Share, int Cells, bool Tidy) Fit(ReadOnlySpan<byte> sample, bool whole)
    {
        CsvScanner scanner = new(this);
        int rows = 0, fitting = 0, cells = 0;
        bool tidy = true;
        while (rows < SampledRows && !sample.IsEmpty && scanner.Scan(sample, whole) == CsvScan.Row)
        {
            if (!scanner.IsBlank)
            {
                if (rows++ == 0) cells = scanner.Count;
                for (int i = 0; rows == 1 && i < cells; i++) tidy &= !scanner.Cell(sample, i).StartsWith(" "u8);
                if (scanner.Count == cells) fitting++;
            }

            sample = sample[scanner.Consumed..];
        }

        return rows == 0 ? (0, 0, tidy) : ((double)fitting / rows, cells, tidy);
    }

    private static byte NewlineOf(ReadOnlySpan<byte> sample) => sample.Contains((byte)'\n') || !sample.Contains((byte)'\r') ? (byte)'\n' : (byte)'\r';
}
