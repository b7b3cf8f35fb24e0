using Earshot.Core;
using Earshot.Core.Columns;
using Earshot.Core.Runs;
using Earshot.Core.Sources;
using Earshot.Core.Text;
using Earshot.Storage.DuckDb;
using Earshot.Storage.Workspaces;

namespace Earshot.Storage.Sources;

/// <summary>What to read, and how it becomes tickets.</summary>
public sealed record IngestionRequest
{
    /// <summary>Name of the source; reading under the same name again replaces it.</summary>
    public required string Source { get; init; }

    /// <summary>The files, in order.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Opens one of them.</summary>
    public required Func<string, ITableReader> Open { get; init; }

    public required ColumnMapping Mapping { get; init; }

    public required TimestampParser Dates { get; init; }

    /// <summary>How its texts are cleaned.</summary>
    public required TextOrigin Origin { get; init; }

    /// <summary>What was told of how the files are written (encoding, delimiter): another reading of the same files is read again.</summary>
    public string Reading { get; init; } = "";

    /// <summary>Whether personal data is masked before anything is stored.</summary>
    public bool Mask { get; init; }

    /// <summary>Rows of a partition at most.</summary>
    public int RowsPerPartition { get; init; } = 200_000;
}

/// <summary>
/// Reads files into the bronze layer: the rows as they came, in Parquet parts, and those that can't be read in a dataset of rejects. Everything
/// is written beside what was there; the source's record, written last, is what makes it count.
/// </summary>
public sealed class FileIngestion(Workspace workspace, IRunObserver observer, CancellationToken cancellation)
{
    private const int BlockRows = 8192;

    // DuckDB keeps a quarter of a megabyte and more for each column of a table that is being written: 5,000 need 2 GB.
    private const int MostColumns = 10_000;
    private const string Stage = "reading";

    private static readonly IReadOnlyList<ColumnSchema> RejectColumns =
    [
        new("source", ColumnType.Text),
        new("file", ColumnType.Text),
        new("line", ColumnType.Int64),
        new("reason", ColumnType.Text),
        new("excerpt", ColumnType.Text),
    ];

    /// <summary>Reads the files and registers the source.</summary>
    /// <returns>The source, and whether it was read now (false when nothing has changed since it was).</returns>
    /// <exception cref="EarshotException">No row of the files can become a ticket; the workspace is as before.</exception>
    public (SourceRecord Source, bool Read) Ingest(IngestionRequest request)
    {
        if (request.Mapping.Columns.Count > MostColumns)
        {
            throw new EarshotException(
                $"{request.Files[0]} has {request.Mapping.Columns.Count:N0} columns; at most {MostColumns:N0} are read",
                "leave out the columns that you do not need, for example: duckdb -c \"COPY (SELECT id, text FROM 'FILE') TO 'fewer.csv'\"",
                3);
        }

        List<SourceFile> files = [.. request.Files.Select(Fingerprint)];
        Dictionary<string, string> mapping = request.Mapping.Mapped.ToDictionary(m => ColumnMapping.NameOf(m.Role), m => m.Column);
        SourceRecord? before = SourceCatalog.Read(workspace, replaced: request.Source).FirstOrDefault(s => s.Name == request.Source);
        string origin = request.Origin.ToString().ToLowerInvariant();
        if (before is not null && before.Files.SequenceEqual(files) && SameMapping(before.Mapping, mapping) && before.Origin == origin
            && before.Reading == request.Reading && before.Masked == request.Mask && before.RowsPerPartition == request.RowsPerPartition
            && SourceCatalog.HasParts(workspace, before))
            return (before, false);

        string read = string.Join('\n', files.Select(f => f.Path + '\0' + f.Sha256))
            + origin + request.Reading + request.Mask + request.RowsPerPartition + string.Join(',', mapping);
        string generation = files.Count == 0 ? "0" : $"{StableHash.Of(System.Text.Encoding.UTF8.GetBytes(read)):x16}";
        string folder = workspace.At("bronze", request.Source, generation);
        DeleteAbandoned(request.Source);
        try
        {
            Directory.CreateDirectory(folder);
            SourceCatalog.Write(workspace, ReadInto(folder));
        }
        finally
        {
            DeleteAbandoned(request.Source);
        }

        return (SourceCatalog.Read(workspace).First(s => s.Name == request.Source), true);

        SourceRecord ReadInto(string folder)
        {
            using DuckDbDatabase database = new(threads: 1, memoryMegabytes: 1024 + (request.Mapping.Columns.Count / 2), workspace.At("tmp"));
            using RejectWriter rejects = new(database, request);
            (IReadOnlyList<(string File, long Rows)> parts, long textBytes) = ReadAll(request, folder, database, rejects);
            parts = DuplicateIds.Remove(folder, parts, request.Mapping.Of(ColumnRole.Id)?.Column, database, rejects.Add);
            if (parts.Sum(p => p.Rows) == 0) throw NothingUsable(request, rejects);
            rejects.Write(Path.Combine(folder, SourceCatalog.RejectsFile));
            return new SourceRecord
            {
                Name = request.Source,
                Origin = origin,
                Reading = request.Reading,
                Masked = request.Mask,
                RowsPerPartition = request.RowsPerPartition,
                Generation = generation,
                Mapping = mapping,
                OtherColumns = request.Mapping.Extra,
                Files = files,
                TextBytes = textBytes,
                Rejected = rejects.Count,
                Parts = [.. parts.Zip(Partitions(before, request.Source, parts.Count), (part, partition) =>
                    new SourcePart(part.File, partition, part.Rows, PartitionWriter.HashFile(Path.Combine(folder, part.File)).Hash))],
            };
        }
    }

