using System.Text;
using Earshot.Core.Columns;
using Earshot.Core.Topics;

namespace Earshot.Core.Analysis;

/// <summary>Columns of the tickets asset that the analysis reads, as blocks of rows pass through them; a column that is null has no values.</summary>
public sealed record TicketColumns
{
    public required ValueColumn<long> TicketId { get; init; }

    public required BytesColumn MessageText { get; init; }

    /// <summary>The clean text where it differs from title and message.</summary>
    public BytesColumn? CleanText { get; init; }

    public BytesColumn? Title { get; init; }

    /// <summary>Microseconds since 1970 in UTC.</summary>
    public ValueColumn<long>? CreatedAt { get; init; }

    public BytesColumn? ProductLine { get; init; }

    public BytesColumn? Source { get; init; }

    public BytesColumn? SourceId { get; init; }

    public BytesColumn? Language { get; init; }
}

/// <summary>
/// Adds tickets up for the analysis, block by block, in memory that does not grow with their number. Use one a partition and merge them in partition
/// order: the result is the same for any number of threads. Not thread-safe.
/// </summary>
internal sealed class CorpusAccumulator
{
    private const int LongestExample = 4000;

    private readonly ulong _sampleBelow;
    private readonly long[] _tickets;
    private readonly double[] _similarity;
    private readonly long[] _unclear;
    private readonly double _unclearBelow;

    /// <summary>An empty sum for topics 0 to <paramref name="topics"/> - 1.</summary>
    /// <param name="topics">Number of topics, at least 1.</param>
    /// <param name="tickets">Tickets of the whole corpus, to choose the sample that keywords are counted on; the same for all partitions.</param>
    /// <param name="options">Valid options.</param>
    /// <param name="span">Days that tickets are told by, the same for all partitions; null for all days.</param>
    public CorpusAccumulator(int topics, long tickets, AnalysisOptions options, DaySpan? span = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(topics, 1);
        _sampleBelow = tickets <= options.KeywordTexts ? ulong.MaxValue : (ulong)((double)options.KeywordTexts / tickets * ulong.MaxValue);
        _tickets = new long[topics];
        _similarity = new double[topics];
        _unclear = new long[topics];
        _unclearBelow = options.UnclearBelow;
        int lastDay = options.AsOf is { } day ? day.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber : int.MaxValue;
        Days = new DayCounts(topics, lastDay, span ?? DaySpan.All);
        Products = new NameCounts(topics);
        Sources = new NameCounts(topics);
        Languages = new NameCounts(topics);
        Terms = new TermCounter(topics);
        Representatives = new RepresentativeSelection(topics);
    }

    /// <summary>Number of topics.</summary>
    public int Topics => _tickets.Length;

    /// <summary>Tickets added.</summary>
    public long Tickets => _tickets.Sum();

    /// <summary>Tickets added that have a title and no text.</summary>
    public long WithoutText { get; private set; }

    internal ReadOnlySpan<long> TicketsByTopic => _tickets;

    internal ReadOnlySpan<double> SimilarityByTopic => _similarity;

    internal ReadOnlySpan<long> UnclearByTopic => _unclear;

    internal DayCounts Days { get; }

    internal NameCounts Products { get; }

    internal NameCounts Sources { get; }

    internal NameCounts Languages { get; }

    internal TermCounter Terms { get; }

    internal RepresentativeSelection Representatives { get; }

    /// <summary>Adds a block of tickets.</summary>
    /// <param name="columns">The block's columns, all of the same length.</param>
    /// <param name="topicIds">The topic of each row, 0 to <see cref="Topics"/> - 1.</param>
    /// <param name="similarities">Cosine of each row to its centroid.</param>
    /// <param name="memberships">How much each row belongs to its topic, 0 to 1; empty where nothing tells.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such topic.</exception>
    public void Add(TicketColumns columns, ReadOnlySpan<int> topicIds, ReadOnlySpan<float> similarities, ReadOnlySpan<float> memberships = default)
    {
        int rows = columns.TicketId.Count;
        int texts = columns.MessageText.Count;
        if (topicIds.Length != rows || similarities.Length != rows || texts != rows)
            throw new ArgumentException($"{rows} tickets, {texts} texts, {topicIds.Length} topics and {similarities.Length} similarities do not match", nameof(topicIds));
        foreach (int topic in topicIds)
            if ((uint)topic >= (uint)Topics) throw new ArgumentOutOfRangeException(nameof(topicIds), topic, $"allowed is 0 to {Topics - 1}");

        ReadOnlySpan<long> ids = columns.TicketId.Values;
        for (int row = 0; row < rows; row++)
        {
            int topic = topicIds[row];
            float similarity = float.IsNaN(similarities[row]) ? 0 : similarities[row];
            _tickets[topic]++;
            _similarity[topic] += similarity;
            if (!memberships.IsEmpty && memberships[row] < _unclearBelow) _unclear[topic]++;
            if (IsBlank(columns.MessageText, row) && columns.Title is { } titles && !IsBlank(titles, row)) WithoutText++;
            if (IsSampled(ids[row])) CountTerms(columns, row, topic);
            if (Representatives.IsNear(topic, similarity, ids[row])) OfferExample(columns, row, topic, similarity);
        }

        AddDates(columns.CreatedAt, topicIds);
        AddNames(Products, columns.ProductLine, topicIds);
        AddNames(Sources, columns.Source, topicIds);
        AddNames(Languages, columns.Language, topicIds);
    }

