using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Core.Tickets;

namespace Earshot.Core.Clusters.Daily;

/// <summary>
/// <c>cluster_assignments</c>: each ticket's cluster among the tickets of its day (UTC), in the order of the tickets. The texts are embedded on the way and the
/// vectors not kept; a group of days is in memory at a time.
/// </summary>
internal sealed class ClusterAssignmentsAsset : IAsset
{
    public const string Name = "cluster_assignments";

    internal const int ClusterId = 2;
    internal const int OutlierScore = 4;
    internal const int Similarity = 5;
    internal const string PersistenceOfDays = "persistence";

    private const int BlockRows = 8192;

    private static readonly ColumnSchema[] Read = [.. TicketText.Columns, TicketSchema.Columns[TicketSchema.CreatedAt]];

    private readonly EmbeddingRecipe _recipe;
    private readonly AssetDefinition _tickets;

    /// <summary>The clusters of the tickets' days, by the vectors of a recipe.</summary>
    public ClusterAssignmentsAsset(EmbeddingRecipe recipe, AssetDefinition tickets)
    {
        (_recipe, _tickets) = (recipe, tickets);
        Definition = new AssetDefinition
        {
            Name = Name,
            Layer = "silver",
            Version = 1,
            Columns = Columns,
            Partitions = tickets.Partitions.Count == 0 ? [] : [Name],
            Upstream = [new Upstream(tickets.Name, PartitionMapping.All), .. recipe.Upstream],
            Options = new SortedDictionary<string, string>(recipe.Options.ToDictionary(), StringComparer.Ordinal)
            {
                ["dimensions"] = recipe.Dimensions.ToString(),
                ["model"] = recipe.Model,
            },
        };
    }

    /// <summary>
    /// The columns. <c>day</c> is null for a ticket without a date, which is in no cluster; <c>outlier_score</c> is null for a text that was placed beside a
    /// sample or has no words; <c>cluster_id</c> is −1 for noise.
    /// </summary>
    public static IReadOnlyList<ColumnSchema> Columns { get; } =
    [
        new("day", ColumnType.Text),
        new("ticket_id", ColumnType.Int64),
        new("cluster_id", ColumnType.Int32),
        new("membership", ColumnType.Float32),
        new("outlier_score", ColumnType.Float32),
        new("similarity", ColumnType.Float32),
    ];

    public AssetDefinition Definition { get; }

    public void Build(BuildContext context)
    {
        IReadOnlyList<DayGroup> groups = TicketDays.Group(context, _tickets);
        if (groups.Count == 0)
        {
            throw new EarshotException(
                "no ticket has a date, so there are no days to cluster", "name the column of the date: `earshot ingest FILE --map created_at=COLUMN`", 3);
        }

        Dictionary<string, TicketPlaces> places = _tickets.Partitions.ToDictionary(
            partition => partition, partition => new TicketPlaces((int)context.Datasets.Manifest(_tickets.Name, partition).Rows));
        JsonObject persistence = [];
        ConcurrentBag<IBlockEncoder> idle = [];
        HalfSteps steps = new(context.Advance);
        foreach (DayGroup group in groups)
        {
            foreach ((int day, DayTickets tickets) in Embed(context, group, idle, steps))
            {
                var clustering = DayClustering.Of(
                    tickets.TextHashes, tickets.Vectors, tickets.Scales, _recipe.Dimensions, (ulong)day, context.Threads, context.Cancellation);
                for (int row = 0; row < tickets.Rows.Count; row++) places[tickets.Rows[row].Partition].Set(tickets.Rows[row].Row, clustering, row);
                steps.Advance(tickets.Rows.Count);
                persistence[TicketDays.Name(day)] = new JsonArray([.. clustering.Persistence.Select(value => (JsonNode)value)]);
            }
        }

        foreach (string partition in _tickets.Partitions) Write(context, partition, places[partition]);
        context.Output.Describe(PersistenceOfDays, persistence);
    }

    /// <summary>The persistence of each cluster of a day, and so the number of clusters that it has.</summary>
    internal static IReadOnlyDictionary<string, double[]> PersistenceOf(IDatasetReader datasets) =>
        datasets.Manifest(Name, Name).Metadata[PersistenceOfDays]!.AsObject()
            .ToDictionary(day => day.Key, day => day.Value!.AsArray().Select(value => value!.GetValue<double>()).ToArray(), StringComparer.Ordinal);

