using Earshot.Core.Columns;
using Earshot.Core.Tickets;

namespace Earshot.Core.Synthetic;

/// <summary>
/// Makes support tickets with known topics, moods and urgencies. A row's content depends on the seed, as-of, whether incidents are planted, and
/// the row's number in the whole set; never on partitions, blocks, order or threads. Immutable, so threads may share one.
/// </summary>
public sealed class SyntheticTickets
{
    /// <summary>Customers that write.</summary>
    private const int Customers = 1_000_000;

    private static readonly byte[][] MoodNames = ["negative"u8.ToArray(), "neutral"u8.ToArray(), "positive"u8.ToArray()];
    private static readonly byte[][] UrgencyNames = ["low"u8.ToArray(), "medium"u8.ToArray(), "high"u8.ToArray(), "critical"u8.ToArray()];

    private readonly SyntheticOptions _options;
    private readonly TicketPhrases _phrases = TicketPhrases.Instance;
    private readonly TicketCalendar _calendar;
    private readonly MessageComposer _composer;

    /// <summary>Throws <see cref="EarshotException"/> with all faults of the options.</summary>
    public SyntheticTickets(SyntheticOptions options)
    {
        IReadOnlyList<string> faults = options.Validate();
        if (faults.Count > 0) throw new EarshotException(string.Join('\n', faults), exitCode: 2);
        _options = options;
        _calendar = new TicketCalendar(options.AsOf);
        _composer = new MessageComposer(_phrases, _calendar);
    }

    /// <summary>The rows of a partition, 0 to partitions - 1: consecutive, and no partition has more than one row more than another.</summary>
    public (long FirstRow, long Rows) RowsOf(int partition)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(partition);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(partition, _options.Partitions);
        long first = _options.Tickets * partition / _options.Partitions;
        return (first, (_options.Tickets * (partition + 1L) / _options.Partitions) - first);
    }

    /// <summary>
    /// Appends rows <paramref name="firstRow"/> to <paramref name="firstRow"/> + <paramref name="rows"/> - 1 of the whole set to a batch with the
    /// columns of <see cref="TicketSchema"/>. The ticket id is the row's number plus 1.
    /// </summary>
    public void Append(long firstRow, int rows, ColumnBatch batch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstRow);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstRow + rows, _options.Tickets);
        AppendConstants(rows, batch);
        ValueColumn<long> ids = batch.Int64(TicketSchema.TicketId);
        ValueColumn<long> customers = batch.Int64(TicketSchema.CustomerId);
        ValueColumn<long> created = batch.Int64(TicketSchema.CreatedAt);
        BytesColumn products = batch.Bytes(TicketSchema.ProductLine);
        BytesColumn messages = batch.Bytes(TicketSchema.MessageText);
        BytesColumn topics = batch.Bytes(TicketSchema.TrueTopic);
        BytesColumn moods = batch.Bytes(TicketSchema.TrueSentiment);
        BytesColumn urgencies = batch.Bytes(TicketSchema.TrueUrgency);
        BytesColumn incidents = batch.Bytes(TicketSchema.TrueIncident);
        for (long row = firstRow; row < firstRow + rows; row++)
        {
            RowRandom random = new(_options.Seed, row);
            CompiledTopic topic = DrawTopic(ref random, out int day);
            Mood mood = DrawMood(topic, ref random);
            Urgency urgency = DrawUrgency(topic, mood, ref random);

            ids.Append(row + 1);
            customers.Append(DrawCustomer(ref random));
            created.Append(_calendar.DrawInstant(day, ref random));
            products.Append(topic.ProductLine);
            topics.Append(topic.Name);
            moods.Append(MoodNames[(int)mood]);
            urgencies.Append(UrgencyNames[(int)urgency]);
            if (topic.Incident is null) incidents.AppendNull();
            else incidents.Append(topic.Incident);
            messages.Commit(_composer.Write(messages.Reserve(MessageComposer.LongestMessage), topic, mood, urgency, day, ref random));
        }
    }

    private static void AppendConstants(int rows, ColumnBatch batch)
    {
        for (int row = 0; row < rows; row++)
        {
            batch[TicketSchema.Title].AppendNull();
            batch.Bytes(TicketSchema.Source).Append("synthetic"u8);
            batch[TicketSchema.SourceId].AppendNull();
            batch.Bytes(TicketSchema.Language).Append("en"u8);
            batch[TicketSchema.CleanText].AppendNull();
            batch[TicketSchema.Attributes].AppendNull();
        }
    }

    private CompiledTopic DrawTopic(ref RowRandom random, out int day)
    {
        // every draw is made in any case, so that the rows outside incidents are the same with and without them
        int lot = random.Below(1000);
        int within = random.Below(1 << 20);
        CompiledTopic topic = _phrases.Topics[_phrases.TopicChoice.Draw(ref random)];
        day = _calendar.DrawDay(ref random);
        if (!_options.Incidents) return topic;
        foreach (CompiledIncident incident in _phrases.Incidents)
        {
            if (lot < incident.PerMille)
            {
                day = incident.FirstDay + (within % incident.Days);
                return incident.Topic;
            }

            lot -= incident.PerMille;
        }

        return topic;
    }

    private static Mood DrawMood(CompiledTopic topic, ref RowRandom random)
    {
        int percent = random.Below(100);
        if (percent < topic.Moods.Negative) return Mood.Negative;
        return percent < topic.Moods.Negative + topic.Moods.Positive ? Mood.Positive : Mood.Neutral;
    }

    private static Urgency DrawUrgency(CompiledTopic topic, Mood mood, ref RowRandom random)
    {
        int percent = random.Below(100) - topic.Urgencies.Low;
        if (percent < 0) return mood == Mood.Negative ? Urgency.Medium : Urgency.Low; // the angry don't say "no rush"
        percent -= topic.Urgencies.High;
        if (percent < 0) return Urgency.High;
        return percent < topic.Urgencies.Critical ? Urgency.Critical : Urgency.Medium;
    }

    /// <summary>1 to 1,000,000: half of the tickets come from anybody, half the more often from a customer the further up a (shuffled) list.</summary>
    private static long DrawCustomer(ref RowRandom random)
    {
        ulong bits = random.Next();
        ulong place = bits >> 33;
        if ((bits & 1) != 0) place = (place * place) >> 31;
        long rank = (long)((place * Customers) >> 31);
        return ((rank * 742_511) % Customers) + 1; // 742,511 and 1,000,000 have no common factor: a permutation
    }
}