    private static SourceFile Fingerprint(string path)
    {
        (long bytes, string hash) = PartitionWriter.HashFile(path);
        return new SourceFile(path, bytes, hash);
    }

    private static bool SameMapping(IReadOnlyDictionary<string, string> a, IReadOnlyDictionary<string, string> b) =>
        a.Count == b.Count && a.All(pair => b.TryGetValue(pair.Key, out string? column) && column == pair.Value);

    private static EarshotException NothingUsable(IngestionRequest request, RejectWriter rejects)
    {
        string names = string.Join(", ", request.Files.Select(Path.GetFileName).Take(3));
        string first = rejects.First is { } reject ? $"; the first was line {reject.Line}: {reject.Reason}" : "";
        return new EarshotException(
            rejects.Count == 0
                ? $"{names} has no rows"
                : $"no row of {names} can become a ticket: {(rejects.Count == 1 ? "the only one was" : $"all {rejects.Count:N0} were")} rejected{first}",
            "name the column with the text: --map text=COLUMN",
            3);
    }

    private (IReadOnlyList<(string File, long Rows)> Parts, long TextBytes) ReadAll(IngestionRequest request, string folder, DuckDbDatabase database, RejectWriter rejects)
    {
        using RawPartWriter writer = new(folder, database, request.RowsPerPartition);
        observer.StageStarted(Stage, request.Files.Sum(f => new FileInfo(f).Length), "bytes");
        long rows = 0, textBytes = 0;
        foreach (string path in request.Files)
        {
            using ITableReader reader = request.Open(path);
            RawRowFilter filter = new(path, reader.Columns, request.Mapping, request.Dates, request.Mask);
            if (!filter.HasText)
            {
                throw new EarshotException(
                    $"{path} has no column '{request.Mapping.Of(ColumnRole.Text)?.Column}'; its columns are {string.Join(", ", reader.Columns.Take(20))}",
                    $"the first file, {request.Files[0]}, has it; leave one of the two out, or read files of different layouts one by one",
                    3);
            }

            ColumnBatch raw = new(RawRows.Schema(reader.Columns));
            ColumnBatch accepted = new(filter.Schema);
            long bytes = 0;
            while (reader.Read(raw, Math.Min(BlockRows, writer.RowsLeft), rejects.Add))
            {
                cancellation.ThrowIfCancellationRequested();
                accepted.Clear();
                filter.Accept(raw, accepted, rejects.Add);
                writer.Append(accepted);
                rows += accepted.Count;
                textBytes += filter.TextBytes(accepted);
                observer.Advanced(Stage, reader.BytesRead - bytes);
                bytes = reader.BytesRead;
            }

            foreach (SourceNote note in reader.Notes) observer.Warned(note.Message, note.Hint);
        }

        writer.EndPart();
        observer.StageFinished(Stage, $"{rows:N0} {(rows == 1 ? "row" : "rows")}" + (rejects.Count > 0 ? $", {rejects.Count:N0} rejected" : ""));
        return (writer.Parts, textBytes);
    }

