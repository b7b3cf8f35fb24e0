using System.Text.Json;
using Earshot.CommandLine;
using Earshot.Configuration;
using Earshot.Core;
using Earshot.Core.Analysis;
using Earshot.Core.Assets;
using Earshot.Core.Embeddings;
using Earshot.Core.Labels;
using Earshot.Output;
using Earshot.Storage.Labels;
using Earshot.Storage.Sources;
using Earshot.Storage.Workspaces;

namespace Earshot.Sessions;

/// <summary>A workspace opened for one command: its sources, its assets under today's settings, and what is built.</summary>
internal sealed class Session : IDisposable
{
    private readonly Invocation _invocation;

    private Session(Invocation invocation, Workspace workspace, bool builds)
    {
        _invocation = invocation;
        Workspace = workspace;
        Sources = SourceCatalog.Read(workspace);
        Models = new EmbeddingModels(invocation, workspace, Sources, builds);
        Assets = Pipeline.Assets(workspace, Sources, invocation.Settings, Models);
        DailyAssets = Core.Clusters.Daily.DailyAssets.Of(Embeddings.Recipe, Definitions.First(d => d.Name == TicketsAsset.Name));
        Limits = new RunLimits(invocation.Threads, (int)Math.Max(256, invocation.Settings.Get(SettingTable.Memory) / 1_000_000 / 4));
    }

    public Workspace Workspace { get; }

    public IReadOnlyList<SourceRecord> Sources { get; }

    public IReadOnlyList<IAsset> Assets { get; }

    /// <summary>The asset of the vectors.</summary>
    public EmbeddingsAsset Embeddings => Assets.OfType<EmbeddingsAsset>().Single();

    /// <summary>What makes the vectors.</summary>
    public EmbeddingModels Models { get; }

    public IReadOnlyList<AssetDefinition> Definitions => [.. Assets.Select(a => a.Definition)];

    /// <summary>The assets that <c>earshot cluster --daily</c> builds; an ordinary run leaves them as they are.</summary>
    public IReadOnlyList<IAsset> DailyAssets { get; }

    /// <summary>Every asset that the workspace may hold.</summary>
    public IReadOnlyList<AssetDefinition> AllDefinitions => [.. Assets.Concat(DailyAssets).Select(a => a.Definition)];

    public RunLimits Limits { get; }

    /// <summary>Opens the workspace that the command names; where it names none, the current folder or the only workspace in it.</summary>
    /// <param name="builds">Whether vectors will be made: only then may a service be asked, at once, what its vectors are like.</param>
    public static Session Open(Invocation invocation, bool builds = false) => new(invocation, OpenWorkspace(invocation), builds);

    /// <summary>Keeps what the command line decided about the workspace's content, once it is known that a run can begin with it.</summary>
    /// <exception cref="EarshotException">It can't: nothing is kept.</exception>
    public void KeepSettings()
    {
        Models.Check(Definitions);
        _invocation.KeepSettings(Workspace);
    }

    /// <summary>Opens the same workspace without reading what it holds.</summary>
    public static Workspace OpenWorkspace(Invocation invocation)
    {
        string folder = WorkspaceSearch.Existing(invocation.Workspace, named: invocation.Settings.IsGiven(SettingTable.Workspace));
        Workspace workspace = Workspace.Open(folder);
        if (invocation.Settings.Origin(SettingTable.Workspace) == SettingValue.FoundOrigin)
            invocation.Say($"workspace {invocation.Settings.Get(SettingTable.Workspace)}, the only one here (another: --workspace FOLDER)");
        return workspace;
    }

    /// <summary>What a run would build, and why.</summary>
    public IReadOnlyList<PlanStep> Plan() => Runner().Plan();

    /// <summary>Builds what is missing or stale.</summary>
    /// <param name="last">The asset to stop after; null for all.</param>
    public RunResult Run(string? last = null)
    {
        if (Sources.Count == 0) throw NextStep.NoTickets(Workspace);
        Models.Check(Definitions);
        return Run(Runner(last), EmbeddingsAsset.Name);
    }

    // Says what makes the vectors where any are to be made.
    private RunResult Run(Runner runner, string embedding)
    {
        bool embeds = runner.Plan().Any(step => step.Asset == embedding);
        if (embeds) Models.Tell();
        try
        {
            RunResult result = runner.Run(_invocation.Cancellation);
            if (embeds) Models.TellFidelity();
            return result;
        }
        finally
        {
            Models.TellUse(); // what was paid for is told after a fault too
        }
    }

    /// <summary>Builds the tickets and what the vectors need besides them, and gives the recipe of the vectors.</summary>
    public EmbeddingRecipe PrepareEmbeddings()
    {
        Models.Tell();
        Run(Embeddings.Definition.Upstream[^1].Asset);
        Models.TellFidelity();
        return Embeddings.Recipe;
    }

    /// <summary>Builds the tickets, what the vectors need besides them, and the clusters of each day; vectors are made on the way and not kept.</summary>
    public RunResult RunDaily()
    {
        if (Sources.Count == 0) throw NextStep.NoTickets(Workspace);
        Models.Check(Definitions);
        HashSet<string> read = [TicketsAsset.Name, .. Embeddings.Recipe.Upstream.Select(upstream => upstream.Asset)];
        IAsset[] wanted = [.. Assets.Where(asset => read.Contains(asset.Definition.Name)), .. DailyAssets];
        return Run(new Runner(Workspace, wanted, Limits, _invocation.Observer, _invocation.Surroundings.Clock), DailyAssets[0].Definition.Name);
    }

    public void Dispose() => Models.Dispose();

    /// <summary>The analysis as it was last built, with the labels of a language model in the place of names where there are any.</summary>
    /// <exception cref="EarshotException">There is none yet.</exception>
    public AnalysisDocument Analysis() => LabelledAnalysis.Of(BuiltAnalysis(), LabelStore.Read(Workspace));

    /// <summary>The analysis as it was last built, with automatic names.</summary>
    /// <exception cref="EarshotException">There is none yet.</exception>
    public AnalysisDocument BuiltAnalysis()
    {
        AssetDefinition definition = Definitions.First(d => d.Name == AnalysisAsset.Name);
        if (Workspace.FindManifest(definition, AnalysisAsset.Name) is null)
            throw NextStep.Missing(this, "analysis", _invocation.Surroundings.Clock);
        if (Plan().Count is > 0 and int stale)
        {
            _invocation.Say(
                $"this is the analysis as it was last built: {Quantity.Count(stale, "partition")} {(stale == 1 ? "has" : "have")} changed since; "
                + $"`earshot run --workspace {Workspace.Folder}` brings it up to date");
        }

        string path = Workspace.DataPath(definition, AnalysisAsset.Name);
        try
        {
            return AnalysisJson.Read(File.ReadAllBytes(path));
        }
        catch (JsonException e)
        {
            throw new EarshotException(
                $"{path} can't be read: {e.Message}", $"delete it, then build it again with `earshot run --workspace {Workspace.Folder}`", 1, e);
        }
    }

    private Runner Runner(string? last = null)
    {
        IReadOnlyList<IAsset> wanted = last is null ? Assets : [.. Assets.Take(1 + Assets.ToList().FindIndex(asset => asset.Definition.Name == last))];
        return new Runner(Workspace, wanted, Limits, _invocation.Observer, _invocation.Surroundings.Clock);
    }
}
