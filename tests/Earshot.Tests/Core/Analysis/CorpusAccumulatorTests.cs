using System.Text.Json;
using Earshot.Core;
using Earshot.Core.Analysis;

namespace Earshot.Tests.Core.Analysis;

public sealed class CorpusAccumulatorTests
{
    private static readonly AnalysisFacts Facts = new("a test", 1, 0, [], new ProcessingSummary(1, "student", 384, 3, 42, 0.5, 0));

    private sealed record Row(int Topic, string Text, int? Day = null, string? Product = null, float Similarity = 0.5f);

    [Fact]
    public void An_empty_corpus_gives_an_analysis_that_says_so()
    {
        AnalysisDocument document = Analyse(2, []);
        Assert.Empty(document.Topics);
        Assert.Null(document.AsOf);
        Assert.Equal(["There are no tickets to analyse: check that the source has rows with a text."], document.Recommendations);
    }

    [Fact]
    public void One_ticket_is_one_topic()
    {
        AnalysisDocument document = Analyse(1, [new Row(0, "My card was declined", 19_000, "Payment System")]);
        TopicSummary topic = Assert.Single(document.Topics);
        Assert.Equal("Card declined", topic.Name);
        Assert.Equal("financial", topic.Team);
        Assert.Equal(["2022-01-08"], document.Days);
        Assert.Null(topic.Change);
        Assert.Equal("My card was declined", Assert.Single(topic.Examples).Text);
        Assert.Equal("2022-01-08", topic.Examples[0].Day);
    }

    [Fact]
    public void Identical_tickets_and_topics_without_tickets_are_no_trouble()
    {
        AnalysisDocument document = Analyse(5, [.. Enumerable.Repeat(new Row(3, "card declined"), 100)]);
        TopicSummary topic = Assert.Single(document.Topics);
        Assert.Equal((3, 100, "Card declined"), (topic.TopicId, topic.Count, topic.Name));
        Assert.Single(topic.Examples);
        Assert.Equal("No ticket has a date, so nothing can be said about change over time: if a column holds it, name it with --map created_at=COLUMN.", document.Recommendations[^1]);
    }

    [Fact]
    public void Shares_days_and_products_add_up()
    {
        Row[] rows = [.. Enumerable.Range(0, 1000).Select(i => new Row(i % 3, "text about refunds " + (i % 17), 19_000 + (i % 20), i % 2 == 0 ? "Mobile App" : "Payment System"))];
        AnalysisDocument document = Analyse(3, rows);
        Assert.Equal(1000, document.Daily.Sum());
        Assert.Equal(20, document.Days.Count);
        Assert.Equal(1, document.Topics.Sum(topic => topic.Share), 12);
        Assert.Equal([new NamedCount("Mobile App", 500), new NamedCount("Payment System", 500)], document.Products);
        foreach (TopicSummary topic in document.Topics)
        {
            Assert.Equal(topic.Count, topic.Daily.Sum());
            Assert.Equal(topic.Count, topic.Products.Sum(product => product.Count));
        }

        for (int day = 0; day < 20; day++) Assert.Equal(document.Daily[day], document.Topics.Sum(topic => topic.Daily[day]));
        Assert.Equal(1000, document.Teams.Sum(team => team.Tickets));
        Assert.Equal(1000, document.Processing.KeywordTexts);
    }

    [Fact]
    public void Blocks_of_any_size_and_partitions_merged_in_order_give_the_same_bytes()
    {
        Row[] rows = [.. Enumerable.Range(0, 900).Select(i => new Row(i * 7 % 4, $"ticket {(char)('a' + (i % 9))} about card payment number {(char)('a' + (i % 5))}", 19_000 + (i % 30), i % 3 == 0 ? null : "Product " + (i % 5), 0.25f * (i % 4)))];
        string whole = JsonSerializer.Serialize(Build([Accumulate(4, rows, block: 900)]));
        Assert.Equal(whole, JsonSerializer.Serialize(Build([Accumulate(4, rows, block: 7)])));
        Assert.Equal(whole, JsonSerializer.Serialize(Build([Accumulate(4, rows[..300]), Accumulate(4, rows[300..600], first: 300), Accumulate(4, rows[600..], first: 600)])));
    }

