using System.Text;
using Earshot.CommandLine;
using Earshot.Connectors.Files;
using Earshot.Core;
using Earshot.Core.Columns;
using Earshot.Core.Sources;
using Earshot.Core.Text;
using Earshot.Inference.Evaluation;

namespace Earshot.Sessions;

/// <summary>Reads files of labelled texts as <c>ingest</c> would read and clean them.</summary>
internal sealed class LabelledTextReader
{
    private const int BlockRows = 8192;
    private readonly string? _text;
    private readonly string? _label;
    private readonly TextOrigin? _origin;
    private readonly FileReadOptions _options;
    private readonly CancellationToken _cancellation;

    /// <summary>A reader of the columns that are named.</summary>
    /// <param name="text">The column of the text and nothing else; null to guess text and title as <c>ingest</c> does.</param>
    /// <param name="label">The column of the label; null is told to the user with the columns there are.</param>
    /// <param name="origin">How texts are cleaned; null to find out.</param>
    /// <param name="options">How files are read.</param>
    /// <param name="cancellation">Stops between blocks of rows.</param>
    public LabelledTextReader(string? text, string? label, TextOrigin? origin, FileReadOptions options, CancellationToken cancellation = default)
    {
        (_text, _label, _origin, _options, _cancellation) = (text, label, origin, options, cancellation);
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">A file of any kind that <c>ingest</c> takes.</param>
    /// <param name="say">Hears what was noticed about the file.</param>
    /// <exception cref="EarshotException">A column is not there (exit 2), or the file can't be read (exit 3).</exception>
    public LabelledTexts Read(string path, Action<string> say)
    {
        using ITableReader reader = TableReaders.Open(path, _options, Ingest.Foreign);
        string file = Path.GetFileName(path);
        string label = Column(file, reader.Columns, "--label", _label);
        ColumnBatch rows = new(RawRows.Schema(reader.Columns));
        int rejected = 0, empty = 0;
        bool more = reader.Read(rows, ColumnGuess.SampleRows, _ => rejected++);
        (int text, int title) = TextColumns(file, reader.Columns, rows, label);
        TextOrigin origin = _origin ?? GuessOrigin(reader.Columns, rows, text);
        int labels = IndexOf(reader.Columns, label);
        BytesColumn texts = new();
        List<string?> names = [];
        for (; more; more = reader.Read(rows, BlockRows, _ => rejected++))
        {
            _cancellation.ThrowIfCancellationRequested();
            for (int row = 0; row < rows.Count; row++)
            {
                string clean = TextCleaner.Clean(origin, title < 0 ? "" : rows.Bytes(title).GetString(row), rows.Bytes(text).GetString(row));
                if (string.IsNullOrWhiteSpace(clean))
                {
                    empty++;
                    continue;
                }

                texts.Append(clean.AsSpan());
                names.Add(Encoding.UTF8.GetString(rows.Bytes(labels)[row]).Trim() is { Length: > 0 } name ? name : null);
            }
        }

        string columns = title < 0 ? reader.Columns[text] : $"{reader.Columns[title]}, {reader.Columns[text]}";
        say($"{file}: text ← {columns}, label ← {label}; cleaned as {origin.ToString().ToLowerInvariant()}");
        foreach (SourceNote note in reader.Notes) say("  " + note.Message);
        return new LabelledTexts(file, columns, texts, names, rejected + empty);
    }

    private static string Column(string file, IReadOnlyList<string> columns, string option, string? name)
    {
        string hint = $"columns are {string.Join(", ", columns.Take(40))}";
        if (name is null) throw new EarshotException($"which column of {file} is the label? {option} COLUMN is missing", hint, ExitCode.Usage);
        if (IndexOf(columns, name) is >= 0 and int index) return columns[index];
        string meant = EditDistance.Nearest(name, columns) is { } near ? $" (did you mean '{near}'?)" : "";
        throw new EarshotException($"{file} has no column '{name}'{meant}, which {option} names", hint, ExitCode.Usage);
    }

    private static int IndexOf(IReadOnlyList<string> columns, string name)
    {
        for (int i = 0; i < columns.Count; i++)
            if (columns[i].Equals(name, StringComparison.OrdinalIgnoreCase)) return i;
        return -1;
    }

    private (int Text, int Title) TextColumns(string file, IReadOnlyList<string> columns, ColumnBatch sample, string label)
    {
        if (_text is not null)
        {
            string told = Column(file, columns, "--text", _text);
            if (told == label) throw new EarshotException($"column '{label}' can't be the text and its label", "--text and --label name different columns", ExitCode.Usage);
            return (IndexOf(columns, told), -1);
        }

        ColumnMapping mapping = ColumnGuess.Guess(columns, sample);
        (int text, int title) = (mapping.IndexOf(ColumnRole.Text), mapping.IndexOf(ColumnRole.Title));
        if (columns[text] == label)
            throw new EarshotException($"only the label '{label}' of {file} looks like a text", "name the text: --text COLUMN", ExitCode.Usage);
        return (text, title >= 0 && columns[title] == label ? -1 : title);
    }

    private static TextOrigin GuessOrigin(IReadOnlyList<string> columns, ColumnBatch sample, int text) =>
        TextOriginGuess.From(columns, [.. Enumerable.Range(0, Math.Min(200, sample.Count)).Select(row => sample.Bytes(text).GetString(row))]);
}
