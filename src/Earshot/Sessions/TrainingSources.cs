using System.Security.Cryptography;
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
}

/// <summary>What a student is trained on, as the command line names it.</summary>
/// <param name="Templates">Made-up tickets; below 0 for as many as shipped.</param>
internal sealed record TrainingSources(string? WordNetFolder, string? Packages, IReadOnlyList<TextColumn> Columns, int Templates)
{
    private const int ShippedTemplates = 67_000;

    /// <summary>Sums of all files, which must exist.</summary>
    /// <exception cref="EarshotException">Nothing was named (exit 2), or a file is missing (exit 3).</exception>
    public IReadOnlyList<TrainingInput> Inputs(CancellationToken cancellation)
    {
        if (WordNetFolder is null && Packages is null && Columns.Count == 0) throw new EarshotException("no texts were named", "give --wordnet, --packages or --texts; see 'earshot student train --help'", ExitCode.Usage);
        if (WordNetFolder is null && Templates > 0) throw new EarshotException("made-up tickets need words", "give --wordnet too, or leave --templates out", ExitCode.Usage);
        IEnumerable<string> files = WordNetFolder is null ? [] : WordNet.Files.Select(file => Path.Combine(WordNetFolder, file));
        if (Packages is not null) files = files.Append(Packages);
        return [.. files.Concat(Columns.Select(column => column.Path)).Distinct().Select(file => Sum(file, cancellation))];
    }

    /// <summary>The parts in the order in which they count: a text that several hold belongs to the first.</summary>
    public IEnumerable<CorpusPart> Parts(ulong seed)
    {
        WordNet? wordNet = WordNetFolder is null ? null : WordNet.Read(WordNetFolder);
        if (wordNet is not null)
            foreach (CorpusPart part in WordNetTexts.Parts(wordNet)) yield return part;
        if (Packages is not null) yield return new CorpusPart("package descriptions", Descriptions(Packages));
        foreach (TextColumn column in Columns)
        {
            ITableReader table = Open(column, out int index);
            yield return new CorpusPart($"{Path.GetFileName(column.Path)}, {table.Columns[index]}, {column.Rule.Name}", Read(table, index, column.Rule));
        }

        if (wordNet is not null) yield return new CorpusPart("made-up tickets", new TemplateTickets(wordNet).Make(Templates < 0 ? ShippedTemplates : Templates, seed));
    }

    private static TrainingInput Sum(string path, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (!File.Exists(path)) throw new EarshotException($"{path} does not exist", "name a file or folder that does", 3);
        using FileStream file = File.OpenRead(path);
        return new TrainingInput(Path.GetFileName(path), file.Length, Convert.ToHexStringLower(SHA256.HashData(file)));
    }

    private static IEnumerable<string> Descriptions(string path)
    {
        using StreamReader dump = new(path);
        foreach (string description in PackageDescriptions.Read(dump)) yield return description;
    }

    private static ITableReader Open(TextColumn source, out int index)
    {
        ITableReader table = TableReaders.Open(source.Path, new FileReadOptions(), Ingest.Foreign);
        IReadOnlyList<string> columns = table.Columns;
        if (source.Column is { } wanted)
        {
            index = Enumerable.Range(0, columns.Count).FirstOrDefault(i => string.Equals(columns[i], wanted, StringComparison.OrdinalIgnoreCase), -1);
            if (index >= 0) return table;
            table.Dispose();
            throw new EarshotException($"{source.Path} has no column '{wanted}'; columns are {ColumnMapping.Listed(columns, 40)}", $"--texts {Path.GetFileName(source.Path)}:COLUMN", 3);
        }

        using (table)
        {
            ColumnBatch sample = new(RawRows.Schema(columns));
            table.Read(sample, ColumnGuess.SampleRows, static _ => { });
            index = ColumnGuess.Guess(columns, sample).IndexOf(ColumnRole.Text);
        }

        return TableReaders.Open(source.Path, new FileReadOptions(), Ingest.Foreign);
    }

    private static IEnumerable<string> Read(ITableReader table, int column, TextRule rule)
    {
        using (table)
        {
            foreach (string text in TableTexts.Read(table, column, rule)) yield return text;
        }
    }
}
