using System.CommandLine;
using System.Globalization;
using Earshot.CommandLine;
using Earshot.Core.Assets;
using Earshot.Core.Embeddings;
using Earshot.Output;
using Earshot.Sessions;
using Earshot.Storage.Embeddings;
using Earshot.Storage.Sources;
using Earshot.Storage.Workspaces;

namespace Earshot.Commands;

/// <summary>What <c>earshot status --json</c> prints.</summary>
internal sealed record WorkspaceStatus(string Workspace, IReadOnlyList<SourceStatus> Sources, IReadOnlyList<AssetStatus> Assets, int ToBuild, string? LastRun)
{
    /// <summary>The run that is at work; null where there is none.</summary>
    public LeaseHolder? Running { get; init; }

    /// <summary>What is kept of models that cost something.</summary>
    public IReadOnlyList<VectorCacheSummary> Cache { get; init; } = [];

    /// <summary>The stored vectors by partition, and of all at the end; only with <c>--embeddings</c>.</summary>
    public IReadOnlyList<EmbeddingSummary>? Embeddings { get; init; }
}

/// <summary>A source: where from, how many tickets, how many rows that could not be read.</summary>
internal sealed record SourceStatus(string Name, string From, long Tickets, long Rejected);

/// <summary>An asset: how much of it is built.</summary>
internal sealed record AssetStatus(string Asset, int Partitions, int Fresh, long Rows, long Bytes, double Seconds, DateTimeOffset? Built);

/// <summary><c>earshot status</c>: what the workspace holds and what is left to build.</summary>
internal static class StatusCommand
{
    private static readonly Option<bool> Embeddings = new("--embeddings") { Description = "what the stored vectors are like: lengths, dimensions, zero vectors" };

    public static EarshotCommand Create() => new EarshotCommand("status", "Show what a workspace holds, how fresh it is and what is left to build.")
    {
        Examples =
        [
            ("earshot status", "sources, assets, sizes, the last run"),
            ("earshot status --embeddings", "the vectors too: lengths, dimensions, zero vectors, different texts"),
            ("earshot status --json", "the same for a script"),
        ],
        Run = Show,
    }.OnWorkspace().Reporting().With(Embeddings);

    private static int Show(Invocation invocation)
    {
        using Session session = Session.Open(invocation);
        WorkspaceStatus status = Read(session) with
        {
            Running = Lease.HolderOf(session.Workspace, invocation.Surroundings.Clock),
            Cache = VectorCache.Describe(session.Workspace),
            Embeddings = invocation.Get(Embeddings) ? Summaries(invocation, session) : null,
        };
        if (invocation.Json)
        {
            JsonShapes.Write(invocation.Terminal.Output, status);
            return ExitCode.Success;
        }

        TextWriter output = invocation.Terminal.Output;
        output.WriteLine($"workspace {status.Workspace}");
        if (status.Running is { } running)
            output.WriteLine($"a run is at work on it: {NextStep.Shown(running)}, started {running.Started:yyyy-MM-dd HH:mm:ss} (UTC)");
        output.WriteLine();
        if (status.Sources.Count == 0)
        {
            output.WriteLine("no tickets yet: read some with `earshot ingest FILE`, or make some with `earshot demo`");
            return ExitCode.Success;
        }

        Table sources = new(TableColumn.Text("source"), TableColumn.Number("tickets"), TableColumn.Number("rejected"), TableColumn.Flex("from"));
        foreach (SourceStatus source in status.Sources) sources.Add(source.Name, Quantity.Count(source.Tickets), Quantity.Count(source.Rejected), source.From);
        sources.Write(invocation.Terminal);
        output.WriteLine();
        Table assets = new(
            TableColumn.Text("asset"), TableColumn.Number("fresh"), TableColumn.Number("rows"), TableColumn.Number("size"),
            TableColumn.Number("worked"), TableColumn.Text("built (UTC)"));
        foreach (AssetStatus asset in status.Assets)
        {
            assets.Add(
                asset.Asset,
                $"{Quantity.Count(asset.Fresh)}/{Quantity.Count(asset.Partitions)}",
                Quantity.Count(asset.Rows),
                Quantity.Bytes(asset.Bytes),
                Quantity.Duration(TimeSpan.FromSeconds(asset.Seconds)),
                asset.Built?.ToString("yyyy-MM-dd HH:mm:ss") ?? "never");
        }

        assets.Write(invocation.Terminal);
        output.WriteLine();
        foreach (VectorCacheSummary cache in status.Cache)
            output.WriteLine($"cache: {Quantity.Count(cache.Entries, "vector")} by {cache.Model}, {Quantity.Bytes(cache.Bytes)}");
        if (status.Embeddings is { } embeddings) Write(embeddings, invocation.Terminal);
        if (status.LastRun is not null) output.WriteLine($"last run: {status.LastRun} (runs/{status.LastRun}.jsonl)");
        output.WriteLine(status.ToBuild == 0
            ? "everything is fresh"
            : $"{Quantity.Count(status.ToBuild, "partition")} to build: "
                + (status.Running is null ? "see `earshot plan`, then `earshot run`" : "a run is at work"));
        return ExitCode.Success;
    }

