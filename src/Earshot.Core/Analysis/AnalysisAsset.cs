using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Core.Tickets;
using Earshot.Core.Topics;

namespace Earshot.Core.Analysis;

/// <summary>
/// <c>analysis</c>: one JSON document over all tickets and their topics. One pass over the partitions, side by side, in memory that is
/// bounded by a block of rows, the terms kept, and 128 MB of hashes to count different texts.
/// </summary>
public sealed class AnalysisAsset : IAsset
{
    public const string Name = "analysis";

    private const int BlockRows = 16_384;
    private const int MapPoints = 4_000;

    private static readonly int[] TicketColumnsRead =
    [
        TicketSchema.TicketId, TicketSchema.MessageText, TicketSchema.CleanText, TicketSchema.Title, TicketSchema.CreatedAt,
        TicketSchema.ProductLine, TicketSchema.Source, TicketSchema.SourceId, TicketSchema.Language,
    ];

    private static readonly int[] AssignmentColumnsRead = [AssignmentsAsset.TopicId, AssignmentsAsset.Similarity, AssignmentsAsset.Membership];

    private readonly AnalysisOptions _options;
    private readonly string _subject;
    private readonly long _rejected;
    private readonly EmbeddingRecipe _embedding;
    private readonly AssetDefinition _tickets;
    private readonly TopicModelAsset _model;

    /// <summary>The analysis of a corpus.</summary>
    /// <param name="options">Valid options.</param>
    /// <param name="subject">Where the tickets came from, as the user would say it.</param>
    /// <param name="rejected">Rows that could not be read.</param>
    /// <param name="embedding">How the vectors were made.</param>
    /// <param name="tickets">The asset of the tickets.</param>
    /// <param name="model">The asset of the topic model.</param>
    public AnalysisAsset(AnalysisOptions options, string subject, long rejected, EmbeddingRecipe embedding, AssetDefinition tickets, TopicModelAsset model)
    {
        (_options, _subject, _rejected, _embedding, _tickets, _model) = (options, subject, rejected, embedding, tickets, model);
        Definition = new AssetDefinition
        {
            Name = Name,
            Layer = "gold",
            Version = 6,
            Columns = [],
            Partitions = tickets.Partitions.Count == 0 ? [] : [Name],
            Upstream =
            [
                new Upstream(tickets.Name, PartitionMapping.All),
                new Upstream(EmbeddingsAsset.Name, PartitionMapping.All),
                new Upstream(TopicModelAsset.Name, PartitionMapping.All),
                new Upstream(AssignmentsAsset.Name, PartitionMapping.All),
            ],
            Options = new SortedDictionary<string, string>(model.ShownBy.ToDictionary(), StringComparer.Ordinal)
            {
                ["as_of"] = options.AsOf?.ToString("yyyy-MM-dd") ?? "newest ticket",
                ["examples"] = options.Examples.ToString(),
                ["growth"] = $"{options.GrowthScore}, {options.GrowthTickets} tickets, {options.Growing} topics",
                ["keyword_texts"] = options.KeywordTexts.ToString(),
                ["keywords"] = options.Keywords.ToString(),
                ["rejected"] = rejected.ToString(),
                ["subject"] = subject,
                ["teams"] = options.Routing.ToString(),
                ["unclear_below"] = options.UnclearBelow.ToString(System.Globalization.CultureInfo.InvariantCulture),
                ["window_days"] = options.WindowDays.ToString(),
            },
        };
    }

    public AssetDefinition Definition { get; }

    public void Build(BuildContext context)
    {
        IReadOnlyList<string> partitions = _tickets.Partitions;
        ITopicModel model = _model.Read(context.Datasets);
        long tickets = partitions.Sum(p => context.Datasets.Manifest(_tickets.Name, p).Rows);
        DaySpan span = Span(partitions, context);
        CorpusAccumulator corpus = new(model.Topics.Count + 1, tickets, _options, span);
        Dictionary<int, int> places = model.Topics.Select((topic, place) => (topic.Id, place)).ToDictionary();
        double squared = 0;
        DistinctTexts distinct = new(tickets);
        TopicMap map = new(model.Centroids, Math.Min(MapPoints, tickets), umap: _model.HasMemberships, _model.Seed);
        InOrder.ForEach(
            partitions.Count,
            context.Threads,
            index => (Sums: Add(partitions[index], places, tickets, span, context), Places: map.Read(partitions, index, context)),
            (index, part) =>
            {
                corpus.Merge(part.Sums.Corpus);
                distinct.Add(part.Sums.Hashes);
                map.Add(part.Places);
                squared += context.Datasets.Manifest(AssignmentsAsset.Name, partitions[index]).Metadata["squared_distance"]!.GetValue<double>();
            },
            context.Cancellation);
        AnalysisFacts facts = new(
            _subject,
            distinct.Count(context.Threads),
            _rejected,
            map.Points(context.Threads, context.Cancellation),
            Processing(context.Datasets, model, squared / Math.Max(1, tickets)))
        {
            Topics = model.Topics,
            HasMemberships = _model.HasMemberships,
            Silhouettes = map.Silhouettes(context.Threads, context.Cancellation),
        };
        AnalysisJson.Write(context.Output.Document, AnalysisBuilder.Build(corpus, facts, _options));
        context.Output.Describe("tickets", tickets);
    }

