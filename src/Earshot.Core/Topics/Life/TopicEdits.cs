using Earshot.Core.Topics.Fits;

namespace Earshot.Core.Topics.Life;

/// <summary>Which edits count, and which can be taken back.</summary>
public static class TopicEdits
{
    /// <summary>The edits that were not taken back, in their order.</summary>
    public static IReadOnlyList<TopicEdit> Active(IReadOnlyList<TopicEvent> events)
    {
        HashSet<int> undone = [.. events.OfType<TopicEvent.Undone>().Select(undo => undo.Edit)];
        return [.. events.OfType<TopicEdit>().Where(edit => !undone.Contains(edit.Sequence))];
    }

    /// <summary>Whether an edit changes which topics tickets are in; others change how topics are shown.</summary>
    public static bool MovesTickets(TopicEdit edit) => edit is TopicEdit.Merge or TopicEdit.Split or TopicEdit.Move;

    /// <summary>The edit in force that already does what another would do; null where there is none. Only edits that move tickets are looked at.</summary>
    /// <param name="events">All events of the workspace.</param>
    /// <param name="edit">The edit that somebody asks for.</param>
    public static TopicEdit? InForce(IReadOnlyList<TopicEvent> events, TopicEdit edit)
    {
        IReadOnlyList<TopicEdit> active = Active(events);
        return edit switch
        {
            TopicEdit.Merge merge => active.OfType<TopicEdit.Merge>()
                .LastOrDefault(other => other.Parts[0] == merge.Parts[0] && merge.Parts.All(other.Parts.Contains)),
            TopicEdit.Split split => active.OfType<TopicEdit.Split>().LastOrDefault(other => other.Topic == split.Topic),

            // a text is where the last move put it
            TopicEdit.Move move => active.OfType<TopicEdit.Move>().LastOrDefault(other => other.Texts.Any(move.Texts.Contains)) is { } last
                && last.Topic == move.Topic && move.Texts.All(last.Texts.Contains) ? last : null,
            _ => null,
        };
    }

    /// <summary>The edits that changed which topics tickets are in since an event, those that were taken back since then among them.</summary>
    /// <param name="events">All events of the workspace.</param>
    /// <param name="last">Sequence number of the event.</param>
    public static IEnumerable<TopicEdit> MovedSince(IReadOnlyList<TopicEvent> events, int last)
    {
        HashSet<int> undone = [.. events.OfType<TopicEvent.Undone>().Where(undo => undo.Sequence > last).Select(undo => undo.Edit)];
        return events.OfType<TopicEdit>().Where(edit => (edit.Sequence > last || undone.Contains(edit.Sequence)) && MovesTickets(edit));
    }

    /// <summary>The edit that an undo takes back: the last one, or that of a number where no later one needs it.</summary>
    /// <param name="fit">The current fit.</param>
    /// <param name="events">All events of the workspace.</param>
    /// <param name="sequence">Sequence number of the edit; null for the last.</param>
    /// <exception cref="EarshotException">There is none, it was taken back before, or a later edit needs it.</exception>
    public static TopicEdit ToUndo(TopicFit fit, IReadOnlyList<TopicEvent> events, int? sequence)
    {
        IReadOnlyList<TopicEdit> active = Active(events);
        if (sequence is null && active.Count > 0) return active[^1];
        if (sequence is null) throw new EarshotException("there is no edit of topics to take back", "`earshot topics history` lists what was done", 2);
        TopicEdit edit = active.FirstOrDefault(edit => edit.Sequence == sequence) ?? throw NotActive(events, sequence.Value);
        HashSet<TopicEdit> idle = [.. TopicView.Replay(fit, active).Idle.Select(idle => idle.Edit)];
        TopicEdit[] needy =
        [
            .. TopicView.Replay(fit, active.Where(other => other.Sequence != sequence)).Idle
                .Select(without => without.Edit).Where(other => other.Sequence > sequence && !idle.Contains(other)),
        ];
        if (needy.Length == 0) return edit;
        throw new EarshotException(
            $"{TopicWords.Of(edit)} (event {sequence}) can't be taken back alone: {TopicWords.Of(needy[^1])} (event {needy[^1].Sequence}) needs it",
            $"take that back first: earshot topics undo {needy[^1].Sequence}",
            2);
    }

    private static EarshotException NotActive(IReadOnlyList<TopicEvent> events, int sequence)
    {
        const string List = "`earshot topics history` lists the events with their numbers";
        if (events.OfType<TopicEvent.Undone>().FirstOrDefault(undo => undo.Edit == sequence) is { } undo)
            return new EarshotException($"event {sequence} was taken back on {undo.At:yyyy-MM-dd}", List, 2);
        return events.FirstOrDefault(other => other.Sequence == sequence) switch
        {
            null => new EarshotException($"there is no event {sequence}", List, 2),
            TopicEvent.Undone => new EarshotException($"event {sequence} is itself an undo", "make the edit again to have it back", 2),
            TopicEvent.Promoted or TopicEvent.RolledBack =>
                new EarshotException($"event {sequence} is no edit but made another fit current", "earshot topics rollback", 2),
            _ => new EarshotException($"event {sequence} is no edit", List, 2),
        };
    }
}
