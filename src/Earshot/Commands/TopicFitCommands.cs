using System.CommandLine;
using Earshot.CommandLine;
using Earshot.Core;
using Earshot.Core.Topics.Fits;
using Earshot.Core.Topics.Life;
using Earshot.Output;
using Earshot.Sessions;
using Earshot.Storage.Topics;
using Earshot.Storage.Workspaces;

namespace Earshot.Commands;

/// <summary>What <c>earshot topics promote</c> and <c>rollback</c> print as JSON.</summary>
/// <param name="Fit">The fit that is current now.</param>
/// <param name="Before">The one that was.</param>
/// <param name="Run">What was built for it; null where nothing was.</param>
/// <param name="Report">The report, which was written again; null where there is none, or it was left as it is.</param>
internal sealed record FitChanged(int Fit, int Before, RunResult? Run, string? Report);

/// <summary><c>earshot topics refit | diff | promote | rollback</c>: topics found anew, compared, made current, taken back.</summary>
internal static class TopicFitCommands
{
    private static readonly Option<bool> All = new("--all", "-a") { Description = "topics that just go on too" };
    private static readonly Option<bool> Anyway = new("--anyway") { Description = "also where pinned topics are missing" };

    public static Command[] Create() =>
    [
        new EarshotCommand("refit", "Find topics anew, as a candidate beside those there are.")
        {
            Examples =
            [
                ("earshot topics refit", "a candidate of the tickets there are now, and what would change"),
                ("earshot topics refit --all", "with the topics that just go on"),
                ("earshot topics refit --topics 40", "a candidate of about 40 topics, to look at before anything changes"),
            ],
            Run = Refit,
        }.OnWorkspace().Reporting().FindingTopics().With(All),
        new EarshotCommand("diff", "Compare the candidate with the topics there are.")
        {
            Examples =
            [
                ("earshot topics diff", "grown, shrunk, split, merged, born, died, with the evidence"),
                ("earshot topics diff --json", "every level, as JSON"),
            ],
            Run = Diff,
        }.OnWorkspace().Reporting().With(All),
        new EarshotCommand("promote", "Make the candidate's topics the current ones.")
        {
            Examples =
            [
                ("earshot topics promote", "edits, names and pins hold on; `earshot topics rollback` goes back"),
                ("earshot topics promote --anyway", "also where it lacks a pinned topic"),
                ("earshot topics promote --topics 40", "one that was made with other settings, which are kept with it"),
            ],
            Run = Promote,
        }.OnWorkspace().Reporting().FindingTopics().With(Anyway, TopicEditCommands.NoRun),
        new EarshotCommand("rollback", "Go back to the fit of topics before the current one.")
        {
            Examples = [("earshot topics rollback", "the current fit is the candidate again")],
            Run = Rollback,
        }.OnWorkspace().Reporting().With(TopicEditCommands.NoRun),
    ];

    private static int Refit(Invocation invocation)
    {
        using (Session session = Session.Open(invocation, builds: true))
        {
            LivingTopics.Current(invocation, session);
            FittedTopicsAsset asset = LivingTopics.Asset(session);
            PromotedFits fits = session.Life.Fits;
            if (fits.Candidate is { } waiting && asset.As(waiting.Fit, isCandidate: true) is var before && (session.IsBuilt(before) || session.IsKept(before)))
            {
                invocation.Say($"nothing has changed since candidate {waiting.Fit} was made");
            }
            else
            {
                asset = asset.As(fits.NextFit, isCandidate: true);
                session.RunCandidate(asset);
                TopicEvent.Fitted making = FittedTopicsAsset.MadeBy(session.Workspace.FindManifest(asset.Definition, asset.Definition.Name))!;
                LivingTopics.Keep(invocation, session, making.Short());
            }
        }

        return Diff(invocation);
    }

    private static int Diff(Invocation invocation)
    {
        using Session session = Session.Open(invocation);
        LivingTopics topics = LivingTopics.Read(invocation, session);
        FitComparison comparison = FitComparison.Read(invocation, session).Labelled(session, topics, invocation.Cancellation);
        if (invocation.Json) JsonShapes.Write(invocation.Terminal.Output, comparison);
        else comparison.Write(invocation, topics, invocation.Get(All));
        return ExitCode.Success;
    }