    [Fact]
    public void Only_a_sample_of_a_large_corpus_is_read_for_keywords()
    {
        Row[] rows = [.. Enumerable.Repeat(new Row(0, "card declined"), 5000)];
        AnalysisOptions options = new() { KeywordTexts = 1000 };
        CorpusAccumulator corpus = Accumulate(1, rows, options: options, total: 5000);
        Assert.InRange(AnalysisBuilder.Build(corpus, Facts, options).Processing.KeywordTexts, 850, 1150);
    }

    [Fact]
    public void A_topic_that_bursts_is_said_to_grow_and_where()
    {
        List<Row> rows = [];
        for (int day = 0; day < 30; day++)
        {
            for (int i = 0; i < 40; i++) rows.Add(new Row(0, "exchange rate is wrong", 19_000 + day, "Mobile App"));
            for (int i = 0; i < (day == 28 ? 60 : 2); i++) rows.Add(new Row(1, "card declined in the shop", 19_000 + day, "Payment System"));
        }

        AnalysisDocument document = Analyse(2, [.. rows]);
        Assert.Equal([1], document.Growing);
        Assert.Equal("“Card declined” grew from 4.8% to 20.5% of tickets in the last 7 days (72 tickets): look at Payment System first.", document.Recommendations[0]);
        Assert.Equal("“Exchange rate wrong” is the largest topic with 91.0% of tickets (1,200): whatever saves the financial team work there saves most.", document.Recommendations[1]);
        Assert.Equal("100% of “Card declined” comes from Payment System, which has 9.0% of all tickets: the cause is likely there.", document.Recommendations[2]);
    }

    [Fact]
    public void Looking_back_from_a_day_leaves_later_tickets_out_of_the_days()
    {
        AnalysisDocument document = Analyse(1, [new Row(0, "refund", 19_000), new Row(0, "refund", 19_003), new Row(0, "refund", 19_010)], new AnalysisOptions { AsOf = new DateOnly(2022, 1, 12) });
        Assert.Equal(["2022-01-08", "2022-01-09", "2022-01-10", "2022-01-11"], document.Days);
        Assert.Equal([1, 0, 0, 1], document.Daily);
        Assert.Equal(("2022-01-12", 3, "2022-01-18"), (document.AsOf, document.Counts.Dated, document.Counts.LastDay));
    }

    [Fact]
    public void Days_are_at_most_a_year_and_old_tickets_still_count()
    {
        AnalysisDocument document = Analyse(1, [new Row(0, "refund", 19_000), new Row(0, "refund", 10_000), new Row(0, "refund", 19_000 - 365), new Row(0, "refund", -5), new Row(0, "refund", 19_000 - 366)]);
        Assert.Equal(366, document.Days.Count);
        Assert.Equal(2, document.Daily.Sum());
        Assert.Equal((5, "1969-12-27", "2022-01-08"), (document.Counts.Dated, document.Counts.FirstDay, document.Counts.LastDay));
    }

    [Fact]
    public void Examples_show_the_title_once()
    {
        TicketColumns columns = new() { TicketId = new(), MessageText = new(), Title = new(), CleanText = new() };
        columns.TicketId.Append(1);
        columns.MessageText.Append("raw");
        columns.Title.Append("Printer");
        columns.CleanText.Append("Printer\nIt is on fire");
        CorpusAccumulator corpus = new(1, 1, new AnalysisOptions());
        corpus.Add(columns, [0], [0.5f]);
        ExampleTicket example = Assert.Single(AnalysisBuilder.Build(corpus, Facts, new AnalysisOptions()).Topics[0].Examples);
        Assert.Equal(("Printer", "It is on fire"), (example.Title, example.Text));
    }