    /// <summary>Adds the tickets of the next partition; <paramref name="other"/> stays as it is.</summary>
    /// <exception cref="ArgumentException">It has another number of topics.</exception>
    public void Merge(CorpusAccumulator other)
    {
        if (other.Topics != Topics) throw new ArgumentException($"{other.Topics} topics cannot be added to {Topics}", nameof(other));
        for (int topic = 0; topic < Topics; topic++)
        {
            _tickets[topic] += other._tickets[topic];
            _similarity[topic] += other._similarity[topic];
            _unclear[topic] += other._unclear[topic];
        }

        WithoutText += other.WithoutText;
        Days.Merge(other.Days);
        Products.Merge(other.Products);
        Sources.Merge(other.Sources);
        Languages.Merge(other.Languages);
        Terms.Merge(other.Terms);
        Representatives.Merge(other.Representatives);
    }

    private void AddDates(ValueColumn<long>? dates, ReadOnlySpan<int> topicIds)
    {
        if (dates is null) return;
        ReadOnlySpan<long> values = dates.Values;
        for (int row = 0; row < values.Length; row++)
            if (!dates.IsNull(row)) Days.Add(topicIds[row], values[row]);
    }

    private static void AddNames(NameCounts counts, BytesColumn? names, ReadOnlySpan<int> topicIds)
    {
        if (names is null) return;
        for (int row = 0; row < topicIds.Length; row++) counts.Add(topicIds[row], names[row]);
    }

    private void CountTerms(TicketColumns columns, int row, int topic)
    {
        ReadOnlySpan<byte> title = columns.Title is { } titles ? titles[row] : default;
        if (columns.CleanText is not { } clean || clean.IsNull(row))
        {
            if (title.IsEmpty) Terms.Add(topic, columns.MessageText[row]);
            else Terms.Add(topic, title, columns.MessageText[row]);
            return;
        }

        // Clean text begins with the title, on a line of its own.
        ReadOnlySpan<byte> text = clean[row];
        int end = title.IsEmpty ? -1 : text.IndexOf((byte)'\n');
        if (end < 0) Terms.Add(topic, text);
        else Terms.Add(topic, text[..end], text[(end + 1)..]);
    }

    private void OfferExample(TicketColumns columns, int row, int topic, float similarity)
    {
        bool cleaned = columns.CleanText is { } clean && !clean.IsNull(row);
        ReadOnlySpan<byte> text = cleaned ? columns.CleanText![row] : columns.MessageText[row];
        ReadOnlySpan<byte> title = columns.Title is { } titles ? titles[row] : default;

        // Clean text begins with the title, which is shown by itself.
        if (cleaned && !title.IsEmpty && text.StartsWith(title) && text.Length > title.Length && text[title.Length] == '\n') text = text[(title.Length + 1)..];
        ulong hash = StableHash.Of(text, StableHash.Of(title));
        long id = columns.TicketId[row];
        if (!Representatives.Wants(topic, similarity, id, hash)) return;
        Representatives.Add(
            topic,
            new Representative(
                id,
                similarity,
                title.IsEmpty ? null : Encoding.UTF8.GetString(title),
                Encoding.UTF8.GetString(text[..Math.Min(text.Length, LongestExample)]),
                Text(columns.SourceId, row),
                columns.CreatedAt is { } dates && !dates.IsNull(row) ? dates[row] : null,
                Text(columns.ProductLine, row)),
            hash);
    }

    private static bool IsBlank(BytesColumn texts, int row) => texts[row].IndexOfAnyExcept(" \t\r\n"u8) < 0;

    private static string? Text(BytesColumn? column, int row) => column is null || column[row].IsEmpty ? null : column.GetString(row);

    // The finaliser of SplitMix64 spreads neighbouring ids evenly.
    private bool IsSampled(long ticketId)
    {
        ulong hash = (ulong)ticketId + 0x9E3779B97F4A7C15;
        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EB;
        return (hash ^ (hash >> 31)) <= _sampleBelow;
    }
}