    private static int Promote(Invocation invocation)
    {
        using Session session = Session.Open(invocation, builds: true);
        if (session.Life.Fits is { Candidate: null, Current: { } current } && session.Plan().Count > 0)
        {
            invocation.Say($"fit {current} is current already; what it changes is not built yet");
            return Finish(invocation, session, current, session.Life.Fits.Before ?? current);
        }

        FitComparison comparison = FitComparison.Read(invocation, session);
        if (comparison.PinnedMissing.Count > 0 && !invocation.Get(Anyway))
        {
            LivingTopics topics = LivingTopics.Read(invocation, session);
            string[] missing = [.. comparison.PinnedMissing.Select(topics.Shown)];
            throw new EarshotException(
                $"candidate {comparison.Candidate} lacks pinned {(missing.Length == 1 ? "topic" : "topics")} {string.Join(", ", missing)}",
                $"`earshot topics diff` shows what became of {(missing.Length == 1 ? "it" : "them")}; `earshot topics promote --anyway` promotes it so",
                ExitCode.Failure);
        }

        Promote(invocation, session, comparison.Candidate);
        invocation.Say($"fit {comparison.Candidate} is current; `earshot topics rollback` goes back to fit {comparison.Current}");
        return Finish(invocation, session, comparison.Candidate, comparison.Current);
    }

    // One that was promoted before and taken back is kept already.
    private static void Promote(Invocation invocation, Session session, int candidate)
    {
        if (session.Life.Manifest(candidate) is not null)
        {
            LivingTopics.Keep(invocation, session, new TopicEvent.Promoted(candidate));
            return;
        }

        FittedTopicsAsset asset = LivingTopics.Asset(session).As(candidate, isCandidate: true);
        RequireAlike(session, asset, candidate);
        session.KeepSettings();
        using Lease lease = Lease.Take(session.Workspace, invocation.Surroundings.Clock);
        FitPromotion.Promote(session.Workspace, lease, asset.Definition, candidate, session.Life.Last, invocation.Surroundings.Clock);
    }

    // With other settings the next run would find topics again instead of taking those that were compared.
    private static void RequireAlike(Session session, FittedTopicsAsset asset, int candidate)
    {
        if (session.Workspace.FindManifest(asset.Definition, asset.Definition.Name) is not { } made || asset.IsMadeAlike(made)) return;
        IReadOnlyList<string> other = asset.OtherThan(made);
        throw new EarshotException(
            $"candidate {candidate} was made with other settings than the workspace has now ({string.Join(", ", other)})",
            TopicModels.AsTyped(asset, made) is { Length: > 0 } given
                ? $"`earshot topics promote{given}` promotes it and keeps them; `earshot topics refit` makes a candidate without them"
                : "`earshot topics refit` makes a candidate by the settings there are",
            ExitCode.Usage);
    }

    private static int Rollback(Invocation invocation)
    {
        using Session session = Session.Open(invocation, builds: true);
        LivingTopics.Asset(session);
        int current = session.Life.Fits.Current ?? throw NextStep.Missing(session, "topics", invocation.Surroundings.Clock);
        if (session.Life.Events[^1] is TopicEvent.RolledBack && !invocation.Get(TopicEditCommands.NoRun) && !BuiltTopics.AreOf(session, current))
        {
            invocation.Say($"fit {current} is current again already; what that changes is not built yet");
            return Finish(invocation, session, current, session.Life.Fits.Candidate?.Fit ?? current);
        }

        int before = session.Life.Fits.Before
            ?? throw new EarshotException(
                $"fit {current} is the first: there is none to go back to", "`earshot topics history` lists what was done", ExitCode.Usage);
        if (!LivingTopics.IsKept(invocation, session, before) && LivingTopics.IsKept(invocation, session, current))
        {
            throw new EarshotException(
                $"there is no going back to fit {before}: {KeptFits.PathOf(session.Workspace, before)} is gone or damaged",
                "put back a copy of it and of its manifest; `earshot topics refit` finds topics anew");
        }

        LivingTopics.Keep(invocation, session, new TopicEvent.RolledBack(before));
        invocation.Say($"fit {before} is current again; `earshot topics promote` makes fit {current} current once more, while it is the newest");
        int exitCode = Finish(invocation, session, before, current);
        TellSettings(invocation, session, before);
        return exitCode;
    }

    // A rollback leaves the settings as they are: people may want them for the next fit, or not.
    private static void TellSettings(Invocation invocation, Session session, int fit)
    {
        if (session.Life.Manifest(fit) is not { } made) return;
        string given = TopicModels.GivenSince(invocation.Settings, LivingTopics.Asset(session), made);
        if (given.Length == 0) return;
        invocation.Say(
            $"fit {fit} was made with other settings: {given} still holds for the next refit; "
            + $"to find topics as fit {fit} did, take it out of there, or give it another value");
    }

    private static int Finish(Invocation invocation, Session session, int fit, int before)
    {
        (RunResult? run, string? report) = TopicEditCommands.BringUpToDate(invocation, session, builds: true);
        if (invocation.Json) JsonShapes.Write(invocation.Terminal.Output, new FitChanged(fit, before, run, report));
        return ExitCode.Success;
    }
}
