using Earshot.CommandLine;
using Earshot.Core.Analysis;
using Earshot.Core.Topics;
using Earshot.Core.Topics.Fits;
using Earshot.Output;
using Earshot.Sessions;
using Earshot.Storage.Workspaces;

namespace Earshot.Commands;

/// <summary><c>earshot topics quality</c>: how far the topics can be trusted.</summary>
internal static class TopicsQualityCommand
{
    private const string Description = "Show how far each topic can be trusted: unclear tickets, distance, silhouette, stability.";

    public static EarshotCommand Create() => new EarshotCommand("quality", Description)
    {
        Examples =
        [
            ("earshot topics quality", "each topic in figures and in a word, and what they mean; finds the topics of two samples again"),
            ("earshot topics quality --json", "the same as JSON"),
        ],
        Run = Show,
    }.OnWorkspace().Reporting();

    private static int Show(Invocation invocation)
    {
        using Session session = Session.Open(invocation);
        AnalysisDocument analysis = session.Analysis();
        FitStability? stability = Stability(invocation, session);
        var quality = TopicsQuality.Of(analysis, stability);
        if (invocation.Json) JsonShapes.Write(invocation.Terminal.Output, quality);
        else TopicsQualityText.Write(quality, analysis.Topics, invocation.Terminal);
        if (stability is null)
        {
            invocation.Say(
                "stability is not told: k-means keeps no texts to find topics in again; `earshot run --method graph` finds topics that can be checked");
        }

        return ExitCode.Success;
    }

    private static FitStability? Stability(Invocation invocation, Session session)
    {
        TopicModelAsset model = session.Topics;
        if (model is not FittedTopicsAsset fitted) return null;
        if (session.Workspace.FindManifest(model.Definition, TopicModelAsset.Name) is null)
            throw NextStep.Missing(session, "topic_model", invocation.Surroundings.Clock);
        using DatasetSession datasets = new(session.Workspace, session.Definitions, session.Limits);
        return fitted.MeasureStability(datasets.Datasets, invocation.Threads, invocation.Cancellation);
    }
}
