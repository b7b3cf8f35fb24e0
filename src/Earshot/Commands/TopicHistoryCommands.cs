using System.CommandLine;
using System.Globalization;
using Earshot.CommandLine;
using Earshot.Core.Topics.Life;
using Earshot.Output;
using Earshot.Sessions;
using Earshot.Storage.Workspaces;

namespace Earshot.Commands;

/// <summary><c>earshot topics history | undo</c>: what happened to topics, and taking an edit back.</summary>
internal static class TopicHistoryCommands
{
    private static readonly Argument<string?> Which = new("TOPIC")
    {
        Description = "number of the topic, also of one that is gone, or words of its name; without it, what was done to all",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Argument<int?> Event = new("EVENT")
    {
        Description = "number of the edit, as `earshot topics history` lists it; without it, the last edit",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Command[] Create() =>
    [
        new EarshotCommand("undo", "Take an edit of topics back.")
        {
            Examples = [("earshot topics undo", "the last edit"), ("earshot topics undo 12", "that of event 12, where no later one needs it")],
            Run = Undo,
        }.OnWorkspace().Reporting().With(Event, TopicEditCommands.NoRun),
        new EarshotCommand("history", "Show what happened to a topic, or what was done to all.")
        {
            Examples = [("earshot topics history", "edits and fits, oldest first"), ("earshot topics history 3", "what became of topic 3, with the evidence")],
            TakesWords = true,
            Run = History,
        }.OnWorkspace().Reporting().With(Which),
    ];

    private static int Undo(Invocation invocation)
    {
        using Session session = Session.Open(invocation, builds: true);
        LivingTopics topics = LivingTopics.Read(invocation, session);
        TopicEvent.Undone? before = Unfinished(invocation, session);
        TopicEdit edit = before is null ? TopicEdits.ToUndo(topics.Fit, session.Life.Events, invocation.Get(Event)) : Edit(session, before);
        TopicEvent undone = before ?? LivingTopics.Keep(invocation, session, new TopicEvent.Undone(edit.Sequence));
        string what = $"taken back: {TopicWords.Of(edit)} (event {edit.Sequence})";
        invocation.Say(before is null ? what : $"{what} already; what that changes is not built yet");
        (RunResult? run, string? report) = TopicEditCommands.BringUpToDate(invocation, session, TopicEdits.MovesTickets(edit));
        if (invocation.Json)
            JsonShapes.Write(invocation.Terminal.Output, new TopicEdited(undone.Sequence, what, edit.Topics, "make the edit again", run, report));
        return ExitCode.Success;
    }

    // The undo that is asked for and was done, but whose rebuild was killed: without a number that is the last event.
    private static TopicEvent.Undone? Unfinished(Invocation invocation, Session session)
    {
        TopicEvent.Undone? asked = invocation.Get(Event) is { } number
            ? session.Life.Events.OfType<TopicEvent.Undone>().FirstOrDefault(undone => undone.Edit == number)
            : session.Life.Events[^1] as TopicEvent.Undone;
        if (asked is null || invocation.Get(TopicEditCommands.NoRun)) return null;
        return BuiltTopics.HaveEdit(session, asked.Edit) ? asked : null;
    }

    private static TopicEdit Edit(Session session, TopicEvent.Undone undone) => (TopicEdit)session.Life.Events[undone.Edit - 1];

    private static int History(Invocation invocation)
    {
        using Session session = Session.Open(invocation);
        LivingTopics topics = LivingTopics.Read(invocation, session);
        int? topic = invocation.Get(Which) is { } which ? topics.Find(which, mayBeGone: true) : null;
        IReadOnlyList<TopicHistory.Entry> entries = TopicHistory.Of(session.Life.Events, topic);
        if (topic is { } number && entries.Count == 0) topics.Find(number.ToString(CultureInfo.InvariantCulture)); // says so where it never was
        if (invocation.Json)
        {
            JsonShapes.Write(invocation.Terminal.Output, entries);
            return ExitCode.Success;
        }

        if (topic is { } one && entries.Count == 0)
        {
            invocation.Say($"topic {topics.Shown(one)} is as the first fit made it");
            return ExitCode.Success;
        }

        Table table = new(TableColumn.Number("event"), TableColumn.Text("when (UTC)"), TableColumn.Number("fit"), TableColumn.Flex("what"));
        foreach (TopicHistory.Entry entry in entries)
            table.Add($"{entry.Sequence}", $"{entry.At:yyyy-MM-dd HH:mm}", $"{entry.Fit}", entry.Undone ? $"taken back: {entry.What}" : entry.What);
        table.Write(invocation.Terminal);
        return ExitCode.Success;
    }
}
