using System.CommandLine;
using Earshot.CommandLine;
using Earshot.Configuration;
using Earshot.Core.Assets;
using Earshot.Output;
using Earshot.Sessions;

namespace Earshot.Commands;

/// <summary><c>earshot plan</c>: what a run would build, and why.</summary>
internal static class PlanCommand
{
    private static readonly Option<bool> Daily = new("--daily") { Description = "what `earshot cluster --daily` would build, instead" };

    public static EarshotCommand Create() => new EarshotCommand("plan", "Print what `earshot run` would build, and why.")
    {
        Examples =
        [
            ("earshot plan", "partitions to build, with the reason of each"),
            ("earshot plan --clusters 40 --json", "what another number of clusters would build again, as JSON"),
            ("earshot plan --daily", "the days that `earshot cluster --daily` would cluster again"),
        ],
        Run = invocation =>
        {
            using Session session = Session.Open(invocation);
            if (!invocation.Get(Daily)) return Show(invocation, session);
            IReadOnlyList<PlanStep> steps = session.PlanDaily();
            if (steps.Any(step => step.Asset == session.Daily.TicketDays.Definition.Name))
                invocation.Say("which days there are, and which of them changed, is known once ticket_days is built: this is what is known now");
            return Show(invocation, steps, session.Daily.Before.Concat(session.Daily.Assets).Sum(asset => asset.Definition.Partitions.Count));
        },
    }.OnWorkspace().Reporting().With(
        SettingTable.EmbedWith, SettingTable.EmbedSample, SettingTable.EmbedRecheck, SettingTable.EmbedMinutes, SettingTable.EmbedPrecision)
        .FindingTopics().With(Daily);

    /// <summary>Prints the plan; neighbouring partitions with the same reason share a line.</summary>
    internal static int Show(Invocation invocation, Session session) =>
        Show(invocation, session.Plan(), session.Definitions.Sum(definition => definition.Partitions.Count));

    private static int Show(Invocation invocation, IReadOnlyList<PlanStep> steps, int total)
    {
        if (invocation.Json)
        {
            JsonShapes.Write(invocation.Terminal.Output, steps);
            return ExitCode.Success;
        }

        if (total == 0)
        {
            invocation.Terminal.Output.WriteLine("nothing to build: the workspace has no tickets yet (earshot ingest FILE)");
            return ExitCode.Success;
        }

        if (steps.Count == 0)
        {
            invocation.Terminal.Output.WriteLine($"nothing to do: {AllFresh(total)}");
            return ExitCode.Success;
        }

        Table table = new(TableColumn.Text("asset"), TableColumn.Text("partitions"), TableColumn.Number("number"), TableColumn.Flex("because"));
        for (int i = 0; i < steps.Count;)
        {
            int end = i + 1;
            while (end < steps.Count && steps[end].Asset == steps[i].Asset && Kind(steps[end]) == Kind(steps[i])) end++;
            string partitions = end - i == 1 ? steps[i].Partition : $"{steps[i].Partition} … {steps[end - 1].Partition}";
            table.Add(steps[i].Asset, partitions, Quantity.Count(end - i), end - i == 1 ? steps[i].Reason : Kind(steps[i]));
            i = end;
        }

        table.Write(invocation.Terminal);
        invocation.Terminal.Output.WriteLine($"{Quantity.Count(steps.Count)} of {Quantity.Count(total, "partition")} to build");
        return ExitCode.Success;
    }

    /// <summary>"all 5 partitions are fresh".</summary>
    internal static string AllFresh(int partitions) =>
        partitions == 1 ? "the only partition is fresh" : $"all {Quantity.Count(partitions)} partitions are fresh";

    private static string Kind(PlanStep step) => step.Reason.Replace(step.Partition, "its partition", StringComparison.Ordinal);
}
