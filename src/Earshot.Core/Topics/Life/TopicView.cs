using System.Diagnostics.CodeAnalysis;
using Earshot.Core.Topics.Fits;

namespace Earshot.Core.Topics.Life;

/// <summary>
/// The topics of a fit as people left them: the edits replayed on it in their order. Levels are those of the fit; a detail is the level at which topics
/// are shown, 0 for the coarsest. Two views of the same fit and events are the same.
/// </summary>
public sealed class TopicView
{
    /// <summary>A topic as it is shown at a detail.</summary>
    /// <param name="Id">Its number.</param>
    /// <param name="Path">The topics it lies within from level 0 on, and itself at the end.</param>
    /// <param name="Texts">Texts of the fit in it, moved ones and those of born topics included.</param>
    /// <param name="Name">The name that a person gave it; null where nobody did.</param>
    /// <param name="Pinned">Whether every fit must have it.</param>
    /// <param name="Hidden">Whether it is left out of lists and reports: itself, or one that it lies within.</param>
    public sealed record Topic(int Id, IReadOnlyList<int> Path, int Texts, string? Name, bool Pinned, bool Hidden);

    private readonly TopicFit _fit;
    private readonly TopicReplay _replay;

    private TopicView(TopicFit fit, TopicReplay replay, IReadOnlyList<(TopicEdit Edit, TopicEdit.Fault Fault)> idle)
    {
        (_fit, _replay, Idle) = (fit, replay, idle);
        Dictionary<int, string> names = [];
        foreach (TopicEdit.Rename renamed in replay.Renames)
            foreach (int topic in replay.Paths.SameAs(renamed.Topic)) names[topic] = renamed.Name;
        Names = names;
    }

    /// <summary>Levels of the fit.</summary>
    public int Levels => _fit.Levels;

    /// <summary>Edits that have no effect on this fit, mostly since it lacks the topics they name; they are kept, and hold again where those live.</summary>
    public IReadOnlyList<(TopicEdit Edit, TopicEdit.Fault Fault)> Idle { get; }

    /// <summary>Names that people gave, by topic: the last that was given to it, or to one of another level that has the same tickets.</summary>
    public IReadOnlyDictionary<int, string> Names { get; }

    /// <summary>Pinned topics that the fit lacks; those that people merged into others are not missing.</summary>
    public IReadOnlyList<int> PinnedButMissing => [.. _replay.Pinned.Where(topic => !_replay.Has(topic) && !IsMerged(topic))];

    /// <summary>Hashes of the texts that people moved.</summary>
    public IReadOnlyCollection<long> MovedTexts => [.. _replay.Paths.OfMoved.Keys.Order()];

    /// <summary>Replays events on a fit.</summary>
    /// <param name="fit">The fit, with the numbers its topics go by.</param>
    /// <param name="events">All events of the workspace, in their order.</param>
    public static TopicView Of(TopicFit fit, IReadOnlyList<TopicEvent> events) => Replay(fit, TopicEdits.Active(events));

    /// <summary>As the other, with some of the edits only.</summary>
    internal static TopicView Replay(TopicFit fit, IEnumerable<TopicEdit> edits)
    {
        TopicReplay replay = new(fit);
        List<(TopicEdit, TopicEdit.Fault)> idle = [];
        foreach (TopicEdit edit in edits)
            if (replay.Apply(edit) is { } fault) idle.Add((edit, fault));
        return new TopicView(fit, replay, idle);
    }

    /// <summary>Whether a topic is there, at whatever level: of this fit, and not merged into another.</summary>
    public bool Has(int topic) => _replay.Has(topic);

    /// <summary>The topic that another went into when people merged them, where that one is still there; null where it was not merged.</summary>
    public int? MergedInto(int topic)
    {
        while (!Has(topic) && _replay.MergedInto(topic) is { } into) topic = into;
        return Has(topic) ? topic : null;
    }

    /// <summary>The hidden topic that a topic is hidden with: itself, or one that it lies within; null where it is not hidden.</summary>
    public int? HiddenWith(int topic) => _replay.HiddenWith(topic);

