using System.CommandLine;
using Earshot.CommandLine;
using Earshot.Core;
using Earshot.Core.Analysis;
using Earshot.Core.Topics.Life;
using Earshot.Output;
using Earshot.Sessions;
using Earshot.Storage.Workspaces;

namespace Earshot.Commands;

/// <summary>What an edit of topics prints as JSON.</summary>
/// <param name="Event">Its number.</param>
/// <param name="What">What happened, in plain words.</param>
/// <param name="Topics">The topics that it names.</param>
/// <param name="Undo">The command that takes it back.</param>
/// <param name="Run">What was built for it; null where nothing was.</param>
/// <param name="Report">The report, which was written again; null where there is none, or it was left as it is.</param>
internal sealed record TopicEdited(int Event, string What, IReadOnlyList<int> Topics, string Undo, RunResult? Run, string? Report);

/// <summary><c>earshot topics rename | merge | split | pin | unpin | hide | show | move</c>: edits, kept as events and replayed onto every later fit.</summary>
internal static class TopicEditCommands
{
    /// <summary>Leaves what an edit makes stale for the next run.</summary>
    internal static readonly Option<bool> NoRun = new("--no-run")
    {
        Description = "leave what it makes stale to the next `earshot run`, and the report to `earshot report`",
    };

    private static readonly Argument<string> Which = new("TOPIC") { Description = "number of the topic, as `earshot topics` lists it, or words of its name" };
    private static readonly Argument<string> Name = new("NAME") { Description = "what it is to be called" };
    private static readonly Argument<string[]> Several = new("TOPIC")
    {
        Description = "the topic that stays, then those that go into it",
        Arity = new ArgumentArity(2, 1000),
    };

    private static readonly Argument<string[]> Tickets = new("TICKET")
    {
        Description = "ids of tickets: Earshot's, or those of their source",
        Arity = new ArgumentArity(1, 1000),
    };

    private static readonly Option<string> To = new("--to") { Description = "the topic that they belong to", HelpName = "TOPIC", Required = true };

    private const int LongestName = 200;

    public static Command[] Create() =>
    [
        Edit(
            "rename", "Give a topic a name of your own.", Rename,
            ("earshot topics rename 3 \"Refund not received\"", "in lists and reports, and in every later fit that has topic 3")).With(Which, Name),
        Edit(
            "merge", "Make one topic of several.", Merge,
            ("earshot topics merge 3 7", "what is in 7, now and later, is in 3")).With(Several, NoRun),
        Edit(
            "split", "Show the topics within a topic in its place.", Split,
            ("earshot topics split 3", "the finer topics that 3 consists of")).With(Which, NoRun),
        Edit(
            "pin", "Have a topic in every later fit, and first in lists.", Pin,
            ("earshot topics pin 3", "a candidate without topic 3 is not promoted unless you insist")).With(Which),
        Edit(
            "unpin", "Let a pinned topic go.", Unpin,
            ("earshot topics unpin 3", "topic 3 is a topic like others again")).With(Which),
        Edit(
            "hide", "Leave a topic out of lists and reports.", Hide,
            ("earshot topics hide 3", "its tickets stay in it, and are counted")).With(Which),
        Edit(
            "show", "Show a hidden topic again.", Show,
            ("earshot topics show 3", "in lists and reports again")).With(Which),
        Edit(
            "move", "Put tickets into a topic, whatever the fit says.", Move,
            ("earshot topics move T-17 T-29 --to 3", "two tickets, and all with the same texts")).With(Tickets, To, NoRun),
    ];

    private static EarshotCommand Edit(
        string name, string description, Func<Invocation, Session, LivingTopics, TopicEdit> decide, (string Line, string Meaning) example) =>
        new EarshotCommand(name, description) { Examples = [example], TakesWords = true, Run = invocation => Run(invocation, decide) }
            .OnWorkspace().Reporting();

    private static int Run(Invocation invocation, Func<Invocation, Session, LivingTopics, TopicEdit> decide)
    {
        using Session session = Session.Open(invocation, builds: true);
        LivingTopics topics = LivingTopics.Read(invocation, session);
        TopicEdit edit = decide(invocation, session, topics);
        if (TopicEdits.InForce(session.Life.Events, edit) is { } before && Again(invocation, session, before)) return ExitCode.Success;
        if (topics.View.Refuse(edit) is { } fault) throw new EarshotException(fault.Message, fault.Hint, ExitCode.Usage);
        var kept = (TopicEdit)LivingTopics.Keep(invocation, session, edit);
        invocation.Say($"{TopicWords.Of(kept)} (event {kept.Sequence}); `{UndoOf(kept)}` takes it back");
        Finish(invocation, session, kept);
        return ExitCode.Success;
    }

    // An edit whose rebuild was killed, or left out, is finished when it is typed again.
    private static bool Again(Invocation invocation, Session session, TopicEdit before)
    {
        string done = $"{TopicWords.Of(before)} already (event {before.Sequence})";
        if (session.Plan().Count == 0)
        {
            if (before is not TopicEdit.Move) return false; // the topics themselves say why not
            throw new EarshotException(done, $"`{UndoOf(before)}` takes it back", ExitCode.Usage);
        }

        invocation.Say($"{done}; what it changes is not built yet");
        Finish(invocation, session, before);
        return true;
    }

    private static void Finish(Invocation invocation, Session session, TopicEdit kept)
    {
        (RunResult? run, string? report) = BringUpToDate(invocation, session, TopicEdits.MovesTickets(kept));
        if (kept is TopicEdit.Split split && run is not null) TellParts(invocation, session, split.Topic);
        if (invocation.Json)
        {
            TopicEdited edited = new(kept.Sequence, TopicWords.Of(kept), kept.Topics, UndoOf(kept), run, report);
            JsonShapes.Write(invocation.Terminal.Output, edited);
        }
    }

