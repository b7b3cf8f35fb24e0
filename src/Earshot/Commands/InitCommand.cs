using Earshot.CommandLine;
using Earshot.Configuration;
using Earshot.Output;
using Earshot.Sessions;
using Earshot.Storage.Workspaces;

namespace Earshot.Commands;

/// <summary>What <c>earshot init --json</c> prints.</summary>
internal sealed record WorkspaceMade(string Workspace, bool Made);

/// <summary><c>earshot init</c>: an empty workspace.</summary>
internal static class InitCommand
{
    public static EarshotCommand Create() => new EarshotCommand("init", "Make an empty workspace.")
    {
        Examples =
        [
            ("earshot init --workspace support", "a workspace in the folder support"),
            ("earshot init --workspace support --clusters 40 --mask", "one that keeps these settings in its earshot.json"),
        ],
        Defaults = new Dictionary<Setting, string> { [SettingTable.Workspace] = "the current folder" },
        DefaultWorkspace = _ => ".",
        Run = invocation =>
        {
            Pipeline.RequireValid(invocation.Settings);
            bool there = Workspace.Exists(invocation.Workspace);
            Workspace workspace = Workspace.OpenOrCreate(invocation.Workspace);
            invocation.KeepSettings(workspace);
            if (invocation.Json) JsonShapes.Write(invocation.Terminal.Output, new WorkspaceMade(workspace.Folder, !there));
            else invocation.Say(there ? $"{workspace.Folder} is a workspace already" : $"made the workspace {workspace.Folder}");
            invocation.Say($"next: earshot ingest FILE… --workspace {workspace.Folder}");
            return ExitCode.Success;
        },
    }.OnWorkspace().Reporting()
        .With(SettingTable.Mask, SettingTable.RowsPerPartition).FindingTopics();
}