    // Where a day to look back from is given, no date can take the days away from the rest.
    private DaySpan Span(IReadOnlyList<string> partitions, BuildContext context)
    {
        if (_options.AsOf is not null) return DaySpan.All;
        Dictionary<int, long> days = [];
        InOrder.ForEach(
            partitions.Count,
            context.Threads,
            index => CountDays(partitions[index], context),
            (_, part) =>
            {
                foreach ((int day, long count) in part) days[day] = days.GetValueOrDefault(day) + count;
            },
            context.Cancellation);
        return DaySpan.WithoutStrays(days);
    }

    private Dictionary<int, long> CountDays(string partition, BuildContext context)
    {
        Dictionary<int, long> days = [];
        ColumnBatch batch = new([TicketSchema.Columns[TicketSchema.CreatedAt]]);
        ValueColumn<long> dates = batch.Int64(0);
        using IBatchReader reader = context.Datasets.Open(_tickets.Name, partition, batch.Schema);
        for (; reader.Read(batch, BlockRows); batch.Clear())
        {
            context.Cancellation.ThrowIfCancellationRequested();
            for (int row = 0; row < dates.Count; row++)
            {
                if (dates.IsNull(row) || DayCounts.DayOf(dates[row]) is not { } day) continue;
                CollectionsMarshal.GetValueRefOrAddDefault(days, day, out _)++;
            }
        }

        return days;
    }

    private ProcessingSummary Processing(IDatasetReader datasets, ITopicModel model, double inertia)
    {
        SortedDictionary<string, long> makers = new(StringComparer.Ordinal);
        foreach (string partition in _tickets.Partitions)
        {
            foreach ((string maker, JsonNode? count) in datasets.Manifest(EmbeddingsAsset.Name, partition).Metadata["made_by"]!.AsObject())
                makers[maker] = makers.GetValueOrDefault(maker) + count!.GetValue<long>();
        }

        return new ProcessingSummary(_tickets.Partitions.Count, _embedding.Model, _embedding.Dimensions, model.Topics.Count, _model.Seed, inertia, 0)
        {
            Method = _model.Method,
            MadeBy = makers,
            Student = _embedding.Fit(datasets),
        };
    }

    private (CorpusAccumulator Corpus, ulong[] Hashes) Add(string partition, Dictionary<int, int> places, long tickets, DaySpan span, BuildContext context)
    {
        CorpusAccumulator part = new(places.Count + 1, tickets, _options, span);
        ColumnBatch batch = new(
        [
            .. TicketColumnsRead.Select(c => TicketSchema.Columns[c]),
            .. AssignmentColumnsRead.Select(c => AssignmentsAsset.Columns[c]),
            EmbeddingsAsset.Columns[EmbeddingsAsset.TextHash],
        ]);
        TicketColumns columns = new()
        {
            TicketId = batch.Int64(0),
            MessageText = batch.Bytes(1),
            CleanText = batch.Bytes(2),
            Title = batch.Bytes(3),
            CreatedAt = batch.Int64(4),
            ProductLine = batch.Bytes(5),
            Source = batch.Bytes(6),
            SourceId = batch.Bytes(7),
            Language = batch.Bytes(8),
        };
        using IBatchReader reader = context.Datasets.OpenSideBySide(
            partition,
            (_tickets.Name, [.. batch.Schema.Take(TicketColumnsRead.Length)]),
            (AssignmentsAsset.Name, [.. batch.Schema.Skip(TicketColumnsRead.Length).Take(AssignmentColumnsRead.Length)]),
            (EmbeddingsAsset.Name, [batch.Schema[^1]]));
        List<ulong> hashes = [];
        List<int> topics = new(BlockRows);
        while (reader.Read(batch, BlockRows))
        {
            context.Cancellation.ThrowIfCancellationRequested();
            part.Add(columns, Places(batch.Int32(9).Values, places, topics), batch.Float32(10).Values, _model.HasMemberships ? batch.Float32(11).Values : default);
            hashes.AddRange(MemoryMarshal.Cast<long, ulong>(batch.Int64(12).Values));
            context.Advance(batch.Count);
            batch.Clear();
        }

        return (part, [.. hashes]);
    }

    // Tickets of no topic are counted beyond all topics.
    private static ReadOnlySpan<int> Places(ReadOnlySpan<int> topicIds, Dictionary<int, int> places, List<int> room)
    {
        room.Clear();
        foreach (int topic in topicIds) room.Add(places.GetValueOrDefault(topic, places.Count));
        return CollectionsMarshal.AsSpan(room);
    }
}
