using System.CommandLine;
using System.CommandLine.Completions;
using Earshot.CommandLine;
using Earshot.Configuration;
using Earshot.Connectors.Files;
using Earshot.Connectors.Zstandard;
using Earshot.Core;
using Earshot.Core.Columns;
using Earshot.Core.Sources;
using Earshot.Core.Text;
using Earshot.Output;
using Earshot.Storage.Sources;
using Earshot.Storage.Workspaces;

namespace Earshot.Sessions;

/// <summary>Reads files into a workspace: what <c>ingest</c> and <c>analyze</c> share, with their options.</summary>
internal static class Ingest
{
    private const int MostNamed = 6;

    public static readonly Argument<string[]> Files =
        new("FILE") { Description = "files, folders or patterns: CSV, TSV, JSON, JSON Lines, Parquet, .gz and .zst", Arity = ArgumentArity.OneOrMore };
    public static readonly Option<string> Map =
        new("--map") { Description = "columns by role: text, title, id, customer, product, created_at, source", HelpName = "ROLE=COLUMN,…" };
    public static readonly Option<string> Source = new("--source") { Description = "name of the source; without one, the name of the file", HelpName = "NAME" };
    public static readonly Option<string> Encoding =
        new("--encoding") { Description = "encoding of the files, such as utf-8, latin1, utf-16; without one, found out", HelpName = "NAME" };
    public static readonly Option<string> Delimiter =
        new("--delimiter") { Description = "character between cells; without one, found out", HelpName = "CHARACTER" };

    public static readonly Option<string> Origin = new("--origin")
    {
        Description = $"how texts are cleaned: {string.Join(", ", Origins)}; without one, found out",
        HelpName = "KIND",
        CompletionSources = { _ => Origins.Select(origin => new CompletionItem(origin)) },
    };

    private static IEnumerable<string> Origins => Enum.GetNames<TextOrigin>().Select(name => name.ToLowerInvariant());

    /// <summary>Opens the formats that other rooms read.</summary>
    internal static readonly ForeignFormats Foreign = new()
    {
        Parquet = path => new ParquetTableReader(path),
        Zstandard = path => new ZstandardStream(File.OpenRead(path)),
    };

    /// <summary>The files that the command line names.</summary>
    public static IReadOnlyList<string> Expand(Invocation invocation) =>
        Expand(invocation, invocation.Get(Files) ?? []);

    /// <summary>The files of some paths and patterns; those that folders hold besides are named in a line.</summary>
    public static IReadOnlyList<string> Expand(Invocation invocation, IReadOnlyList<string> paths)
    {
        FoundFiles found = FileSet.Expand([.. paths.Select(path => invocation.FullPath(path))]);
        if (found.LeftOut.Count > 0)
        {
            string more = found.LeftOut.Count > MostNamed ? $" and {Quantity.Count(found.LeftOut.Count - MostNamed)} more" : "";
            string names = string.Join(", ", found.LeftOut.Take(MostNamed).Select(file => Path.GetFileName(file)));
            invocation.Say($"left out, for they are no tables: {names}{more}");
        }

        return found.Files;
    }

    /// <summary>How the command line says that files are read.</summary>
    public static FileReadOptions ReadOptions(Invocation invocation) => new()
    {
        Encoding = invocation.Get(Encoding),
        Delimiter = invocation.Get(Delimiter) switch
        {
            null => null,
            "\\t" or "tab" => '\t',
            { Length: 1 } one => one[0],
            { } other => throw new EarshotException($"--delimiter '{other}' is not one character", "for example --delimiter ';', or --delimiter tab", ExitCode.Usage),
        },
    };

    /// <summary>How the command line says that texts are cleaned; null where it does not.</summary>
    public static TextOrigin? OriginTold(Invocation invocation)
    {
        if (invocation.Get(Origin) is not { } told) return null;
        if (Enum.TryParse(told, ignoreCase: true, out TextOrigin origin) && Enum.IsDefined(origin)) return origin;
        throw new EarshotException($"--origin '{told}' is not known", $"one of {string.Join(", ", Origins)}", ExitCode.Usage);
    }

