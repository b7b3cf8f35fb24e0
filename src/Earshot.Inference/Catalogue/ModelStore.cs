using Earshot.Core;

namespace Earshot.Inference.Catalogue;

/// <summary>
/// A folder of models, each in a folder of its name in the layout of Hugging Face, and of ONNX Runtime's library. What is there was pulled;
/// reading it never downloads anything.
/// </summary>
public sealed class ModelStore
{
    /// <summary>Name under which ONNX Runtime is pulled, verified and removed.</summary>
    public const string Runtime = "onnxruntime";

    private readonly ModelCatalogue _catalogue;
    private readonly string? _library;
    private readonly OnnxRuntimePackage _package;

    /// <summary>A store in a folder, which need not exist.</summary>
    /// <param name="folder">Full path.</param>
    /// <param name="library">Library of ONNX Runtime to use instead of the store's own; null for that one.</param>
    public ModelStore(string folder, string? library = null)
        : this(folder, library, ModelCatalogue.Default)
    {
    }

    internal ModelStore(string folder, string? library, ModelCatalogue catalogue)
    {
        Folder = folder;
        _library = library;
        _catalogue = catalogue;
        _package = new OnnxRuntimePackage(folder);
    }

    /// <summary>Full path.</summary>
    public string Folder { get; }

    /// <summary>Names that can be pulled.</summary>
    public IReadOnlyList<string> Names => [.. _catalogue.All.Select(model => model.Name), Runtime];

    /// <summary>The model of a name that was pulled whole, in whatever precision; null where it was not.</summary>
    public ModelFolder? Find(string name)
    {
        if (!IsPlainName(name)) return null;
        string folder = Path.Combine(Folder, _catalogue.Find(name)?.Name ?? name);
        return ModelRecord.Read(folder) is { } record ? ModelFolder.OfStore(folder, record) : null;
    }

    /// <summary>The model that a setting names: one of the store, or any folder in the layout of Hugging Face by its path.</summary>
    /// <exception cref="EarshotException">It is not here, with the command that gets it; or the folder holds no model.</exception>
    public ModelFolder Resolve(string nameOrPath)
    {
        if (Find(nameOrPath) is { } found) return found;
        if (_catalogue.Find(nameOrPath) is { } model)
            throw new EarshotException(
                $"the model {model.Name} is not here: {Path.Combine(Folder, model.Name)} has no {ModelRecord.FileName}",
                $"get it with `earshot models pull {model.Name}`");
        if (!IsPlainName(nameOrPath) || Directory.Exists(nameOrPath)) return ModelFolder.OfPath(nameOrPath);
        throw Unknown(nameOrPath);
    }

    /// <summary>ONNX Runtime's library: the user's own, else the one that was fetched for this machine; null where there is none.</summary>
    public string? RuntimeLibrary() => _library is null ? _package.Find() : File.Exists(_library) ? _library : null;

    /// <summary>ONNX Runtime's library, the fetched one read and compared with its record first.</summary>
    /// <exception cref="EarshotException">There is none, or it is damaged; the hint gets it.</exception>
    public string RequireRuntimeLibrary()
    {
        if (_library is not null)
            return RuntimeLibrary()
                ?? throw new EarshotException(
                    $"the library of ONNX Runtime {_library} does not exist",
                    "mend the setting models.onnxruntime, or leave it out and run `earshot models pull onnxruntime`");
        if (_package.Check(default).FirstOrDefault(file => file.State != FileState.Ok) is { } damaged)
            throw new EarshotException(
                $"{Path.Combine(_package.Folder, damaged.Path)} {damaged.Words}",
                "fetch it again with `earshot models pull onnxruntime`");
        return RuntimeLibrary()
            ?? throw new EarshotException(
                $"ONNX Runtime {OnnxRuntimePackage.Version} is not here: {_package.Folder} has no library for this machine",
                "fetch it with `earshot models pull onnxruntime`");
    }

    /// <summary>What there is to pull and what is here of it; lengths are compared, sums are not.</summary>
    public IReadOnlyList<StoredModel> List() =>
    [
        .. _catalogue.All.SelectMany(model => model.Precisions.Select(precision => StoreListing.Of(Folder, model, precision))),
        StoreListing.OfRuntime(_package, _library),
    ];

