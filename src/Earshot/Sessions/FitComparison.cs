using System.Globalization;
using Earshot.CommandLine;
using Earshot.Core;
using Earshot.Core.Assets;
using Earshot.Core.Text;
using Earshot.Core.Topics.Fits;
using Earshot.Core.Topics.Life;
using Earshot.Output;
using Earshot.Storage.Sources;
using Earshot.Storage.Workspaces;

namespace Earshot.Sessions;

/// <summary>A candidate beside the current fit: what <c>earshot topics refit</c> and <c>diff</c> show.</summary>
/// <param name="Current">Number of the current fit.</param>
/// <param name="Candidate">Number of the candidate.</param>
/// <param name="MainLevel">The level of the candidate that is aimed at; 0 is the coarsest.</param>
/// <param name="Transitions">What would become of all topics, by level.</param>
/// <param name="PinnedMissing">Pinned topics that the candidate lacks.</param>
internal sealed record FitComparison(int Current, int Candidate, int MainLevel, IReadOnlyList<TopicTransition> Transitions, IReadOnlyList<int> PinnedMissing)
{
    /// <summary>What the topics of the main level are about that only the candidate has; empty until <see cref="Labelled"/>.</summary>
    public IReadOnlyList<FitLabel> NewTopics { get; private init; } = [];

    /// <summary>What the topics of the main level are about that would be gone; empty until <see cref="Labelled"/>.</summary>
    public IReadOnlyList<FitLabel> GoneTopics { get; private init; } = [];

    // Names of topics that the analysis does not show: those of another detail, and those that are split.
    private IReadOnlyDictionary<int, string> OtherNames { get; init; } = new Dictionary<int, string>();

    private IEnumerable<TopicTransition> Main => Transitions.Where(transition => transition.Level == MainLevel);

    // Every topic of either fit has exactly the texts that it has in the other one.
    private bool IsTheSame => Transitions.All(transition => transition.Kind == TopicTransitionKind.Continued
        && transition.ShareBefore == transition.ShareAfter && transition.Evidence is [var both] && both.Shared == both.OfBefore && both.Shared == both.OfAfter);

    private const int MostNamed = 6;

    /// <summary>Compares.</summary>
    /// <exception cref="EarshotException">No candidate waits.</exception>
    public static FitComparison Read(Invocation invocation, Session session)
    {
        int current = LivingTopics.Current(invocation, session);
        FittedTopicsAsset asset = LivingTopics.Asset(session);
        int candidate = session.Life.Fits.Candidate?.Fit
            ?? throw new EarshotException("no candidate waits to be promoted", "`earshot topics refit` makes one of the tickets there are now", ExitCode.Usage);
        asset = asset.As(candidate, isCandidate: true);
        Manifest manifest = (Waits(session, asset) ? Built(session, asset) : session.Life.Manifest(candidate))
            ?? throw new EarshotException($"the file of fit {candidate} is gone", "`earshot topics refit` makes another");
        using DatasetSession datasets = new(session.Workspace, [.. session.AllDefinitions, asset.Definition], session.Limits);
        TopicFit fit = ReadCandidate(session, asset, datasets);
        return new FitComparison(
            current,
            candidate,
            fit.MainLevel,
            FittedTopicsAsset.MadeBy(manifest)!.Transitions,
            TopicView.Of(fit, session.Life.Events).PinnedButMissing);
    }

    /// <summary>The same with what new topics are about, and those that would be gone; reads all tickets where there are any.</summary>
    /// <param name="session">The workspace.</param>
    /// <param name="topics">The topics of the current fit, by the names that people see.</param>
    /// <param name="cancellation">Stops between blocks of tickets.</param>
    public FitComparison Labelled(Session session, LivingTopics topics, CancellationToken cancellation)
    {
        int[] born = [.. Main.SelectMany(transition => transition.After).Except(Main.SelectMany(transition => transition.Before)).Order()];
        int[] gone = [.. Main.Where(transition => transition.Kind == TopicTransitionKind.Died).SelectMany(transition => transition.Before).Order()];
        int[] unnamed = [.. Main.Where(transition => transition.Kind != TopicTransitionKind.Continued).SelectMany(transition => transition.Before)
            .Distinct().Where(topic => topics.Name(topic) is null)];
        if (born.Length + gone.Length + unnamed.Length == 0) return this;
        FittedTopicsAsset asset = LivingTopics.Asset(session).As(Candidate, isCandidate: true);
        AssetDefinition tickets = session.Definitions.First(definition => definition.Name == TicketsAsset.Name);
        using DatasetSession datasets = new(session.Workspace, [.. session.AllDefinitions, asset.Definition], session.Limits);
        AssetDefinition built = tickets with { Partitions = datasets.Built(tickets) };
        int[] other = [.. unnamed.Union(gone.Where(topic => Counted(topic) is null))];
        Dictionary<int, FitLabel> others = Labels(other, topics.Fit).ToDictionary(label => label.Topic);
        return this with
        {
            NewTopics = Labels(born, ReadCandidate(session, asset, datasets)),
            GoneTopics = [.. gone.Select(topic => Counted(topic) ?? others[topic])],
            OtherNames = others.Values.ToDictionary(label => label.Topic, label => label.Name),
        };

        // the analysis still knows what is said in tickets that are gone themselves
        FitLabel? Counted(int topic) => topics.Analysis.Topics.FirstOrDefault(summary => summary.TopicId == topic) is not { } counted ? null : FitLabel.Masked(
            topic, counted.Name, counted.Keywords.Select(keyword => keyword.Term), counted.Examples.Count == 0 ? "" : counted.Examples[0].Text);

        FitLabel[] Labels(int[] wanted, TopicFit fit)
        {
            if (wanted.Length == 0) return [];
            int level = fit.Topics[wanted[0]].Level;
            IReadOnlyDictionary<int, FitLabel> labels = FitLabel.Of(datasets.Datasets, built, fit, level, cancellation);
            return [.. wanted.Select(topic => labels[topic])];
        }
    }

