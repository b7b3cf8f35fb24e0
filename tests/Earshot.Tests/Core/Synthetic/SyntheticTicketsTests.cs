using System.Globalization;
using System.Text;
using Earshot.Core;
using Earshot.Core.Columns;
using Earshot.Core.Synthetic;
using Earshot.Core.Tickets;

namespace Earshot.Tests.Core.Synthetic;

public sealed class SyntheticTicketsTests
{
    private static readonly string[] Moods = ["negative", "neutral", "positive"];
    private static readonly string[] Urgencies = ["low", "medium", "high", "critical"];

    // made once: three tests look at the same 200,000 tickets
    private static readonly Lazy<ColumnBatch> Sample = new(static () => Make(new SyntheticOptions { Tickets = 200_000 }, (0, 200_000)));

    [Fact]
    public void The_first_tickets_of_seed_42_stay_as_they_are_from_version_to_version()
    {
        ColumnBatch batch = Make(new SyntheticOptions(), (0, 5));
        Assert.Equal(
            """
            |1|56328|API Integration|is there a way to replay the webhooks from jan 15? our endpoint was down for half an hour|1768903016714925|-|synthetic|-|en|-|-|webhook not delivered|negative|medium|-
            |2|713429|Payment System|The same payment went through twice, txn_7a4e686ed1, £370.50 each time. One of the two charges has to be reversed. Is this a known issue? Thanks, Omar|1768396974062105|-|synthetic|-|en|-|-|duplicate charge|neutral|medium|-
            |3|290520|API Integration|401 "token expired" on /v2/payouts, although the token was issued half an hour ago|1768601586317814|-|synthetic|-|en|-|-|401 token expired|neutral|medium|-
            |4|726652|Payment System|Hey guys! Can you tell me when the refund of $1,817.09 will be paid out? It makes us look like amateurs. I need the refund you promised sorted before tomorrow. Thanks, Omar|1767717975861271|-|synthetic|-|en|-|-|refund not arrived|negative|high|-
            |5|309689|API Integration|Migrating from SDK v4 to v5, the PHP examples don't compile. Integration id 257897.|1767963161752032|-|synthetic|-|en|-|-|SDK upgrade breaks build|negative|medium|-
            """,
            string.Join('\n', Rows(batch)));
    }

    [Fact]
    public void Blocks_of_any_size_in_any_order_hold_the_same_bytes()
    {
        SyntheticOptions options = new() { Tickets = 4_000 };
        List<string> whole = Rows(Make(options, (0, 4_000)));
        List<string> blocks = [.. Rows(Make(options, (3_000, 1_000))), .. Rows(Make(options, (0, 1), (1, 1_776), (1_777, 1_223)))];
        Assert.Equal([.. whole[3_000..], .. whole[..3_000]], blocks);
    }

    [Fact]
    public void A_smaller_set_is_the_beginning_of_a_larger_one_whatever_the_partitions() =>
        Assert.Equal(
            Rows(Make(new SyntheticOptions { Tickets = 300, Partitions = 7 }, (0, 300))),
            Rows(Make(new SyntheticOptions { Tickets = 1_000_000, Partitions = 3 }, (0, 300))));

    [Fact]
    public void Another_seed_gives_other_tickets()
    {
        List<string> one = Rows(Make(new SyntheticOptions(), (0, 500)));
        List<string> other = Rows(Make(new SyntheticOptions { Seed = 43 }, (0, 500)));
        Assert.DoesNotContain(true, one.Zip(other, (a, b) => a == b));
    }

    [Theory]
    [InlineData(10, 3)]
    [InlineData(10_000_000, 50)]
    [InlineData(1_000_003, 50)]
    [InlineData(2, 5)]
    [InlineData(SyntheticOptions.MostTickets, SyntheticOptions.MostPartitions)]
    public void Partitions_follow_each_other_without_gap_and_differ_by_at_most_one_row(long tickets, int partitions)
    {
        SyntheticTickets generator = new(new SyntheticOptions { Tickets = tickets, Partitions = partitions });
        long next = 0;
        for (int partition = 0; partition < partitions; partition++)
        {
            (long first, long rows) = generator.RowsOf(partition);
            Assert.Equal(next, first);
            Assert.InRange(rows, tickets / partitions, (tickets + partitions - 1) / partitions);
            next += rows;
        }

        Assert.Equal(tickets, next);
    }

