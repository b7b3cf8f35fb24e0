using System.Globalization;
using Earshot.CommandLine;
using Earshot.Core;
using Earshot.Core.Analysis;
using Earshot.Core.Topics.Fits;
using Earshot.Core.Topics.Life;
using Earshot.Storage.Topics;
using Earshot.Storage.Workspaces;

namespace Earshot.Sessions;

/// <summary>The current fit of a workspace as people left it, with what a command needs to speak of its topics.</summary>
internal sealed class LivingTopics
{
    private readonly Session _session;

    private LivingTopics(Session session, TopicFit fit)
    {
        (_session, Fit) = (session, fit);
        View = TopicView.Of(fit, session.Life.Events);
        Detail = Asset(session).LevelOf(fit);
        Analysis = EditedAnalysis.Of(session.LabelledAnalysis(), View.Marks(Detail) with { Hidden = new HashSet<int>() });
    }

    public TopicFit Fit { get; }

    public TopicView View { get; }

    /// <summary>Level whose topics are shown.</summary>
    public int Detail { get; }

    /// <summary>The analysis with the names that people gave, hidden topics included.</summary>
    public AnalysisDocument Analysis { get; }

    /// <summary>Reads them.</summary>
    /// <exception cref="EarshotException">There are none yet, or they are k-means', which have no life.</exception>
    public static LivingTopics Read(Invocation invocation, Session session)
    {
        int current = Current(invocation, session);
        using DatasetSession datasets = new(session.Workspace, session.AllDefinitions, session.Limits);
        return new LivingTopics(session, FittedTopicsAsset.ReadKept(datasets.Datasets, current));
    }

    /// <summary>The asset of topics that live.</summary>
    /// <exception cref="EarshotException">The topics are k-means'.</exception>
    public static FittedTopicsAsset Asset(Session session) => session.Topics as FittedTopicsAsset ?? throw new EarshotException(
        $"topics of {session.Topics.Method} are found anew whenever tickets are added: they have no history and take no edits",
        "`earshot run --method graph` finds topics that go on from run to run",
        ExitCode.Usage);

    /// <summary>Number of the current fit, whose file is put back from a copy where it is gone or damaged.</summary>
    /// <exception cref="EarshotException">There is none yet, or its file is gone and so are all copies.</exception>
    public static int Current(Invocation invocation, Session session)
    {
        Asset(session);
        int current = session.Life.Fits.Current ?? throw NextStep.Missing(session, "topics", invocation.Surroundings.Clock);
        if (IsKept(invocation, session, current)) return current;
        bool canGoBack = session.Life.Fits.Line.SkipLast(1).Any(fit => session.Life.Manifest(fit) is not null);
        string file = KeptFits.PathOf(session.Workspace, current);
        throw new EarshotException(
            $"the topics of fit {current} and what belongs to them are lost: {file} is gone or damaged, and so is its copy",
            "put back a copy of it and of its manifest; or "
                + (canGoBack ? $"`earshot topics rollback` goes back to fit {session.Life.Fits.Before}"
                    : $"move {session.Workspace.At("topics")} away and `earshot run` begins anew: other topics have the numbers then, and names and edits are lost"));
    }

    /// <summary>Whether the file of a fit is there and whole; one that is not is put back from a copy if there is any.</summary>
    public static bool IsKept(Invocation invocation, Session session, int fit)
    {
        if (KeptFits.IsWhole(session.Workspace, fit)) return true;
        using Lease lease = Lease.Take(session.Workspace, invocation.Surroundings.Clock);
        if (KeptFits.Restore(session.Workspace, lease, fit) is not { } copy) return false;
        invocation.Say($"the file of fit {fit} was gone or damaged, and is put back from {copy}: nothing is lost");
        return true;
    }

    /// <summary>Warns where a fit that was just promoted lacks pinned topics; they go by the names they had in the analysis before.</summary>
    public static void WarnOfMissingPins(Invocation invocation, Session session, int fit)
    {
        if (!TopicEdits.Active(session.Life.Events).OfType<TopicEdit.Pin>().Any()) return;
        using DatasetSession datasets = new(session.Workspace, session.AllDefinitions, session.Limits);
        IReadOnlyList<int> missing = TopicView.Of(FittedTopicsAsset.ReadKept(datasets.Datasets, fit), session.Life.Events).PinnedButMissing;
        if (missing.Count == 0) return;
        TopicCounts? before = TopicCountsFile.Read(session.Workspace)?.Now.Counts;
        Dictionary<int, string> names = before?.Topics.ToDictionary(topic => topic.Number, topic => topic.Name) ?? [];
        foreach ((int topic, string given) in TopicMarks.Of(session.Life.Events).Names) names[topic] = given;
        IEnumerable<string> told = missing.Select(topic => names.TryGetValue(topic, out string? name) ? $"{topic} \"{name}\"" : $"{topic}");
        invocation.Observer.Warned(
            $"pinned topics are missing in fit {fit}: {string.Join(", ", told)}", $"`earshot topics rollback` goes back to fit {session.Life.Fits.Before}");
    }

