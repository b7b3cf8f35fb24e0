using Earshot.CommandLine;
using Earshot.Core.Analysis;
using Earshot.Output;
using Earshot.Sessions;

namespace Earshot.Commands;

/// <summary><c>earshot topics</c>: the topics, largest first.</summary>
internal static class TopicsCommand
{
    public static EarshotCommand Create() => new EarshotCommand("topics", "List the topics: name, size, share, change, team.")
    {
        Examples = [("earshot topics", "largest first"), ("earshot topics --json", "with keywords, days and examples, as JSON")],
        Run = Show,
    }.OnWorkspace().Reporting().WithCommands(TopicsLabelCommand.Create());

    private static int Show(Invocation invocation)
    {
        AnalysisDocument analysis = Session.Open(invocation).Analysis();
        if (invocation.Json)
        {
            JsonShapes.Write(invocation.Terminal.Output, (IReadOnlyList<TopicSummary>)[.. analysis.Topics.Select(TopicCommand.Masked)]);
            return ExitCode.Success;
        }

        Write(invocation, analysis);
        return ExitCode.Success;
    }

    /// <summary>The table of topics, and what to type next.</summary>
    internal static void Write(Invocation invocation, AnalysisDocument analysis)
    {
        bool dated = analysis.Topics.Any(t => t.Change is not null);
        TableColumn[] columns =
        [
            TableColumn.Number("topic"), TableColumn.Flex("name"), TableColumn.Number("tickets"), TableColumn.Number("share"),
            .. dated ? [TableColumn.Number("change")] : Array.Empty<TableColumn>(),
            TableColumn.Text("team"), TableColumn.Flex("keywords"),
        ];
        Table table = new(columns);
        foreach (TopicSummary topic in analysis.Topics)
        {
            table.Add([
                topic.TopicId.ToString(),
                topic.Name,
                Quantity.Count(topic.Count),
                Quantity.Share(topic.Share),
                .. dated ? [Change(topic.Change)] : Array.Empty<string>(),
                topic.Team,
                string.Join(", ", topic.Keywords.Take(5).Select(k => k.Term))]);
        }

        table.Write(invocation.Terminal);
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