    [Fact]
    public void Ids_are_unique_over_all_partitions()
    {
        SyntheticOptions options = new() { Tickets = 1_001, Partitions = 7 };
        SyntheticTickets generator = new(options);
        ColumnBatch batch = new(TicketSchema.Columns);
        for (int partition = 0; partition < 7; partition++)
        {
            (long first, long rows) = generator.RowsOf(partition);
            generator.Append(first, (int)rows, batch);
        }

        Assert.Equal(1_001, batch.Int64(TicketSchema.TicketId).Values.ToArray().Distinct().Count());
    }

    [Fact]
    public void Every_value_is_within_its_range_and_every_column_as_long_as_the_others()
    {
        ColumnBatch batch = Sample.Value;
        Assert.All(Enumerable.Range(0, batch.Schema.Count), column => Assert.Equal(batch.Count, batch[column].Count));
        long start = Microseconds(new DateOnly(2026, 1, 2));
        long end = Microseconds(new DateOnly(2026, 2, 1));
        string[] products = ["Payment System", "Mobile App", "API Integration"];
        for (int row = 0; row < batch.Count; row += 7)
        {
            Assert.InRange(batch.Int64(TicketSchema.CustomerId)[row], 1, 1_000_000);
            Assert.InRange(batch.Int64(TicketSchema.CreatedAt)[row], start, end - 1);
            Assert.InRange(batch.Bytes(TicketSchema.MessageText)[row].Length, 5, 700);
            Assert.Contains(Text(batch, TicketSchema.ProductLine, row), products);
            Assert.Contains(Text(batch, TicketSchema.TrueSentiment, row), Moods);
            Assert.Contains(Text(batch, TicketSchema.TrueUrgency, row), Urgencies);
            Assert.True(batch[TicketSchema.Title].IsNull(row) && batch[TicketSchema.CleanText].IsNull(row));
        }
    }

    [Fact]
    public void Topics_are_at_least_24_of_uneven_size_and_texts_almost_all_different()
    {
        ColumnBatch batch = Sample.Value;
        HashSet<string> texts = [];
        Dictionary<string, int> topics = [];
        for (int row = 0; row < batch.Count; row++)
        {
            texts.Add(Text(batch, TicketSchema.MessageText, row));
            string topic = Text(batch, TicketSchema.TrueTopic, row);
            topics[topic] = topics.GetValueOrDefault(topic) + 1;
        }

        Assert.InRange(topics.Count, 24, 40);
        Assert.True(topics.Values.Max() > 2 * topics.Values.Min());
        Assert.InRange(texts.Count / (double)batch.Count, 0.95, 0.999);
        Assert.InRange(batch.Bytes(TicketSchema.MessageText).ByteCount / (double)batch.Count, 90, 140);
    }

    [Theory]
    [InlineData("payment outage", "payment gateway error", 21, 22)]
    [InlineData("Android release crash", "app crashes on launch", 26, 27)]
    [InlineData("webhook delay", "webhook not delivered", 28, 28)]
    public void An_incident_makes_its_topic_burst_on_its_days_and_on_no_other(string incident, string topic, int from, int to)
    {
        // days are 1 to 30 here, as people count
        ColumnBatch batch = Sample.Value;
        int[] daily = new int[31];
        HashSet<int> days = [];
        int planted = 0;
        for (int row = 0; row < batch.Count; row++)
        {
            int day = (int)((batch.Int64(TicketSchema.CreatedAt)[row] - Microseconds(new DateOnly(2026, 1, 1))) / 86_400_000_000);
            if (Text(batch, TicketSchema.TrueTopic, row) == topic) daily[day]++;
            if (Text(batch, TicketSchema.TrueIncident, row) != incident) continue;
            Assert.Equal(topic, Text(batch, TicketSchema.TrueTopic, row));
            days.Add(day);
            planted++;
        }

        Assert.Equal(Enumerable.Range(from, to - from + 1), days.Order());
        Assert.InRange(planted / (double)batch.Count, 0.005, 0.013);
        double usual = Enumerable.Range(1, 30).Except(days).Average(day => daily[day]);
        Assert.All(days, day => Assert.True(daily[day] >= 5 * usual, string.Create(CultureInfo.InvariantCulture, $"day {day}: {daily[day]}, usually {usual}")));
    }

