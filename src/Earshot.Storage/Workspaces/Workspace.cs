using System.Text.Json;
using Earshot.Core;
using Earshot.Core.Assets;

namespace Earshot.Storage.Workspaces;

/// <summary>
/// A folder that holds everything: <c>sources/</c>, <c>bronze/</c>, <c>silver/</c>, <c>gold/</c>, <c>models/</c>, <c>runs/</c>. All of its state is
/// in its files; copying the folder copies it all.
/// </summary>
public sealed class Workspace
{
    /// <summary>Layout of the folder that this program reads and writes.</summary>
    public const int Format = 1;

    private const string ManifestSuffix = ".manifest.json";
    private const string MarkerName = "workspace.json";

    private Workspace(string folder) => Folder = folder;

    /// <summary>Full path.</summary>
    public string Folder { get; }

    /// <summary>True where a workspace is.</summary>
    public static bool Exists(string folder) => File.Exists(Path.Combine(folder, MarkerName));

    /// <summary>Opens a workspace.</summary>
    /// <exception cref="EarshotException">There is none, or a newer version of the program wrote it.</exception>
    public static Workspace Open(string folder)
    {
        string marker = Path.Combine(folder, MarkerName);
        if (!File.Exists(marker))
        {
            throw new EarshotException(
                $"{folder} is not a workspace",
                "create one with `earshot init --workspace FOLDER`, or name an existing one with --workspace");
        }

        if (ReadMarker(marker) is not { } read)
        {
            throw new EarshotException(
                $"{marker} is empty or cut off", $"`earshot init --workspace \"{folder}\"` writes it again and leaves everything else as it is", 4);
        }

        if (read.Format > Format)
        {
            throw new EarshotException(
                $"the workspace {folder} has format {read.Format}, this program knows up to {Format}",
                "it was written by a newer version of Earshot: update this one, or use another workspace",
                4);
        }

        return new Workspace(Path.GetFullPath(folder));
    }

