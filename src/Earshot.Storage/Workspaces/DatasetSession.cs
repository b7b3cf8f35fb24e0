using Earshot.Core.Assets;
using Earshot.Storage.DuckDb;

namespace Earshot.Storage.Workspaces;

/// <summary>The assets of a workspace opened to be read, outside a run.</summary>
public sealed class DatasetSession : IDisposable
{
    private readonly DuckDbDatabase _database;
    private readonly Workspace _workspace;

    /// <summary>Opens a session that writes nothing to the workspace.</summary>
    public DatasetSession(Workspace workspace, IReadOnlyList<AssetDefinition> assets, RunLimits limits)
    {
        _workspace = workspace;
        _database = new DuckDbDatabase(limits.Threads, limits.MemoryMegabytes, Path.Combine(Path.GetTempPath(), $"earshot-{Environment.ProcessId}"));
        Datasets = new DatasetReader(workspace, _database, assets.ToDictionary(a => a.Name));
    }

    public IDatasetReader Datasets { get; }

    /// <summary>The partitions of an asset that are built, in order.</summary>
    public IReadOnlyList<string> Built(AssetDefinition asset) => [.. asset.Partitions.Where(p => _workspace.FindManifest(asset, p) is not null)];

    public void Dispose() => _database.Dispose();
}
