using System.Globalization;
using Earshot.CommandLine;
using Earshot.Core.Assets;
using Earshot.Core.Clusters.Daily;
using Earshot.Core.Text;
using Earshot.Numerics.Density;
using Earshot.Output;
using Earshot.Storage.Sources;
using Earshot.Storage.Workspaces;

namespace Earshot.Sessions;

/// <summary>What <c>earshot cluster --daily --json</c> prints.</summary>
/// <param name="Labels">What came of asking for labels; null where none were asked for.</param>
internal sealed record DailyClusters(string Workspace, RunResult Run, IssueLabels? Labels, IReadOnlyList<DayFound> Days);

/// <summary>A day with its clusters.</summary>
/// <param name="Day">yyyy-MM-dd.</param>
/// <param name="Tickets">Tickets of the day.</param>
/// <param name="DistinctTexts">Different texts that clusters were looked for among.</param>
/// <param name="Clusters">Clusters among them.</param>
/// <param name="NoiseShare">Share of the tickets in none, 0 to 1.</param>
/// <param name="LargestShare">Share of the tickets in the largest, 0 to 1.</param>
/// <param name="LargestIssue">What the largest is about; null where there is none.</param>
internal sealed record DayFound(string Day, long Tickets, int DistinctTexts, int Clusters, double NoiseShare, double LargestShare, string? LargestIssue);

/// <summary>Clusters each day by itself, keeps the tables and shows the days.</summary>
internal static class DailyClusterJob
{
    private const int ShownOnScreen = 60;
    private const double Half = 0.5;

    private const string Query = """
        SELECT day, count(*), count(DISTINCT cluster_id) FILTER (cluster_id >= 0), avg((cluster_id < 0)::INTEGER),
            coalesce(any_value(largest), 0) / count(*), any_value(canonical_title)
        FROM cluster_assignments
            LEFT JOIN (SELECT day, size AS largest, canonical_title FROM issues WHERE cluster_id = 0) USING (day)
        GROUP BY day ORDER BY day
        """;

    /// <summary>Does it.</summary>
    /// <param name="invocation">The command.</param>
    /// <param name="label">Whether a language model names the issues.</param>
    public static int Run(Invocation invocation, bool label)
    {
        if (label) IssueLabelJob.RequireService(invocation);
        using Session session = Session.Open(invocation, builds: true);
        session.KeepSettings();
        RunResult run = session.RunDaily();
        IssueLabels? labels = label ? IssueLabelJob.Run(invocation, session) : null;
        IReadOnlyList<DayFound> days = Days(invocation, session);
        if (invocation.Json)
        {
            JsonShapes.Write(invocation.Terminal.Output, new DailyClusters(session.Workspace.Folder, run, labels, days));
            return ExitCode.Success;
        }

        Table table = new(
            TableColumn.Text("day"), TableColumn.Number("tickets"), TableColumn.Number("clusters"), TableColumn.Number("noise"),
            TableColumn.Flex("largest issue"));
        foreach (DayFound day in days.TakeLast(ShownOnScreen))
            table.Add(day.Day, Quantity.Count(day.Tickets), Quantity.Count(day.Clusters), Quantity.Share(day.NoiseShare), day.LargestIssue ?? "");
        table.Write(invocation.Terminal);
        if (days.Count > ShownOnScreen) invocation.Say($"the last {ShownOnScreen} of {Quantity.Count(days.Count, "day")}");
        TellLeftOut(invocation, session, days);
        WarnOfOneAndNoise(invocation, days);
        invocation.Say($"`earshot sql \"SELECT * FROM issues\" --workspace {session.Workspace.Folder}` shows all issues");
        invocation.Say("clusters, cluster_assignments and issue_evidence are tables too");
        return ExitCode.Success;
    }

    private static void TellLeftOut(Invocation invocation, Session session, IReadOnlyList<DayFound> days)
    {
        DayFound[] small = [.. days.Where(day => day.DistinctTexts < DailyAssets.FewestTexts)];
        if (small.Length > 0)
        {
            invocation.Say(
                $"{Quantity.Count(small.Sum(day => day.Tickets), "ticket")} on {Quantity.Count(small.Length, "day")} could not be clustered: "
                + $"two clusters of {HdbscanOptions.SmallestClusterSize} need {DailyAssets.FewestTexts} different texts a day; "
                + "`earshot cluster --min-cluster-size 10` takes all days together");
        }

        AssetDefinition tickets = session.Definitions.First(definition => definition.Name == TicketsAsset.Name);
        long undated = tickets.Partitions.Sum(partition => session.Workspace.FindManifest(tickets, partition)!.Rows) - days.Sum(day => day.Tickets);
        if (undated > 0) invocation.Say($"{Quantity.Count(undated, "ticket")} left out, for want of a date");
    }

    private static void WarnOfOneAndNoise(Invocation invocation, IReadOnlyList<DayFound> days)
    {
        DayFound[] clustered = [.. days.Where(day => day.DistinctTexts >= DailyAssets.FewestTexts)];
        int doubtful = clustered.Count(day => day.NoiseShare > Half || day.LargestShare > Half);
        if (doubtful == 0) return;
        string which = clustered.Length == 1 ? "the day has" : $"{Quantity.Count(doubtful)} of {Quantity.Count(clustered.Length, "day")} have";
        invocation.Observer.Warned(
            $"{which} more than half of the tickets in one cluster, or in none",
            "`earshot cluster` lays texts out before it looks for dense spots, `earshot analyze --method graph` leaves no ticket out");
    }

    private static List<DayFound> Days(Invocation invocation, Session session)
    {
        using SqlSession sql = new(session.Workspace, session.AllDefinitions, session.Sources, session.Limits);
        AssetDefinition assignments = session.Daily.Clusters[0].Definition;
        List<DayFound> days = [];
        sql.Query(
            Query,
            (_, cells) => days.Add(new DayFound(
                cells[0]!,
                long.Parse(cells[1]!, CultureInfo.InvariantCulture),
                DailyAssets.DistinctTexts(session.Workspace.FindManifest(assignments, cells[0]!)!),
                int.Parse(cells[2]!, CultureInfo.InvariantCulture),
                Math.Round(double.Parse(cells[3]!, CultureInfo.InvariantCulture), 4),
                Math.Round(double.Parse(cells[4]!, CultureInfo.InvariantCulture), 4),
                cells[5] is { } title ? PersonalData.Mask(title) : null)),
            invocation.Cancellation);
        return days;
    }
}
