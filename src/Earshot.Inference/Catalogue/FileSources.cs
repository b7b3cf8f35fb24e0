using Earshot.Core;

namespace Earshot.Inference.Catalogue;

/// <summary>Where the files of a model come from.</summary>
internal interface IFileSource
{
    /// <summary>Whether a beginning from an earlier try is gone on with; else it counts as nothing.</summary>
    bool Resumes { get; }

    /// <summary>Takes a file to <paramref name="part"/>, which may hold its beginning from an earlier try.</summary>
    /// <returns>Where it came from.</returns>
    /// <exception cref="EarshotException">It is not there, or can't be taken.</exception>
    string Fetch(CatalogueFile file, string part, Action<long> advanced);
}

/// <summary>A folder with models in folders of their names, with or without the publisher's above; or the folder of the model itself.</summary>
internal sealed class FolderSource(string folder, CatalogueModel model, PullOptions options) : IFileSource
{
    private const int BlockBytes = 1 << 20;

    public bool Resumes => false;

    public string Fetch(CatalogueFile file, string part, Action<long> advanced)
    {
        string[] places = [.. Places().Select(file.In)];
        string path = places.FirstOrDefault(File.Exists)
            ?? throw new EarshotException(
                $"{folder} has no {file.Path} of {model.Name}",
                $"name a folder that holds {Path.Combine(model.Name, file.Path)}: --base FOLDER");
        FileDownload.Discard(part, static _ => { });
        using FileStream from = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        using FileStream to = new(part, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        byte[] block = new byte[(int)Math.Clamp(from.Length, 1, BlockBytes)];
        while (from.Read(block) is > 0 and int read)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            to.Write(block, 0, read);
            advanced(read);
        }

        return path;
    }

    private IEnumerable<string> Places()
    {
        yield return Path.Combine(folder, model.Name);
        yield return Path.Combine(folder, model.Publisher, model.Name);
        if (string.Equals(Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)), model.Name, StringComparison.OrdinalIgnoreCase)) yield return folder;
    }
}

/// <summary>
/// A hub or a mirror: <c>BASE/publisher/NAME/resolve/REVISION/FILE</c>, as the public hub has it, else <c>BASE/NAME/FILE</c>, or <c>BASE/FILE</c>
/// where the base ends in the name.
/// </summary>
internal sealed class HttpSource(HttpClient client, string address, CatalogueModel model, PullOptions options) : IFileSource
{
    private const int Slack = 4;
    private readonly FileDownload _download = new(client, options);
    private readonly string[] _layouts = [.. Layouts(address.TrimEnd('/'), model)];
    private int _layout = -1;

    public bool Resumes => true;

    public string Fetch(CatalogueFile file, string part, Action<long> advanced)
    {
        long least = file.Contents.Min(content => content.Bytes);
        long most = Slack * file.Contents.Max(content => content.Bytes) + (1 << 20);
        foreach (int layout in _layout >= 0 ? [_layout] : Enumerable.Range(0, _layouts.Length))
        {
            Uri from = new(_layouts[layout] + file.Path);
            if (!_download.FetchAsync(from, part, least, most, advanced).GetAwaiter().GetResult()) continue;
            _layout = layout;
            return from.AbsoluteUri;
        }

        throw new EarshotException(
            $"{address} has no {file.Path} of {model.Name}",
            $"--base is the address before {model.Publisher}/{model.Name}/resolve/{model.Revision}/{file.Path}, or before {model.Name}/{file.Path}");
    }

    private static IEnumerable<string> Layouts(string address, CatalogueModel model)
    {
        yield return $"{address}/{model.Publisher}/{model.Name}/resolve/{model.Revision}/";
        yield return $"{address}/{model.Name}/";
        if (address.EndsWith("/" + model.Name, StringComparison.OrdinalIgnoreCase)) yield return address + "/";
    }
}
