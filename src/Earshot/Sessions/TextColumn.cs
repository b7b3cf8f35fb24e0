using Earshot.CommandLine;
using Earshot.Connectors.Files;
using Earshot.Core;
using Earshot.Core.Columns;
using Earshot.Core.Sources;
using Earshot.Inference.Training;
using Earshot.Inference.Training.Corpus;

namespace Earshot.Sessions;

/// <summary>A column of a table as the command line names it: <c>FILE[:COLUMN[:RULE]]</c>.</summary>
/// <param name="Path">Full path of a file that exists.</param>
/// <param name="Column">Null for the one that looks like what customers wrote.</param>
internal sealed record TextColumn(string Path, string? Column, TextRule Rule)
{
    /// <summary>Takes the longest beginning that is a file, so that names with colons work.</summary>
    /// <exception cref="EarshotException">There is no such file (exit 3) or rule (exit 2).</exception>
    public static TextColumn Parse(string text, Func<string, string> fullPath)
    {
        for (int end = text.Length; end > 0; end = text.LastIndexOf(':', end - 1))
        {
            string path = fullPath(text[..end]);
            if (!File.Exists(path)) continue;
            string[] rest = end == text.Length ? [] : text[(end + 1)..].Split(':', 2);
            string rule = rest.Length == 2 ? rest[1] : "whole";
            return new TextColumn(path, rest.Length > 0 && rest[0].Length > 0 ? rest[0] : null, TextRule.Find(rule)
                ?? throw new EarshotException($"--texts {text}: there is no rule '{rule}'", "whole, first-sentence or pieces=30", ExitCode.Usage));
        }

        throw new EarshotException($"--texts {text}: there is no such file", "FILE, FILE:COLUMN or FILE:COLUMN:RULE is wanted", 3);
    }

    /// <summary>The column found in the file.</summary>
    /// <exception cref="EarshotException">The file is no table, or has no such column (exit 3).</exception>
    public TextTable Find()
    {
        using ITableReader table = Open();
        IReadOnlyList<string> columns = table.Columns;
        if (Column is null)
        {
            ColumnBatch sample = new(RawRows.Schema(columns));
            table.Read(sample, ColumnGuess.SampleRows, static _ => { });
            return new TextTable(Path, ColumnGuess.Guess(columns, sample).IndexOf(ColumnRole.Text), Rule, Open);
        }

        int index = columns.ToList().FindIndex(column => string.Equals(column, Column, StringComparison.OrdinalIgnoreCase));
        if (index >= 0) return new TextTable(Path, index, Rule, Open);
        string near = EditDistance.Nearest(Column, columns) ?? columns[0];
        throw new EarshotException(
            $"{Path} has no column '{Column}'; columns are {string.Join(", ", columns)}", $"did you mean --texts {System.IO.Path.GetFileName(Path)}:{near}?", 3);
    }

    private ITableReader Open() => TableReaders.Open(Path, new FileReadOptions(), Ingest.Foreign);
}
