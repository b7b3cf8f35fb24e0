using System.Security.Cryptography;
using Earshot.Core;
using Earshot.Core.Sources;
using Earshot.Inference.Training.Corpus;

namespace Earshot.Inference.Training;

/// <summary>A column of a table as a source of training texts.</summary>
/// <param name="Path">The file, for its sum.</param>
/// <param name="Column">Position of the column.</param>
/// <param name="Rule">What of its cells is taken.</param>
/// <param name="Open">Opens the file as a table.</param>
public sealed record TextTable(string Path, int Column, TextRule Rule, Func<ITableReader> Open);

/// <summary>What a student is trained on. The parts count in the order of the properties: a text that several hold belongs to the first.</summary>
public sealed record TrainingSources
{
    /// <summary>Folder of WordNet 3.0 (Debian's package wordnet-base), or null.</summary>
    public string? WordNetFolder { get; init; }

    /// <summary>Output of <c>apt-cache dumpavail</c>, or null.</summary>
    public string? Packages { get; init; }

    public IReadOnlyList<TextTable> Tables { get; init; } = [];

    /// <summary>Made-up tickets. They need WordNet's words: without its folder there are none.</summary>
    public int Templates { get; init; } = 67_000;

    /// <summary>All files with their sums.</summary>
    /// <exception cref="EarshotException">One does not exist (exit 3).</exception>
    internal IReadOnlyList<TrainingInput> Inputs(CancellationToken cancellation)
    {
        IEnumerable<string> files = WordNetFolder is null ? [] : WordNet.Files.Select(file => Path.Combine(WordNetFolder, file));
        if (Packages is not null) files = files.Append(Packages);
        return [.. files.Concat(Tables.Select(table => table.Path)).Distinct(StringComparer.Ordinal).Select(file => Sum(file, cancellation))];
    }

    /// <summary>The parts, read as they are asked for.</summary>
    internal IEnumerable<CorpusPart> Parts(ulong seed)
    {
        WordNet? wordNet = WordNetFolder is null ? null : WordNet.Read(WordNetFolder);
        if (wordNet is not null)
            foreach (CorpusPart part in WordNetTexts.Parts(wordNet)) yield return part;
        if (Packages is not null) yield return new CorpusPart("package descriptions", Descriptions(Packages));
        foreach (TextTable table in Tables)
        {
            using ITableReader reader = table.Open();
            string name = $"{Path.GetFileName(table.Path)}: {reader.Columns[table.Column]}, {table.Rule.Name}";
            yield return new CorpusPart(name, TableTexts.Read(reader, table.Column, table.Rule));
        }

        if (wordNet is not null) yield return new CorpusPart("made-up tickets", new TemplateTickets(wordNet).Make(Templates, seed));
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
}
