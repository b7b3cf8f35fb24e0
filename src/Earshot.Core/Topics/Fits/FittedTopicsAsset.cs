using System.Globalization;
using System.Text.Json;
using Earshot.Core.Assets;
using Earshot.Core.Topics.Life;

namespace Earshot.Core.Topics.Fits;

/// <summary>
/// <c>topic_model</c> by a method that looks at a sample of the texts: the sample's vectors, and the topics that each of its texts is in. The fit that is
/// current is kept as it is, so new tickets join its topics; a fit of another number is made anew and its topics get the numbers of those they go on from.
/// </summary>
public sealed class FittedTopicsAsset : TopicModelAsset
{
    /// <summary>The asset of a fit that waits to be promoted; no part of an ordinary run.</summary>
    public const string CandidateName = "topic_candidate";

    /// <summary>The asset of the fits that were promoted, a partition each; never built by a run.</summary>
    public const string KeptName = "topic_fits";

    private const int Version = 2;
    private const string FitOption = "fit";
    private const string EditsOption = "edits";
    private const string VectorsOption = "vectors";
    private const string MadeFact = "made";

    private readonly ITopicMethod _method;
    private readonly AssetDefinition _vectors;
    private readonly int _dimensions;
    private readonly int _size;
    private readonly TopicDetail _detail;
    private readonly Lazy<AssetDefinition> _definition;

    /// <summary>Topics of all partitions of <paramref name="vectors"/>.</summary>
    /// <param name="method">How they are found.</param>
    /// <param name="vectors">The asset of the vectors: <c>embeddings</c>, or the sample that the teacher embedded.</param>
    /// <param name="dimensions">Numbers a vector.</param>
    /// <param name="size">Texts to look at, at most.</param>
    /// <param name="detail">Which of the levels is shown.</param>
    public FittedTopicsAsset(ITopicMethod method, AssetDefinition vectors, int dimensions, int size, TopicDetail detail)
    {
        (_method, _vectors, _dimensions, _size, _detail) = (method, vectors, dimensions, size, detail);
        _definition = new Lazy<AssetDefinition>(Define);
    }

    /// <summary>Number of the fit that is wanted, 1 or more; one that was promoted before is copied, another is made.</summary>
    public int Fit { get; init; } = 1;

    /// <summary>What happened to the topics so far.</summary>
    public IReadOnlyList<TopicEvent> Events { get; init; } = [];

    /// <summary>Whether it is a candidate.</summary>
    public bool IsCandidate { get; init; }

    public override AssetDefinition Definition => _definition.Value;

    public override string Method => _method.Name;

    public override bool HasMemberships => true;

    public override ulong Seed => _method.Seed;

    public override IReadOnlyDictionary<string, string> ShownBy
    {
        get
        {
            SortedDictionary<string, string> options = new(StringComparer.Ordinal) { ["detail"] = _detail.ToString().ToLowerInvariant() };
            string edits = string.Join(", ", TopicEdits.Active(Events).Where(TopicEdits.MovesTickets).Select(edit => edit.Sequence));
            if (edits.Length > 0) options[EditsOption] = edits;
            return options;
        }
    }

    /// <summary>The fits that were promoted.</summary>
    public static AssetDefinition Kept(IEnumerable<TopicEvent> events) => new()
    {
        Name = KeptName,
        Layer = "models",
        Version = Version,
        Columns = FitFile.Columns,
        Partitions = [.. events.OfType<TopicEvent.Promoted>().Select(promoted => promoted.Fit).Distinct().Order().Select(PartitionOf)],
    };

    /// <summary>The partition of <see cref="KeptName"/> that holds a fit: fit_0001.</summary>
    public static string PartitionOf(int fit) => string.Create(CultureInfo.InvariantCulture, $"fit_{fit:0000}");

    /// <summary>The same with another number.</summary>
    public FittedTopicsAsset As(int fit, bool isCandidate) =>
        new(_method, _vectors, _dimensions, _size, _detail) { Fit = fit, Events = Events, IsCandidate = isCandidate };

    /// <summary>Reads a fit that was promoted.</summary>
    public static TopicFit ReadKept(IDatasetReader datasets, int fit) => FitFile.Read(datasets, KeptName, PartitionOf(fit));

    /// <summary>The number of the fit that a manifest of <c>topic_model</c> or of a candidate speaks of; null where there is none.</summary>
    public static int? FitOf(Manifest? manifest) =>
        manifest?.Version == Version && manifest.Options.TryGetValue(FitOption, out string? fit) ? int.Parse(fit, CultureInfo.InvariantCulture) : null;

    /// <summary>Sequence numbers of the edits that what a manifest speaks of was built with: see <see cref="ShownBy"/>.</summary>
    public static IEnumerable<int> EditsOf(Manifest manifest) =>
        manifest.Options.GetValueOrDefault(EditsOption, "").Split(", ", StringSplitOptions.RemoveEmptyEntries)
            .Select(edit => int.Parse(edit, CultureInfo.InvariantCulture));

    /// <summary>How the fit that a manifest speaks of came about, with what became of all topics of the one before; null where it does not tell.</summary>
    public static TopicEvent.Fitted? MadeBy(Manifest? manifest) => manifest?.Metadata[MadeFact]?.Deserialize(FitJson.Default.Fitted);