    // A source that is read again keeps its partitions; what it needs beyond them is numbered after all others.
    private IEnumerable<string> Partitions(SourceRecord? before, string replaced, int count)
    {
        foreach (SourcePart part in before?.Parts.Take(count) ?? []) yield return part.Partition;
        int next = SourceCatalog.Read(workspace, replaced).SelectMany(s => s.Parts).Select(p => SourceCatalog.PartitionNumber(p.Partition) + 1)
            .DefaultIfEmpty(0).Max();
        for (int i = before?.Parts.Count ?? 0; i < count; i++) yield return SourceCatalog.PartitionName(next++);
    }

    // What no source's record names: read before, or by a run that did not get to its end.
    private void DeleteAbandoned(string replaced)
    {
        if (!Directory.Exists(workspace.At("bronze"))) return;
        HashSet<string> kept = [.. SourceCatalog.Read(workspace, replaced).Select(s => workspace.At("bronze", s.Name, s.Generation))];
        foreach (string source in Directory.EnumerateDirectories(workspace.At("bronze")))
        {
            foreach (string folder in Directory.EnumerateDirectories(source))
                if (!kept.Contains(folder)) Directory.Delete(folder, recursive: true);
            if (!Directory.EnumerateFileSystemEntries(source).Any()) Directory.Delete(source);
        }
    }

    /// <summary>Collects rejects in DuckDB's memory, which spills to disk when there are very many.</summary>
    private sealed class RejectWriter : IDisposable
    {
        private readonly DuckDbConnection _connection;
        private readonly DuckDbAppender _appender;
        private readonly ColumnBatch _batch = new(RejectColumns);
        private readonly string _source;
        private readonly bool _mask;

        internal RejectWriter(DuckDbDatabase database, IngestionRequest request)
        {
            _source = request.Source;
            _mask = request.Mask;
            _connection = database.Connect();
            _connection.Execute($"CREATE TEMP TABLE rejected ({string.Join(", ", RejectColumns.Select(c => $"{c.Name} {DuckDbAppender.SqlType(c)}"))})");
            _appender = _connection.Append("rejected", RejectColumns);
        }

        internal long Count { get; private set; }

        internal Reject? First { get; private set; }

        internal void Add(Reject reject)
        {
            First ??= reject;
            Count++;
            _batch.Bytes(0).Append(_source.AsSpan());
            _batch.Bytes(1).Append(reject.Source.AsSpan());
            _batch.Int64(2).Append(reject.Line);
            _batch.Bytes(3).Append((_mask ? PersonalData.Mask(reject.Reason) : reject.Reason).AsSpan());
            _batch.Bytes(4).Append((_mask ? PersonalData.Mask(WholeWords(reject.Excerpt)) : reject.Excerpt).AsSpan());
            if (_batch.Count >= BlockRows) Flush();
        }

        internal void Write(string path)
        {
            Flush();
            _appender.Close();
            if (Count > 0) _connection.Execute($"COPY (SELECT * FROM rejected ORDER BY file, line) TO {Sql.Text(path)} (FORMAT parquet, COMPRESSION zstd)");
        }

        // An address cut at the end of an excerpt would not be known for one.
        private static string WholeWords(string excerpt) =>
            excerpt.Length < Reject.ExcerptLength - 1 ? excerpt : excerpt[..Math.Max(0, excerpt.LastIndexOfAny([' ', '\t', '\n', ',', ';']))];

        public void Dispose()
        {
            _appender.Dispose();
            _connection.Dispose();
        }

        private void Flush()
        {
            _appender.Append(_batch);
            _batch.Clear();
        }
    }
}
