using System.Globalization;
using Earshot.CommandLine;
using Earshot.Configuration;
using Earshot.Connectors.Embeddings;
using Earshot.Core;
using Earshot.Core.Analysis;
using Earshot.Core.Assets;
using Earshot.Core.Embeddings;
using Earshot.Core.Text;
using Earshot.Inference.Recipes;
using Earshot.Inference.Students;
using Earshot.Inference.Teachers;
using Earshot.Output;
using Earshot.Storage.Embeddings;
using Earshot.Storage.Sources;
using Earshot.Storage.Workspaces;

namespace Earshot.Sessions;

/// <summary>What makes the vectors of a workspace: decided at once, opened when the first text is embedded, every text of a model kept in the workspace's cache.</summary>
internal sealed class EmbeddingModels : IDisposable
{
    // Of English with its blanks: banking77 has 4.0 bytes a token, helpdesk 4.6, jira 4.1.
    private const double BytesPerToken = 4.2;
    private const double MarkTokens = 2; // [CLS] and [SEP]
    private const double SyntheticTokens = 16;

    // 5 million synthetic tickets in 8.4 s on two cores, reading and writing included (bench/results); of a thread
    private const double StudentTicketsPerSecond = 300_000;

    // dimensions of a service that nobody asked yet
    private const int Unknown = 0;

    private readonly Invocation _invocation;
    private readonly Workspace _workspace;
    private readonly Settings _settings;
    private readonly EmbeddingFacts _facts;
    private readonly Lazy<TeacherModel> _teacher;
    private readonly bool _builds;
    private readonly bool _transformerIsNew;
    private CachedEmbeddingModel? _open;
    private RemoteEmbeddingModel? _service;
    private VectorCache? _cache;

    /// <summary>Decides; opens nothing.</summary>
    /// <param name="builds">Whether vectors will be made: else a service is not asked for anything.</param>
    public EmbeddingModels(Invocation invocation, Workspace workspace, IReadOnlyList<SourceRecord> sources, bool builds)
    {
        (_invocation, _workspace, _settings, _builds) = (invocation, workspace, invocation.Settings, builds);
        EmbeddingOptions options = new()
        {
            Choice = Enum.Parse<EmbeddingChoice>(_settings.Get(SettingTable.EmbedWith), ignoreCase: true),
            Sample = _settings.Get(SettingTable.EmbedSample),
            RecheckPercent = _settings.Get(SettingTable.EmbedRecheck),
            Minutes = _settings.Get(SettingTable.EmbedMinutes),
        };
        string[] faults = [.. options.Validate()];
        if (faults.Length > 0) throw new EarshotException(string.Join('\n', faults), "`earshot config` shows every setting", ExitCode.Usage);

        // What a workspace was built with is what it goes on with: were the transformer gone, or were it new, the next run would make other topics
        // and say nothing.
        BuiltWith = Built(workspace);
        TeacherModel? found = options.Choice is EmbeddingChoice.Student or EmbeddingChoice.Remote ? null : TeacherModel.Find(invocation);
        _teacher = new Lazy<TeacherModel>(() => found ?? (BuiltWith is { Teacher: { } name, Dimensions: int dimensions }
            ? TeacherModel.Missing(invocation, name, dimensions)
            : TeacherModel.Missing(invocation, _settings.Get(SettingTable.EmbedTeacher), Student.Dimensions)));
        _transformerIsNew = found is not null && BuiltWith is { Teacher: null } && options.Choice == EmbeddingChoice.Auto;
        _facts = new EmbeddingFacts(Tickets(sources), TokensPerText(sources), BuiltWith?.Teacher is not null || (found is not null && !_transformerIsNew));
        Plan = EmbeddingPlan.Decide(options, _facts);
    }

    /// <summary>What was decided.</summary>
    public EmbeddingPlan Plan { get; }

    public int Threads => _invocation.Threads;

    /// <summary>The teacher's name and revision.</summary>
    public string TeacherName => _teacher.Value.Name;

    private (int Dimensions, string Model, string? Teacher)? BuiltWith { get; }

    /// <summary>How the vectors come about, for every choice but the adapted student.</summary>
    public EmbeddingRecipe Recipe() => Plan.Choice switch
    {
        EmbeddingChoice.Teacher => ModelRecipe.Create(Teacher, TeacherName, _teacher.Value.Dimensions, Threads, MadeBy.Teacher),
        EmbeddingChoice.Remote => RemoteRecipe(),
        _ => StudentRecipe.Create(Student.General),
    };

