using Earshot.CommandLine;
using Earshot.Commands;
using Earshot.Core.Analysis;
using Earshot.Core.Text;
using Earshot.Output;
using Earshot.Storage.Workspaces;

namespace Earshot.Sessions;

/// <summary>What <c>demo</c> and <c>analyze</c> print as JSON.</summary>
internal sealed record MainJobResult(string Workspace, RunResult Run, string Report, long Tickets, long Rejected, IReadOnlyList<TopicSummary> Topics);

/// <summary>The end that <c>demo</c> and <c>analyze</c> share: build, report, show.</summary>
internal static class MainJob
{
    /// <summary>Builds what is missing, writes the report and prints the topics.</summary>
    public static int Finish(Invocation invocation, Session session)
    {
        RunResult run = session.Run();
        ReportWritten report = ReportCommand.Write(invocation, session, folder: null, mask: true, allAssignments: false);
        AnalysisDocument analysis = session.Analysis();
        ClusterNote.Tell(invocation, analysis);
        if (invocation.Json)
        {
            JsonShapes.Write(
                invocation.Terminal.Output,
                new MainJobResult(
                    session.Workspace.Folder,
                    run,
                    report.Report,
                    analysis.Counts.Tickets,
                    analysis.Counts.Rejected,
                    [.. analysis.Topics.Select(TopicCommand.Masked)]));
            return ExitCode.Success;
        }

        invocation.Say(RunCommand.Summary(run));
        invocation.Say("");
        TopicsCommand.Write(invocation, analysis);
        LastTime.Tell(invocation, session, analysis);
        if (analysis.Recommendations.Count > 0) invocation.Say("");
        foreach (string line in analysis.Recommendations.Take(3)) invocation.Say("· " + SafeText.ForTerminal(line));
        invocation.Say("");
        string option = Path.GetRelativePath(invocation.Surroundings.CurrentFolder, session.Workspace.Folder);
        invocation.Say($"report: {report.Report}");
        if (analysis.Topics.Count > 0) invocation.Say($"next:   earshot topic {analysis.Topics[0].TopicId} -w {Quoted(option)}   one topic with examples");
        string next = analysis.Topics.Count > 0 ? "        " : "next:   ";
        invocation.Say($"{next}earshot sql \"SELECT * FROM topics\" -w {Quoted(option)}   any question in SQL");
        return ExitCode.Success;
    }

    private static string Quoted(string path) => path.Contains(' ') ? $"\"{path}\"" : path;
}
