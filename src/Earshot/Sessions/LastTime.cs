using Earshot.CommandLine;
using Earshot.Core.Analysis;
using Earshot.Core.Assets;
using Earshot.Core.Text;
using Earshot.Core.Topics.Life;
using Earshot.Storage.Topics;

namespace Earshot.Sessions;

/// <summary>What changed since the analysis before the one that is built.</summary>
internal static class LastTime
{
    private const int MostLines = 5;

    /// <summary>Keeps what the next analysis is compared with, once one is built.</summary>
    public static void Keep(Session session)
    {
        if (Manifest(session) is not { } manifest || TopicCountsFile.Read(session.Workspace)?.Now.ContentHash == manifest.ContentHash) return;
        AnalysisDocument named = EditedAnalysis.Of(session.LabelledAnalysis(), session.Life.Events, new HashSet<int>());
        TopicCountsFile.Keep(session.Workspace, new TopicCountsFile.Counted(manifest.ContentHash, session.Life.Last, TopicCounts.Of(named)));
    }

    /// <summary>What changed; null where the analysis is the first.</summary>
    public static TopicMovement.Since? Of(Session session)
    {
        if (TopicCountsFile.Read(session.Workspace) is not { Before: { } before } kept || Manifest(session)?.ContentHash != kept.Now.ContentHash) return null;
        HashSet<int> promoted =
            [.. session.Life.Events.OfType<TopicEvent.Promoted>().Where(made => made.Sequence > before.LastEvent).Select(made => made.Fit)];
        TopicTransition[] transitions =
            [.. session.Life.Events.OfType<TopicEvent.Fitted>().Where(made => promoted.Contains(made.Fit)).SelectMany(made => made.Transitions)];
        IReadOnlyList<TopicMovement> movements = TopicMovement.Between(before.Counts, kept.Now.Counts, transitions);
        return new TopicMovement.Since(before.Counts.AsOf, before.Counts.Tickets, movements);
    }

    /// <summary>Says the largest changes.</summary>
    public static void Tell(Invocation invocation, AnalysisDocument analysis)
    {
        if (analysis.Since is not { Movements.Count: > 0 } since) return;
        invocation.Say($"since last time{(since.AsOf is { } day && day != analysis.AsOf ? $" ({day})" : "")}:");
        foreach (TopicMovement movement in since.Movements.Take(MostLines))
            invocation.Say($"· {movement.Topic} {SafeText.ForTerminal(movement.Name)}: {movement.What}");
        if (since.Movements.Count > MostLines) invocation.Say($"  and {since.Movements.Count - MostLines} more: they are in the report");
    }

    private static Manifest? Manifest(Session session)
    {
        AssetDefinition analysis = session.Definitions.First(definition => definition.Name == AnalysisAsset.Name);
        return session.Workspace.FindManifest(analysis, AnalysisAsset.Name);
    }
}
