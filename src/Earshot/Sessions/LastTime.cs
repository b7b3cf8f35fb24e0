using System.Security.Cryptography;
using System.Text;
using Earshot.CommandLine;
using Earshot.Core.Analysis;
using Earshot.Core.Assets;
using Earshot.Core.Labels;
using Earshot.Core.Text;
using Earshot.Core.Topics.Fits;
using Earshot.Core.Topics.Life;
using Earshot.Storage.Labels;
using Earshot.Storage.Sources;
using Earshot.Storage.Topics;

namespace Earshot.Sessions;

/// <summary>What changed since the analysis before the one that is built.</summary>
internal static class LastTime
{
    private const int MostLines = 5;

    /// <summary>Keeps the names of topics, and what the next analysis is compared with, once one is built.</summary>
    /// <returns>Whether it is another than the one that was kept.</returns>
    public static bool Keep(Session session)
    {
        TopicCountsFile.Counted? before = TopicCountsFile.Read(session.Workspace)?.Now;
        if (Manifest(session) is not { } manifest || before?.ContentHash == manifest.ContentHash) return false;
        AnalysisDocument automatic = session.BuiltAnalysis();
        AnalysisDocument labelled = LabelledAnalysis.Of(automatic, LabelStore.Read(session.Workspace));
        AnalysisDocument named = EditedAnalysis.Of(labelled, session.Marks() with { Hidden = new HashSet<int>() });
        if (session.Topics is FittedTopicsAsset) TopicNamesFile.Keep(session.Workspace, manifest.ContentHash, automatic);
        TopicCountsFile.Counted now = new(
            manifest.ContentHash, Tickets(session), session.Life.Last, session.Topics.Method, session.Topics.ShownBy.GetValueOrDefault("detail", ""),
            TopicCounts.Of(named, automatic), []);
        TopicCountsFile.Keep(session.Workspace, before?.Tickets == now.Tickets ? now with { Edited = Edited(session, before, now) } : now);
        return true;
    }

    /// <summary>What changed; null where the analysis is the first.</summary>
    public static TopicMovement.Since? Of(Session session)
    {
        if (TopicCountsFile.Read(session.Workspace) is not { Before: { } before, Now: var now }) return null;
        if (Manifest(session)?.ContentHash != now.ContentHash || !before.IsComparable(now)) return null;
        HashSet<int> promoted =
            [.. session.Life.Events.OfType<TopicEvent.Promoted>().Where(made => made.Sequence > before.LastEvent).Select(made => made.Fit)];
        TopicTransition[] transitions =
            [.. session.Life.Events.OfType<TopicEvent.Fitted>().Where(made => promoted.Contains(made.Fit)).SelectMany(made => made.Transitions)];
        HashSet<int> edited = [.. now.Edited, .. TopicEdits.MovedSince(session.Life.Events, before.LastEvent).SelectMany(edit => edit.Topics)];
        IReadOnlyList<TopicMovement> movements =
            [.. TopicMovement.Between(before.Counts, now.Counts, transitions).Where(movement => !edited.Contains(movement.Topic))];
        return new TopicMovement.Since(before.Counts.AsOf, before.Counts.Tickets, movements);
    }

    /// <summary>Says the largest changes, or that nothing changed.</summary>
    /// <param name="invocation">The command.</param>
    /// <param name="session">The session that ran.</param>
    /// <param name="analysis">The analysis as people see it.</param>
    public static void Tell(Invocation invocation, Session session, AnalysisDocument analysis)
    {
        if (!session.HasNewAnalysis)
        {
            invocation.Say("since last time: nothing changed");
            return;
        }

        if (analysis.Since is not { } since) return;
        string day = since.AsOf is { } asOf && asOf != analysis.AsOf ? $" ({asOf})" : "";
        invocation.Say(since.Movements.Count == 0 ? $"since last time{day}: nothing changed beyond chance" : $"since last time{day}:");
        foreach (TopicMovement movement in since.Movements.Take(MostLines))
            invocation.Say($"· {movement.Topic} {SafeText.ForTerminal(movement.Name)}: {SafeText.ForTerminal(movement.Told)}");
        TopicMovement[] more = [.. since.Movements.Skip(MostLines)];
        if (more.Length == 0) return;
        int renamed = more.Count(movement => movement.Was is not null);
        invocation.Say($"  and {more.Length} more{(renamed == 0 ? "" : $", {renamed} of them with another name")}; `earshot report` writes them all");
    }

    // The tickets are the same, so what differs is the edits' doing, unless another fit became current: that is told.
    private static IReadOnlyList<int> Edited(Session session, TopicCountsFile.Counted before, TopicCountsFile.Counted now)
    {
        bool isRefitted = session.Life.Events.Any(made => made.Sequence > before.LastEvent && made is (TopicEvent.Promoted or TopicEvent.RolledBack));
        if (isRefitted || !before.IsComparable(now) || !TopicEdits.MovedSince(session.Life.Events, before.LastEvent).Any()) return before.Edited;
        HashSet<(int, long)> changed = [.. before.Counts.Topics.Select(topic => (topic.Number, topic.Tickets))];
        changed.SymmetricExceptWith(now.Counts.Topics.Select(topic => (topic.Number, topic.Tickets)));
        return [.. changed.Select(topic => topic.Item1).Union(before.Edited).Order()];
    }

    private static string Tickets(Session session)
    {
        AssetDefinition tickets = session.Definitions.First(definition => definition.Name == TicketsAsset.Name);
        string all = string.Join('\n', tickets.Partitions.Select(partition => session.Workspace.FindManifest(tickets, partition)?.ContentHash));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)));
    }

    private static Manifest? Manifest(Session session)
    {
        AssetDefinition analysis = session.Definitions.First(definition => definition.Name == AnalysisAsset.Name);
        return session.Workspace.FindManifest(analysis, AnalysisAsset.Name);
    }
}
