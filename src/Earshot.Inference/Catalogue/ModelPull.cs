using Earshot.Core;
using Earshot.Core.Runs;

namespace Earshot.Inference.Catalogue;

/// <summary>How a model is pulled.</summary>
public sealed record PullOptions
{
    /// <summary>Address of a hub or a mirror (http or https), or full path of a folder.</summary>
    public required string Base { get; init; }

    /// <summary>Precisions whose weights are taken.</summary>
    public IReadOnlyCollection<ModelPrecision> Precisions { get; init; } = [ModelPrecision.Int8];

    /// <summary>Takes files that the catalogue does not know, and records what was taken.</summary>
    public bool AcceptChanged { get; init; }

    public IRunObserver Observer { get; init; } = SilentObserver.Instance;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public CancellationToken Cancellation { get; init; }

    /// <summary>Seconds between tries that bring nothing; after the last one the download fails.</summary>
    internal IReadOnlyList<TimeSpan> Waits { get; init; } = [.. new[] { 1, 2, 4, 8 }.Select(seconds => TimeSpan.FromSeconds(seconds))];

    /// <summary>How long nothing may come before the connection counts as cut.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>What a pull did.</summary>
/// <param name="Folder">Where the model is now.</param>
/// <param name="BytesTaken">Bytes of the files that had to be taken; 0 where all were here.</param>
public sealed record PullResult(
    string Name, string Revision, string Folder, IReadOnlyList<ModelPrecision> Precisions, long BytesTaken, IReadOnlyList<PulledFile> Files);

/// <summary>A file of a pulled model.</summary>
/// <param name="Changed">Whether it is none that the catalogue knows.</param>
public sealed record PulledFile(string Path, long Bytes, string Sha256, bool Changed, string From);

/// <summary>
/// Takes a model into the store. Files are gathered in <c>NAME.partial</c>, each checked when it is whole; when all are there they are moved
/// into <c>NAME</c> and the record is written last. Whatever ends it, the same call goes on where it stopped.
/// </summary>
internal sealed class ModelPull
{
    private readonly CatalogueModel _model;
    private readonly PullOptions _options;
    private readonly string _folder;
    private readonly string _partial;
    private readonly ModelRecord? _record;

    public ModelPull(string store, CatalogueModel model, PullOptions options)
    {
        _model = model;
        _options = options;
        _folder = Path.Combine(store, model.Name);
        _partial = PartialFolder(store, model.Name);
        _record = ModelRecord.Read(_folder);
    }

    /// <summary>Where the files of a model are gathered.</summary>
    public static string PartialFolder(string store, string name) => Path.Combine(store, name + ".partial");

    /// <summary>Where a file is while it is taken.</summary>
    public static string Part(string path) => path + ".part";

    public PullResult Run()
    {
        CatalogueFile[] files = [.. _model.FilesOf(_options.Precisions)];
        Dictionary<string, RecordedFile> settled = files.Select(Standing).OfType<RecordedFile>().ToDictionary(file => file.Path);
        CatalogueFile[] missing = [.. files.Where(file => !settled.ContainsKey(file.Path))];
        long bytes = missing.Sum(file => file.Bytes);
        if (missing.Length > 0)
        {
            foreach (RecordedFile file in Gather(missing, bytes)) settled.Add(file.Path, file);
            foreach (CatalogueFile file in missing) Install(file);
        }

        RecordedFile[] others = [.. (_record?.Files ?? []).Where(file => !settled.ContainsKey(file.Path))];
        RecordedFile[] all = [.. files.Select(file => settled[file.Path]), .. others];
        ModelRecord record = new(_model.Name, _model.Revision, [.. all.OrderBy(file => file.Path, StringComparer.Ordinal)]);
        if (_record is null || _record.Revision != record.Revision || !_record.Files.SequenceEqual(record.Files)) record.Write(_folder);
        Sweep(files);
        PulledFile[] pulled = [.. files
            .Select(file => settled[file.Path])
            .Select(file => new PulledFile(file.Path, file.Bytes, file.Sha256, file.Changed, file.From))];
        return new PullResult(_model.Name, _model.Revision, _folder, [.. _options.Precisions.Order()], bytes, pulled);
    }

    /// <summary>What the store has of a file, where it is one to keep.</summary>
    private RecordedFile? Standing(CatalogueFile file)
    {
        FileContent? content = FileContent.Find(file.In(_folder), Known(file), _options.Cancellation);
        return content is null || !Known(file).Contains(content) ? null : Recorded(file, content, Earlier(file)?.From ?? "here before");
    }

