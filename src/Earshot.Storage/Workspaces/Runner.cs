using System.Diagnostics;
using Earshot.Core;
using Earshot.Core.Assets;
using Earshot.Core.Runs;
using Earshot.Storage.DuckDb;

namespace Earshot.Storage.Workspaces;

/// <summary>Limits of a run.</summary>
/// <param name="Threads">Threads in all.</param>
/// <param name="MemoryMegabytes">Memory DuckDB may use before it spills to disk.</param>
public sealed record RunLimits(int Threads, int MemoryMegabytes = 2048);

/// <summary>What a run did.</summary>
/// <param name="Run">Its id.</param>
/// <param name="Built">Partitions built.</param>
/// <param name="Fresh">Partitions that were fresh already.</param>
/// <param name="Seconds">Wall-clock seconds.</param>
public sealed record RunResult(string Run, int Built, int Fresh, double Seconds);

/// <summary>Carries out plans: asset by asset, partitions side by side. It holds the workspace's lease while it works.</summary>
public sealed class Runner(Workspace workspace, IReadOnlyList<IAsset> assets, RunLimits limits, IRunObserver observer, TimeProvider clock)
{
    private readonly IReadOnlyList<AssetDefinition> _definitions = [.. assets.Select(a => a.Definition)];

    /// <summary>Assets that are read and never built or swept by a run.</summary>
    public IReadOnlyList<AssetDefinition> Kept { get; init; } = [];

    /// <summary>What a run would build now, and why.</summary>
    public IReadOnlyList<PlanStep> Plan()
    {
        Dictionary<(string, string), Manifest?> read = [];
        return Planner.Plan(_definitions, (asset, partition) =>
        {
            if (!read.TryGetValue((asset, partition), out Manifest? manifest)) read[(asset, partition)] = manifest = FindManifest(asset, partition);
            return manifest;
        });
    }

    /// <summary>Builds what is missing or stale.</summary>
    /// <exception cref="EarshotException">A partition could not be built; those before it are in place.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; what was built stays.</exception>
    public RunResult Run(CancellationToken cancellation)
    {
        long started = clock.GetTimestamp();
        int total = _definitions.Sum(d => d.Partitions.Count);
        using Lease lease = Lease.Take(workspace, clock);
        workspace.Sweep(_definitions);
        if (Plan().Count == 0) return new RunResult("", 0, total, clock.GetElapsedTime(started).TotalSeconds);

        using RunLog log = new(workspace, clock);
        using DuckDbDatabase database = new(threads: 1, limits.MemoryMegabytes, workspace.At("tmp"));
        DatasetReader reader = new(workspace, database, _definitions.Concat(Kept).ToDictionary(d => d.Name));
        int built = 0;
        log.Write("run_started", [("threads", limits.Threads)]);
        try
        {
            foreach (IAsset asset in assets)
            {
                // Planned again before each asset: what came out with the same bytes as before leaves those downstream fresh.
                IReadOnlyList<PlanStep> steps = [.. Plan().Where(s => s.Asset == asset.Definition.Name)];
                if (steps.Count == 0) continue;
                BuildAll(asset, steps, reader, database, log, cancellation);
                built += steps.Count;
            }
        }
        catch (Exception e)
        {
            log.TryWrite("run_failed", [("error", e.Message)]);
            throw;
        }
        finally
        {
            if (Directory.Exists(workspace.At("tmp"))) Directory.Delete(workspace.At("tmp"), recursive: true);
        }

        double seconds = clock.GetElapsedTime(started).TotalSeconds;
        using Process self = Process.GetCurrentProcess();
        log.Write("run_finished", [("built", built), ("seconds", seconds), ("peak_memory_bytes", self.PeakWorkingSet64)]);
        return new RunResult(log.Id, built, total - built, seconds);
    }

