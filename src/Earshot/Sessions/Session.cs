using System.Text.Json;
using Earshot.CommandLine;
using Earshot.Configuration;
using Earshot.Core;
using Earshot.Core.Analysis;
using Earshot.Core.Assets;
using Earshot.Core.Embeddings;
using Earshot.Core.Topics;
using Earshot.Core.Topics.Fits;
using Earshot.Core.Topics.Life;
using Earshot.Output;
using Earshot.Storage.Labels;
using Earshot.Storage.Sources;
using Earshot.Storage.Topics;
using Earshot.Storage.Workspaces;

namespace Earshot.Sessions;

/// <summary>A workspace opened for one command: its sources, its assets under today's settings, and what is built.</summary>
internal sealed class Session : IDisposable
{
    private readonly Invocation _invocation;
    private bool _toldStale;

    private Session(Invocation invocation, Workspace workspace, bool builds)
    {
        _invocation = invocation;
        Workspace = workspace;
        Sources = SourceCatalog.Read(workspace);
        Models = new EmbeddingModels(invocation, workspace, Sources, builds);
        Life = TopicLife.Read(workspace);
        Assets = Pipeline.Assets(workspace, Sources, invocation.Settings, Models, Life);
        Limits = new RunLimits(invocation.Threads, (int)Math.Max(256, invocation.Settings.Get(SettingTable.Memory) / 1_000_000 / 4));
    }

    public Workspace Workspace { get; }

    public IReadOnlyList<SourceRecord> Sources { get; }

    public IReadOnlyList<IAsset> Assets { get; private set; }

    /// <summary>The asset of the vectors.</summary>
    public EmbeddingsAsset Embeddings => Assets.OfType<EmbeddingsAsset>().Single();

    /// <summary>The asset of the topic model.</summary>
    public TopicModelAsset Topics => Assets.OfType<TopicModelAsset>().Single(asset => asset.Definition.Name == TopicModelAsset.Name);

    /// <summary>What happened to the topics until the workspace was opened, or a run kept the fit that it made.</summary>
    public TopicLife Life { get; private set; }

    /// <summary>Whether the last run made another analysis than the one before.</summary>
    public bool HasNewAnalysis { get; private set; }

    /// <summary>What makes the vectors.</summary>
    public EmbeddingModels Models { get; }

    public IReadOnlyList<AssetDefinition> Definitions => [.. Assets.Select(a => a.Definition)];

    /// <summary>What <c>earshot cluster --daily</c> builds; an ordinary run leaves it as it is.</summary>
    public DailyPipeline Daily => new(Workspace, Assets);

    /// <summary>Every asset that the workspace may hold.</summary>
    public IReadOnlyList<AssetDefinition> AllDefinitions => [.. Assets.Concat(Daily.Assets).Select(a => a.Definition), Life.Kept];

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
        if (Topics is FittedTopicsAsset && Life.Fits.Current is not null) LivingTopics.Current(_invocation, this);
        if (last is null) TakeCandidate();
        bool isFitKnown = Topics is FittedTopicsAsset topics && topics.Fit == Life.Fits.Current;
        RunResult result = Run(Runner(last), EmbeddingsAsset.Name);
        if (last is not null) return result;
        KeepFit();

        // a fit that was just made has seen these tickets: what it left out are no news
        if (isFitKnown && result.Built > 0 && FindBirths())
        {
            RunResult again = Run(Runner(), EmbeddingsAsset.Name);
            result = again with { Built = result.Built + again.Built, Seconds = result.Seconds + again.Seconds };
        }

