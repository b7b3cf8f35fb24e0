using System.Globalization;
using Earshot.CommandLine;
using Earshot.Connectors.Chat;
using Earshot.Core;
using Earshot.Core.Labels;
using Earshot.Output;
using Earshot.Storage.Labels;
using Earshot.Storage.Workspaces;

namespace Earshot.Sessions;

/// <summary>What came of asking for labels.</summary>
/// <param name="Asked">What was asked for, in its order, and its label or why there is none.</param>
/// <param name="Reused">What had a label before, or shares its examples with another that has.</param>
/// <param name="Left">What was not asked for, since a cap or the limit was reached.</param>
/// <param name="Usage">What was asked of the services.</param>
internal sealed record LabelRoundOutcome(IReadOnlyList<(TopicDescription Topic, TopicLabel Label)> Asked, int Reused, int Left, ChatUsage Usage);

/// <summary>Asks language models for the labels that a workspace has not, one after the other, each kept as soon as its answer has come.</summary>
/// <param name="invocation">The command.</param>
/// <param name="workspace">Where labels are kept.</param>
/// <param name="what">What gets the labels, in the singular: a topic, an issue.</param>
/// <param name="again">The command that goes on where this one stopped.</param>
internal sealed class LabelRound(Invocation invocation, Workspace workspace, string what, string again)
{
    private const string Stage = "labels";

    /// <summary>Those of <paramref name="told"/> that have no label.</summary>
    public static IReadOnlyList<TopicDescription> Missing(IReadOnlyList<TopicDescription> told, IReadOnlyDictionary<string, TopicLabel> labels) =>
        [.. told.Where(topic => labels.GetValueOrDefault(topic.Fingerprint!)?.Content is null)];

    /// <summary>Asks for labels, and says what came of it.</summary>
    /// <param name="told">What may have a label: with a fingerprint, the most important first.</param>
    /// <param name="limit">How many to ask for, at most.</param>
    /// <exception cref="EarshotException">No service is set, or another process labels this workspace.</exception>
    public LabelRoundOutcome Run(IReadOnlyList<TopicDescription> told, int limit)
    {
        using LabelServices services = new(invocation);
        if (!services.Any && Missing(told, LabelStore.Read(workspace)).Count > 0) throw LabelServices.NoService();
        using LabelStore store = LabelStore.Open(workspace);
        IReadOnlyList<TopicDescription> missing = Missing(told, store.Labels);
        (int reused, int left) = (told.Count - missing.Count, missing.Count);
        List<(TopicDescription Topic, TopicLabel Label)> asked = [];
        if (left > 0) invocation.Observer.StageStarted(Stage, Math.Min(limit, left), what + "s");
        foreach (TopicDescription topic in missing)
        {
            invocation.Cancellation.ThrowIfCancellationRequested();
            if (store.Labels.GetValueOrDefault(topic.Fingerprint!) is { LabelFailed: false })
            {
                (reused, left) = (reused + 1, left - 1); // an earlier one has the same examples
                continue;
            }

            if (asked.Count == limit) break;

            // away from this thread, whose turn it is to wait
            if (Task.Run(() => services.Labeler.Label(topic, invocation.Cancellation)).GetAwaiter().GetResult() is not { } label) break;
            store.Add(label);
            asked.Add((topic, label));
            left--;
            invocation.Observer.Advanced(Stage, 1);
        }

        LabelRoundOutcome outcome = new(asked, reused, left, services.Budget.Usage);
        if (missing.Count > 0)
        {
            string named = Quantity.Count(asked.Count(topic => !topic.Label.LabelFailed), what);
            invocation.Observer.StageFinished(Stage, $"{named} named, {Quantity.Count(reused)} before; {Used(outcome.Usage)}");
        }

        Warn(outcome, services, limit);
        return outcome;
    }

    /// <summary>12 calls (1 sent again), 9,120 tokens asked, 811 answered, cost 0.0023</summary>
    internal static string Used(ChatUsage usage)
    {
        string again = usage.Retries > 0 ? $" ({Quantity.Count(usage.Retries)} sent again)" : "";
        string cost = usage.Cost > 0 ? string.Create(CultureInfo.InvariantCulture, $", cost {usage.Cost:0.######}") : "";
        return $"{Quantity.Count(usage.Calls, "call")}{again}, {Quantity.Count(usage.InputTokens, "token")} asked, "
            + $"{Quantity.Count(usage.OutputTokens)} answered{cost}";
    }

    private void Warn(LabelRoundOutcome outcome, LabelServices services, int limit)
    {
        TopicLabel[] failed = [.. outcome.Asked.Select(topic => topic.Label).Where(label => label.LabelFailed)];
        if (failed.Length > 0)
        {
            string reasons = string.Join("; ", failed.SelectMany(label => label.Failure!.Split("; ")).CountBy(reason => reason)
                .OrderByDescending(reason => reason.Value).Take(2).Select(reason => reason.Key));
            string keep = failed.Length == 1 ? $"1 {what} keeps its name" : $"{Quantity.Count(failed.Length, what)} keep their names";
            invocation.Observer.Warned($"{keep}, since no label came: {reasons}", $"`{again}` asks for what is missing alone");
        }

        if (outcome.Left > 0 && outcome.Asked.Count < limit)
        {
            string cap = services.Labeler.GivenUpFor(ChatFault.CapReached)?.Message ?? "a cap is reached";
            invocation.Observer.Warned(
                $"{Quantity.Count(outcome.Left, what)} not asked for: {cap}", $"raise label.max_calls or label.max_cost, and `{again}` goes on from there");
        }
    }
}
