using System.Runtime.InteropServices;
using Earshot.Core;
using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Core.Runs;
using Earshot.Core.Tickets;
using Earshot.Numerics.Vectors;
using Earshot.Storage.DuckDb;
using Earshot.Storage.Reports;
using Earshot.Storage.Sources;
using Earshot.Storage.Workspaces;

namespace Earshot.Storage.Embeddings;

/// <summary>
/// Embeds a range of a workspace's tickets, a batch at a time, into a file. Tickets are recorded once their vectors are where they are to stay: those of
/// a file when it is whole, so that a run that died keeps none out of the next one's file; without a file, batch by batch.
/// </summary>
public sealed class TicketEmbedding(Workspace workspace, IReadOnlyList<AssetDefinition> assets, RunLimits limits, IRunObserver observer)
{
    private const string Stage = "embed";
    private const int PartRows = 50_000;

    private static readonly ColumnSchema[] Read =
        [.. TicketText.Columns, TicketSchema.Columns[TicketSchema.SourceId], TicketSchema.Columns[TicketSchema.CreatedAt]];

    /// <summary>Embeds.</summary>
    /// <param name="range">Which tickets.</param>
    /// <param name="recipe">How.</param>
    /// <param name="record">What was embedded before, and where what is embedded now is recorded.</param>
    /// <param name="batchSize">Tickets embedded and written at a time.</param>
    /// <param name="path">File to write, .csv or .parquet; null for none.</param>
    /// <exception cref="OperationCanceledException">Cancelled; what was recorded stays.</exception>
    public EmbeddingResult Run(TicketRange range, EmbeddingRecipe recipe, EmbeddedTickets record, int batchSize, string? path, CancellationToken cancellation)
    {
        using DuckDbDatabase database = new(threads: 1, limits.MemoryMegabytes, workspace.At("tmp"));
        using DuckDbConnection connection = database.Connect();
        DatasetReader datasets = new(workspace, database, assets.ToDictionary(a => a.Name));
        using PartedFile? file = path is null ? null : new PartedFile(connection, Schema(recipe.Dimensions), path);
        Selection selection = new(range, record);
        List<long> unrecordedTickets = [], unrecordedHashes = [];
        Batch batch = new(recipe, datasets, batchSize);
        AssetDefinition tickets = assets.First(a => a.Name == TicketsAsset.Name);
        long expected = range.Limit ?? tickets.Partitions.Sum(p => datasets.Manifest(tickets.Name, p).Rows);
        VectorStatistics statistics = new(expected);
        SortedDictionary<string, long> makers = new(StringComparer.Ordinal);
        observer.StageStarted(Stage, expected, "tickets");
        foreach (string partition in tickets.Partitions)
        {
            ColumnBatch read = new(Read);
            BytesColumn texts = new();
            using IBatchReader reader = datasets.Open(tickets.Name, partition, read.Schema);
            for (; !selection.IsFull && reader.Read(read, batchSize); read.Clear())
            {
                cancellation.ThrowIfCancellationRequested();
                texts.Clear();
                TicketText.AppendClean(read, texts);
                foreach (int row in selection.Of(read, texts))
                {
                    batch.Add(read, texts, row);
                    if (batch.IsFull) Flush();
                }
            }
        }

        Flush();
        file?.EndPart(cancellation);

        EmbeddingSummary vectors = statistics.Summary(partition: null);

        // With nothing new, a file that is there keeps what the last run wrote.
        if (!range.SkipEmbedded || vectors.Tickets > 0 || !File.Exists(path))
            file?.Complete("*", path!.EndsWith(".csv", StringComparison.OrdinalIgnoreCase), cancellation);
        record.Add(CollectionsMarshal.AsSpan(unrecordedTickets), CollectionsMarshal.AsSpan(unrecordedHashes));
        record.Flush();
        observer.StageFinished(Stage, $"{vectors.Tickets:N0} vectors");
        return new EmbeddingResult(recipe.Model, selection.Seen, selection.Skipped, selection.Undated, vectors, makers);

        void Flush()
        {
            if (batch.Count == 0) return;
            ColumnBatch rows = batch.Encode(rows => observer.Advanced(Stage, rows), cancellation);
            for (int row = 0; row < rows.Count; row++)
            {
                statistics.Add(rows.FloatArray(4).Values.Slice(row * recipe.Dimensions, recipe.Dimensions), rows.Int64(2)[row]);
                string maker = rows.Bytes(3).GetString(row);
                makers[maker] = makers.GetValueOrDefault(maker) + 1;
            }
            if (file is null)
            {
                record.Add(rows.Int64(0).Values, rows.Int64(2).Values);
            }
            else
            {
                file.Append(rows);
                if (file.PartRows >= PartRows) file.EndPart(cancellation);
                unrecordedTickets.AddRange(rows.Int64(0).Values);
                unrecordedHashes.AddRange(rows.Int64(2).Values);
            }

            batch.Clear();
        }
    }