    [Fact]
    public void Without_incidents_none_is_marked_and_the_other_tickets_are_the_same()
    {
        ColumnBatch with = Make(new SyntheticOptions(), (0, 5_000));
        ColumnBatch without = Make(new SyntheticOptions { Incidents = false }, (0, 5_000));
        Assert.Equal(5_000, without[TicketSchema.TrueIncident].NullCount);
        List<string> one = Rows(with);
        List<string> other = Rows(without);
        int[] same = [.. Enumerable.Range(0, 5_000).Where(row => one[row] == other[row])];
        Assert.Equal(Enumerable.Range(0, 5_000).Where(with[TicketSchema.TrueIncident].IsNull), same);
    }

    [Fact]
    public void Words_of_pressure_and_feeling_go_with_the_true_urgency_and_sentiment()
    {
        ColumnBatch batch = Sample.Value;
        Assert.Equal(["critical"], LabelsOf(batch, "losing sales every minute", TicketSchema.TrueUrgency));
        Assert.Equal(["low"], LabelsOf(batch, "No rush.", TicketSchema.TrueUrgency));
        Assert.Equal(["negative"], LabelsOf(batch, "This is unacceptable.", TicketSchema.TrueSentiment));
        Assert.Equal(["positive"], LabelsOf(batch, "keep it up!", TicketSchema.TrueSentiment));
    }

    [Fact]
    public void As_of_moves_the_days_and_keeps_their_number()
    {
        ColumnBatch batch = Make(new SyntheticOptions { AsOf = new DateOnly(2024, 3, 1) }, (0, 2_000));
        long[] created = batch.Int64(TicketSchema.CreatedAt).Values.ToArray();
        Assert.InRange(created.Min(), Microseconds(new DateOnly(2024, 1, 31)), Microseconds(new DateOnly(2024, 2, 1)));
        Assert.InRange(created.Max(), Microseconds(new DateOnly(2024, 2, 29)), Microseconds(new DateOnly(2024, 3, 1)) - 1);
    }

    [Fact]
    public void All_faults_of_the_options_are_told_at_once()
    {
        SyntheticOptions options = new() { Tickets = 0, Partitions = -3, AsOf = new DateOnly(1066, 10, 14) };
        EarshotException thrown = Assert.Throws<EarshotException>(() => new SyntheticTickets(options));
        Assert.Equal(
            """
            tickets is 0; allowed are 1 to 10000000000
            partitions is -3; allowed are 1 to 100000
            as-of is 1066-10-14; allowed are 1971-01-01 to 2999-12-31
            """,
            thrown.Message);
        Assert.Equal(2, thrown.ExitCode);
    }

    [Fact]
    public void Rows_outside_the_set_are_refused()
    {
        SyntheticTickets generator = new(new SyntheticOptions { Tickets = 10 });
        ColumnBatch batch = new(TicketSchema.Columns);
        Assert.Throws<ArgumentOutOfRangeException>(() => generator.Append(5, 6, batch));
        Assert.Throws<ArgumentOutOfRangeException>(() => generator.Append(-1, 1, batch));
        Assert.Throws<ArgumentOutOfRangeException>(() => generator.RowsOf(50));
    }

    private static ColumnBatch Make(SyntheticOptions options, params ReadOnlySpan<(long First, int Rows)> blocks)
    {
        SyntheticTickets generator = new(options);
        ColumnBatch batch = new(TicketSchema.Columns);
        foreach ((long first, int rows) in blocks) generator.Append(first, rows, batch);
        return batch;
    }

    private static IEnumerable<string> LabelsOf(ColumnBatch batch, string words, int column)
    {
        byte[] wanted = Encoding.UTF8.GetBytes(words);
        return Enumerable.Range(0, batch.Count)
            .Where(row => batch.Bytes(TicketSchema.MessageText)[row].IndexOf(wanted) >= 0)
            .Select(row => Text(batch, column, row)).Distinct();
    }

    private static List<string> Rows(ColumnBatch batch)
    {
        List<string> rows = [];
        for (int row = 0; row < batch.Count; row++)
        {
            StringBuilder line = new();
            for (int column = 0; column < batch.Schema.Count; column++)
                line.Append('|').Append(batch[column] is ValueColumn<long> numbers ? numbers[row].ToString(CultureInfo.InvariantCulture) : Text(batch, column, row));
            rows.Add(line.Replace('\n', '⏎').ToString());
        }

        return rows;
    }

    private static string Text(ColumnBatch batch, int column, int row) => batch[column].IsNull(row) ? "-" : batch.Bytes(column).GetString(row);

    private static long Microseconds(DateOnly day) => (day.DayNumber - new DateOnly(1970, 1, 1).DayNumber) * 86_400_000_000L;
}
