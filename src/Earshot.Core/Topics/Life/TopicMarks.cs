namespace Earshot.Core.Topics.Life;

/// <summary>What people said of topics that changes how they are shown, and not which tickets are in them.</summary>
/// <param name="Names">The names that people gave; topics of several levels that have the same tickets have one name, the last one given.</param>
/// <param name="First">Topics that stand first in lists: the pinned ones, and those that they lie within.</param>
/// <param name="Hidden">Topics that are left out of lists and reports.</param>
public sealed record TopicMarks(IReadOnlyDictionary<int, string> Names, IReadOnlySet<int> First, IReadOnlySet<int> Hidden)
{
    /// <summary>Nobody said anything.</summary>
    public static TopicMarks None { get; } = new(new Dictionary<int, string>(), new HashSet<int>(), new HashSet<int>());

    /// <summary>What the edits say by themselves, where the fit is not there that tells which topics lie within which.</summary>
    public static TopicMarks Of(IReadOnlyList<TopicEvent> events)
    {
        Dictionary<int, string> names = [];
        HashSet<int> pinned = [], hidden = [];
        foreach (TopicEdit edit in TopicEdits.Active(events))
        {
            switch (edit)
            {
                case TopicEdit.Rename renamed: names[renamed.Topic] = renamed.Name; break;
                case TopicEdit.Pin { On: true } pin: pinned.Add(pin.Topic); break;
                case TopicEdit.Pin pin: pinned.Remove(pin.Topic); break;
                case TopicEdit.Hide { On: true } hide: hidden.Add(hide.Topic); break;
                case TopicEdit.Hide hide: hidden.Remove(hide.Topic); break;
            }
        }

        return new TopicMarks(names, pinned, hidden);
    }

    /// <summary>Whether any edit of a workspace leaves a mark.</summary>
    public static bool AreLeft(IReadOnlyList<TopicEvent> events) => TopicEdits.Active(events).Any(edit => !TopicEdits.MovesTickets(edit));
}
