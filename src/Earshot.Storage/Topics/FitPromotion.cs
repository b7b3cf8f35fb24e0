using Earshot.Core;
using Earshot.Core.Assets;
using Earshot.Core.Topics.Fits;
using Earshot.Core.Topics.Life;
using Earshot.Storage.Workspaces;

namespace Earshot.Storage.Topics;

/// <summary>
/// Makes a fit that was built the current one: its file is kept, then its manifest, then the journal tells of it. A kill in between changes nothing.
/// </summary>
public static class FitPromotion
{
    /// <summary>Promotes a fit.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="lease">The right to write to it.</param>
    /// <param name="built">The asset that holds the fit as its only partition.</param>
    /// <param name="fit">Number of the fit that was decided on.</param>
    /// <param name="last">Sequence number of the last event that was known then.</param>
    /// <param name="clock">Gives the instant of the event.</param>
    /// <returns>How the fit came about.</returns>
    /// <exception cref="EarshotException">No fit is there, or another than the one decided on, or events came since (exit code 4).</exception>
    public static TopicEvent.Fitted Promote(Workspace workspace, Lease lease, AssetDefinition built, int fit, int last, TimeProvider clock)
    {
        Manifest? manifest = workspace.FindManifest(built, built.Name);
        TopicEvent.Fitted making = FittedTopicsAsset.MadeBy(manifest)
            ?? throw new EarshotException("there is no fit of topics to promote", "make one with `earshot topics refit`");
        TopicJournal journal = TopicJournal.Read(workspace);
        if (making.Fit != fit || journal.Last != last)
        {
            string what = making.Fit != fit ? $"fit {making.Fit} was made in its place" : "the topics were edited or fitted anew";
            throw new EarshotException(
                $"fit {fit} is not promoted: {what} meanwhile",
                "`earshot topics refit` makes or finds the newest candidate and compares it; then type the command again",
                4);
        }

        PromotedFits fits = PromotedFits.Of(journal.Events);
        bool told = fits.Candidate?.Fit == making.Fit;
        if (!told && (fits.NextFit != making.Fit || fits.Current != making.Before))
        {
            throw new EarshotException(
                $"fit {making.Fit} was made before others that were promoted since", "run the command again: it starts from the fit that is current now", 4);
        }

        KeptFits.Write(workspace, built, manifest!, making.Fit);
        TopicEvent promoted = new TopicEvent.Promoted(making.Fit);
        TopicJournal.Append(workspace, lease, journal.Last, told ? [promoted] : [making.Short(), promoted], clock);
        return making;
    }
}
