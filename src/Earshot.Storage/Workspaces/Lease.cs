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
    private readonly Lock _gate = new();
    private bool _isGivenBack;

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

                if (TryTakeOver(path, holder, owner)) return new Lease(path, owner, clock);
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
        lock (_gate)
        {
            // a renewal may still be on its way: it must not write over whose turn it is then
            _isGivenBack = true;
            if (IsOwn(Read(_path))) File.Delete(_path);
        }
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

    // Between a look at a dead lease and its deletion another may take it over, and what is deleted is a live one: so one at a time looks again and deletes.
    // A guard holds as long as it is open, so that of a killed process is in nobody's way. Each dead lease has one of its own, which goes after it:
    // whoever still waits at a guard that is deleted, or makes it anew, finds another lease than the dead one, or none.
    private static bool TryTakeOver(string path, LeaseRecord? dead, LeaseRecord owner)
    {
        using FileStream? guard = TryGuard($"{path}.{dead?.ProcessId ?? 0}{AtomicFile.TemporarySuffix}.takeover-{dead?.Expires.UtcTicks ?? 0:x}");
        if (guard is null || !TryRead(path, out LeaseRecord? now) || now != dead) return false;
        File.Delete(path);
        return TryCreate(path, owner);
    }

    // Null where another holds it: the folder was written to a moment ago, so that is all that can be wrong.
    private static FileStream? TryGuard(string name)
    {
        try
        {
            return new FileStream(name, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            return null;
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

    // The number of a process alone is not enough: it is given again, and processes of two containers may have the same.
    private bool IsOwn(LeaseRecord? holder) => holder is not null && holder with { Expires = _owner.Expires } == _owner;

    private void Renew()
    {
        try
        {
            lock (_gate)
            {
                if (_isGivenBack || !IsOwn(Read(_path))) return;
                LeaseRecord renewed = _owner with { Expires = _clock.GetUtcNow() + Duration };
                AtomicFile.Write(_path, JsonSerializer.SerializeToUtf8Bytes(renewed, StorageJson.Default.LeaseRecord));
            }
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