    private List<RecordedFile> Gather(CatalogueFile[] missing, long bytes)
    {
        using HttpClient? client = IsAddress(_options.Base) ? CreateClient() : null;
        IFileSource source = client is null ? new FolderSource(_options.Base, _model, _options) : new HttpSource(client, _options.Base, _model, _options);
        long ahead = missing.Sum(file => Math.Max(FileDownload.Length(file.In(_partial)), source.Resumes ? FileDownload.Length(Part(file.In(_partial))) : 0));
        _options.Observer.StageStarted(_model.Name, bytes, "bytes");
        Advanced(ahead);
        List<RecordedFile> gathered = [.. missing.Select(file => Take(source, file))];
        _options.Observer.StageFinished(_model.Name, $"{bytes:N0} bytes{(ahead > 0 ? $", {ahead:N0} of them from an earlier try" : "")}, checked");
        return gathered;
    }

    private void Advanced(long amount)
    {
        if (amount != 0) _options.Observer.Advanced(_model.Name, amount);
    }

    private RecordedFile Take(IFileSource source, CatalogueFile file)
    {
        string path = file.In(_partial);
        if (FileContent.Find(path, Known(file), _options.Cancellation) is { } whole && Known(file).Contains(whole)) return Recorded(file, whole, _options.Base);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string refused = Refused(path);
        if (File.Exists(refused) && _options.AcceptChanged) return Accept(file, refused, FileContent.Of(refused, _options.Cancellation), _options.Base);
        File.Delete(refused);

        string part = Part(path);
        bool resumed = File.Exists(part);
        while (true)
        {
            string from = source.Fetch(file, part, Advanced);
            FileContent content = FileContent.Of(part, _options.Cancellation);
            if (Known(file).Contains(content))
            {
                Keep(part, path);
                return Recorded(file, content, from);
            }

            if (_options.AcceptChanged) return Accept(file, part, content, from);
            if (!resumed)
            {
                Keep(part, refused);
                throw Mismatch(file, content, from);
            }

            // its beginning may be that of an older file
            resumed = false;
            FileDownload.Discard(part, Advanced);
        }
    }

    private RecordedFile Accept(CatalogueFile file, string path, FileContent content, string from)
    {
        _options.Observer.Warned($"{file.Path} is not what the catalogue knows; taken as it is, with SHA-256 {content.Sha256}");
        Keep(path, file.In(_partial));
        return new RecordedFile(file.Path, file.Precision, content.Bytes, content.Sha256, Changed: true, from);
    }

    private static void Keep(string part, string path)
    {
        File.Move(part, path, overwrite: true);
        File.Delete(FileDownload.StatePath(part));
    }

    private void Install(CatalogueFile file)
    {
        string path = file.In(_folder);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Move(file.In(_partial), path, overwrite: true);
    }

    // what a broken pull of another precision gathered stays for its own resume
    private void Sweep(CatalogueFile[] files)
    {
        if (!Directory.Exists(_partial)) return;
        foreach (string path in files.Select(file => file.In(_partial)))
            foreach (string left in new[] { path, Refused(path), Part(path), FileDownload.StatePath(Part(path)) })
                if (File.Exists(left)) File.Delete(left);
        if (!Directory.EnumerateFiles(_partial, "*", SearchOption.AllDirectories).Any()) Directory.Delete(_partial, recursive: true);
    }

    // whole, but nothing that is known: kept for --accept-changed
    private static string Refused(string path) => path + ".changed";

    /// <summary>Contents that need no asking: the catalogue's, and what the user accepted before.</summary>
    private IReadOnlyList<FileContent> Known(CatalogueFile file) =>
        Earlier(file) is { Changed: true } accepted ? [.. file.Contents, accepted.Content] : file.Contents;

    private RecordedFile? Earlier(CatalogueFile file) => _record?.Files.FirstOrDefault(recorded => recorded.Path == file.Path);

    private static RecordedFile Recorded(CatalogueFile file, FileContent content, string from) =>
        new(file.Path, file.Precision, content.Bytes, content.Sha256, !file.Contents.Contains(content), from);

    private EarshotException Mismatch(CatalogueFile file, FileContent content, string from)
    {
        string expected = string.Join("\n  or       ", file.Contents);
        return new EarshotException(
            $"{file.Path} of {_model.Name} from {from} is not the file that the catalogue knows\n  expected {expected}\n  found    {content}",
            "take it from another place with --base URL|FOLDER; or, if you trust this one, add --accept-changed to record its sum and use it");
    }

    /// <summary>Whether a base is an address rather than a folder.</summary>
    public static bool IsAddress(string @base) =>
        @base.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || @base.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    private static HttpClient CreateClient()
    {
        HttpClient client = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(20) }) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("earshot");
        return client;
    }
}
