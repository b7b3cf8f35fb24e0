namespace Earshot.Core.Topics.Life;

/// <summary>What people said of topics that changes how they are shown, and not which tickets are in them.</summary>
/// <param name="Names">The names that people gave; topics of several levels that have the same tickets have one name, the last one given.</param>
/// <param name="First">Topics that stand first in lists: the pinned ones, and those that they lie within.</param>
/// <param name="Hidden">Topics that are left out of lists and reports.</param>
public sealed record TopicMarks(IReadOnlyDictionary<int, string> Names, IReadOnlySet<int> First, IReadOnlySet<int> Hidden)
{
    /// <summary>Nobody said anything.</summary>
    public static TopicMarks None { get; } = new(new Dictionary<int, string>(), new HashSet<int>(), new HashSet<int>());

    /// <summary>Whether any edit of a workspace leaves a mark.</summary>
    public static bool AreLeft(IReadOnlyList<TopicEvent> events) => TopicEdits.Active(events).Any(edit => !TopicEdits.MovesTickets(edit));
}
