using Earshot.CommandLine;
using Earshot.Configuration;
using Earshot.Sessions;
using Earshot.Storage.Workspaces;

namespace Earshot.Commands;

/// <summary><c>earshot analyze FILE…</c>: files to a report in one go.</summary>
internal static class AnalyzeCommand
{
    public static EarshotCommand Create() => new EarshotCommand("analyze", "Take files of tickets all the way to topics and a report.")
    {
        Examples =
        [
            ("earshot analyze tickets.csv", "columns are guessed and shown; the workspace is tickets.earshot beside the file"),
            ("earshot analyze reviews/ --map text=review,created_at=date --clusters 30", "a folder of files, with columns named by role"),
            ("earshot analyze tickets.csv --workspace support --mask", "in a workspace of your choice, personal data masked before anything is stored"),
        ],
        Defaults = new Dictionary<Setting, string> { [SettingTable.Workspace] = "FILE.earshot beside the file" },
        DefaultWorkspace = Beside,
        Run = invocation =>
        {
            IReadOnlyList<string> files = Ingest.Expand(invocation);
            bool isNew = !Workspace.Exists(invocation.Workspace);
            Workspace workspace = Workspace.OpenOrCreate(invocation.Workspace);
            try
            {
                Ingest.Read(invocation, workspace, files);
            }
            catch when (isNew)
            {
                workspace.DeleteIfEmpty();
                throw;
            }

            invocation.KeepSettings(workspace);
            return MainJob.Finish(invocation, Session.Open(invocation));
        },
    }.OnWorkspace().Reporting().With(
        SettingTable.Mask,
        SettingTable.RowsPerPartition,
        SettingTable.Memory,
        SettingTable.EmbedWith, SettingTable.EmbedSample, SettingTable.EmbedRecheck, SettingTable.EmbedMinutes, SettingTable.EmbedPrecision, SettingTable.Clusters,
        SettingTable.BatchSize,
        SettingTable.TopicSeed,
        SettingTable.WindowDays)
        .With(Ingest.Files, Ingest.Map, Ingest.Source, Ingest.Encoding, Ingest.Delimiter, Ingest.Origin);

    // Beside the file where that can be written, else in the current folder.
    private static string Beside(Invocation invocation)
    {
        string first = invocation.FullPath((invocation.Get(Ingest.Files) ?? ["tickets"])[0].TrimEnd('/', '\\'));
        string folder = Path.GetDirectoryName(first) ?? invocation.Surroundings.CurrentFolder;
        bool isPattern = Path.GetFileName(first).IndexOfAny(['*', '?']) >= 0;
        string beside = WorkspaceSearch.WorkspaceOf(isPattern ? Path.Combine(folder, "tickets") : first);
        return Workspace.Exists(beside) || Workspace.CanWrite(folder) ? beside : Path.Combine(invocation.Surroundings.CurrentFolder, Path.GetFileName(beside));
    }
}
