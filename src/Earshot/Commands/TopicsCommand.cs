using System.CommandLine;
using Earshot.CommandLine;
using Earshot.Core.Analysis;
using Earshot.Output;
using Earshot.Sessions;

namespace Earshot.Commands;

/// <summary><c>earshot topics</c>: the topics, largest first.</summary>
internal static class TopicsCommand
{
    private static readonly Option<bool> All = new("--all", "-a") { Description = "every topic, where there are so many that groups are listed" };

    public static EarshotCommand Create() => new EarshotCommand("topics", "List the topics: name, size, share, change, team.")
    {
        Examples =
        [
            ("earshot topics", "largest first; many topics as the groups that they lie in"),
            ("earshot topics --all", "every topic, under its group"),
            ("earshot topics --json", "with keywords, days and examples, as JSON"),
        ],
        Run = Show,
    }.OnWorkspace().Reporting().With(All)
        .WithCommands(TopicEditCommands.Create())
        .WithCommands(TopicHistoryCommands.Create())
        .WithCommands(TopicFitCommands.Create())
        .WithCommands(TopicsLabelCommand.Create(), TopicsQualityCommand.Create());

    private static int Show(Invocation invocation)
    {
        AnalysisDocument analysis = Session.Open(invocation).Analysis();
        if (invocation.Json)
        {
            JsonShapes.Write(invocation.Terminal.Output, (IReadOnlyList<TopicSummary>)[.. analysis.Topics.Select(TopicCommand.Masked)]);
            return ExitCode.Success;
        }

        Write(invocation, analysis, invocation.Get(All));
        return ExitCode.Success;
    }

    /// <summary>The table of topics, and what to type next.</summary>
    /// <param name="invocation">The command.</param>
    /// <param name="analysis">The analysis.</param>
    /// <param name="all">Every topic, also where there are groups.</param>
    internal static void Write(Invocation invocation, AnalysisDocument analysis, bool all = false)
    {
        bool grouped = analysis.Groups.Count > 0;
        if (grouped && !all) WriteGroups(invocation, analysis);
        else WriteTopics(invocation, analysis);
        WriteNotes(invocation, analysis);
        if (!grouped || all) return;
        invocation.Say($"{Quantity.Count(analysis.Topics.Count, "topic")} in {Quantity.Count(analysis.Groups.Count, "group")}: `earshot topics --all` lists them, `earshot topic {analysis.Groups[0].GroupId}` one group");
    }

    private static void WriteGroups(Invocation invocation, AnalysisDocument analysis)
    {
        bool dated = analysis.Topics.Any(t => t.Change is not null);
        Table table = new(
        [
            TableColumn.Number("group"), TableColumn.Flex("name"), TableColumn.Number("tickets"), TableColumn.Number("share"),
            .. dated ? [TableColumn.Number("change")] : Array.Empty<TableColumn>(),
            TableColumn.Number("topics"), TableColumn.Flex("the largest of them"),
        ]);
        Dictionary<int, TopicSummary> topics = analysis.Topics.ToDictionary(topic => topic.TopicId);
        foreach (TopicGroup group in analysis.Groups)
        {
            table.Add([
                group.GroupId.ToString(),
                group.Name,
                Quantity.Count(group.Count),
                Quantity.Share(group.Share),
                .. dated ? [Change(group.Change)] : Array.Empty<string>(),
                Quantity.Count(group.TopicIds.Count) + (group.HiddenTopics == 0 ? "" : $" + {group.HiddenTopics} hidden"),
                string.Join("; ", group.TopicIds.Select(id => topics[id]).OrderByDescending(topic => topic.Count).Take(3).Select(topic => topic.Name))]);
        }

        table.Write(invocation.Terminal);
    }

    /// <summary>Every topic, under its group where there are groups.</summary>
    internal static void WriteTopics(Invocation invocation, AnalysisDocument analysis)
    {
        bool dated = analysis.Topics.Any(t => t.Change is not null);
        TableColumn[] columns =
        [
            TableColumn.Number("topic"), TableColumn.Flex("name"), TableColumn.Number("tickets"), TableColumn.Number("share"),
            .. dated ? [TableColumn.Number("change")] : Array.Empty<TableColumn>(),
            TableColumn.Text("team"), TableColumn.Flex("keywords"),
        ];
        Table table = new(columns);
        foreach ((TopicGroup? group, TopicSummary topic) in Ordered(analysis))
        {
            if (group is not null)
            {
                table.Add([
                    group.GroupId.ToString(),
                    group.Name,
                    Quantity.Count(group.Count),
                    Quantity.Share(group.Share),
                    .. dated ? [Change(group.Change)] : Array.Empty<string>(),
                    "",
                    string.Join(", ", group.Keywords.Take(5).Select(k => k.Term))]);
            }

            table.Add([
                topic.TopicId.ToString(),
                topic.GroupId is null ? topic.Name : "  " + topic.Name,
                Quantity.Count(topic.Count),
                Quantity.Share(topic.Share),
                .. dated ? [Change(topic.Change)] : Array.Empty<string>(),
                topic.Team,
                string.Join(", ", topic.Keywords.Take(5).Select(k => k.Term))]);
        }

        table.Write(invocation.Terminal);
    }

    // Under groups, each group stands before the first of its topics.
    private static IEnumerable<(TopicGroup? Group, TopicSummary Topic)> Ordered(AnalysisDocument analysis)
    {
        if (analysis.Groups.Count == 0) return analysis.Topics.Select(topic => ((TopicGroup?)null, topic));
        Dictionary<int, TopicSummary> topics = analysis.Topics.ToDictionary(topic => topic.TopicId);
        return analysis.Groups.SelectMany(group => group.TopicIds.Select((id, place) => (place == 0 ? group : null, topics[id])));
    }

    private static void WriteNotes(Invocation invocation, AnalysisDocument analysis)
    {
        if (analysis.HiddenTopics > 0)
        {
            string are = analysis.HiddenTopics == 1 ? "is" : "are";
            invocation.Say($"{Quantity.Count(analysis.HiddenTopics, "topic")} {are} hidden; `earshot topics show N` shows one again");
        }

        CorpusCounts counts = analysis.Counts;
        if (counts.WithoutTopic > 0) invocation.Say($"{Quantity.Count(counts.WithoutTopic, "ticket")} ({Quantity.Share((double)counts.WithoutTopic / counts.Tickets)}) in no topic: they fit nowhere");
        if (counts is { UnclearBelow: { } below, Unclear: > 0 })
            invocation.Say($"{Quantity.Count(counts.Unclear, "ticket")} ({Quantity.Share((double)counts.Unclear / counts.Tickets)}) unclear: they may as well belong to another topic (membership below {below:0.00})");
        if (analysis.Topics.FirstOrDefault(t => t.Change is not null)?.Change is { } change)
        {
            string days = change.WindowDays == 1 ? "the last day against the day" : $"the last {change.WindowDays} days against the {change.WindowDays}";
            invocation.Say($"change: share of {days} before, in percentage points; – where it may be chance");
        }
        else if (analysis.Days.Count > 1)
        {
            invocation.Say("no change is shown: there are too few tickets in the newest days, or in those before, to compare them");
        }
    }

    /// <summary>"+2.8", in percentage points; "–" where it may be chance.</summary>
    private static string Change(TopicChange? change) => change?.Points?.ToString("+0.0;-0.0;0.0") ?? "–";
}
