using System.Globalization;
using Earshot.CommandLine;
using Earshot.Core;
using Earshot.Core.Assets;
using Earshot.Core.Topics.Fits;
using Earshot.Core.Topics.Life;
using Earshot.Output;
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
        Manifest? built = session.Workspace.FindManifest(asset.Definition, asset.Definition.Name);
        bool waits = FittedTopicsAsset.FitOf(built) == candidate;
        Manifest manifest = (waits ? built : session.Life.Manifest(candidate))
            ?? throw new EarshotException($"the file of fit {candidate} is gone", "`earshot topics refit` makes another");
        using DatasetSession datasets = new(session.Workspace, [.. session.AllDefinitions, asset.Definition], session.Limits);
        TopicFit fit = waits ? asset.ReadFit(datasets.Datasets) : FittedTopicsAsset.ReadKept(datasets.Datasets, candidate);
        return new FitComparison(
            current,
            candidate,
            fit.MainLevel,
            FittedTopicsAsset.MadeBy(manifest)!.Transitions,
            TopicView.Of(fit, session.Life.Events).PinnedButMissing);
    }

    /// <summary>Shows the topics of the main level, those that just go on in one line.</summary>
    public void Write(Invocation invocation, LivingTopics topics, bool all)
    {
        TopicTransition[] main = [.. Transitions.Where(transition => transition.Level == MainLevel)];
        TopicTransition[] told = [.. main.Where(transition => all || transition.Kind != TopicTransitionKind.Continued)];
        if (told.Length > 0)
        {
            Table table = new(
                TableColumn.Text("what"), TableColumn.Flex("topic"), TableColumn.Number("share"), TableColumn.Text("then"), TableColumn.Number("share then"),
                TableColumn.Flex("evidence"));
            foreach (TopicTransition transition in told)
            {
                table.Add(
                    transition.Kind.ToString().ToLowerInvariant(),
                    transition.Before.Count == 0 ? "" : Few([.. transition.Before.Select(topics.Shown)]),
                    transition.Before.Count == 0 ? "" : Quantity.Share(transition.ShareBefore),
                    Few([.. transition.After.Select(topic => topic.ToString(CultureInfo.InvariantCulture))]),
                    transition.After.Count == 0 ? "" : Quantity.Share(transition.ShareAfter),
                    string.Join("; ", transition.Evidence.Take(3).Select(pair => TopicWords.Evidence(pair, transition.Kind))));
            }

            table.Write(invocation.Terminal);
        }

        string counts = string.Join(", ", main.GroupBy(transition => transition.Kind).OrderBy(kind => kind.Key)
            .Select(kind => $"{Quantity.Count(kind.Count())} {kind.Key.ToString().ToLowerInvariant()}"));
        string more = told.Length == main.Length ? "" : "; --all lists those that go on too";
        invocation.Say($"candidate {Candidate} against fit {Current}: {(counts.Length == 0 ? "the same topics" : counts)}{more}");
        if (PinnedMissing.Count > 0)
        {
            string missing = string.Join(", ", PinnedMissing.Select(topics.Shown));
            invocation.Observer.Warned($"pinned topics are missing: {missing}", "promoting it takes --anyway");
        }

        invocation.Say("`earshot topics promote` makes it current; until then everything stays as it is");
    }

    private static string Few(string[] topics) =>
        topics.Length <= MostNamed ? string.Join(", ", topics) : $"{string.Join(", ", topics.Take(MostNamed - 1))} and {topics.Length - MostNamed + 1} more";
}