    private static ColumnSchema[] Schema(int dimensions) =>
    [
        TicketSchema.Columns[TicketSchema.TicketId],
        TicketSchema.Columns[TicketSchema.SourceId],
        EmbeddingsAsset.Columns[EmbeddingsAsset.TextHash],
        EmbeddingsAsset.Columns[EmbeddingsAsset.MadeByColumn],
        new("embedding", ColumnType.FloatArray, dimensions),
    ];

    /// <summary>Which rows are wanted, as blocks of tickets pass by.</summary>
    private sealed class Selection(TicketRange range, EmbeddedTickets record)
    {
        internal long Seen { get; private set; }

        internal long Skipped { get; private set; }

        internal long Undated { get; private set; }

        internal bool IsFull => Seen == range.Limit;

        internal List<int> Of(ColumnBatch read, BytesColumn texts)
        {
            ReadOnlySpan<long> ids = read.Int64(TicketText.TicketId).Values;
            bool[] known = new bool[ids.Length];
            if (range.SkipEmbedded)
            {
                long[] hashes = new long[ids.Length];
                for (int row = 0; row < hashes.Length; row++) hashes[row] = (long)StableHash.Of(texts[row]);
                record.WhichAreEmbedded(ids, hashes, known);
            }

            ValueColumn<long> dates = read.Int64(Read.Length - 1);
            List<int> wanted = [];
            for (int row = 0; row < ids.Length && !IsFull; row++)
            {
                if (range.IsDated && dates.IsNull(row)) Undated++;
                else if (range.IsDated && !range.Includes(dates[row])) continue;
                else if (known[row]) Skipped++;
                else
                {
                    Seen++;
                    wanted.Add(row);
                }
            }

            return wanted;
        }
    }

    /// <summary>Tickets that are embedded at once.</summary>
    private sealed class Batch(EmbeddingRecipe recipe, IDatasetReader datasets, int size)
    {
        private readonly ColumnBatch _rows = new(Schema(recipe.Dimensions));
        private readonly BytesColumn _texts = new();
        private readonly EncodedRows _encoded = new(new BytesColumn(), new ValueColumn<float>(), new BytesColumn());
        private IBlockEncoder? _encoder;

        internal int Count => _texts.Count;

        internal bool IsFull => Count >= size;

        internal void Add(ColumnBatch read, BytesColumn texts, int row)
        {
            _texts.Append(texts[row]);
            _rows.Int64(0).Append(read.Int64(TicketText.TicketId)[row]);
            int source = Read.Length - 2;
            if (read[source].IsNull(row)) _rows[1].AppendNull();
            else _rows.Bytes(1).Append(read.Bytes(source)[row]);
            _rows.Int64(2).Append((long)StableHash.Of(texts[row]));
        }

        internal ColumnBatch Encode(Action<long> advance, CancellationToken cancellation)
        {
            _encoder ??= recipe.CreateEncoder(datasets);
            _encoder.Encode(_texts, _encoded, advance, cancellation);
            for (int row = 0; row < Count; row++)
            {
                _rows.Bytes(3).Append(_encoded.MadeBy[row]);
                Int8Quantization.Dequantize(MemoryMarshal.Cast<byte, sbyte>(_encoded.Vectors[row]), _encoded.Scales[row], _rows.FloatArray(4).AppendRoom());
            }

            return _rows;
        }

        internal void Clear()
        {
            _rows.Clear();
            _texts.Clear();
            _encoded.Vectors.Clear();
            _encoded.Scales.Clear();
            _encoded.MadeBy.Clear();
        }
    }
}

/// <summary>What <see cref="TicketEmbedding"/> did.</summary>
/// <param name="Model">What made the vectors.</param>
/// <param name="Tickets">Tickets embedded.</param>
/// <param name="Skipped">Tickets of the range that were embedded before.</param>
/// <param name="Undated">Tickets left out because a day was asked for and they have none.</param>
/// <param name="Vectors">What the vectors are like.</param>
/// <param name="MadeBy">Vectors by what made them.</param>
public sealed record EmbeddingResult(
    string Model, long Tickets, long Skipped, long Undated, EmbeddingSummary Vectors, IReadOnlyDictionary<string, long> MadeBy);
