using Earshot.Core;
using Earshot.Storage.Workspaces;

namespace Earshot.Sessions;

/// <summary>What to do about something that a workspace does not have yet.</summary>
internal static class NextStep
{
    /// <summary>What is missing, with the step that makes it: tickets where there are none, patience where a run is at work, else a run.</summary>
    /// <param name="what">What was asked for: "analysis".</param>
    public static EarshotException Missing(Session session, string what, TimeProvider clock)
    {
        string folder = session.Workspace.Folder;
        if (session.Sources.Count == 0) return NoTickets(session.Workspace);
        return Lease.HolderOf(session.Workspace, clock) is { } running
            ? new EarshotException(
                $"the workspace {folder} has no {what} yet: a run is at work on it ({Shown(running)})",
                $"wait for it to end; `earshot status --workspace {folder}` shows what is done")
            : new EarshotException($"the workspace {folder} has no {what} yet", $"build it with `earshot run --workspace {folder}`");
    }

    /// <summary>A workspace without a source.</summary>
    public static EarshotException NoTickets(Workspace workspace) => new(
        $"the workspace {workspace.Folder} has no tickets yet",
        $"read some with `earshot ingest FILE --workspace {workspace.Folder}`, or make some with `earshot demo`");

    /// <summary>process 17 on ANNA</summary>
    public static string Shown(LeaseHolder holder) => $"process {holder.ProcessId} on {holder.Machine}";
}