    private static void TellParts(Invocation invocation, Session session, int topic)
    {
        LivingTopics topics = LivingTopics.Read(invocation, session);
        invocation.Say($"shown in its place: {string.Join("; ", topics.ShownWithin(topic).Select(topics.Shown))}");
    }

    private static string UndoOf(TopicEdit edit) => $"earshot topics undo {edit.Sequence}";

    /// <summary>Builds what events made stale, and writes the report again where there is one; does neither with <c>--no-run</c>.</summary>
    /// <param name="invocation">The command.</param>
    /// <param name="session">The workspace, opened before the events were kept.</param>
    /// <param name="builds">Whether the events made anything stale but the report.</param>
    internal static (RunResult? Run, string? Report) BringUpToDate(Invocation invocation, Session session, bool builds)
    {
        session.ReadLife();
        if (invocation.Get(NoRun))
        {
            invocation.Say(builds
                ? "tickets, analysis and report are as they were: `earshot run` brings them up to date, then `earshot report` the report"
                : "the report is as it was: `earshot report` brings it up to date");
            return (null, null);
        }

        if (!builds) return (null, ReportCommand.Refresh(invocation, session));
        RunResult run = session.Run();
        invocation.Say(RunCommand.Summary(run));
        return (run, ReportCommand.Refresh(invocation, session));
    }

    private static TopicEdit.Rename Rename(Invocation invocation, Session session, LivingTopics topics)
    {
        int topic = topics.Find(invocation.Get(Which)!);
        string name = invocation.Get(Name)!.Trim();
        if (name.Length is 0 or > LongestName || name.Any(char.IsControl))
        {
            throw new EarshotException(
                name.Length == 0 ? "the name is empty"
                    : name.Length > LongestName ? $"the name has {name.Length} characters" : "the name has control characters",
                $"a name has 1 to {LongestName} characters, and no line breaks",
                ExitCode.Usage);
        }

        IEnumerable<TopicSummary> others = topics.Analysis.Topics.Where(other => !topics.View.AreSame(other.TopicId, topic));
        if (others.FirstOrDefault(other => other.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } taken)
        {
            throw new EarshotException(
                $"topic {taken.TopicId} is called \"{taken.Name}\" already",
                $"another name; or, where both are one: earshot topics merge {taken.TopicId} {topic}",
                ExitCode.Usage);
        }

        return new TopicEdit.Rename(topic, name);
    }

    private static TopicEdit.Merge Merge(Invocation invocation, Session session, LivingTopics topics) =>
        new([.. invocation.Get(Several)!.Select(which => topics.Find(which, mayBeMerged: true))]);

    // What is not shown at this detail has nothing to give way to its parts.
    private static TopicEdit.Split Split(Invocation invocation, Session session, LivingTopics topics)
    {
        int topic = topics.Find(invocation.Get(Which)!);
        TopicEdit.Split split = new(topic);
        if (TopicEdits.InForce(session.Life.Events, split) is not null) return split;
        int[] within = topics.ShownWithin(topic);
        if (within.Length > 0 && !within.Contains(topic))
        {
            throw new EarshotException(
                $"topic {topic} is a group: its topics are {string.Join(", ", within.Select(topics.Shown))}",
                $"split one of them: earshot topics split {within[0]}",
                ExitCode.Usage);
        }

        if (topics.ShownFor(topic) is { } coarser)
        {
            throw new EarshotException(
                $"topic {topic} is not shown by itself: it lies within {topics.Shown(coarser)}",
                $"split that one first: earshot topics split {coarser}",
                ExitCode.Usage);
        }

        return split;
    }

    private static TopicEdit.Pin Pin(Invocation invocation, Session session, LivingTopics topics) => new(topics.Find(invocation.Get(Which)!), On: true);

    private static TopicEdit.Pin Unpin(Invocation invocation, Session session, LivingTopics topics) =>
        new(topics.Find(invocation.Get(Which)!, mayBeGone: true), On: false);

    private static TopicEdit.Hide Hide(Invocation invocation, Session session, LivingTopics topics) => new(topics.Find(invocation.Get(Which)!), On: true);

    private static TopicEdit.Hide Show(Invocation invocation, Session session, LivingTopics topics) =>
        new(topics.Find(invocation.Get(Which)!, mayBeGone: true), On: false);

    private static TopicEdit.Move Move(Invocation invocation, Session session, LivingTopics topics)
    {
        int topic = topics.Find(invocation.Get(To)!);
        using SqlSession sql = new(session.Workspace, session.AllDefinitions, session.Sources, session.Limits);
        SortedSet<long> texts = [];
        foreach (string ticket in invocation.Get(Tickets)!)
        {
            long id = SimilarCommand.FindTicket(sql, ticket, invocation.Cancellation);
            (long Hash, bool HasWords)? text = null;
            sql.Query(
                $"SELECT text_hash, scale <> 0 FROM embeddings WHERE ticket_id = {id}",
                (_, cells) => text = (long.Parse(cells[0]!), cells[1] == "true"),
                invocation.Cancellation);
            if (text is not { } known)
                throw new EarshotException($"ticket {ticket} has no embedding yet", "bring the workspace up to date with `earshot run`", ExitCode.Usage);
            if (!known.HasWords)
            {
                throw new EarshotException(
                    $"the text of ticket {ticket} has no words to go by", "tickets are moved by their texts: leave it out", ExitCode.Usage);
            }

            texts.Add(known.Hash);
        }

        return new TopicEdit.Move([.. texts], topic);
    }
}