    [Fact]
    public void A_ticket_without_a_text_is_counted_and_its_title_stands_in()
    {
        TicketColumns columns = new() { TicketId = new(), MessageText = new(), Title = new() };
        (string Title, string Text)[] tickets = [("Incorrect information on your report", ""), ("Printer", "It is on fire"), ("Printer", " \n"), ("", "")];
        foreach ((string title, string text) in tickets)
        {
            columns.TicketId.Append(columns.TicketId.Count);
            columns.MessageText.Append(text);
            columns.Title.Append(title);
        }

        CorpusAccumulator part = new(1, 4, new AnalysisOptions()), corpus = new(1, 4, new AnalysisOptions());
        part.Add(columns, [0, 0, 0, 0], [0.9f, 0.5f, 0.4f, 0.3f]);
        corpus.Merge(part);
        AnalysisDocument document = AnalysisBuilder.Build(corpus, Facts, new AnalysisOptions());
        Assert.Equal(2, document.Counts.WithoutText);
        Assert.Equal((null, "Incorrect information on your report"), (document.Topics[0].Examples[0].Title, document.Topics[0].Examples[0].Text));
    }

    [Theory]
    [InlineData("en:48 ro:12 und:40", null)]
    [InlineData("ro:50 en:50", null)]
    [InlineData("ro:51 und:49", "Romanian")]
    [InlineData("und:100", "Romanian")]
    [InlineData("", "Romanian")]
    public void A_topic_is_in_a_language_where_more_than_half_of_its_tickets_are_counted_in_it(string counted, string? language)
    {
        string[] said = ["cum va si ne fie card", "va sa se ca si inca pare abonament", "si sa va ca se bun mobil", "ca se sa va si cablu", "va sa si ca ne banca"];
        IEnumerable<string[]> counts = counted.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(count => count.Split(':'));
        string[] languages = [.. counts.SelectMany(count => Enumerable.Repeat(count[0], int.Parse(count[1])))];
        TicketColumns columns = new() { TicketId = new(), MessageText = new(), Language = languages.Length == 0 ? null : new() };
        for (int row = 0; row < 400; row++)
        {
            columns.TicketId.Append(row);
            columns.MessageText.Append(row < 100 ? said[row % said.Length] : "the battery drains");
            columns.Language?.Append(row < 100 ? languages[row] : "en");
        }

        CorpusAccumulator corpus = new(2, 400, new AnalysisOptions());
        corpus.Add(columns, [.. Enumerable.Range(0, 400).Select(row => row < 100 ? 0 : 1)], new float[400]);
        string name = AnalysisBuilder.Build(corpus, Facts, new AnalysisOptions()).Topics.Single(topic => topic.TopicId == 0).Name;
        Assert.Equal(language is not null, name.Contains(language ?? "Romanian", StringComparison.Ordinal));
    }

    [Fact]
    public void A_topic_that_no_name_fits_is_called_mixed_and_not_clear_and_its_words_choose_no_team()
    {
        string[] said =
        [
            "payment broken", "refund gone", "invoice wrong", "salary late", "passport lost", "garden closed",
            "museum ticket", "violin lesson", "bicycle stolen", "kitchen sink", "holiday plan", "winter coat",
        ];
        Row[] rows = [.. Enumerable.Range(0, 480).Select(i => i % 2 == 0 ? new Row(0, said[i / 2 % said.Length]) : new Row(1, "battery drains"))];
        AnalysisFacts facts = Facts with { Silhouettes = new TopicSilhouettes(0.5, new Dictionary<int, double> { [0] = 0.5, [1] = 0.5 }) };
        AnalysisDocument document = AnalysisBuilder.Build(Accumulate(2, rows), facts, new AnalysisOptions());
        TopicSummary mixed = document.Topics.Single(topic => topic.TopicId == 0), clear = document.Topics.Single(topic => topic.TopicId == 1);
        Assert.StartsWith("Mixed: ", mixed.Name, StringComparison.Ordinal);
        Assert.Equal((true, "general", false, "Battery drains"), (mixed.Mixed, mixed.Team, clear.Mixed, clear.Name));
        Assert.Equal((0.5, TopicClarity.Fair, TopicClarity.Clear), (document.Processing.Silhouette, mixed.Clarity, clear.Clarity));
    }