    /// <summary>The teacher behind the cache; opened once.</summary>
    public IEmbeddingModel Teacher()
    {
        if (_open is not null) return _open;
        return Open(new DeferredModel(_teacher.Value.Name, _teacher.Value.Dimensions, _teacher.Value.Open));
    }

    /// <summary>Refuses what can't work, before anything is begun or kept.</summary>
    /// <exception cref="EarshotException">The transformer or a service's key is wanted and not here, or the workspace holds vectors of another length.</exception>
    public void Check(IReadOnlyList<AssetDefinition> definitions)
    {
        if (Plan.Choice == EmbeddingChoice.Remote) RemoteModel.Options(_invocation);
        if (Plan.Choice is EmbeddingChoice.Teacher or EmbeddingChoice.Adapted && !_facts.TeacherPresent) TeacherModel.Require(_invocation);
        if (Plan.Choice == EmbeddingChoice.Adapted) _teacher.Value.CheckTeaches();
        AssetDefinition wanted = definitions.First(d => d.Name == EmbeddingsAsset.Name);
        int dimensions = int.Parse(wanted.Options["dimensions"]);
        if (BuiltWith is not { } built || built.Dimensions == dimensions) return;
        throw new EarshotException(
            $"the vectors of {_workspace.Folder} have {built.Dimensions} numbers (by {built.Model}), those of {wanted.Options["model"]} have {dimensions}",
            $"to keep both, give the new ones a workspace of their own with --workspace; to replace the old ones, delete {_workspace.At(wanted.Layer, wanted.Name)} first",
            ExitCode.Usage);
    }

    /// <summary>Says what was decided, why, and how long it will take.</summary>
    public void Tell()
    {
        string what = Plan.Choice switch
        {
            EmbeddingChoice.Student => "the general student",
            EmbeddingChoice.Teacher => $"{TeacherName} for every text",
            EmbeddingChoice.Remote => "the service for every text",
            _ => $"a student fitted to {Quantity.Count(Plan.Sample, "text")} that {TeacherName} embeds; "
                + $"about {Plan.RecheckPercent:0.##} % of the others, those in doubt, go there too",
        };
        bool wasAuto = Plan.Choice == EmbeddingChoice.Student && _settings.Get(SettingTable.EmbedWith) == "auto";
        string more = _transformerIsNew ? "; the transformer is here now: --with adapted takes it"
            : wasAuto && !_facts.TeacherPresent ? "; for closer topics: earshot models pull all-MiniLM-L6-v2"
            : "; another: --with";
        string reason = _transformerIsNew ? "as this workspace was built" : _settings.Origin(SettingTable.EmbedWith) == SettingValue.PresetOrigin ? "the quickest" : Plan.Reason;
        _invocation.Say(SafeText.ForTerminal($"vectors by {what} ({reason}){Expected()}{more}"));
    }

    // What it will take: of the transformer or the student time, of a service requests, tokens and money.
    private string Expected()
    {
        if (Plan.Choice == EmbeddingChoice.Remote)
        {
            double tokens = _facts.Tickets * _facts.TokensPerText;
            double requests = Math.Ceiling((double)_facts.Tickets / _settings.Get(SettingTable.EmbedRequestItems));
            string cost = _settings.Get(SettingTable.EmbedPrice) is { } price
                ? string.Create(CultureInfo.InvariantCulture, $", cost {tokens / 1_000_000 * (double)price:0.##}")
                : "";
            return $", for all {Quantity.Count(_facts.Tickets, "ticket")} about {Quantity.Count((long)requests, "request")}, {Quantity.Count((long)tokens, "token")}{cost}";
        }

        double seconds = Plan.TeacherTexts > 0 ? Plan.ExpectedSeconds(_facts, Threads) : _facts.Tickets / (StudentTicketsPerSecond * Threads);
        string whose = Plan.TeacherTexts > 0 ? " of the transformer" : "";
        return seconds < 1 ? ", less than a second" + whose : $", about {Quantity.Duration(TimeSpan.FromSeconds(seconds))}{whose}";
    }

