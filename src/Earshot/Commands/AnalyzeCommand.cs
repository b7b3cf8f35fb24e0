using Earshot.CommandLine;
using Earshot.Configuration;
using Earshot.Core.Embeddings;
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
        DefaultWorkspace = invocation => Beside(invocation, invocation.Get(Ingest.Files) ?? ["tickets"]),
        Run = invocation =>
        {
            Pipeline.RequireValid(invocation.Settings);
            Read(invocation, Ingest.Expand(invocation));
            using Session session = Session.Open(invocation, builds: true);
            session.KeepSettings();
            return invocation.Get(RunCommand.EmbeddingsOnly)
                ? RunCommand.Finish(invocation, session.Run(EmbeddingsAsset.Name))
                : MainJob.Finish(invocation, session);
        },
    }.OnWorkspace().Reporting().With(
        SettingTable.Mask,
        SettingTable.RowsPerPartition,
        SettingTable.Memory,
        SettingTable.EmbedWith,
        SettingTable.EmbedSample,
        SettingTable.EmbedRecheck,
        SettingTable.EmbedMinutes,
        SettingTable.EmbedPrecision)
        .FindingTopics()
        .With(RunCommand.EmbeddingsOnly, Ingest.Files, Ingest.Map, Ingest.Source, Ingest.Encoding, Ingest.Delimiter, Ingest.Origin);

    /// <summary>Reads files into the workspace, made where there is none.</summary>
    internal static void Read(Invocation invocation, IReadOnlyList<string> files)
    {
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
    }

    /// <summary>The workspace beside the first file where that can be written, else in the current folder.</summary>
    internal static string Beside(Invocation invocation, IReadOnlyList<string> files)
    {
        string first = invocation.FullPath(files[0].TrimEnd('/', '\\'));
        string folder = Path.GetDirectoryName(first) ?? invocation.Surroundings.CurrentFolder;
        bool isPattern = Path.GetFileName(first).IndexOfAny(['*', '?']) >= 0;
        string beside = WorkspaceSearch.WorkspaceOf(isPattern ? Path.Combine(folder, "tickets") : first);
        return Workspace.Exists(beside) || Workspace.CanWrite(folder) ? beside : Path.Combine(invocation.Surroundings.CurrentFolder, Path.GetFileName(beside));
    }
}
