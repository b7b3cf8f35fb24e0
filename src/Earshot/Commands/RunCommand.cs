using System.CommandLine;
using Earshot.CommandLine;
using Earshot.Configuration;
using Earshot.Core.Analysis;
using Earshot.Core.Embeddings;
using Earshot.Output;
using Earshot.Sessions;
using Earshot.Storage.Workspaces;

namespace Earshot.Commands;

/// <summary><c>earshot run</c>: builds what is missing or stale.</summary>
internal static class RunCommand
{
    /// <summary>Stops before topics; for <c>analyze</c> too.</summary>
    internal static readonly Option<bool> EmbeddingsOnly = new("--embeddings-only") { Description = "build the vectors and nothing after them" };

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "print what would be built and why, and build nothing" };

    public static EarshotCommand Create() => new EarshotCommand("run", "Build what is missing or stale, and nothing else.")
    {
        Examples =
        [
            ("earshot run", "bring the workspace up to date; killed and typed again, it goes on where it stopped"),
            ("earshot run --dry-run", "what would be built, and why"),
            ("earshot run --clusters 40 --threads 2", "with other options: only what depends on them is built again"),
        ],
        Run = Execute,
    }.OnWorkspace().Reporting()
        .With(
            SettingTable.Memory, SettingTable.EmbedWith, SettingTable.EmbedSample, SettingTable.EmbedRecheck, SettingTable.EmbedMinutes,
            SettingTable.EmbedPrecision)
        .FindingTopics()
        .With(DryRun, EmbeddingsOnly);

    private static int Execute(Invocation invocation)
    {
        bool dry = invocation.Get(DryRun);
        using Session session = Session.Open(invocation, builds: !dry);
        if (dry) return PlanCommand.Show(invocation, session);
        session.KeepSettings();
        if (invocation.Get(EmbeddingsOnly)) return Finish(invocation, session.Run(EmbeddingsAsset.Name));
        RunResult result = session.Run();
        if (result.Built > 0)
        {
            AnalysisDocument analysis = session.Analysis();
            ClusterNote.Tell(invocation, analysis);
            LastTime.Tell(invocation, session, analysis);
        }

        return Finish(invocation, result);
    }

    /// <summary>Tells what a run did.</summary>
    internal static int Finish(Invocation invocation, RunResult result)
    {
        if (invocation.Json) JsonShapes.Write(invocation.Terminal.Output, result);
        else invocation.Say(Summary(result));
        return ExitCode.Success;
    }

    /// <summary>One line on what a run did.</summary>
    internal static string Summary(RunResult result) => result.Built == 0
        ? $"nothing to do: {PlanCommand.AllFresh(result.Fresh)}"
        : $"built {Quantity.Count(result.Built, "partition")} in {Quantity.Duration(TimeSpan.FromSeconds(result.Seconds))}"
            + (result.Fresh > 0 ? $", {Quantity.Count(result.Fresh)} {(result.Fresh == 1 ? "was" : "were")} fresh" : "");
}
