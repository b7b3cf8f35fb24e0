using Earshot.Core;
using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Core.Synthetic;
using Earshot.Core.Text;
using Earshot.Core.Tickets;
using Earshot.Storage.DuckDb;
using Earshot.Storage.Workspaces;

namespace Earshot.Storage.Sources;

/// <summary><c>tickets</c>: every source's rows in one layout, with clean text and language. A part of a source is a partition.</summary>
public sealed class TicketsAsset : IAsset
{
    public const string Name = "tickets";

    private const int BlockRows = 8192;

    private readonly Workspace _workspace;
    private readonly Dictionary<string, (SourceRecord Source, int Part)> _parts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SyntheticTickets> _generators = new(StringComparer.Ordinal);
    private readonly bool _mask;

    /// <summary>The asset for the sources of a workspace.</summary>
    /// <param name="workspace">Where the sources' raw rows are.</param>
    /// <param name="sources">All of them; together they decide the partitions.</param>
    /// <param name="mask">Whether personal data in synthetic tickets is masked; files are masked when they are read.</param>
    public TicketsAsset(Workspace workspace, IReadOnlyList<SourceRecord> sources, bool mask)
    {
        _workspace = workspace;
        _mask = mask;
        Dictionary<string, IReadOnlyDictionary<string, string>> inputs = [];
        SortedDictionary<string, string> options = new(StringComparer.Ordinal);
        foreach (SourceRecord source in sources)
        {
            for (int part = 0; part < source.Parts.Count; part++)
            {
                _parts[source.Parts[part].Partition] = (source, part);
                if (source.Synthetic is null)
                {
                    string input = $"bronze/{source.Name}/{source.Parts[part].File}";
                    inputs[source.Parts[part].Partition] = new Dictionary<string, string> { [input] = source.Parts[part].ContentHash + Conversion(source) };
                }
            }

            if (source.Synthetic is not { } synthetic) continue;
            _generators[source.Name] = new SyntheticTickets(synthetic.ToOptions());
            options["tickets"] = synthetic.Tickets.ToString();
            options["partitions"] = synthetic.Partitions.ToString();
            options["seed"] = synthetic.Seed.ToString();
            options["as_of"] = synthetic.AsOf.ToString("yyyy-MM-dd");
            options["incidents"] = synthetic.Incidents ? "yes" : "no";
            options["mask"] = mask ? "yes" : "no";
        }

        Definition = new AssetDefinition
        {
            Name = Name,
            Layer = "silver",
            Version = 1,
            Columns = TicketSchema.Columns,
            Partitions = [.. _parts.Keys.OrderBy(SourceCatalog.PartitionNumber)],
            Options = options,
            ExternalInputs = inputs,
            ExpectedRows = _parts.ToDictionary(p => p.Key, p => p.Value.Source.Parts[p.Value.Part].Rows),
        };
    }

    public AssetDefinition Definition { get; }

    public void Build(BuildContext context)
    {
        (SourceRecord source, int part) = _parts[context.Partition];
        if (_generators.TryGetValue(source.Name, out SyntheticTickets? generator)) Generate(generator, part, context);
        else Convert(source, source.Parts[part], context);
    }

    // What of a source's record decides how its rows become tickets.
    private static string Conversion(SourceRecord source) =>
        $" as {source.Origin} with {string.Join(", ", source.Mapping.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{m.Key}={m.Value}"))}";

    private void Generate(SyntheticTickets generator, int part, BuildContext context)
    {
        ColumnBatch batch = new(TicketSchema.Columns);
        ColumnBatch? masked = _mask ? new(TicketSchema.Columns) : null;
        (long row, long left) = generator.RowsOf(part);
        while (left > 0)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            int rows = (int)Math.Min(left, BlockRows);
            batch.Clear();
            generator.Append(row, rows, batch);
            context.Output.Append(masked is null ? batch : Masked(batch, masked));
            context.Advance(rows);
            row += rows;
            left -= rows;
        }
    }

    private static ColumnBatch Masked(ColumnBatch batch, ColumnBatch masked)
    {
        masked.Clear();
        for (int c = 0; c < batch.Schema.Count; c++)
        {
            for (int row = 0; row < batch.Count; row++)
            {
                if (batch[c].IsNull(row)) masked[c].AppendNull();
                else if (batch[c] is ValueColumn<long> values) masked.Int64(c).Append(values[row]);
                else if (c != TicketSchema.MessageText || !PersonalData.TryMask(batch.Bytes(c)[row], masked.Bytes(c)))
                    masked.Bytes(c).Append(batch.Bytes(c)[row]);
            }
        }

        return masked;
    }

    private (RawTicketRows Rows, DuckDbResult Result) Open(SourceRecord source, SourcePart part, DuckDbConnection connection)
    {
        string path = _workspace.At("bronze", source.Name, source.Generation, part.File);
        try
        {
            RawTicketRows rows = new(source, connection, path);
            return (rows, connection.Query(rows.Query));
        }
        catch (DuckDbException e)
        {
            string files = string.Join(' ', source.Files.Select(file => $"\"{file.Path}\"").Take(5)) + (source.Files.Count > 5 ? " …" : "");
            throw new EarshotException(
                $"the raw rows of {source.Name} can't be read: {e.Message}",
                $"`earshot ingest {files} --source {source.Name} --workspace \"{_workspace.Folder}\"` reads them again",
                3,
                e);
        }
    }

    private void Convert(SourceRecord source, SourcePart part, BuildContext context)
    {
        using DuckDbDatabase database = new(threads: 1, memoryMegabytes: 1024 + (source.OtherColumns.Count / 2), _workspace.At("tmp"));
        using DuckDbConnection connection = database.Connect();
        (RawTicketRows rows, DuckDbResult result) = Open(source, part, connection);
        using DuckDbResult _ = result;
        ColumnBatch raw = new(rows.Schema);
        ColumnBatch tickets = new(TicketSchema.Columns);
        while (result.ReadInto(raw, BlockRows))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            rows.Convert(raw, tickets);
            context.Output.Append(tickets);
            context.Advance(raw.Count);
            raw.Clear();
            tickets.Clear();
        }
    }
}
