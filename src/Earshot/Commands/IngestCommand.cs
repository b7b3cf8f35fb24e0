using Earshot.CommandLine;
using Earshot.Configuration;
using Earshot.Output;
using Earshot.Sessions;
using Earshot.Storage.Sources;
using Earshot.Storage.Workspaces;

namespace Earshot.Commands;

/// <summary><c>earshot ingest FILE…</c>: reads files into the workspace.</summary>
internal static class IngestCommand
{
    public static EarshotCommand Create() => new EarshotCommand("ingest", "Read files of tickets into a workspace; `earshot run` does the rest.")
    {
        Examples =
        [
            ("earshot ingest tickets.csv", "columns are guessed and shown"),
            ("earshot ingest export/*.csv.gz --map text=body,id=ticket_no", "with columns named by role"),
            ("earshot ingest survey.xlsx.csv --encoding latin1 --mask", "personal data masked before anything is stored"),
        ],
        Run = invocation =>
        {
            IReadOnlyList<string> files = Ingest.Expand(invocation);
            Workspace workspace = Session.OpenWorkspace(invocation);
            SourceRecord source = Ingest.Read(invocation, workspace, files);
            invocation.KeepSettings(workspace);
            if (invocation.Json) JsonShapes.Write(invocation.Terminal.Output, source);
            else invocation.Say($"{source.Name}: {Quantity.Count(source.Parts.Sum(p => p.Rows), "ticket")}. Next: earshot run -w {workspace.Folder}");
            return ExitCode.Success;
        },
    }.OnWorkspace().Reporting().With(SettingTable.Mask, SettingTable.RowsPerPartition)
        .With(Ingest.Files, Ingest.Map, Ingest.Source, Ingest.Encoding, Ingest.Delimiter, Ingest.Origin);
}