    // Null where a power cut or a full disk left no content.
    private static WorkspaceMarker? ReadMarker(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), StorageJson.Default.WorkspaceMarker) is { Format: > 0 } marker ? marker : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Opens the workspace, or makes an empty one; a marker without content is written again.</summary>
    /// <exception cref="EarshotException">The folder can't be written, holds other things, or is of a newer version.</exception>
    public static Workspace OpenOrCreate(string folder)
    {
        string marker = Path.Combine(folder, MarkerName);
        if (Exists(folder) && ReadMarker(marker) is not null) return Open(folder);
        if (File.Exists(folder)) throw new EarshotException($"{folder} is a file, not a folder", "name another folder with --workspace");
        try
        {
            // A run killed while it made the workspace leaves half a marker.
            if (!Exists(folder) && Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any(path => !IsHalfMarker(Path.GetFileName(path))))
            {
                throw new EarshotException(
                    $"{folder} holds other files and is not a workspace", "name an empty or new folder with --workspace");
            }

            bool isNew = !Directory.Exists(folder);
            Directory.CreateDirectory(folder);
            try
            {
                AtomicFile.Write(marker, JsonSerializer.SerializeToUtf8Bytes(new WorkspaceMarker(Format), StorageJson.Default.WorkspaceMarker));
            }
            catch when (isNew)
            {
                Directory.Delete(folder);
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EarshotException($"the workspace {folder} can't be created: {e.Message}", "name a folder you may write to with --workspace", 1, e);
        }

        return new Workspace(Path.GetFullPath(folder));
    }

    /// <summary>Whether a folder can be written to, found out by trying.</summary>
    public static bool CanWrite(string folder)
    {
        try
        {
            string probe = Path.Combine(folder, $".earshot-{Environment.ProcessId}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Deletes the folder when nothing was read into it, so that a command that failed at once leaves nothing behind.</summary>
    public void DeleteIfEmpty()
    {
        if (!Directory.Exists(At("sources"))) Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Writes a small file of the workspace, such as its settings: whole or not at all, and through to the disk.</summary>
    public void Write(string name, ReadOnlySpan<byte> content) => AtomicFile.Write(At(name), content);

    /// <summary>A path inside the workspace.</summary>
    public string At(params ReadOnlySpan<string> parts) => Path.Combine([Folder, .. parts]);

    /// <summary>Path of a partition's data file.</summary>
    public string DataPath(AssetDefinition asset, string partition) =>
        At(asset.Layer, asset.Name, partition + (asset.IsDocument ? asset.DocumentExtension : ".parquet"));

    /// <summary>The manifest of a partition whose data file is in place with the size it had; else null.</summary>
    public Manifest? FindManifest(AssetDefinition asset, string partition)
    {
        string path = ManifestPath(asset, partition);
        if (!File.Exists(path)) return null;
        Manifest? manifest;
        try
        {
            manifest = JsonSerializer.Deserialize(File.ReadAllBytes(path), StorageJson.Default.Manifest);
        }
        catch (JsonException)
        {
            return null;
        }

        FileInfo data = new(DataPath(asset, partition));
        return manifest is not null && data.Exists && data.Length == manifest.Bytes ? manifest : null;
    }

    /// <summary>A manifest of an asset, whatever its partitions are now: the first that is there and whole, by name; null where there is none.</summary>
    public Manifest? FirstManifest(string layer, string asset)
    {
        string folder = At(layer, asset);
        if (!Directory.Exists(folder)) return null;
        foreach (string path in Directory.EnumerateFiles(folder, "*" + ManifestSuffix).Order(StringComparer.Ordinal))
        {
            try
            {
                if (JsonSerializer.Deserialize(File.ReadAllBytes(path), StorageJson.Default.Manifest) is { } manifest) return manifest;
            }
            catch (JsonException)
            {
                // a partition that is simply not fresh
            }
        }

        return null;
    }

    internal void WriteManifest(AssetDefinition asset, Manifest manifest) =>
        AtomicFile.Write(ManifestPath(asset, manifest.Partition), JsonSerializer.SerializeToUtf8Bytes(manifest, StorageJson.Default.Manifest));

    /// <summary>Deletes what killed runs left half-written, and partitions that are no longer defined. Only under the run's lease.</summary>
    internal void Sweep(IReadOnlyList<AssetDefinition> assets)
    {
        foreach (string path in Directory.EnumerateFiles(Folder, "*.json.*" + AtomicFile.TemporarySuffix)) File.Delete(path);
        foreach (string folder in (ReadOnlySpan<string>)["sources", "bronze", "silver", "gold", "models", "reports"])
        {
            if (!Directory.Exists(At(folder))) continue;
            foreach (string path in Directory.EnumerateFiles(At(folder), "*" + AtomicFile.TemporarySuffix, SearchOption.AllDirectories)) File.Delete(path);
        }

        Lease.Sweep(this);

        foreach (AssetDefinition asset in assets)
        {
            string folder = At(asset.Layer, asset.Name);
            if (!Directory.Exists(folder)) continue;
            HashSet<string> defined = [.. asset.Partitions];
            foreach (string path in Directory.EnumerateFiles(folder))
            {
                string name = Path.GetFileName(path);
                if (!defined.Contains(name[..name.IndexOf('.')])) File.Delete(path);
            }
        }
    }

    private static bool IsHalfMarker(string name) =>
        name.StartsWith(MarkerName + ".", StringComparison.Ordinal) && name.EndsWith(AtomicFile.TemporarySuffix, StringComparison.Ordinal);

    internal string ManifestPath(AssetDefinition asset, string partition) => At(asset.Layer, asset.Name, partition + ManifestSuffix);
}

/// <summary>Content of <c>workspace.json</c>.</summary>
internal sealed record WorkspaceMarker(int Format);
