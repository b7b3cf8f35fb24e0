using Earshot.CommandLine;
using Earshot.Connectors.Chat;
using Earshot.Core;
using Earshot.Core.Analysis;
using Earshot.Core.Labels;
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

/// <summary>Names the topics of a workspace by a language model: those without a label, the largest first.</summary>
internal sealed class LabelJob(Invocation invocation, Session session)
{
    private readonly AnalysisDocument _analysis = session.BuiltAnalysis();

    /// <summary>The topics without a label, largest first: what would be asked.</summary>
    public IReadOnlyList<TopicDescription> Missing(IReadOnlyDictionary<string, TopicLabel> labels) => LabelRound.Missing(Told(), labels);

    /// <summary>Asks for labels.</summary>
    /// <param name="limit">Topics to ask for, at most.</param>
    /// <exception cref="EarshotException">No service is set, or another process labels this workspace.</exception>
    public LabelOutcome Run(int limit)
    {
        string folder = session.Workspace.Folder;
        LabelRoundOutcome round = new LabelRound(invocation, session.Workspace, "topic", $"earshot topics label --workspace {folder}").Run(Told(), limit);
        LabelledTopic[] topics =
        [
            .. round.Asked.Select(asked => new LabelledTopic(
                asked.Topic.TopicId, NameOf(asked.Topic.TopicId), asked.Label.LabelFailed, asked.Label.Content, asked.Label.Failure, asked.Label.Model)),
        ];
        ChatUsage usage = round.Usage;
        return new LabelOutcome(folder, topics, round.Reused, round.Left, usage.Calls, usage.Retries, usage.InputTokens, usage.OutputTokens, usage.Cost);
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

    // A topic whose examples have no word can't be told from another one, and nothing can be told of it.
    private IReadOnlyList<TopicDescription> Told() => [.. _analysis.Topics.Select(TopicDescription.Of).Where(topic => topic.Fingerprint is not null)];

    private string NameOf(int topicId) => _analysis.Topics.First(topic => topic.TopicId == topicId).Name;
}
