using Earshot.Core.Topics.Fits;

namespace Earshot.Core.Topics.Life;

/// <summary>What edits made of the topics of a fit so far.</summary>
internal sealed class TopicReplay(TopicFit fit)
{
    private readonly Dictionary<int, (int Into, int Event)> _merged = [];

    public TopicPaths Paths { get; } = new(fit);

    /// <summary>Names that people gave, in the order they were given.</summary>
    public List<TopicEdit.Rename> Renames { get; } = [];

    public SortedSet<int> Split { get; } = [];

    public SortedSet<int> Pinned { get; } = [];

    public SortedSet<int> Hidden { get; } = [];

    /// <summary>Whether a topic is there: not merged into another, and of this fit.</summary>
    public bool Has(int topic) => Paths.LevelOf(topic) >= 0;

    /// <summary>The topic that another is part of since it was merged; null where it was not.</summary>
    public int? MergedInto(int topic) => _merged.TryGetValue(topic, out (int Into, int Event) merge) ? merge.Into : null;

    /// <summary>Does what an edit says; where it can't, nothing changes.</summary>
    public TopicEdit.Fault? Apply(TopicEdit edit)
    {
        if (Fault(edit) is { } fault) return fault;
        switch (edit)
        {
            case TopicEdit.Rename renamed: Renames.Add(renamed); break;
            case TopicEdit.Merge merged: Merge(merged); break;
            case TopicEdit.Split split: Split.Add(split.Topic); break;
            case TopicEdit.Pin { On: true } pinned: Pinned.Add(pinned.Topic); break;
            case TopicEdit.Pin unpinned: Pinned.Remove(unpinned.Topic); break;
            case TopicEdit.Hide { On: true } hidden: Hidden.Add(hidden.Topic); break;
            case TopicEdit.Hide shown: Hidden.Remove(shown.Topic); break;
            case TopicEdit.Move moved:
                foreach (long text in moved.Texts) Paths.Move(text, moved.Topic);
                break;
            default: throw new ArgumentOutOfRangeException(nameof(edit), edit, "unknown edit");
        }

        return null;
    }

    /// <summary>Why a topic can't be named in an edit; null where it can.</summary>
    public TopicEdit.Fault? Missing(int topic) =>
        Has(topic) ? null
        : _merged.TryGetValue(topic, out (int Into, int Event) merge)
            ? new TopicEdit.Fault($"topic {topic} was merged into {merge.Into}", $"name {merge.Into}, or take the merge back: earshot topics undo {merge.Event}")
        : new TopicEdit.Fault($"there is no topic {topic}", "`earshot topics` lists them with their numbers");

    /// <summary>Why an edit would have no effect; null where it would have one.</summary>
    public TopicEdit.Fault? Fault(TopicEdit edit) => edit switch
    {
        TopicEdit.Merge merged => MergeFault(merged),
        TopicEdit.Split split => Missing(split.Topic) ?? SplitFault(split.Topic),
        TopicEdit.Move moved => Missing(moved.Topic) ?? WholeFault(moved.Topic),

        // A pin outlives its topic: it is there to say when one is missing.
        TopicEdit.Pin { On: true } pinned => Pinned.Contains(pinned.Topic) ? new($"topic {pinned.Topic} is pinned already", "nothing is to be done") : null,
        TopicEdit.Pin pinned => Pinned.Contains(pinned.Topic) ? null : new($"topic {pinned.Topic} is not pinned", "nothing is to be done"),
        TopicEdit.Hide { On: true } hidden =>
            Missing(hidden.Topic) ?? (Hidden.Contains(hidden.Topic) ? new($"topic {hidden.Topic} is hidden already", "nothing is to be done") : null),
        TopicEdit.Hide shown => Hidden.Contains(shown.Topic) ? null : NotHidden(shown.Topic),
        _ => Missing(edit.Topics[0]),
    };

    /// <summary>The hidden topic that a topic is hidden with: itself, or one that it lies within; null where it is not hidden.</summary>
    public int? HiddenWith(int topic)
    {
        int hidden = Hidden.Contains(topic) ? topic : Paths.Above(topic).FirstOrDefault(Hidden.Contains, -1);
        return hidden < 0 ? null : hidden;
    }

    private TopicEdit.Fault NotHidden(int topic) => HiddenWith(topic) is { } within
        ? new TopicEdit.Fault($"topic {topic} is hidden with topic {within}, which it lies within", $"earshot topics show {within}")
        : new TopicEdit.Fault($"topic {topic} is not hidden", "nothing is to be done");

    private TopicEdit.Fault? SplitFault(int topic)
    {
        if (Split.Contains(topic)) return new($"topic {topic} is split already", "one of its parts can be split by its own number");
        int[] within = Paths.Within(topic);
        return within.Length > 1 ? null
            : within.Length == 1 && Paths.Within(within[0]).Length > 1
                ? new($"topic {topic} has only one topic within it, {within[0]}", $"that one can be split: earshot topics split {within[0]}")
            : new(
                $"topic {topic} has {(within.Length == 0 ? "no topics" : "only one topic")} within it",
                "single tickets can be moved out of it: earshot topics move TICKET… --to TOPIC");
    }

    private TopicEdit.Fault? WholeFault(int topic) =>
        Split.Contains(topic) ? new($"topic {topic} is split", $"name one of its parts: {string.Join(", ", Paths.Within(topic))}") : null;

    private TopicEdit.Fault? MergeFault(TopicEdit.Merge merged)
    {
        int[] living = [.. merged.Parts.Distinct().Where(Has)];
        if (living.Length < 2)
        {
            return merged.Parts.Distinct().Count() < 2 ? new("a merge needs two different topics", "earshot topics merge 3 7")
                : Missing(merged.Parts.First(topic => !Has(topic)));
        }

        foreach (int topic in living)
            if (WholeFault(topic) is { } fault) return fault;
        (int into, int level) = (living[0], Paths.LevelOf(living[0]));
        foreach (int topic in living.Skip(1))
        {
            int own = Paths.LevelOf(topic);
            if (Paths.Above(into).Contains(topic)) return IsWithin(into, topic);
            if (own < level)
                return new($"topic {topic} is coarser than topic {into}", $"name the coarser one first: earshot topics merge {topic} {into}");
            if (Paths.Above(topic).Contains(into)) return IsWithin(topic, into);
        }

        return null;
    }

    private TopicEdit.Fault IsWithin(int topic, int group)
    {
        int[] parts = Paths.Within(group);
        return new(
            $"topic {topic} lies within topic {group} already",
            parts.Length < 2 ? "nothing is to be done" : $"to make one topic of all that lie within {group}: earshot topics merge {string.Join(' ', parts)}");
    }

    private void Merge(TopicEdit.Merge merged)
    {
        int[] living = [.. merged.Parts.Distinct().Where(Has)];
        foreach (int topic in living.Skip(1))
        {
            bool stays = Paths.LevelOf(topic) > Paths.LevelOf(living[0]);
            Paths.Put(topic, living[0]);
            if (!stays) _merged[topic] = (living[0], merged.Sequence);
        }
    }
}