    /// <summary>The number of the topic that somebody named.</summary>
    /// <param name="which">A number, or words of a name.</param>
    /// <param name="mayBeGone">Whether a number that is no topic of the fit will do.</param>
    /// <param name="mayBeMerged">Whether the number of a topic that was merged into another will do.</param>
    public int Find(string which, bool mayBeGone = false, bool mayBeMerged = false)
    {
        string words = which.Trim();
        if (int.TryParse(words, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            return mayBeGone || View.Has(number) || (mayBeMerged && View.MergedInto(number) is not null) ? number : throw Missing(number);
        (int Number, string Name)[] all =
        [
            .. Analysis.Topics.Select(topic => (topic.TopicId, topic.Name))
                .Concat(Analysis.Groups.Select(group => (group.GroupId, group.Name))).DistinctBy(topic => topic.Item1),
        ];
        (int Number, string Name)[] named = [.. all.Where(topic => topic.Name.Contains(words, StringComparison.OrdinalIgnoreCase))];
        (int Number, string Name)[] exact = [.. named.Where(topic => topic.Name.Equals(words, StringComparison.OrdinalIgnoreCase))];
        if (words.Length > 0 && (exact.Length == 1 || named.Length == 1)) return (exact.Length == 1 ? exact : named)[0].Number;
        if (words.Length > 0 && named.Length > 1)
        {
            throw new EarshotException(
                $"{named.Length} topics have '{words}' in their names: {Listed(named)}", $"name one by its number, such as {named[0].Number}", ExitCode.Usage);
        }

        throw new EarshotException($"no topic has '{words}' in its name", "the nearest: " + Listed(Nearest(words, all)), ExitCode.Usage);
    }

    /// <summary>How a topic is called: 12 "the parcel is late".</summary>
    public string Shown(int topic) => Name(topic) is { } name ? $"{topic} \"{name}\"" : topic.ToString(CultureInfo.InvariantCulture);

    /// <summary>The name of a topic; null where none is known.</summary>
    public string? Name(int topic) =>
        View.Names.GetValueOrDefault(topic)
        ?? Analysis.Topics.FirstOrDefault(summary => summary.TopicId == topic)?.Name
        ?? Analysis.Groups.FirstOrDefault(group => group.GroupId == topic)?.Name;

    /// <summary>Keeps an event that was decided on what was read.</summary>
    /// <exception cref="EarshotException">Somebody else writes to the workspace, or edited meanwhile (exit code 4).</exception>
    public static TopicEvent Keep(Invocation invocation, Session session, TopicEvent decided)
    {
        using Lease lease = Lease.Take(session.Workspace, invocation.Surroundings.Clock);
        return TopicJournal.Append(session.Workspace, lease, session.Life.Last, [decided], invocation.Surroundings.Clock)[0];
    }

    /// <summary>The topics within a topic that are shown at the detail that holds: itself where it is shown, none where it is finer.</summary>
    public int[] ShownWithin(int topic) => [.. View.Topics(Detail).Where(shown => shown.Path.Contains(topic)).Select(shown => shown.Id)];

    /// <summary>The topic that is shown, at the detail that holds, for one that is finer; null where that is shown itself, or is nowhere.</summary>
    public int? ShownFor(int topic)
    {
        IEnumerable<TopicView.Topic> finest = View.Topics(View.Levels - 1).Where(leaf => leaf.Path.Contains(topic));
        HashSet<int> shown = [.. View.Topics(Detail).Select(other => other.Id)];
        int coarser = finest.SelectMany(leaf => leaf.Path.TakeWhile(other => other != topic)).FirstOrDefault(shown.Contains, -1);
        return coarser < 0 || shown.Contains(topic) ? null : coarser;
    }

    private EarshotException Missing(int topic)
    {
        if (View.Refuse(new TopicEdit.Rename(topic, "-")) is { } merged && merged.Message.Contains("merged", StringComparison.Ordinal))
            return new EarshotException(merged.Message, merged.Hint, ExitCode.Usage);
        string largest = Listed([.. Analysis.Topics.OrderByDescending(other => other.Count).Take(3).Select(other => (other.TopicId, other.Name))]);
        string list = $"`earshot topics` lists those there are{(largest.Length > 0 ? $"; the largest: {largest}" : "")}";
        return TopicHistory.WhatBecameOf(_session.Life.Events, topic) is { } what
            ? new EarshotException($"there is no topic {topic} any more: {what}", list, ExitCode.Usage)
            : new EarshotException($"there is no topic {topic}", list, ExitCode.Usage);
    }

    private static string Listed((int Number, string Name)[] topics) => string.Join("; ", topics.Take(5).Select(topic => $"{topic.Number} {topic.Name}"));

    // Words in common first, then the nearest spelling, then the largest.
    private static (int Number, string Name)[] Nearest(string words, (int Number, string Name)[] topics)
    {
        string[] wanted = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string? spelt = Suggestion.Nearest(words, topics.SelectMany(topic => topic.Name.Split(' ', ',')).Where(word => word.Length > 2));
        return
        [
            .. topics.OrderByDescending(topic => wanted.Count(word => topic.Name.Contains(word, StringComparison.OrdinalIgnoreCase)))
                .ThenByDescending(topic => spelt is not null && topic.Name.Contains(spelt, StringComparison.OrdinalIgnoreCase)).Take(3),
        ];
    }
}