    private void BuildAll(
        IAsset asset, IReadOnlyList<PlanStep> steps, DatasetReader reader, DuckDbDatabase database, RunLog log, CancellationToken cancellation)
    {
        AssetDefinition definition = asset.Definition;
        long started = clock.GetTimestamp();
        TimeSpan worked = Environment.CpuUsage.TotalTime;
        long rows = 0;
        observer.StageStarted(definition.Name, steps.Sum(s => RowsToRead(definition, s.Partition)), "tickets");
        int workers = Math.Min(limits.Threads, steps.Count);
        int threadsEach = Math.Max(1, limits.Threads / workers);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Exception?[] faults = new Exception?[steps.Count];
        int next = -1;
        Thread[] pool = new Thread[workers];
        for (int w = 0; w < workers; w++)
        {
            pool[w] = new Thread(Work, 16 << 20) { Name = $"{definition.Name} {w}", IsBackground = true };
            pool[w].Start();
        }

        foreach (Thread thread in pool) thread.Join();
        cancellation.ThrowIfCancellationRequested();
        for (int i = 0; i < faults.Length; i++)
            if (faults[i] is { } fault and not OperationCanceledException) throw Explain(fault, definition.Name, steps[i].Partition);
        double seconds = clock.GetElapsedTime(started).TotalSeconds;
        double cpu = Math.Round((Environment.CpuUsage.TotalTime - worked).TotalSeconds, 3);
        log.Write(
            "asset_built",
            [("asset", definition.Name), ("partitions", steps.Count), ("rows", rows), ("seconds", Math.Round(seconds, 3)), ("cpu_seconds", cpu)]);
        observer.StageFinished(definition.Name, $"{rows:N0} {(definition.IsDocument ? "document" : rows == 1 ? "row" : "rows")}, {seconds:N1} s");

        void Work()
        {
            DuckDbConnection? connection = null;
            for (int i = Interlocked.Increment(ref next); i < steps.Count && !stop.IsCancellationRequested; i = Interlocked.Increment(ref next))
            {
                try
                {
                    connection ??= database.Connect();
                    Manifest manifest = Build(asset, steps[i], connection, reader, log, threadsEach, stop.Token);
                    Interlocked.Add(ref rows, manifest.Rows);
                }
                catch (Exception e)
                {
                    faults[i] = e;
                    stop.Cancel();
                }
            }

            connection?.Dispose();
        }
    }

    private Manifest Build(
        IAsset asset, PlanStep step, DuckDbConnection connection, DatasetReader reader, RunLog log, int threads, CancellationToken cancellation)
    {
        AssetDefinition definition = asset.Definition;
        long started = clock.GetTimestamp();
        IReadOnlyDictionary<string, string> inputs =
            Planner.Inputs(definition, step.Partition, _definitions.ToDictionary(d => d.Name), FindManifest)
            ?? throw new InvalidOperationException($"{definition.Name}/{step.Partition} is built before what it reads");
        using PartitionWriter writer = new(workspace, definition, step.Partition, connection);
        asset.Build(new BuildContext
        {
            Partition = step.Partition,
            Datasets = reader,
            Output = writer,
            Threads = threads,
            Advance = amount => observer.Advanced(definition.Name, amount),
            Cancellation = cancellation,
        });
        (long bytes, string hash) = writer.Complete(cancellation);
        Manifest manifest = new()
        {
            Asset = definition.Name,
            Partition = step.Partition,
            Version = definition.Version,
            Options = definition.Options,
            Inputs = inputs,
            Rows = definition.IsDocument ? 1 : writer.Rows,
            Bytes = bytes,
            ContentHash = hash,
            Run = log.Id,
            BuiltAt = clock.GetUtcNow(),
            Seconds = Math.Round(clock.GetElapsedTime(started).TotalSeconds, 3),
            Metadata = writer.Metadata,
        };
        workspace.WriteManifest(definition, manifest);
        log.Write(
            "partition_built",
            [
                ("asset", definition.Name), ("partition", step.Partition), ("reason", step.Reason), ("rows", manifest.Rows), ("bytes", bytes),
                ("seconds", manifest.Seconds),
            ]);
        return manifest;
    }

    private static EarshotException Explain(Exception fault, string asset, string partition)
    {
        if (fault is EarshotException known) return known;
        bool full = fault.Message.Contains("No space left", StringComparison.OrdinalIgnoreCase)
            || fault.Message.Contains("disk full", StringComparison.OrdinalIgnoreCase);
        string? hint = full ? "free some disk space, then run the same command again: it goes on where it stopped"
            : fault is UnauthorizedAccessException ? "check the permissions of the workspace, then run the same command again"
            : null;
        return new EarshotException($"{asset}/{partition} could not be built: {fault.Message}", hint, 1, fault);
    }

    private long RowsToRead(AssetDefinition definition, string partition)
    {
        if (definition.ExpectedRows.TryGetValue(partition, out long rows)) return rows;
        Upstream? first = definition.Upstream.Count == 0 ? null : definition.Upstream[0];
        if (first is null) return 0;
        IReadOnlyList<string> read = first.Mapping == PartitionMapping.Same ? [partition] : _definitions.First(d => d.Name == first.Asset).Partitions;
        return read.Sum(p => FindManifest(first.Asset, p)?.Rows ?? 0);
    }

    private Manifest? FindManifest(string asset, string partition) => workspace.FindManifest(_definitions.First(d => d.Name == asset), partition);
}
