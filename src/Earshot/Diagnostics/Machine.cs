using System.Runtime.InteropServices;
using Earshot.Inference.Catalogue;
using Earshot.Output;

namespace Earshot.Diagnostics;

/// <summary>What a machine has, as found by looking.</summary>
internal sealed record Machine
{
    public required Version Runtime { get; init; }

    public required string Platform { get; init; }

    public required int Cores { get; init; }

    /// <summary>Memory the process may use, in bytes: that of the machine or of its container.</summary>
    public required long Memory { get; init; }

    /// <summary>Folder of the workspace, or the nearest one above it that exists.</summary>
    public required string Folder { get; init; }

    /// <summary>Bytes free there; null where the system does not say.</summary>
    public required long? DiskFree { get; init; }

    /// <summary>Why the folder can't be written to; null where it can.</summary>
    public required string? WriteFault { get; init; }

    /// <summary>Version and place of DuckDB, or why it can't be loaded.</summary>
    public required (bool Loads, string Text) DuckDb { get; init; }

    /// <summary>Models and ONNX Runtime, as the models folder has them.</summary>
    public required IReadOnlyList<StoredModel> Models { get; init; }

    public required Terminal Terminal { get; init; }

    /// <summary>Looks at this machine. <paramref name="duckDb"/> gives version and place of DuckDB or throws.</summary>
    public static Machine Probe(string workspace, Terminal terminal, ModelStore models, Func<string> duckDb)
    {
        string folder = workspace;
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent) folder = parent;
        return new Machine
        {
            Runtime = Environment.Version,
            Platform = RuntimeInformation.RuntimeIdentifier,
            Cores = Environment.ProcessorCount,
            Memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            Folder = folder,
            DiskFree = FreeBytes(folder),
            WriteFault = WriteFaultOf(folder),
            DuckDb = Load(duckDb),
            Models = models.List(),
            Terminal = terminal,
        };
    }

    private static long? FreeBytes(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private static string? WriteFaultOf(string folder)
    {
        try
        {
            using var probe = new FileStream(
                Path.Combine(folder, $".earshot-probe-{Environment.ProcessId}"),
                FileMode.CreateNew,
                FileAccess.Write,
                FileShare.None,
                1,
                FileOptions.DeleteOnClose);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    private static (bool, string) Load(Func<string> duckDb)
    {
        try
        {
            return (true, duckDb());
        }
        catch (Exception e)
        {
            return (false, (e is TypeInitializationException { InnerException: { } inner } ? inner : e).Message);
        }
    }
}
