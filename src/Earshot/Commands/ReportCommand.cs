using System.CommandLine;
using Earshot.CommandLine;
using Earshot.Core;
using Earshot.Core.Analysis;
using Earshot.Output;
using Earshot.Sessions;
using Earshot.Storage.Reports;

namespace Earshot.Commands;

/// <summary>What <c>earshot report --json</c> prints.</summary>
internal sealed record ReportWritten(string Report, IReadOnlyList<string> Files);

/// <summary><c>earshot report</c>: the files to look at and to mail.</summary>
internal static class ReportCommand
{
    /// <summary>Above it the table of assignments is written only when it is asked for.</summary>
    internal const long MostAssignments = 1_000_000;

    private static readonly Option<string> To =
        new("--output", "-o") { Description = "folder to write to; without one, reports/ in the workspace", HelpName = "FOLDER" };
    private static readonly Option<bool> NoMask = new("--no-mask") { Description = "show personal data as it is" };
    private static readonly Option<bool> All = new("--assignments") { Description = "write assignments.csv however many tickets there are" };

    public static EarshotCommand Create() => new EarshotCommand("report", "Write the report: one HTML file, tables, a summary, pictures.")
    {
        Examples =
        [
            ("earshot report", "report.html, summary.txt, topics.csv, assignments.csv, scatter and sizes as SVG and PNG"),
            ("earshot report --output for-anna", "into another folder"),
        ],
        Run = Execute,
    }.OnWorkspace().Reporting().With(To, NoMask, All);

    private static int Execute(Invocation invocation)
    {
        string? folder = invocation.Get(To) is { } given ? invocation.FullPath(given) : null;
        if (folder is not null) OutputPlace.RequireFolder("--output", folder);
        Session session = Session.Open(invocation);
        ReportWritten written = Write(invocation, session, folder, mask: !invocation.Get(NoMask), invocation.Get(All));
        if (invocation.Json)
        {
            JsonShapes.Write(invocation.Terminal.Output, written);
            return ExitCode.Success;
        }

        foreach (string file in written.Files) invocation.Terminal.Output.WriteLine(file);
        return ExitCode.Success;
    }

    /// <summary>
    /// Writes the report of a workspace again where it has one, so that it shows what was just done to the topics; what is wrong with the disk is a warning,
    /// for that is done.
    /// </summary>
    /// <returns>The path of the report; null where there is none, or it could not be written.</returns>
    internal static string? Refresh(Invocation invocation, Session session)
    {
        string folder = session.Workspace.At("reports");
        if (!File.Exists(Path.Combine(folder, ReportFiles.Html))) return null;
        try
        {
            bool all = File.Exists(Path.Combine(folder, ReportFiles.Assignments));
            string report = Write(invocation, session, folder: null, mask: true, allAssignments: all).Report;
            invocation.Say($"report: {report}");
            return report;
        }
        catch (EarshotException e)
        {
            invocation.Observer.Warned($"the report is as it was before: {e.Message}", "`earshot report` writes it again");
            return null;
        }
    }

    /// <summary>Writes the files of the workspace's analysis.</summary>
    internal static ReportWritten Write(Invocation invocation, Session session, string? folder, bool mask, bool allAssignments)
    {
        AnalysisDocument analysis = session.Analysis();
        bool assignments = allAssignments || analysis.Counts.Tickets <= MostAssignments;
        try
        {
            IReadOnlyList<string> files = new ReportFiles(session.Workspace, session.Definitions, mask)
                .Write(analysis, folder ?? session.Workspace.At("reports"), assignments, invocation.Cancellation);
            if (!assignments)
                invocation.Say($"assignments.csv is left out for {Quantity.Count(analysis.Counts.Tickets, "ticket")}; `earshot export assignments` writes it");
            return new ReportWritten(files[0], files);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw OutputPlace.Fault("the report", "--output", e);
        }
    }
}
