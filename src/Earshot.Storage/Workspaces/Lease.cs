using System.Diagnostics;
using System.Text.Json;
using Earshot.Core;

namespace Earshot.Storage.Workspaces;

/// <summary>
/// The right to write to a workspace: a file with an owner and an expiry, taken by exclusive create and renewed while the owner lives. An
/// expired lease, or one of a process of this machine that is gone, is taken over.
/// </summary>
public sealed class Lease : IDisposable
{
    private static readonly TimeSpan Duration = TimeSpan.FromMinutes(1);

    private readonly string _path;
    private readonly TimeProvider _clock;
    private readonly LeaseRecord _owner;
    private readonly ITimer _renewal;

    private Lease(string path, LeaseRecord owner, TimeProvider clock)
    {
        _path = path;
        _clock = clock;
        _owner = owner;
        _renewal = clock.CreateTimer(_ => Renew(), null, Duration / 4, Duration / 4);
    }

    /// <summary>Takes the lease of a workspace.</summary>
    /// <exception cref="EarshotException">Another run holds it (exit code 4), or the folder can't be written.</exception>
    public static Lease Take(Workspace workspace, TimeProvider clock)
    {
        string path = workspace.At("leases", "run.json");
        using Process self = Process.GetCurrentProcess();
        LeaseRecord owner = new(Environment.MachineName, Environment.ProcessId, self.StartTime.ToUniversalTime(), clock.GetUtcNow() + Duration);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            for (int attempt = 0; attempt < 3; attempt++)
            {
                if (TryCreate(path, owner)) return new Lease(path, owner, clock);
                if (!TryRead(path, out LeaseRecord? holder)) continue; // given back just now; what is there by now is another's
                if (holder is not null && !IsGone(holder, clock, TimeSpan.FromSeconds(20)))
                {
                    throw new EarshotException(
                        $"the workspace {workspace.Folder} is in use by process {holder.ProcessId} on {holder.Machine}",
                        "wait for that run to end, stop it, or work in another workspace",
                        4);
                }

                TakeAside(path, holder);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EarshotException(
                $"the workspace {workspace.Folder} can't be written: {e.Message}", "check its permissions and the free disk space", 1, e);
        }

        throw new EarshotException($"the workspace {workspace.Folder} is in use by a run that starts just now", "try again", 4);
    }

    /// <summary>The run that writes to a workspace now; null where there is none. Only asks: nothing is waited for or taken over.</summary>
    public static LeaseHolder? HolderOf(Workspace workspace, TimeProvider clock)
    {
        try
        {
            return Read(workspace.At("leases", "run.json")) is { } holder && !IsGone(holder, clock, TimeSpan.Zero)
                ? new LeaseHolder(holder.Machine, holder.ProcessId, new DateTimeOffset(holder.Started, TimeSpan.Zero))
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Deletes what processes of this machine that are gone left while they took the lease.</summary>
    internal static void Sweep(Workspace workspace) => AtomicFile.Sweep(workspace.At("leases", "run.json"));

    public void Dispose()
    {
        _renewal.Dispose();
        if (Read(_path) is { } holder && holder.ProcessId == _owner.ProcessId && holder.Machine == _owner.Machine) File.Delete(_path);
    }

    private static bool TryCreate(string path, LeaseRecord owner)
    {
        // Written aside and linked into place, so that nobody ever reads half a lease.
        string temporary = $"{AtomicFile.Temporary(path)}.{Environment.CurrentManagedThreadId}";
        try
        {
            File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(owner, StorageJson.Default.LeaseRecord));
            return ExclusiveName.TryGive(temporary, path);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static LeaseRecord? Read(string path) => TryRead(path, out LeaseRecord? read) ? read : null;

    // False where there is no file; null where it holds no lease.
    private static bool TryRead(string path, out LeaseRecord? read)
    {
        read = null;
        try
        {
            read = JsonSerializer.Deserialize(File.ReadAllBytes(path), StorageJson.Default.LeaseRecord);
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (JsonException)
        {
            // what a power cut left: nobody's
        }

        return true;
    }

    // Two runs may find the same dead lease: the one that moves it away deletes it, the other finds it gone, or a new one that is not to be touched.
    private static void TakeAside(string path, LeaseRecord? holder)
    {
        string aside = AtomicFile.Temporary(path) + ".dead";
        try
        {
            if (!TryRead(path, out LeaseRecord? now) || now != holder) return;
            File.Move(path, aside, overwrite: true);
            if (Read(aside) is { } moved && moved != holder) ExclusiveName.TryGive(aside, path);
        }
        catch (FileNotFoundException)
        {
            return;
        }
        finally
        {
            File.Delete(aside);
        }
    }

    // A process that was killed is there until the system has taken back its memory, which for a large one takes a moment.
    private static bool IsGone(LeaseRecord holder, TimeProvider clock, TimeSpan patience)
    {
        if (holder.Machine != Environment.MachineName) return holder.Expires <= clock.GetUtcNow();
        try
        {
            using Process process = Process.GetProcessById(holder.ProcessId);
            bool another = (process.StartTime.ToUniversalTime() - holder.Started).Duration() >= TimeSpan.FromSeconds(2);
            return (another && holder.Expires <= clock.GetUtcNow())
                || (IsEnding(holder.ProcessId) && (IsZombie(holder.ProcessId) || process.WaitForExit(patience)));
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return true;
        }
    }

    private static bool IsZombie(int processId) =>
        ReadStatus(processId, "stat") is { } stat && stat.AsSpan(stat.LastIndexOf(')') + 1).TrimStart() is ['Z' or 'X', ..];

    // What is ending has no memory of its own any more.
    private static bool IsEnding(int processId) =>
        IsZombie(processId) || ReadStatus(processId, "statm") is { } memory && memory.StartsWith("0 ", StringComparison.Ordinal);

    private static string? ReadStatus(int processId, string name)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/{name}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Renew()
    {
        try
        {
            if (Read(_path) is not { } holder || holder.ProcessId != _owner.ProcessId) return;
            AtomicFile.Write(
                _path, JsonSerializer.SerializeToUtf8Bytes(_owner with { Expires = _clock.GetUtcNow() + Duration }, StorageJson.Default.LeaseRecord));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next renewal tries again; until the lease expires nobody takes it over.
        }
    }
}

/// <summary>Who works on a workspace.</summary>
/// <param name="Machine">Name of the machine.</param>
/// <param name="ProcessId">Its process there.</param>
/// <param name="Started">When that process started, UTC.</param>
public sealed record LeaseHolder(string Machine, int ProcessId, DateTimeOffset Started);

/// <summary>Content of a lease file.</summary>
internal sealed record LeaseRecord(string Machine, int ProcessId, DateTime Started, DateTimeOffset Expires);