    /// <summary>Whether two topics have exactly the same tickets, such as a topic and the group that it is alone in.</summary>
    public bool AreSame(int topic, int other) => _replay.Paths.SameAs(topic).Contains(other);

    /// <summary>What people said of the topics that are shown at a detail, and of those that they lie within.</summary>
    /// <param name="detail">Level at which topics are shown, 0 to <see cref="Levels"/> − 1.</param>
    public TopicMarks Marks(int detail) => new(
        Names,
        _replay.Pinned.SelectMany(_replay.Paths.Above).ToHashSet(),
        Topics(detail).Where(topic => topic.Hidden).Select(topic => topic.Id).ToHashSet());

    /// <summary>Why an edit can't be made now; null where it can. Stricter than a replay: every topic that it names must be there.</summary>
    public TopicEdit.Fault? Refuse(TopicEdit edit)
    {
        bool mayBeGone = edit is TopicEdit.Pin { On: false } or TopicEdit.Hide { On: false };
        if (!mayBeGone)
            foreach (int topic in edit.Topics)
                if (_replay.Missing(topic) is { } missing) return missing;
        return _replay.Fault(edit);
    }

    /// <summary>The topic that is shown for a text.</summary>
    /// <param name="text">Its hash.</param>
    /// <param name="leaf">The finest topic it was found in, −1 for none.</param>
    /// <param name="detail">Level at which topics are shown, 0 to <see cref="Levels"/> − 1.</param>
    /// <returns>Number of the topic; −1 where the text is in none.</returns>
    public int Shown(long text, int leaf, int detail) => TryPath(text, leaf, out int[]? path) ? path[ShownLevel(path, detail)] : -1;

    /// <summary>The topic that is shown for all texts of a finest topic but those that were moved.</summary>
    internal int ShownFor(int leaf, int detail) => _replay.Paths.OfLeaf(leaf) is { } path ? path[ShownLevel(path, detail)] : -1;

    /// <summary>The topics that are shown at a detail, the largest first, of one size by number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such level.</exception>
    public IReadOnlyList<Topic> Topics(int detail)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(detail);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(detail, Levels);
        Dictionary<int, int> counts = Counts(detail);
        Dictionary<int, Topic> topics = [];
        foreach ((_, int[] path) in _replay.Paths.OfLeaves)
        {
            int level = ShownLevel(path, detail), topic = path[level];
            if (topics.ContainsKey(topic)) continue;
            topics[topic] = new Topic(
                topic, [.. path[..(level + 1)].Distinct()], counts.GetValueOrDefault(topic), Names.GetValueOrDefault(topic), _replay.Pinned.Contains(topic),
                path.AsSpan(0, level + 1).ContainsAny([.. _replay.Hidden]));
        }

        return [.. topics.Values.OrderByDescending(topic => topic.Texts).ThenBy(topic => topic.Id)];
    }

    private bool IsMerged(int topic) => _replay.MergedInto(topic) is not null;

    private bool TryPath(long text, int leaf, [NotNullWhen(true)] out int[]? path) =>
        _replay.Paths.OfMoved.TryGetValue(text, out path) || (path = leaf < 0 ? null : _replay.Paths.OfLeaf(leaf)) is not null;

    // A topic that is split gives way to those within it, as far down as they are split too.
    private int ShownLevel(int[] path, int detail)
    {
        while (detail < Levels - 1 && _replay.Split.Contains(path[detail])) detail++;
        return detail;
    }

    private Dictionary<int, int> Counts(int detail)
    {
        Dictionary<int, int> counts = [];
        for (int row = 0; row < _fit.Leaves.Length; row++) Count(_fit.TextHashes[row], _fit.Leaves[row]);
        return counts;

        void Count(long text, int leaf)
        {
            int shown = Shown(text, leaf, detail);
            if (shown >= 0) counts[shown] = counts.GetValueOrDefault(shown) + 1;
        }
    }
}