    /// <summary>Whether a fit was made with the settings and the vectors that hold now.</summary>
    /// <param name="manifest">The manifest of the fit.</param>
    public bool IsMadeAlike(Manifest manifest) => OtherThan(manifest).Count == 0;

    /// <summary>The options that a fit was made with others of, or without; in their order.</summary>
    /// <param name="manifest">The manifest of the fit.</param>
    public IReadOnlyList<string> OtherThan(Manifest manifest) =>
        [.. Definition.Options.Keys.Union(manifest.Options.Keys).Order(StringComparer.Ordinal)
            .Where(option => option != FitOption && Definition.Options.GetValueOrDefault(option) != manifest.Options.GetValueOrDefault(option))];

    internal override ITopicModel Read(IDatasetReader datasets)
    {
        TopicFit fit = ReadFit(datasets);
        return new FittedTopics(fit, new TopicLayout(fit, TopicView.Of(fit, Events), LevelOf(fit)));
    }

    /// <summary>The fit as it was built.</summary>
    public TopicFit ReadFit(IDatasetReader datasets) => FitFile.Read(datasets, Definition.Name, Definition.Name);

    /// <summary>The level whose topics are shown.</summary>
    public int LevelOf(TopicFit fit) => _detail.LevelOf(fit.Levels, fit.MainLevel);

    /// <summary>How far the topics that are shown are found again in other samples of the texts of the fit. Takes as long as two fits.</summary>
    public FitStability MeasureStability(IDatasetReader datasets, int threads, CancellationToken cancellation) =>
        FitStability.Of(ReadFit(datasets), _method, _detail, threads, cancellation);

    public override void Build(BuildContext context)
    {
        PromotedFits fits = PromotedFits.Of(Events);
        if (Events.OfType<TopicEvent.Promoted>().Any(promoted => promoted.Fit == Fit))
        {
            FitFile.Copy(context.Datasets, KeptName, PartitionOf(Fit), context.Output);
            return;
        }

        TopicFit? before = fits.Current is { } current ? ReadKept(context.Datasets, current) : null;
        FitSample sample = FitSample.Draw(context, _vectors, _dimensions, _size, Seed);
        if (before is not null && IsMadeAlike(context.Datasets.Manifest(KeptName, PartitionOf(fits.Current!.Value))) && sample.IsOf(before))
        {
            // nothing new to find: a search that starts from these topics would still shuffle the levels about them
            FitFile.Write(context.Output, before);
            IReadOnlyList<TopicTransition> same = TopicMatching.Match(before, before, fits.NextNumber).Transitions;
            DescribeMaking(context.Output, new TopicEvent.Fitted(Fit, fits.Current, fits.NextNumber, same));
            return;
        }

        FoundTopics found = _method.Find(sample.Vectors, Known(before, sample), context.Threads, context.Cancellation);
        TopicFit fit = FitNumbers.First(sample, found);
        TopicMatch match = before is null
            ? new TopicMatch(fit, fit.Topics.Keys.DefaultIfEmpty(-1).Max() + 1, [])
            : TopicMatching.Match(before, fit, fits.NextNumber, IsComparable(context.Datasets, fits.Current!.Value));
        float reach = found.Neighbors is { } near ? FitNeighbors.Reach(near)
            : new FitNeighbors(fit.Vectors, context.Threads, context.Cancellation).Reach(context.Threads, context.Cancellation);
        FitFile.Write(context.Output, match.Fit.WithReach(reach));
        DescribeMaking(context.Output, new TopicEvent.Fitted(Fit, fits.Current, match.NextNumber, match.Transitions));
    }

    internal static void DescribeMaking(IPartitionWriter output, TopicEvent.Fitted made) =>
        output.Describe(MadeFact, JsonSerializer.SerializeToNode(made, FitJson.Default.Fitted)!);

    private AssetDefinition Define()
    {
        string name = IsCandidate ? CandidateName : Name;
        return new AssetDefinition
        {
            Name = name,
            Layer = "models",
            Version = Version,
            Columns = FitFile.Columns,
            Partitions = _vectors.Partitions.Count == 0 ? [] : [name],
            Upstream = [new Upstream(_vectors.Name, PartitionMapping.All)],
            Options = new SortedDictionary<string, string>(_method.Options.ToDictionary(), StringComparer.Ordinal)
            {
                [FitOption] = Fit.ToString(CultureInfo.InvariantCulture),
                ["method"] = _method.Name,
                ["sample"] = _size.ToString(CultureInfo.InvariantCulture),
                [VectorsOption] = _vectors.Options.GetValueOrDefault("model", _vectors.Name),
            },
            CompressionLevel = -5,
            RowGroupRows = 10_240,
        };
    }

    // Of each text the topic it was in before: communities that are still there are found again, and not others as good.
    private static int[]? Known(TopicFit? before, FitSample sample)
    {
        if (before is null) return null;
        Dictionary<int, int> main = SharedTexts.Ancestors(before, before.MainLevel);
        Dictionary<long, int> leaves = new(before.TextHashes.Length);
        for (int row = 0; row < before.Leaves.Length; row++) leaves[before.TextHashes[row]] = before.Leaves[row];
        return [.. sample.TextHashes.Select(text => main[leaves.GetValueOrDefault(text, -1)])];
    }

    private bool IsComparable(IDatasetReader datasets, int fit) =>
        datasets.Manifest(KeptName, PartitionOf(fit)).Options.GetValueOrDefault(VectorsOption) == Definition.Options[VectorsOption];
}
