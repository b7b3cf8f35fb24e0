using System.Globalization;
using Earshot.CommandLine;
using Earshot.Connectors.Chat;
using Earshot.Core;
using Earshot.Core.Analysis;
using Earshot.Core.Labels;
using Earshot.Output;
using Earshot.Storage.Labels;

namespace Earshot.Sessions;

/// <summary>What <c>earshot topics label --json</c> prints.</summary>
/// <param name="Topics">The topics that were asked for, largest first.</param>
/// <param name="Reused">Topics that had a label before, or whose examples another topic shares.</param>
/// <param name="Left">Topics that were not asked for, since a cap or <c>--limit</c> was reached.</param>
internal sealed record LabelOutcome(
    string Workspace, IReadOnlyList<LabelledTopic> Topics, int Reused, int Left, long Calls, long Retries, long InputTokens, long OutputTokens, decimal Cost);

/// <summary>A topic that was asked for.</summary>
internal sealed record LabelledTopic(int TopicId, string AutomaticName, bool LabelFailed, LabelContent? Label, string? Failure, string? Model);

/// <summary>Names the topics of a workspace by a language model: those without a label, the largest first, each kept as soon as its answer has come.</summary>
internal sealed class LabelJob(Invocation invocation, Session session)
{
    private const string Stage = "labels";
    private readonly AnalysisDocument _analysis = session.BuiltAnalysis();

    /// <summary>The topics without a label, largest first: what would be asked.</summary>
    public IReadOnlyList<TopicDescription> Missing(IReadOnlyDictionary<string, TopicLabel> labels) =>
        [.. Told().Where(topic => labels.GetValueOrDefault(topic.Fingerprint!)?.Content is null)];

    /// <summary>Asks for labels.</summary>
    /// <param name="limit">Topics to ask for, at most.</param>
    /// <exception cref="EarshotException">No service is set, or another process labels this workspace.</exception>
    public LabelOutcome Run(int limit)
    {
        using LabelServices services = new(invocation);
        if (!services.Any && Missing(LabelStore.Read(session.Workspace)).Count > 0) throw LabelServices.NoService();
        using LabelStore store = LabelStore.Open(session.Workspace);
        IReadOnlyList<TopicDescription> missing = Missing(store.Labels);
        int reused = Told().Count - missing.Count;
        List<LabelledTopic> asked = [];
        int left = missing.Count;
        if (left > 0) invocation.Observer.StageStarted(Stage, Math.Min(limit, left), "topics");
        foreach (TopicDescription topic in missing)
        {
            invocation.Cancellation.ThrowIfCancellationRequested();
            if (store.Labels.GetValueOrDefault(topic.Fingerprint!) is { LabelFailed: false })
            {
                (reused, left) = (reused + 1, left - 1); // an earlier topic has the same examples
                continue;
            }

            if (asked.Count == limit) break;

            // away from this thread, whose turn it is to wait
            if (Task.Run(() => services.Labeler.Label(topic, invocation.Cancellation)).GetAwaiter().GetResult() is not { } label) break;
            store.Add(label);
            asked.Add(new LabelledTopic(topic.TopicId, NameOf(topic.TopicId), label.LabelFailed, label.Content, label.Failure, label.Model));
            left--;
            invocation.Observer.Advanced(Stage, 1);
        }

        ChatUsage usage = services.Budget.Usage;
        LabelOutcome outcome = new(
            session.Workspace.Folder, asked, reused, left, usage.Calls, usage.Retries, usage.InputTokens, usage.OutputTokens, usage.Cost);
        if (missing.Count > 0)
        {
            string named = Quantity.Count(asked.Count(topic => !topic.LabelFailed), "topic");
            invocation.Observer.StageFinished(Stage, $"{named} named, {Quantity.Count(reused)} before; {Used(usage)}");
        }

        Warn(outcome, services, limit);
        return outcome;
    }

    /// <summary>Drops the label of a topic.</summary>
    /// <returns>The topic's automatic name.</returns>
    /// <exception cref="EarshotException">There is no such topic, or it has no label.</exception>
    public string Forget(int topicId)
    {
        TopicDescription topic = Told().FirstOrDefault(topic => topic.TopicId == topicId)
            ?? throw new EarshotException($"there is no topic {topicId} that could have a label", "`earshot topics` lists them", ExitCode.Usage);
        using LabelStore store = LabelStore.Open(session.Workspace);
        if (!store.Forget(topic.Fingerprint!, invocation.Surroundings.Clock.GetUtcNow()))
            throw new EarshotException($"topic {topicId} has no label", "`earshot topics label` asks for the missing ones", ExitCode.Usage);
        return NameOf(topicId);
    }

    /// <summary>12 calls (1 sent again), 9,120 tokens asked, 811 answered, cost 0.0023</summary>
    internal static string Used(ChatUsage usage)
    {
        string again = usage.Retries > 0 ? $" ({Quantity.Count(usage.Retries)} sent again)" : "";
        string cost = usage.Cost > 0 ? string.Create(CultureInfo.InvariantCulture, $", cost {usage.Cost:0.######}") : "";
        return $"{Quantity.Count(usage.Calls, "call")}{again}, {Quantity.Count(usage.InputTokens, "token")} asked, "
            + $"{Quantity.Count(usage.OutputTokens)} answered{cost}";
    }

    private void Warn(LabelOutcome outcome, LabelServices services, int limit)
    {
        string again = $"`earshot topics label --workspace {session.Workspace.Folder}`";
        LabelledTopic[] failed = [.. outcome.Topics.Where(topic => topic.LabelFailed)];
        if (failed.Length > 0)
        {
            string reasons = string.Join("; ", failed.SelectMany(topic => topic.Failure!.Split("; ")).CountBy(reason => reason)
                .OrderByDescending(reason => reason.Value).Take(2).Select(reason => reason.Key));
            string keep = failed.Length == 1 ? "1 topic keeps its name" : $"{Quantity.Count(failed.Length)} topics keep their names";
            invocation.Observer.Warned($"{keep}, since no label came: {reasons}", $"{again} asks for what is missing alone");
        }

        if (outcome.Left > 0 && outcome.Topics.Count < limit)
        {
            string cap = services.Labeler.GivenUpFor(ChatFault.CapReached)?.Message ?? "a cap is reached";
            invocation.Observer.Warned(
                $"{Quantity.Count(outcome.Left, "topic")} not asked for: {cap}", $"raise label.max_calls or label.max_cost, and {again} goes on from there");
        }
    }

    // A topic whose examples have no word can't be told from another one, and nothing can be told of it.
    private IReadOnlyList<TopicDescription> Told() => [.. _analysis.Topics.Select(TopicDescription.Of).Where(topic => topic.Fingerprint is not null)];

    private string NameOf(int topicId) => _analysis.Topics.First(topic => topic.TopicId == topicId).Name;
}