    /// <summary>Reads every file of what was pulled, or of one model, and compares it with its record; by path, with the catalogue.</summary>
    /// <exception cref="EarshotException">The one named is not here.</exception>
    public IReadOnlyList<CheckedFile> Verify(string? name, CancellationToken cancellation)
    {
        if (name is not null && string.Equals(name, Runtime, StringComparison.OrdinalIgnoreCase))
            return _package.Check(cancellation) is { Count: > 0 } files
                ? files
                : throw new EarshotException($"ONNX Runtime is not in {Folder}", "fetch it with `earshot models pull onnxruntime`");
        if (name is not null) return StoreListing.Verify(Resolve(name).Path, _catalogue, cancellation);
        string[] folders = Directory.Exists(Folder)
            ? [.. Directory.GetDirectories(Folder).Where(folder => ModelRecord.Read(folder) is not null).Order(StringComparer.Ordinal)]
            : [];
        return [.. folders.SelectMany(folder => StoreListing.Verify(folder, _catalogue, cancellation)), .. _package.Check(cancellation)];
    }

    /// <summary>Removes a model, with all precisions and what a broken pull left, or ONNX Runtime.</summary>
    /// <returns>Bytes freed.</returns>
    /// <exception cref="EarshotException">There is nothing of it here, or another process works on the folder.</exception>
    public long Remove(string name)
    {
        using FolderLock held = FolderLock.Take(Folder);
        string[] folders = string.Equals(name, Runtime, StringComparison.OrdinalIgnoreCase)
            ? [_package.Folder]
            : [Path.Combine(Folder, Known(name)), ModelPull.PartialFolder(Folder, Known(name))];
        folders = [.. folders.Where(Directory.Exists)];
        if (folders.Length == 0) throw new EarshotException($"there is nothing of {name} in {Folder}", "`earshot models list` shows what is here");
        long bytes = folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)).Sum(file => new FileInfo(file).Length);
        foreach (string folder in folders)
        {
            // the record goes first: what is left of a folder whose removal was broken off counts as nothing
            File.Delete(Path.Combine(folder, ModelRecord.FileName));
            Directory.Delete(folder, recursive: true);
        }

        return bytes;
    }

    /// <summary>Takes a model of the catalogue; what is here and whole is kept, what is damaged is taken again.</summary>
    /// <exception cref="EarshotException">The name is unknown, the files can't be had or are others, or another process pulls.</exception>
    public PullResult Pull(string name, PullOptions options)
    {
        CatalogueModel model = _catalogue.Find(name) ?? throw Unknown(name);
        if (!ModelPull.IsAddress(options.Base) && options.Base.Contains("://", StringComparison.Ordinal))
            throw new EarshotException($"models can't be taken from {options.Base}", "--base is an http:// or https:// address, or a folder", 2);
        if (!ModelPull.IsAddress(options.Base) && !Directory.Exists(options.Base))
            throw new EarshotException(
                $"the folder {options.Base} does not exist",
                "--base is an http:// or https:// address, or a folder", 2);
        using FolderLock held = FolderLock.Take(Folder);
        return new ModelPull(Folder, model, options).Run();
    }

    /// <summary>Fetches ONNX Runtime for this machine with npm, unless it is here and whole or the user has one of their own.</summary>
    /// <param name="searchPath">The variable PATH, in which npm is looked for.</param>
    /// <returns>The library.</returns>
    /// <exception cref="EarshotException">npm is missing or fails, or there is none for this machine.</exception>
    public string PullRuntime(string searchPath, PullOptions options)
    {
        if (_library is not null) return RequireRuntimeLibrary();
        using FolderLock held = FolderLock.Take(Folder);
        return _package.Fetch(searchPath, options.Observer, options.Cancellation);
    }

    private string Known(string name) => _catalogue.Find(name)?.Name ?? Find(name)?.Name ?? throw Unknown(name);

    private EarshotException Unknown(string name) =>
        new($"there is no model '{name}' in the catalogue", $"there are {string.Join(", ", Names)}; a folder is given by its path, such as ./{name}", 2);

    private static bool IsPlainName(string name) =>
        name.Length > 0 && name is not ("." or "..") && name.AsSpan().IndexOfAny('/', '\\') < 0 && !Path.IsPathRooted(name);
}
