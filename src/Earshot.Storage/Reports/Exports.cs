using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Earshot.Core.Analysis;
using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Core.Reports;
using Earshot.Core.Text;
using Earshot.Core.Tickets;
using Earshot.Core.Topics;
using Earshot.Numerics.Vectors;
using Earshot.Storage.DuckDb;
using Earshot.Storage.Sources;
using Earshot.Storage.Workspaces;

namespace Earshot.Storage.Reports;

/// <summary>Writes datasets to one file for other programs, partition by partition, whole or not at all.</summary>
public sealed class Exports(Workspace workspace, IReadOnlyList<AssetDefinition> assets, IReadOnlyList<SourceRecord> sources, RunLimits limits, bool mask)
{
    private const int BlockRows = 8192;

    // What the topic model was fitted on is what the embeddings hold.
    private int Dimensions => int.Parse(assets.First(a => a.Name == EmbeddingsAsset.Name).Options["dimensions"], CultureInfo.InvariantCulture);

    private IReadOnlyList<string> Partitions => assets.First(a => a.Name == TicketsAsset.Name).Partitions;

    /// <summary>Writes <paramref name="what"/> (assignments, topics, tickets, embeddings) to a file that ends in .csv or .parquet.</summary>
    /// <returns>Rows written.</returns>
    public long Write(string what, AnalysisDocument analysis, string path, bool wide, CancellationToken cancellation)
    {
        bool csv = path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);
        switch (what)
        {
            case "topics" when csv:
                AtomicFile.Write(path, stream =>
                {
                    using StreamWriter writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true);
                    Tables.WriteTopics(analysis, new ReportOptions { Mask = mask ? PersonalData.Mask : null }, writer);
                });
                return analysis.Topics.Count;
            case "assignments" when csv:
                AtomicFile.Write(path, stream => new ReportFiles(workspace, assets, mask).WriteAssignments(analysis, stream, cancellation));
                return analysis.Counts.Tickets;
            case "embeddings": return WriteRows(path, csv, EmbeddingColumns, wide ? WideSelection : "*", AppendEmbeddings, cancellation);
            case "tickets":
                return WriteRows(
                    path, csv, TicketColumns, "*", (reader, partition, write) => AppendTickets(reader, partition, analysis, csv, write), cancellation);
            default:
                // The analysis holds examples as they were written.
                string query = $"SELECT * FROM {what}";
                if (what == "topics") query = $"SELECT * EXCLUDE ({(mask ? "hidden, examples" : "hidden")}) FROM topics WHERE NOT hidden";
                TopicRow[] topics = [.. analysis.Topics.Select(topic => new TopicRow(topic.TopicId, Shown(topic.Name), Hidden: false))];
                using (SqlSession sql = new(workspace, assets, sources, limits, topics)) sql.CopyTo(query, path, csv, cancellation);
                return what == "topics" ? analysis.Topics.Count : analysis.Counts.Tickets;
        }
    }

    private static IReadOnlyList<ColumnSchema> TicketColumns { get; } =
    [
        .. TicketSchema.Columns.Take(TicketSchema.CleanText),
        AssignmentsAsset.Columns[AssignmentsAsset.TopicId],
        new("topic_name", ColumnType.Text),
        AssignmentsAsset.Columns[AssignmentsAsset.Similarity],
    ];

    private IReadOnlyList<ColumnSchema> EmbeddingColumns => [new("ticket_id", ColumnType.Int64), new("embedding", ColumnType.FloatArray, Dimensions)];

    private string WideSelection => "ticket_id, " + string.Join(", ", Enumerable.Range(0, Dimensions).Select(i => $"embedding[{i + 1}] AS emb_{i}"));

    private long WriteRows(
        string path,
        bool csv,
        IReadOnlyList<ColumnSchema> schema,
        string selection,
        Action<DatasetReader, string, Action<ColumnBatch>> append,
        CancellationToken cancellation)
    {
        using DuckDbDatabase database = new(threads: 1, limits.MemoryMegabytes, workspace.At("tmp"));
        using DuckDbConnection connection = database.Connect();
        DatasetReader reader = new(workspace, database, assets.ToDictionary(a => a.Name));
        using PartedFile file = new(connection, schema, path);
        foreach (string partition in Partitions)
        {
            cancellation.ThrowIfCancellationRequested();
            append(reader, partition, file.Append);
            file.EndPart(cancellation);
        }

        file.Complete(selection, csv, cancellation);
        return file.Rows;
    }

    private void AppendEmbeddings(DatasetReader reader, string partition, Action<ColumnBatch> write)
    {
        using IBatchReader rows = reader.Open(EmbeddingsAsset.Name, partition, EmbeddingsAsset.Columns);
        ColumnBatch read = new(EmbeddingsAsset.Columns);
        IReadOnlyList<ColumnSchema> columns = EmbeddingColumns;
        for (; rows.Read(read, BlockRows); read.Clear())
        {
            ColumnBatch written = new(columns);
            read.Int64(0).Values.CopyTo(written.Int64(0).AppendRoom(read.Count));
            for (int row = 0; row < read.Count; row++)
            {
                ReadOnlySpan<sbyte> numbers = MemoryMarshal.Cast<byte, sbyte>(read.Bytes(EmbeddingsAsset.Vector)[row]);
                Int8Quantization.Dequantize(numbers, read.Float32(EmbeddingsAsset.Scale)[row], written.FloatArray(1).AppendRoom());
            }

            write(written);
        }
    }

    private void AppendTickets(DatasetReader reader, string partition, AnalysisDocument analysis, bool csv, Action<ColumnBatch> write)
    {
        Dictionary<int, byte[]> names =
            analysis.Topics.ToDictionary(t => t.TopicId, t => Encoding.UTF8.GetBytes(csv ? SafeText.ForSpreadsheet(Shown(t.Name)) : Shown(t.Name)));
        int tickets = TicketSchema.CleanText;
        ColumnSchema[] assignment = [AssignmentsAsset.Columns[AssignmentsAsset.TopicId], AssignmentsAsset.Columns[AssignmentsAsset.Similarity]];
        ColumnBatch read = new([.. TicketSchema.Columns.Take(tickets), .. assignment]);
        ColumnBatch written = new(TicketColumns);
        using IBatchReader rows =
            reader.OpenSideBySide(partition, (TicketsAsset.Name, [.. TicketSchema.Columns.Take(tickets)]), (AssignmentsAsset.Name, assignment));
        for (; rows.Read(read, BlockRows); read.Clear(), written.Clear())
        {
            for (int row = 0; row < read.Count; row++)
            {
                for (int c = 0; c < tickets; c++)
                {
                    if (read[c].IsNull(row)) written[c].AppendNull();
                    else if (read[c] is ValueColumn<long> values) written.Int64(c).Append(values[row]);
                    else AppendText(read.Bytes(c)[row], written.Bytes(c), mask && c is TicketSchema.MessageText or TicketSchema.Title, csv);
                }

                int topic = read.Int32(tickets)[row];
                written.Int32(tickets).Append(topic);
                written.Bytes(tickets + 1).Append(names.GetValueOrDefault(topic, []));
                written.Float32(tickets + 2).Append(read.Float32(tickets + 1)[row]);
            }

            write(written);
        }
    }

    // In a table that a spreadsheet opens, no cell may run as a formula.
    private static void AppendText(ReadOnlySpan<byte> text, BytesColumn column, bool masked, bool csv)
    {
        if (!csv)
        {
            if (!masked || !PersonalData.TryMask(text, column)) column.Append(text);
            return;
        }

        string cell = Encoding.UTF8.GetString(text);
        column.Append(SafeText.ForSpreadsheet(masked ? PersonalData.Mask(cell) : cell).AsSpan());
    }

    private string Shown(string name) => mask ? PersonalData.Mask(name) : name;
}
