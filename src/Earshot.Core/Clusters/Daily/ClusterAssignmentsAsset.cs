using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Core.Tickets;

namespace Earshot.Core.Clusters.Daily;

/// <summary>
/// <c>cluster_assignments</c>: each ticket's cluster among the tickets of its day (UTC), in the order of the tickets. The texts are embedded on the way and the
/// vectors not kept; a day is in memory at a time for each partition that is built.
/// </summary>
internal sealed class ClusterAssignmentsAsset : IAsset
{
    public const string Name = "cluster_assignments";

    internal const int ClusterId = 2;
    internal const int OutlierScore = 4;
    internal const int Similarity = 5;
    internal const string DistinctTexts = "distinct_texts";

    private const string Persistence = "persistence";
    private const int BlockRows = 8192;

    private readonly EmbeddingRecipe _recipe;
    private readonly DayTickets _tickets;
    private readonly ConcurrentBag<IBlockEncoder> _idle = [];

    /// <summary>The clusters of the tickets' days, by the vectors of a recipe.</summary>
    public ClusterAssignmentsAsset(EmbeddingRecipe recipe, DayTickets tickets)
    {
        (_recipe, _tickets) = (recipe, tickets);
        Definition = new AssetDefinition
        {
            Name = Name,
            Layer = "silver",
            Version = 2,
            Columns = Columns,
            Partitions = tickets.Partitions,
            Upstream = recipe.Upstream,
            ExternalInputs = tickets.Inputs,
            ExpectedRows = tickets.Counts,
            Options = new SortedDictionary<string, string>(recipe.Options.ToDictionary(), StringComparer.Ordinal)
            {
                ["dimensions"] = recipe.Dimensions.ToString(CultureInfo.InvariantCulture),
                ["model"] = recipe.Model,
            },
        };
    }

    /// <summary>
    /// The columns. <c>outlier_score</c> is null for a text that was placed beside a sample or has no words; <c>cluster_id</c> is −1 for noise. A ticket without
    /// a date is in no day.
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
        TicketDay day = _tickets[context.Partition];
        HalfSteps steps = new(context.Advance);
        EmbeddedDay tickets = Embed(context, day, steps);
        var clustering = DayClustering.Of(
            tickets.TextHashes, tickets.Vectors, tickets.Scales, _recipe.Dimensions, (ulong)day.Day, context.Threads, context.Cancellation);
        Write(context, tickets.TicketIds, clustering);
        steps.Advance(tickets.TicketIds.Length);
        context.Output.Describe(Persistence, new JsonArray([.. clustering.Persistence.Select(value => (JsonNode)value)]));
        context.Output.Describe(DistinctTexts, clustering.DistinctTexts);
    }

    /// <summary>The persistence of each cluster of a day, and so the number of clusters that it has.</summary>
    internal static double[] PersistenceOf(IDatasetReader datasets, string day) =>
        [.. datasets.Manifest(Name, day).Metadata[Persistence]!.AsArray().Select(value => value!.GetValue<double>())];

    private EmbeddedDay Embed(BuildContext context, TicketDay day, HalfSteps steps)
    {
        EmbeddedDay all = new();
        InOrder.ForEach(
            day.Parts.Count,
            context.Threads,
            index =>
            {
                IBlockEncoder encoder = _idle.TryTake(out IBlockEncoder? used) ? used : _recipe.CreateEncoder(context.Datasets);
                EmbeddedDay part = Embed(context, day.Parts[index], encoder, steps);
                _idle.Add(encoder);
                return part;
            },
            (_, part) => all.Append(part),
            context.Cancellation);
        return all;
    }

    private EmbeddedDay Embed(BuildContext context, TicketDayPart part, IBlockEncoder encoder, HalfSteps steps)
    {
        EmbeddedDay day = new();
        ColumnBatch read = new(TicketText.Columns);
        BytesColumn texts = new();
        EncodedRows encoded = new(new BytesColumn(), new ValueColumn<float>(), new BytesColumn());
        using IBatchReader reader = _tickets.Open(context.Datasets, context.Partition, part, TicketText.Columns);
        for (; reader.Read(read, BlockRows); read.Clear())
        {
            context.Cancellation.ThrowIfCancellationRequested();
            TicketText.AppendClean(read, texts);
            encoder.Encode(texts, encoded, steps.Advance, context.Cancellation);
            for (int row = 0; row < read.Count; row++)
                day.Append(read.Int64(TicketText.TicketId)[row], (long)StableHash.Of(texts[row]), encoded.Vectors[row], encoded.Scales[row]);
            foreach (Column column in (ReadOnlySpan<Column>)[texts, encoded.Vectors, encoded.Scales, encoded.MadeBy]) column.Clear();
        }

        return day;
    }

    private static void Write(BuildContext context, ReadOnlySpan<long> ticketIds, DayClustering clustering)
    {
        ColumnBatch written = new(Columns);
        for (int row = 0; row < ticketIds.Length; row++)
        {
            written.Bytes(0).Append(context.Partition.AsSpan());
            written.Int64(1).Append(ticketIds[row]);
            written.Int32(ClusterId).Append(clustering.Clusters[row]);
            written.Float32(ClusterId + 1).Append(clustering.Memberships[row]);
            if (float.IsNaN(clustering.OutlierScores[row])) written[OutlierScore].AppendNull();
            else written.Float32(OutlierScore).Append(clustering.OutlierScores[row]);
            written.Float32(Similarity).Append(clustering.Similarities[row]);
            if (written.Count < BlockRows) continue;
            context.Cancellation.ThrowIfCancellationRequested();
            context.Output.Append(written);
            written.Clear();
        }

        context.Output.Append(written);
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
}