    /// <summary>Guesses the columns, shows the guess, reads the files.</summary>
    public static SourceRecord Read(Invocation invocation, Workspace workspace, IReadOnlyList<string> files)
    {
        FileReadOptions options = ReadOptions(invocation);
        using Lease lease = Lease.Take(workspace, invocation.Surroundings.Clock);
        (ColumnMapping mapping, TimestampParser dates, TextOrigin origin) = Guess(invocation, files[0], options);
        invocation.Say($"columns of {Path.GetFileName(files[0])}:");
        foreach (string line in mapping.Explain()) invocation.Say("  " + SafeText.ForTerminal(line));
        if (mapping.Of(ColumnRole.CreatedAt) is not null && dates.Note is not null) invocation.Say("  " + dates.Note);
        invocation.Say($"  texts are cleaned as {origin.ToString().ToLowerInvariant()} (another: --origin)");
        (SourceRecord source, bool read) = new FileIngestion(workspace, invocation.Observer, invocation.Cancellation).Ingest(new IngestionRequest
        {
            Source = SourceName(invocation, workspace, files),
            Reading = string.Join(", ", new[] { options.Encoding, options.Delimiter?.ToString() }.OfType<string>()),
            Files = files,
            Open = path => TableReaders.Open(path, options, Foreign),
            Mapping = mapping,
            Dates = dates,
            Origin = origin,
            Mask = invocation.Settings.Get(SettingTable.Mask),
            RowsPerPartition = invocation.Settings.Get(SettingTable.RowsPerPartition),
        });
        if (!read) invocation.Say($"{source.Name} has not changed since it was read");
        if (source.Rejected > 0)
        {
            string were = source.Rejected == 1 ? "was" : "were";
            invocation.Say($"{Quantity.Count(source.Rejected, "row")} {were} rejected: earshot sql \"SELECT * FROM rejects\" -w \"{workspace.Folder}\"");
        }

        WarnOfFilesReadTwice(invocation, workspace, source);
        return source;
    }

    // Their tickets count twice in all that is told: hardly what anybody wants.
    private static void WarnOfFilesReadTwice(Invocation invocation, Workspace workspace, SourceRecord source)
    {
        HashSet<string> own = [.. source.Files.Select(file => file.Sha256)];
        foreach (SourceRecord other in SourceCatalog.Read(workspace).Where(other => other.Name != source.Name))
        {
            string[] twice = [.. other.Files.Where(file => own.Contains(file.Sha256)).Select(file => Path.GetFileName(file.Path))];
            if (twice.Length == 0) continue;
            invocation.Observer.Warned(
                $"{string.Join(", ", twice)}: read already as source '{other.Name}', so the tickets count twice",
                $"`--source {other.Name}` with all files reads them in the place of what it has");
        }
    }

    private static (ColumnMapping Mapping, TimestampParser Dates, TextOrigin Origin) Guess(Invocation invocation, string file, FileReadOptions options)
    {
        using ITableReader reader = TableReaders.Open(file, options, Foreign);
        ColumnBatch sample = new(RawRows.Schema(reader.Columns));
        reader.Read(sample, ColumnGuess.SampleRows, _ => { });
        ColumnMapping mapping;
        try
        {
            mapping = ColumnGuess.Guess(reader.Columns, sample, invocation.Get(Map) is { } map ? ColumnMapping.Parse(map, reader.Columns) : null);
        }
        catch (EarshotException e)
        {
            throw new EarshotException($"{file}: {e.Message}", e.Hint, e.ExitCode, e);
        }

        int created = mapping.IndexOf(ColumnRole.CreatedAt);
        TimestampParser dates = created < 0 ? TimestampParser.Default : TimestampParser.Decide(sample.Bytes(created));
        if (OriginTold(invocation) is { } origin) return (mapping, dates, origin);
        int text = mapping.IndexOf(ColumnRole.Text);
        return (
            mapping,
            dates,
            TextOriginGuess.From(reader.Columns, [.. Enumerable.Range(0, Math.Min(200, sample.Count)).Select(row => sample.Bytes(text).GetString(row))]));
    }

    // Files of another place under a name that is taken would silently replace what is there.
    private static string SourceName(Invocation invocation, Workspace workspace, IReadOnlyList<string> files)
    {
        if (invocation.Get(Source) is { } told) return Name(told);
        string name = Name(Stem(files));
        SourceRecord? taken = SourceCatalog.Read(workspace, replaced: name).FirstOrDefault(s => s.Name == name);
        if (taken is null || taken.Files.Any(f => files.Contains(f.Path))) return name;
        string was = taken.Synthetic is not null ? "synthetic tickets" : taken.Files[0].Path;
        throw new EarshotException(
            $"the source '{name}' is {was} already, not {files[0]}",
            $"--source {name} replaces it, --source {name}_2 reads both",
            ExitCode.Usage);
    }

    private static string Stem(IReadOnlyList<string> files)
    {
        if (files.Count > 1) return Path.GetFileName(Path.GetDirectoryName(files[0])) is { Length: > 0 } folder ? folder : "files";
        string name = Path.GetFileName(files[0]);
        return name[..(name.IndexOf('.') is > 0 and int dot ? dot : name.Length)];
    }

    // A source's name is a folder and part of a table's name.
    private static string Name(string name)
    {
        string safe = new([.. name.Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' ? char.ToLowerInvariant(c) : '_')]);
        return safe.Trim('_') is { Length: > 0 } trimmed ? trimmed[..Math.Min(trimmed.Length, 60)] : "files";
    }
}
