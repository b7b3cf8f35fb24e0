using Earshot.Core.Assets;
using Earshot.Core.Topics.Fits;
using Earshot.Core.Topics.Life;
using Earshot.Storage.Topics;
using Earshot.Storage.Workspaces;

namespace Earshot.Sessions;

/// <summary>What happened to a workspace's topics, and the fits that are kept.</summary>
internal sealed class TopicLife
{
    private readonly Workspace _workspace;

    private TopicLife(Workspace workspace)
    {
        _workspace = workspace;
        TopicJournal journal = TopicJournal.Read(workspace);
        (Events, Last) = (journal.Events, journal.Last);
        Fits = PromotedFits.Of(Events);
    }

    /// <summary>All events.</summary>
    public IReadOnlyList<TopicEvent> Events { get; }

    /// <summary>Sequence number of the last one.</summary>
    public int Last { get; }

    /// <summary>Which fit is current, and which could be.</summary>
    public PromotedFits Fits { get; }

    /// <summary>The asset of the fits that were promoted.</summary>
    public AssetDefinition Kept => FittedTopicsAsset.Kept(Events);

    public static TopicLife Read(Workspace workspace) => new(workspace);

    /// <summary>The manifest of a fit that was promoted; null where there is none. A file that a killed promotion left is no such fit.</summary>
    public Manifest? Manifest(int fit) => WasPromoted(fit) ? _workspace.FindManifest(Kept, FittedTopicsAsset.PartitionOf(fit)) : null;

    /// <summary>Whether a fit was ever promoted, taken back since or not.</summary>
    public bool WasPromoted(int fit) => Events.OfType<TopicEvent.Promoted>().Any(promoted => promoted.Fit == fit);

    /// <summary>
    /// The number of the fit that a run is to have: the current one where it was made with the settings that hold, else the next one. Settings of a fit that
    /// was taken back do not make it again, unless they are typed again.
    /// </summary>
    /// <param name="settled">The asset under the settings that hold.</param>
    /// <param name="typed">Whether the command line has some of them.</param>
    public int Wanted(FittedTopicsAsset settled, bool typed)
    {
        if (Fits.Current is not { } current) return Fits.NextFit;
        IEnumerable<int> fits = Events.OfType<TopicEvent.Promoted>().Select(promoted => promoted.Fit).Where(fit => fit == current || (fit > current && !typed));
        return fits.Any(fit => Manifest(fit) is not { } manifest || settled.IsMadeAlike(manifest)) ? current : Fits.NextFit;
    }
}
