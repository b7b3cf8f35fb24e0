using Earshot.CommandLine;
using Earshot.Storage.Workspaces;

namespace Earshot.Commands;

/// <summary><c>earshot init</c>: an empty workspace.</summary>
internal static class InitCommand
{
    public static EarshotCommand Create() => new EarshotCommand("init", "Make an empty workspace.")
    {
        Examples = [("earshot init --workspace support", "a workspace in the folder support")],
        Run = invocation =>
        {
            bool there = Workspace.Exists(invocation.Workspace);
            Workspace workspace = Workspace.OpenOrCreate(invocation.Workspace);
            invocation.Say(there ? $"{workspace.Folder} is a workspace already" : $"made the workspace {workspace.Folder}");
            invocation.Say($"next: earshot ingest FILE… --workspace {workspace.Folder}");
            return ExitCode.Success;
        },
    }.OnWorkspace();
}