    // A candidate that was promoted before and taken back is kept, and another may have been made in its place.
    private static TopicFit ReadCandidate(Session session, FittedTopicsAsset asset, DatasetSession datasets) =>
        Waits(session, asset) ? asset.ReadFit(datasets.Datasets) : FittedTopicsAsset.ReadKept(datasets.Datasets, asset.Fit);

    private static bool Waits(Session session, FittedTopicsAsset asset) => FittedTopicsAsset.FitOf(Built(session, asset)) == asset.Fit;

    private static Manifest? Built(Session session, FittedTopicsAsset asset) => session.Workspace.FindManifest(asset.Definition, asset.Definition.Name);

    /// <summary>Shows the topics of the main level, those that just go on in one line.</summary>
    public void Write(Invocation invocation, LivingTopics topics, bool all)
    {
        TopicTransition[] main = [.. Main];
        TopicTransition[] told = [.. main.Where(transition => all || transition.Kind != TopicTransitionKind.Continued)];
        if (told.Length > 0)
        {
            Table table = new(
                TableColumn.Text("what"), TableColumn.Flex("topic"), TableColumn.Number("share"), TableColumn.Flex("then"), TableColumn.Number("share then"),
                TableColumn.Flex("evidence"));
            foreach (TopicTransition transition in told)
            {
                table.Add(
                    transition.Kind.ToString().ToLowerInvariant(),
                    transition.Before.Count == 0 ? "" : Few([.. transition.Before.Select(topic => Shown(topic, topics))]),
                    transition.Before.Count == 0 ? "" : Quantity.Share(transition.ShareBefore),
                    Few([.. transition.After.Select(ShownNew)]),
                    transition.After.Count == 0 ? "" : Quantity.Share(transition.ShareAfter),
                    string.Join("; ", transition.Evidence.Take(3).Select(pair => TopicWords.Evidence(pair, transition.Kind))));
            }

            table.Write(invocation.Terminal);
            WriteLabels(invocation, "new", NewTopics);
            WriteLabels(invocation, "gone", GoneTopics);
        }

        string counts = string.Join(", ", main.GroupBy(transition => transition.Kind).OrderBy(kind => kind.Key)
            .Select(kind => $"{Quantity.Count(kind.Count())} {kind.Key.ToString().ToLowerInvariant()}"));
        string more = told.Length == main.Length ? "" : "; --all lists those that go on too";
        invocation.Say($"candidate {Candidate} against fit {Current}: {(IsTheSame ? "the same topics of the same texts" : counts + more)}");
        if (PinnedMissing.Count > 0)
        {
            string missing = string.Join(", ", PinnedMissing.Select(topics.Shown));
            invocation.Observer.Warned($"pinned topics are missing: {missing}", "promoting it takes --anyway");
        }

        string typed = string.Concat(TopicModels.Typed(invocation.Settings).Select(value => $" --set {value.Setting.Key}={value.Shown}"));
        invocation.Say($"`earshot topics promote{typed}` makes it current; until then everything stays as it is");
    }

    private static void WriteLabels(Invocation invocation, string what, IReadOnlyList<FitLabel> labels)
    {
        foreach (FitLabel label in labels)
        {
            string words = $"{what}: {label.Topic} \"{label.Name}\": {string.Join(", ", label.Keywords)}";
            invocation.Terminal.Output.WriteLine(SafeText.ForTerminal(words));
            if (label.Example.Length > 0) invocation.Terminal.Output.WriteLine("  " + SafeText.ForTerminal(label.Example));
        }
    }

    private string Shown(int topic, LivingTopics topics) => OtherNames.TryGetValue(topic, out string? name) ? $"{topic} \"{name}\"" : topics.Shown(topic);

    private string ShownNew(int topic) =>
        NewTopics.FirstOrDefault(label => label.Topic == topic) is { } born ? $"{topic} \"{born.Name}\"" : topic.ToString(CultureInfo.InvariantCulture);

    private static string Few(string[] topics) =>
        topics.Length <= MostNamed ? string.Join(", ", topics) : $"{string.Join(", ", topics.Take(MostNamed - 1))} and {topics.Length - MostNamed + 1} more";
}