    private static IReadOnlyList<EmbeddingSummary> Summaries(Invocation invocation, Session session)
    {
        using DatasetSession datasets = new(session.Workspace, session.Definitions, session.Limits);
        IReadOnlyList<string> partitions = datasets.Built(session.Embeddings.Definition);
        return EmbeddingStatistics.Of(datasets.Datasets, partitions, invocation.Threads, _ => { }, invocation.Cancellation);
    }

    private static void Write(IReadOnlyList<EmbeddingSummary> summaries, Terminal terminal)
    {
        Table table = new(
            TableColumn.Text("vectors of"), TableColumn.Number("tickets"), TableColumn.Number("distinct texts"), TableColumn.Number("zero"), TableColumn.Number("numbers"),
            TableColumn.Number("shortest"), TableColumn.Number("mean"), TableColumn.Number("longest"));
        foreach (EmbeddingSummary summary in summaries)
        {
            table.Add(
                summary.Partition ?? "all", Quantity.Count(summary.Tickets), Quantity.Count(summary.DistinctTexts), Quantity.Count(summary.ZeroVectors), Quantity.Count(summary.Dimensions),
                Length(summary.MinimumNorm), Length(summary.MeanNorm), Length(summary.MaximumNorm));
        }

        table.Write(terminal);
        terminal.Output.WriteLine();

        static string Length(double norm) => norm.ToString("0.0000", CultureInfo.InvariantCulture);
    }

    private static WorkspaceStatus Read(Session session)
    {
        List<AssetStatus> assets = [];
        IReadOnlyList<PlanStep> plan = session.Plan();
        foreach (AssetDefinition definition in session.Definitions)
        {
            List<Manifest> built = [.. definition.Partitions.Select(p => session.Workspace.FindManifest(definition, p)).OfType<Manifest>()];
            assets.Add(new AssetStatus(
                definition.Name,
                definition.Partitions.Count,
                definition.Partitions.Count - plan.Count(s => s.Asset == definition.Name),
                built.Sum(m => m.Rows),
                built.Sum(m => m.Bytes),
                Math.Round(built.Sum(m => m.Seconds), 3),
                built.Count == 0 ? null : built.Max(m => m.BuiltAt)));
        }

        return new WorkspaceStatus(
            session.Workspace.Folder,
            [.. session.Sources.Select(s => new SourceStatus(s.Name, From(s), s.Parts.Sum(p => p.Rows), s.Rejected))],
            assets,
            plan.Count,
            LastRun(session));
    }

    private static string From(SourceRecord source) => source.Synthetic is { } synthetic
        ? $"synthetic, seed {synthetic.Seed}, as of {synthetic.AsOf:yyyy-MM-dd}"
        : string.Join(", ", source.Files.Select(f => f.Path));

    private static string? LastRun(Session session)
    {
        string folder = session.Workspace.At("runs");
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.jsonl").Select(Path.GetFileNameWithoutExtension).Max(StringComparer.Ordinal)
            : null;
    }
}
