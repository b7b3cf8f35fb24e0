using System.Globalization;
using Earshot.CommandLine;
using Earshot.Connectors.Chat;
using Earshot.Core;
using Earshot.Core.Labels;
using Earshot.Storage.Workspaces;

namespace Earshot.Sessions;

/// <summary>What <c>earshot cluster --daily --label --json</c> prints of the labels.</summary>
/// <param name="Named">Issues that got a label.</param>
/// <param name="Failed">Issues that no service could name.</param>
/// <param name="Reused">Issues that had a label before, or whose evidence another issue shares.</param>
/// <param name="Left">Issues that were not asked for, since a cap was reached.</param>
internal sealed record IssueLabels(int Named, int Failed, int Reused, int Left, long Calls, long Retries, long InputTokens, long OutputTokens, decimal Cost);

/// <summary>Names the issues of all days by a language model: those without a label, the largest first.</summary>
internal static class IssueLabelJob
{
    private const string Query = """
        SELECT issue_id, size, keywords, title, text FROM issues JOIN issue_evidence USING (issue_id) WHERE fingerprint IS NOT NULL
        ORDER BY size DESC, issue_id, rank
        """;

    /// <summary>Refuses to begin where the settings name no language model.</summary>
    public static void RequireService(Invocation invocation)
    {
        using LabelServices services = new(invocation);
        if (!services.Any) throw LabelServices.NoService();
    }

    /// <summary>Asks for labels.</summary>
    /// <exception cref="EarshotException">No service is set, or another process labels this workspace.</exception>
    public static IssueLabels Run(Invocation invocation, Session session)
    {
        string again = $"earshot cluster --daily --label --workspace {session.Workspace.Folder}";
        LabelRoundOutcome round = new LabelRound(invocation, session.Workspace, "issue", again).Run(Issues(invocation, session), int.MaxValue);
        int failed = round.Asked.Count(issue => issue.Label.LabelFailed);
        ChatUsage usage = round.Usage;
        return new IssueLabels(
            round.Asked.Count - failed, failed, round.Reused, round.Left, usage.Calls, usage.Retries, usage.InputTokens, usage.OutputTokens, usage.Cost);
    }

    // Numbered by size: a label is kept by the evidence, so the number is for this run alone.
    private static List<TopicDescription> Issues(Invocation invocation, Session session)
    {
        using SqlSession sql = new(session.Workspace, session.AllDefinitions, session.Sources, session.Limits);
        List<TopicDescription> issues = [];
        List<TicketExcerpt> evidence = [];
        string? before = null;
        sql.Query(
            Query,
            (_, cells) =>
            {
                if (cells[0] != before)
                {
                    (before, evidence) = (cells[0], []);
                    issues.Add(new TopicDescription(issues.Count, long.Parse(cells[1]!, CultureInfo.InvariantCulture), cells[2]!.Split("; "), evidence));
                }

                evidence.Add(new TicketExcerpt(cells[3], cells[4]!));
            },
            invocation.Cancellation);
        return issues;
    }
}
