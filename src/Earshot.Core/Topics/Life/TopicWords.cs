using Earshot.Core.Reports;

namespace Earshot.Core.Topics.Life;

/// <summary>What happened to topics, in plain words, the same in every country.</summary>
public static class TopicWords
{
    /// <summary>What an event did: "topics 12 and 15 were merged into 12".</summary>
    public static string Of(TopicEvent @event) => @event switch
    {
        TopicEdit.Rename renamed => $"topic {renamed.Topic} was named \"{renamed.Name}\"",
        TopicEdit.Merge merged => $"topics {List(merged.Parts)} were merged into {merged.Parts[0]}",
        TopicEdit.Split split => $"topic {split.Topic} was split into the topics within it",
        TopicEdit.Pin pinned => $"topic {pinned.Topic} was {(pinned.On ? "pinned" : "unpinned")}",
        TopicEdit.Hide hidden => $"topic {hidden.Topic} was {(hidden.On ? "hidden" : "shown again")}",
        TopicEdit.Move moved => $"{Words.Count(moved.Texts.Count, "text was", "texts were")} moved to topic {moved.Topic}",
        TopicEvent.Undone undone => $"event {undone.Edit} was taken back",
        TopicEvent.Fitted made => $"fit {made.Fit} was made{(made.Before is { } before ? $" and matched with fit {before}" : "")}",
        TopicEvent.Promoted promoted => $"fit {promoted.Fit} became current",
        TopicEvent.RolledBack rolledBack => $"fit {rolledBack.Fit} became current again",
        _ => throw new ArgumentOutOfRangeException(nameof(@event), @event, "unknown event"),
    };

    /// <summary>What a refit made of topics, with the evidence: "topic 12 has grown from 3.1% to 4.0%; 118 of its 120 texts are in it again".</summary>
    public static string Of(TopicTransition transition)
    {
        string before = List(transition.Before), after = List(transition.After);
        (string shareBefore, string shareAfter) = (Words.Share(transition.ShareBefore), Words.Share(transition.ShareAfter));
        string evidence = Evidence(transition);
        return transition.Kind switch
        {
            TopicTransitionKind.Continued => $"topic {after} goes on: {shareBefore} of the texts, now {shareAfter}{evidence}",
            TopicTransitionKind.Grown => $"topic {after} has grown from {shareBefore} to {shareAfter} of the texts{evidence}",
            TopicTransitionKind.Shrunk => $"topic {after} has shrunk from {shareBefore} to {shareAfter} of the texts{evidence}",
            TopicTransitionKind.Split => $"topic {before} has split into {after}{evidence}",
            TopicTransitionKind.Merged => $"topics {before} have become one, {after}{evidence}",
            TopicTransitionKind.Born => $"topic {after} is new, {shareAfter} of the texts{evidence}",
            TopicTransitionKind.Died => $"topic {before} is gone, it had {shareBefore} of the texts{evidence}",
            _ => throw new ArgumentOutOfRangeException(nameof(transition), transition.Kind, "unknown kind"),
        };
    }

    /// <summary>The evidence alone: how many texts are in both, or how near the centroids are.</summary>
    public static string Evidence(TopicOverlap pair, TopicTransitionKind kind) => kind switch
    {
        _ when pair.OfBefore == 0 || pair.OfAfter == 0 => pair.Cosine is { } cosine ? $"cosine {Words.Cosine(cosine)}" : "no text in common",
        TopicTransitionKind.Born => $"{Words.Number(pair.Shared)} of its {Words.Number(pair.OfAfter)} known texts were in {pair.Before}",
        TopicTransitionKind.Died => $"{Words.Number(pair.Shared)} of its {Words.Number(pair.OfBefore)} texts are in {pair.After}",
        TopicTransitionKind.Split => $"{Words.Number(pair.Shared)} of {Words.Number(pair.OfBefore)} texts in {pair.After}",
        TopicTransitionKind.Merged => $"{Words.Number(pair.Shared)} of {Words.Number(pair.OfBefore)} texts of {pair.Before}",
        _ => $"{Words.Number(pair.Shared)} of its {Words.Number(pair.OfBefore)} texts are in it again",
    };

    /// <summary>Numbers as a person lists them: "3", "3 and 7", "3, 7 and 9".</summary>
    public static string List(IReadOnlyList<int> topics) =>
        Words.List([.. topics.Select(topic => topic.ToString())]);

    private static string Evidence(TopicTransition transition)
    {
        if (transition.Evidence.Count == 0) return "";
        bool nearest = transition.Kind is TopicTransitionKind.Born or TopicTransitionKind.Died;
        bool byTexts = transition.Evidence[0] is { OfBefore: > 0, OfAfter: > 0 };
        int other = transition.Kind == TopicTransitionKind.Born ? transition.Evidence[0].Before : transition.Evidence[0].After;
        string near = nearest && !byTexts ? $"nearest to {other}, " : "";
        return "; " + near + string.Join(", ", transition.Evidence.Select(pair => Evidence(pair, transition.Kind)));
    }
}