    [Fact]
    public void A_column_of_too_many_products_stays_bounded()
    {
        AnalysisDocument document = Analyse(1, [.. Enumerable.Range(0, 5000).Select(i => new Row(0, "refund", null, "product " + i))]);
        Assert.Equal(new NamedCount("(other)", 4000), document.Products[0]);
        Assert.Equal(50, document.Products.Count);
    }

    [Fact]
    public void Wrong_lengths_and_topics_are_refused()
    {
        TicketColumns columns = Columns([new Row(0, "refund")], 0);
        CorpusAccumulator corpus = new(1, 1, new AnalysisOptions());
        Assert.Throws<ArgumentException>(() => corpus.Add(columns, [0, 0], [0.5f]));
        Assert.Throws<ArgumentOutOfRangeException>(() => corpus.Add(columns, [1], [0.5f]));
        Assert.Equal(0, corpus.Tickets);
    }

    [Fact]
    public void All_faults_of_the_options_are_told_at_once()
    {
        AnalysisOptions options = new() { KeywordTexts = 5, Keywords = 0, Examples = 21, WindowDays = 0, GrowthScore = double.NaN, GrowthTickets = 0, Growing = -1 };
        Assert.Equal(
            [
                "keyword texts is 5, allowed is 1,000 to 100,000,000", "keywords is 0, allowed is 1 to 50", "examples is 21, allowed is 1 to 20", "window days is 0, allowed is 1 to 180",
                "growth score is NaN, allowed is 0 to 100", "growth tickets is 0, allowed is 1 to 1,000,000", "growing is -1, allowed is 0 to 50",
            ],
            options.Validate());
        Assert.Equal(2, Assert.Throws<EarshotException>(() => AnalysisBuilder.Build(new CorpusAccumulator(1, 0, new AnalysisOptions()), Facts, options)).ExitCode);
        Assert.Empty(new AnalysisOptions().Validate());
    }

    private static AnalysisDocument Analyse(int topics, Row[] rows, AnalysisOptions? options = null) => AnalysisBuilder.Build(Accumulate(topics, rows, options: options), Facts, options ?? new AnalysisOptions());

    private static AnalysisDocument Build(CorpusAccumulator[] partitions)
    {
        CorpusAccumulator merged = new(4, 900, new AnalysisOptions());
        foreach (CorpusAccumulator partition in partitions) merged.Merge(partition);
        return AnalysisBuilder.Build(merged, Facts, new AnalysisOptions());
    }

    private static CorpusAccumulator Accumulate(int topics, Row[] rows, int block = 100, int first = 0, AnalysisOptions? options = null, long? total = null)
    {
        CorpusAccumulator corpus = new(topics, total ?? rows.Length, options ?? new AnalysisOptions());
        for (int from = 0; from < rows.Length; from += block)
        {
            Row[] part = rows[from..Math.Min(rows.Length, from + block)];
            corpus.Add(Columns(part, first + from), [.. part.Select(row => row.Topic)], [.. part.Select(row => row.Similarity)]);
        }

        return corpus;
    }

    private static TicketColumns Columns(Row[] rows, int first)
    {
        TicketColumns columns = new() { TicketId = new(), MessageText = new(), CreatedAt = new(), ProductLine = new() };
        for (int i = 0; i < rows.Length; i++)
        {
            columns.TicketId.Append(first + i);
            columns.MessageText.Append(rows[i].Text);
            if (rows[i].Day is { } day) columns.CreatedAt.Append((day * 86_400_000_000L) + 5);
            else columns.CreatedAt.AppendNull();
            if (rows[i].Product is { } product) columns.ProductLine.Append(product);
            else columns.ProductLine.AppendNull();
        }

        return columns;
    }
}