    private SortedDictionary<int, DayTickets> Embed(BuildContext context, DayGroup group, ConcurrentBag<IBlockEncoder> idle, HalfSteps steps)
    {
        SortedDictionary<int, DayTickets> days = [];
        string[] partitions = [.. _tickets.Partitions.Where(group.Partitions.Contains)];
        InOrder.ForEach(
            partitions.Length,
            context.Threads,
            index =>
            {
                IBlockEncoder encoder = idle.TryTake(out IBlockEncoder? used) ? used : _recipe.CreateEncoder(context.Datasets);
                SortedDictionary<int, DayTickets> part = Embed(context, group, partitions[index], encoder, steps);
                idle.Add(encoder);
                return part;
            },
            (_, part) =>
            {
                foreach ((int day, DayTickets tickets) in part)
                {
                    if (!days.TryGetValue(day, out DayTickets? all)) days[day] = tickets;
                    else all.Append(tickets);
                }
            },
            context.Cancellation);
        return days;
    }

    private SortedDictionary<int, DayTickets> Embed(
        BuildContext context, DayGroup group, string partition, IBlockEncoder encoder, HalfSteps steps)
    {
        SortedDictionary<int, DayTickets> days = [];
        ColumnBatch read = new(Read), chosen = new(Read);
        BytesColumn texts = new();
        EncodedRows encoded = new(new BytesColumn(), new ValueColumn<float>(), new BytesColumn());
        List<(int Day, int Row)> rows = [];
        int first = 0;
        using IBatchReader reader = context.Datasets.Open(_tickets.Name, partition, Read);
        for (; reader.Read(read, BlockRows); first += read.Count, read.Clear())
        {
            context.Cancellation.ThrowIfCancellationRequested();
            for (int row = 0; row < read.Count; row++)
            {
                int? day = TicketDays.Of(read.Int64(Read.Length - 1), row);
                if (!group.Contains(day)) continue;
                rows.Add((day!.Value, first + row));
                chosen.AppendRow(read, row);
            }

            TicketText.AppendClean(chosen, texts);
            encoder.Encode(texts, encoded, steps.Advance, context.Cancellation);
            for (int i = 0; i < rows.Count; i++)
            {
                if (!days.TryGetValue(rows[i].Day, out DayTickets? day)) days[rows[i].Day] = day = new DayTickets();
                day.Append(partition, rows[i].Row, (long)StableHash.Of(texts[i]), encoded.Vectors[i], encoded.Scales[i]);
            }

            foreach (Column column in (ReadOnlySpan<Column>)[texts, encoded.Vectors, encoded.Scales, encoded.MadeBy]) column.Clear();
            chosen.Clear();
            rows.Clear();
        }

        return days;
    }

    private void Write(BuildContext context, string partition, TicketPlaces places)
    {
        ColumnBatch read = new([TicketSchema.Columns[TicketSchema.TicketId], TicketSchema.Columns[TicketSchema.CreatedAt]]), written = new(Columns);
        int first = 0;
        using IBatchReader reader = context.Datasets.Open(_tickets.Name, partition, read.Schema);
        for (; reader.Read(read, BlockRows); first += read.Count, read.Clear(), written.Clear())
        {
            context.Cancellation.ThrowIfCancellationRequested();
            for (int row = 0; row < read.Count; row++)
            {
                if (TicketDays.Of(read.Int64(1), row) is { } day) written.Bytes(0).Append(TicketDays.Name(day).AsSpan());
                else written[0].AppendNull();
                written.Int64(1).Append(read.Int64(0)[row]);
                places.Append(first + row, written);
            }

            context.Output.Append(written);
        }
    }

    /// <summary>Counts each ticket twice, when it is embedded and when its day is clustered, and tells half: either may take nearly all the time.</summary>
    private sealed class HalfSteps(Action<long> advance)
    {
        private long _steps;

        public void Advance(long count)
        {
            long after = Interlocked.Add(ref _steps, count);
            advance((after / 2) - ((after - count) / 2));
        }
    }

    /// <summary>The tickets of a day, as they are embedded.</summary>
    private sealed class DayTickets
    {
        private readonly List<long> _textHashes = [];

        public List<(string Partition, int Row)> Rows { get; } = [];

        public ReadOnlySpan<long> TextHashes => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_textHashes);

        public BytesColumn Vectors { get; } = new();

        public ValueColumn<float> Scales { get; } = new();

        public void Append(string partition, int row, long textHash, ReadOnlySpan<byte> vector, float scale)
        {
            Rows.Add((partition, row));
            _textHashes.Add(textHash);
            Vectors.Append(vector);
            Scales.Append(scale);
        }

        public void Append(DayTickets other)
        {
            for (int i = 0; i < other.Rows.Count; i++)
                Append(other.Rows[i].Partition, other.Rows[i].Row, other._textHashes[i], other.Vectors[i], other.Scales[i]);
        }
    }
}