        HasNewAnalysis = LastTime.Keep(this);
        return result;
    }

    // Settings for which a candidate waits need no other fit: they were given to a run, or a promotion was killed after they were kept.
    private void TakeCandidate()
    {
        if (Topics is not FittedTopicsAsset topics || topics.Fit == Life.Fits.Current || Life.Fits.Candidate is not { } waiting) return;
        FittedTopicsAsset candidate = topics.As(waiting.Fit, isCandidate: true);
        if (!IsBuilt(candidate)) return;
        using (Lease lease = Lease.Take(Workspace, _invocation.Surroundings.Clock))
            FitPromotion.Promote(Workspace, lease, candidate.Definition, waiting.Fit, Life.Last, _invocation.Surroundings.Clock);
        ReadLife();
        _invocation.Say($"candidate {waiting.Fit} was made with these settings of the same tickets: it is current now");
        LivingTopics.WarnOfMissingPins(_invocation, this, waiting.Fit);
    }

    // Not while a candidate waits, such as a fit that was taken back: which topics there are is then for people to say.
    private bool FindBirths()
    {
        if (Topics is not FittedTopicsAsset topics || Life.Fits.Candidate is not null || Life.Fits.Current != topics.Fit) return false;
        AssetDefinition assignments = Definitions.First(definition => definition.Name == AssignmentsAsset.Name);
        Manifest[] built = [.. assignments.Partitions.Select(partition => Workspace.FindManifest(assignments, partition)).OfType<Manifest>()];
        long without = built.Sum(manifest => manifest.Metadata["without_topic"]!.GetValue<long>());
        if (!TopicBirthsAsset.AreEnough(without, built.Sum(manifest => manifest.Rows))) return false;

        TopicBirthsAsset births = new(topics, Embeddings.Definition);
        Runner([.. Assets.TakeWhile(asset => asset is not AnalysisAsset), births]).Run(_invocation.Cancellation);
        if (FittedTopicsAsset.MadeBy(Workspace.FindManifest(births.Definition, TopicBirthsAsset.Name)) is not { } made) return false;
        using (Lease lease = Lease.Take(Workspace, _invocation.Surroundings.Clock))
            FitPromotion.Promote(Workspace, lease, births.Definition, made.Fit, Life.Last, _invocation.Surroundings.Clock);
        ReadLife();
        string born = Quantity.Count(made.Transitions.Count(transition => transition.Level == made.Transitions[0].Level), "topic");
        _invocation.Say($"{born} found among tickets that fitted in none (fit {made.Fit}); `earshot topics rollback` goes back to fit {made.Before}");
        return true;
    }

    /// <summary>Reads again what happened to the topics, once an event was kept: what is built and shown from now on follows it.</summary>
    public void ReadLife()
    {
        Life = TopicLife.Read(Workspace);
        Assets = Pipeline.Assets(Workspace, Sources, _invocation.Settings, Models, Life);
    }

    // The first fit, or one by other settings: whoever gave them asked for it.
    private void KeepFit()
    {
        if (Topics is not FittedTopicsAsset { Definition.Partitions.Count: > 0 } topics) return;
        if (Life.WasPromoted(topics.Fit)) return;
        using (Lease lease = Lease.Take(Workspace, _invocation.Surroundings.Clock))
            FitPromotion.Promote(Workspace, lease, topics.Definition, topics.Fit, Life.Last, _invocation.Surroundings.Clock);
        ReadLife();
        LivingTopics.WarnOfMissingPins(_invocation, this, topics.Fit);
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

    /// <summary>Whether a candidate is built of what there is now.</summary>
    public bool IsBuilt(FittedTopicsAsset candidate) => CandidateRunner(candidate).Plan().Count == 0;

    /// <summary>Whether a fit that was promoted once was found in what there is now, with the settings that hold.</summary>
    public bool IsKept(FittedTopicsAsset fit)
    {
        AssetDefinition[] read = [.. Definitions.TakeWhile(definition => definition.Name != TopicModelAsset.Name), fit.Definition];
        Manifest? Built(string asset, string partition) =>
            asset == fit.Definition.Name ? Life.Manifest(fit.Fit) : Workspace.FindManifest(read.First(definition => definition.Name == asset), partition);
        return Planner.Plan(read, Built).Count == 0;
    }

    /// <summary>Builds a candidate and what it reads.</summary>
    public RunResult RunCandidate(FittedTopicsAsset candidate)
    {
        Models.Check(Definitions);
        return Run(CandidateRunner(candidate), EmbeddingsAsset.Name);
    }

    private Runner CandidateRunner(FittedTopicsAsset candidate) => Runner([.. Assets.TakeWhile(asset => asset is not TopicModelAsset), candidate]);

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
        DailyPipeline daily = Daily;
        RunResult tickets = Runner([.. daily.Before.Take(1), daily.TicketDays]).Run(_invocation.Cancellation);
        IReadOnlyList<IAsset> clusters = daily.Clusters;
        AssetDefinition assignments = clusters[0].Definition;
        if (assignments.Partitions.Count == 0)
        {
            throw new EarshotException(
                "no ticket has a date, so there are no days to cluster", "name the column of the date: `earshot ingest FILE --map created_at=COLUMN`", 3);
        }

        RunResult days = Run(Runner([.. daily.Before, daily.TicketDays, .. clusters]), assignments.Name);
        return new RunResult(
            days.Built > 0 ? days.Run : tickets.Run, tickets.Built + days.Built, days.Fresh - tickets.Built, tickets.Seconds + days.Seconds);
    }

    /// <summary>What <see cref="RunDaily"/> would build, and why; days of tickets that are not built yet are not among it.</summary>
    public IReadOnlyList<PlanStep> PlanDaily() => Runner([.. Daily.Before, .. Daily.Assets]).Plan();

    public void Dispose() => Models.Dispose();

    /// <summary>The analysis as people left its topics: with the names they gave, without those they hid, and with what changed since the one before.</summary>
    /// <exception cref="EarshotException">There is none yet.</exception>
    public AnalysisDocument Analysis()
    {
        AnalysisDocument named = LabelledAnalysis();
        if (Topics is not FittedTopicsAsset) return named;
        TopicMarks marks = Marks();
        AnalysisDocument edited = EditedAnalysis.Of(named, marks);
        return edited with { Since = LastTime.Of(this)?.Shown(edited, marks.Hidden) };
    }

    /// <summary>The topics of the last analysis by the names that people see, hidden ones marked; null where no analysis is built.</summary>
    public IReadOnlyList<TopicRow>? TopicRows()
    {
        AssetDefinition definition = Definitions.First(d => d.Name == AnalysisAsset.Name);
        if (Workspace.FindManifest(definition, AnalysisAsset.Name) is null) return null;
        TopicMarks marks = Marks();
        AnalysisDocument labelled = Core.Labels.LabelledAnalysis.Of(ReadAnalysis(definition), LabelStore.Read(Workspace));
        AnalysisDocument named = EditedAnalysis.Of(labelled, marks with { Hidden = new HashSet<int>() });
        return [.. named.Topics.Select(topic => new TopicRow(topic.TopicId, topic.Name, marks.Hidden.Contains(topic.TopicId)))];
    }

    /// <summary>What people said of the topics of the fit that the analysis was built with.</summary>
    public TopicMarks Marks()
    {
        if (Topics is not FittedTopicsAsset topics || !TopicMarks.AreLeft(Life.Events)) return TopicMarks.None;
        if (Workspace.FindManifest(topics.Definition, TopicModelAsset.Name) is null) return TopicMarks.Of(Life.Events);
        using DatasetSession datasets = new(Workspace, AllDefinitions, Limits);
        TopicFit fit = topics.ReadFit(datasets.Datasets);
        return TopicView.Of(fit, Life.Events).Marks(topics.LevelOf(fit));
    }

    /// <summary>The analysis as it was last built, with the labels of a language model in the place of names where there are any.</summary>
    /// <exception cref="EarshotException">There is none yet.</exception>
    public AnalysisDocument LabelledAnalysis() => Core.Labels.LabelledAnalysis.Of(BuiltAnalysis(), LabelStore.Read(Workspace));

    /// <summary>The analysis as it was last built, with automatic names; topics that go on keep those they had.</summary>
    /// <exception cref="EarshotException">There is none yet.</exception>
    public AnalysisDocument BuiltAnalysis()
    {
        AssetDefinition definition = Definitions.First(d => d.Name == AnalysisAsset.Name);
        if (Workspace.FindManifest(definition, AnalysisAsset.Name) is null)
            throw NextStep.Missing(this, "analysis", _invocation.Surroundings.Clock);
        if (!_toldStale && Plan().Count is > 0 and int stale)
        {
            _toldStale = true;
            _invocation.Say(
                $"this is the analysis as it was last built: {Quantity.Count(stale, "partition")} {(stale == 1 ? "has" : "have")} changed since; "
                + $"`earshot run --workspace {Workspace.Folder}` brings it up to date");
        }

        return ReadAnalysis(definition);
    }

    private AnalysisDocument ReadAnalysis(AssetDefinition definition)
    {
        string path = Workspace.DataPath(definition, AnalysisAsset.Name);
        try
        {
            AnalysisDocument built = AnalysisJson.Read(File.ReadAllBytes(path));
            return Topics is FittedTopicsAsset ? KeptNames.Over(built, TopicNamesFile.Read(Workspace).Names) : built;
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
        return Runner(wanted);
    }

    private Runner Runner(IReadOnlyList<IAsset> wanted) =>
        new(Workspace, wanted, Limits, _invocation.Observer, _invocation.Surroundings.Clock) { Kept = [Life.Kept] };
}