    /// <summary>Says how near the student of these tickets comes to the teacher, and warns where that is not near enough.</summary>
    public void TellFidelity()
    {
        if (_workspace.FirstManifest("models", AdaptedStudentAsset.Name)?.Metadata is not { } fitted || Plan.Choice != EmbeddingChoice.Adapted) return;
        double fidelity = fitted["out_of_fold_cosine"]!.GetValue<double>();
        string told = string.Create(CultureInfo.InvariantCulture, $"the student's fidelity is {fidelity:0.00}: its mean cosine to the transformer on texts it was not fitted to");
        if (fidelity >= StudentFit.LowFidelity) _invocation.Say(told);
        else _invocation.Observer.Warned(told, $"--sample {Math.Min(EmbeddingOptions.LargestSample, 2 * Plan.Sample)} fits it to more texts, --with teacher does without it");
    }

    /// <summary>Says what was embedded and what the cache gave.</summary>
    public void TellUse()
    {
        if (_open is not { } model || model.Embedded + model.Hits == 0) return;
        _invocation.Say($"{Quantity.Count(model.Embedded, "text")} embedded by {model.Model}, {Quantity.Count(model.Hits)} from the cache");
        if (_service is not { Usage: { Tokens: > 0 } usage }) return;
        string cost = usage.Cost > 0 ? string.Create(CultureInfo.InvariantCulture, $", cost {usage.Cost:0.####}") : "";
        _invocation.Say(
            $"{Quantity.Count(usage.Requests, "request")} answered, {Quantity.Count(usage.Retries)} sent again on the way, {Quantity.Count(usage.Tokens, "token")}{cost}");
    }

    public void Dispose()
    {
        _open?.Dispose();
        _service?.Dispose();
        _cache?.Dispose();
    }

    private static (int Dimensions, string Model, string? Teacher)? Built(Workspace workspace)
    {
        Manifest? manifest = workspace.FirstManifest("silver", EmbeddingsAsset.Name);
        if (manifest is null || !manifest.Options.TryGetValue("dimensions", out string? dimensions)) return null;
        string model = manifest.Options["model"];
        string? sampled = workspace.FirstManifest("models", TeacherSampleAsset.Name)?.Options["model"];
        string? teacher = model == AdaptedRecipe.ModelOf(sampled ?? "") ? sampled : manifest.Metadata["made_by"]?["teacher"] is null ? null : model;
        return (int.Parse(dimensions), model, teacher);
    }

    private EmbeddingRecipe RemoteRecipe()
    {
        string name = RemoteModel.NameOf(_invocation);
        int? known = BuiltWith is { } built && built.Model == name
            ? built.Dimensions
            : VectorCache.Describe(_workspace).FirstOrDefault(cache => cache.Model == name)?.Dimensions;
        if (known is null && _builds) RemoteModel.Options(_invocation); // a key is missed before the service is asked
        int dimensions = known ?? (_builds ? Service().Dimensions : Unknown);
        return ModelRecipe.Create(() => _open ?? Open(new DeferredModel(name, dimensions, Service)), name, dimensions, Threads, MadeBy.Remote);

        // Asked for its dimensions only where neither settings nor workspace know them.
        RemoteEmbeddingModel Service() => _service ??= RemoteModel.FromSettings(_invocation, known ?? 0);
    }

    private CachedEmbeddingModel Open(IEmbeddingModel model)
    {
        _cache = VectorCache.Open(_workspace, model.Model, model.Dimensions, _invocation.Surroundings.Clock, _invocation.Observer);
        return _open = new CachedEmbeddingModel(model, _cache);
    }

    private static long Tickets(IReadOnlyList<SourceRecord> sources) => sources.Sum(source => source.Synthetic?.Tickets ?? source.Parts.Sum(part => part.Rows));

    private static double TokensPerText(IReadOnlyList<SourceRecord> sources)
    {
        long tickets = Tickets(sources);
        double tokens = sources.Sum(source => source.Synthetic is { } synthetic
            ? synthetic.Tickets * SyntheticTokens
            : (source.TextBytes > 0 ? source.TextBytes : source.Files.Sum(file => file.Bytes)) / BytesPerToken);
        return tickets == 0 ? SyntheticTokens : Math.Clamp(MarkTokens + (tokens / tickets), 4, SentenceTransformer.UsualLongestText);
    }
}
