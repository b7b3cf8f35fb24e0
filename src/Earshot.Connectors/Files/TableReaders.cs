using System.Text;
using Earshot.Core;
using Earshot.Core.Sources;

namespace Earshot.Connectors.Files;

/// <summary>Opens files as tables.</summary>
public static class TableReaders
{
    private const int SampledRows = 100;

    /// <summary>Endings of prose, whose tables and lists are no rows.</summary>
    private static readonly string[] Prose = [".md", ".markdown", ".rst", ".adoc", ".htm", ".html"];

    /// <summary>
    /// Opens a file by what is in it, and by its name where that leaves a choice: CSV and its kin, JSON, JSON Lines, plain lines (<c>.txt</c>), Parquet;
    /// compressed or not; in any common encoding.
    /// </summary>
    /// <exception cref="EarshotException">The file is missing, a folder, empty, without rows, not text, or of a format without an opener (exit 3).</exception>
    public static ITableReader Open(string path, FileReadOptions options, ForeignFormats foreign)
    {
        SourceFile file = new(path, options, foreign);
        string ending = Path.GetExtension(file.PlainName).ToLowerInvariant();
        if (file.IsParquet)
            return foreign.Parquet is { } open
                ? open(Path.GetFullPath(path))
                : throw file.Refused("is a Parquet file, which can't be read here", "export it as CSV or JSON Lines");
        if (ending == ".parquet") throw file.Refused("is not a Parquet file, for all its name", "a Parquet file starts with PAR1; was the download complete?");

        ReadOnlySpan<byte> sample = file.Sample.Span;
        bool isTable = ending is ".csv" or ".tsv" or ".tab" || options.Delimiter is not null;
        if (!isTable && JsonTableReader.LayoutOf(sample, file.SampleIsWhole, ending is ".jsonl" or ".ndjson") is { } layout)
        {
            // Text may start with a bracket or a quote too: without a name that says JSON, it is only taken for it when its first character opens an object.
            if (ending is ".json" or ".jsonl" or ".ndjson" || sample.TrimStart(" \t\r\n"u8)[0] == (byte)'{') return new JsonTableReader(file, layout);
        }

        if (ending is ".json" or ".jsonl" or ".ndjson") throw file.Refused("is not JSON", "a list of objects is wanted, or one object a line");
        return OpenTable(file, ending, options);
    }

    private static CsvTableReader OpenTable(SourceFile file, string ending, FileReadOptions options)
    {
        ReadOnlySpan<byte> sample = file.Sample.Span;
        char? delimiter = options.Delimiter;
        int skip = 0;
        if (sample.StartsWith("sep="u8) && sample.Length > 5 && sample[5] is (byte)'\r' or (byte)'\n')
        {
            // Excel's own line that names the delimiter.
            delimiter ??= (char)sample[4];
            sample = sample[(sample.IndexOf((byte)'\n') + 1)..];
            skip = 1;
        }

        if (delimiter is > '\x7f') throw new EarshotException($"'{delimiter}' can't be a delimiter", "name an ASCII character, such as ; or |", 2);
        byte preferred = ending is ".tsv" or ".tab" ? (byte)'\t' : (byte)',';
        CsvDialect dialect = CsvDialect.Sniff(sample, file.SampleIsWhole, preferred);
        if (delimiter is { } given) dialect = dialect with { Delimiter = (byte)given };

        // A text file is taken for a table only by its tabs: sentences have commas.
        bool oneColumn = dialect.Delimiter == 0 && ending is not (".csv" or ".tsv" or ".tab" or ".txt");
        if (options.Delimiter is null && (oneColumn || Prose.Contains(ending)))
        {
            throw file.Refused(
                oneColumn ? "is no table: nothing in it divides lines into columns" : "is a page, not a table",
                "a list of texts, one a line, is read from a file that ends in .txt; a table with a delimiter of its own with --delimiter");
        }

        if (options.Delimiter is not null && DividesBetter(sample, file.SampleIsWhole, preferred, dialect) is { } better)
        {
            file.Notes.Add(new(
                $"the first row of {file.Name} has no '{options.Delimiter}', so every row is one column", $"'{better}' divides it: leave --delimiter out"));
        }

        bool lines = ending == ".txt" && options.Delimiter is null && dialect.Delimiter != (byte)'\t';
        if (lines) return new CsvTableReader(file, CsvDialect.PlainLines(sample), ["text"], skip);

        List<string[]> rows = SampleRows(sample, file.SampleIsWhole, dialect);
        bool header = options.Header ?? rows.Count == 0 || HeaderGuess.IsHeader(rows[0], rows[1..]);
        if (header) return new CsvTableReader(file, dialect, null, skip);
        if (options.Header is null)
            file.Notes.Add(new($"{file.Name} has no header: its first row is data; columns are called column_1 to column_{rows[0].Length}"));
        return new CsvTableReader(file, dialect, [.. Enumerable.Repeat("", rows[0].Length)], skip);
    }

    /// <summary>The delimiter that divides a table whose first row the one that was told leaves whole; null where there is none.</summary>
    private static string? DividesBetter(ReadOnlySpan<byte> sample, bool whole, byte preferred, CsvDialect told)
    {
        byte sniffed = CsvDialect.Sniff(sample, whole, preferred).Delimiter;
        CsvScanner scanner = new(told);
        if (sniffed == 0 || sniffed == told.Delimiter || scanner.Scan(sample, whole) != CsvScan.Row || scanner.Count > 1) return null;
        return sniffed == (byte)'\t' ? "tab" : ((char)sniffed).ToString();
    }

    private static List<string[]> SampleRows(ReadOnlySpan<byte> sample, bool whole, CsvDialect dialect)
    {
        List<string[]> rows = [];
        CsvScanner scanner = new(dialect);
        while (rows.Count < SampledRows && !sample.IsEmpty && scanner.Scan(sample, whole) == CsvScan.Row)
        {
            if (!scanner.IsBlank)
            {
                string[] cells = new string[scanner.Count];
                for (int i = 0; i < cells.Length; i++) cells[i] = Encoding.UTF8.GetString(scanner.Cell(sample, i));
                rows.Add(cells);
            }

            sample = sample[scanner.Consumed..];
        }

        return rows;
    }
}
