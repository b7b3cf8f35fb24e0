namespace Earshot.Core.Topics.Life;

/// <summary>What happened to topics, from the events of a workspace.</summary>
public static class TopicHistory
{
    /// <summary>Something in the life of a topic.</summary>
    /// <param name="Sequence">Sequence number of the event.</param>
    /// <param name="At">When, UTC.</param>
    /// <param name="Fit">The fit that was current then; null before the first.</param>
    /// <param name="What">What happened, in plain words.</param>
    /// <param name="Undone">Whether it was taken back later: an edit undone, a fit rolled back.</param>
    /// <param name="Transition">What the refit made of it; null for edits.</param>
    public sealed record Entry(int Sequence, DateTimeOffset At, int? Fit, string What, bool Undone, TopicTransition? Transition);

    /// <summary>What happened, oldest first. Candidates that were never promoted are no part of it.</summary>
    /// <param name="events">All events of the workspace.</param>
    /// <param name="topic">The topic whose history is asked for; null for everything but transitions.</param>
    public static IReadOnlyList<Entry> Of(IReadOnlyList<TopicEvent> events, int? topic)
    {
        HashSet<int> undone = [.. events.OfType<TopicEvent.Undone>().Select(undo => undo.Edit), .. RolledBack(events)];
        Dictionary<int, TopicEvent.Fitted> made = [];
        List<Entry> entries = [];
        List<int> line = [];
        foreach (TopicEvent @event in events)
        {
            switch (@event)
            {
                case TopicEvent.Fitted fit: made[fit.Fit] = fit; continue;
                case TopicEvent.Promoted promoted: line.Add(promoted.Fit); break;
                case TopicEvent.RolledBack when line.Count > 0: line.RemoveAt(line.Count - 1); break;
            }

            if (topic is null)
            {
                Add(@event, TopicWords.Of(@event), null);
            }
            else if (@event is TopicEvent.Promoted promoted)
            {
                foreach (TopicTransition transition in made.GetValueOrDefault(promoted.Fit)?.Transitions ?? [])
                    if (transition.Touches(topic.Value)) Add(@event, TopicWords.Of(transition), transition);
            }
            else if (Names(@event, topic.Value))
            {
                Add(@event, TopicWords.Of(@event), null);
            }
        }

        return entries;

        void Add(TopicEvent @event, string what, TopicTransition? transition) => entries.Add(new Entry(
            @event.Sequence, @event.At, line.Count == 0 ? null : line[^1], what, undone.Contains(@event.Sequence), transition));
    }

    /// <summary>What became of a topic that is no longer there: the last that is told of it; null where nothing is.</summary>
    public static string? WhatBecameOf(IReadOnlyList<TopicEvent> events, int topic) =>
        Of(events, topic).LastOrDefault(entry => !entry.Undone && (entry.Transition?.Before.Contains(topic) ?? true)) is { } last
            ? $"{last.What} ({(last.Transition is null ? "" : $"fit {last.Fit}, ")}{last.At:yyyy-MM-dd})"
            : null;

    private static bool Names(TopicEvent @event, int topic) => @event is TopicEdit edit && edit.Topics.Contains(topic);

    // Sequence numbers of the promotions that a rollback took back.
    private static IEnumerable<int> RolledBack(IReadOnlyList<TopicEvent> events)
    {
        Stack<int> line = [];
        foreach (TopicEvent @event in events)
        {
            if (@event is TopicEvent.Promoted) line.Push(@event.Sequence);
            else if (@event is TopicEvent.RolledBack && line.TryPop(out int sequence)) yield return sequence;
        }
    }
}
