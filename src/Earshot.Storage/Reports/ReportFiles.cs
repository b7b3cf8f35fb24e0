using System.Text;
using Earshot.Core.Analysis;
using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Core.Reports;
using Earshot.Core.Text;
using Earshot.Core.Tickets;
using Earshot.Core.Topics;
using Earshot.Storage.DuckDb;
using Earshot.Storage.Sources;
using Earshot.Storage.Workspaces;

namespace Earshot.Storage.Reports;

/// <summary>Writes what people take away: the HTML report, the tables, the summary and the pictures, each file whole or not at all.</summary>
public sealed class ReportFiles(Workspace workspace, IReadOnlyList<AssetDefinition> assets, bool mask)
{
    /// <summary>Name of the report's file.</summary>
    public const string Html = "report.html";

    /// <summary>Name of the table with a row for each ticket.</summary>
    public const string Assignments = "assignments.csv";

    private const int BlockRows = 8192;

    private readonly ReportOptions _options = new() { Mask = mask ? PersonalData.Mask : null };

    /// <summary>Writes the files of an analysis into a folder, made if need be.</summary>
    /// <returns>Their full paths, the report first.</returns>
    public IReadOnlyList<string> Write(AnalysisDocument analysis, string folder, bool assignments, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        List<string> written =
        [
            Text(Html, writer => HtmlReport.Write(analysis, _options, writer)),
            Text("summary.txt", writer => TextSummary.Write(analysis, _options, writer)),
            Text("topics.csv", writer => Tables.WriteTopics(analysis, _options, writer)),
            Text("scatter.svg", writer => SvgPictures.Scatter(analysis, _options, writer)),
            Text("sizes.svg", writer => SvgPictures.Sizes(analysis, _options, writer)),
            Binary("scatter.png", stream => PngPictures.Scatter(analysis, _options, stream)),
            Binary("sizes.png", stream => PngPictures.Sizes(analysis, _options, stream)),
        ];
        string table = Path.Combine(folder, Assignments);
        if (assignments) written.Add(Binary(Assignments, stream => WriteAssignments(analysis, stream, cancellation)));
        else File.Delete(table); // one of an earlier analysis would contradict the rest
        return written;

        string Text(string name, Action<TextWriter> write) => Binary(name, stream =>
        {
            using StreamWriter writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true);
            write(writer);
        });

        string Binary(string name, Action<Stream> write)
        {
            string path = Path.GetFullPath(Path.Combine(folder, name));
            AtomicFile.Write(path, write);
            return path;
        }
    }

    /// <summary>Writes the table of assignments: a row for each ticket, in the order of the partitions.</summary>
    public void WriteAssignments(AnalysisDocument analysis, Stream stream, CancellationToken cancellation)
    {
        using DuckDbDatabase database = new(threads: 1, memoryMegabytes: 512);
        DatasetReader reader = new(workspace, database, assets.ToDictionary(a => a.Name));
        using AssignmentsCsv table = new(stream, analysis, _options);
        ColumnSchema[] ticket = [TicketSchema.Columns[TicketSchema.TicketId], TicketSchema.Columns[TicketSchema.SourceId]];
        ColumnSchema[] assignment = [AssignmentsAsset.Columns[AssignmentsAsset.TopicId], AssignmentsAsset.Columns[AssignmentsAsset.Similarity]];
        ColumnBatch batch = new([.. ticket, .. assignment]);
        foreach (string partition in assets.First(a => a.Name == TicketsAsset.Name).Partitions)
        {
            using IBatchReader rows = reader.OpenSideBySide(partition, (TicketsAsset.Name, ticket), (AssignmentsAsset.Name, assignment));
            for (batch.Clear(); rows.Read(batch, BlockRows); batch.Clear())
            {
                cancellation.ThrowIfCancellationRequested();
                for (int row = 0; row < batch.Count; row++) table.Append(batch.Int64(0)[row], batch.Bytes(1)[row], batch.Int32(2)[row], batch.Float32(3)[row]);
            }
        }
    }
}
