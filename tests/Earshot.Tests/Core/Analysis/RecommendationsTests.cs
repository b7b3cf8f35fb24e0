using Earshot.Core.Analysis;

namespace Earshot.Tests.Core.Analysis;

public sealed class RecommendationsTests
{
    [Fact]
    public void A_lead_reads_whole_sentences_most_urgent_first()
    {
        TopicSummary[] topics =
        [
            Topic(0, "Exchange rate", 600, 0.8, null, [new NamedCount("Mobile App", 300), new NamedCount("Payment System", 300)]),
            Topic(1, "Webhook not delivered", 300, 0.8, new TopicChange(7, 1204, 0, 0.031, 0, 9), [new NamedCount("API Integration", 290)]),
            Topic(2, "Mixed: Card, transaction", 100, 0.4, new TopicChange(1, 1, 2, 0.5, 0.4, 3), []) with { Mixed = true, NameCoverage = 0.21 },
            Topic(3, "Payout", 90, 0.8, new TopicChange(7, 321, 812, 0.032, 0.081, -9), []),
        ];
        IReadOnlyList<string> sentences = Recommendations.For(
            new CorpusCounts(1000, 900, 50, 1000, "2024-01-01", "2024-01-31"),
            topics,
            [1, 2],
            [3],
            [new NamedCount("Mobile App", 300), new NamedCount("Payment System", 300), new NamedCount("API Integration", 290)]);
        Assert.Equal(
            """
            “Webhook not delivered” is new with 3.1% of tickets in the last 7 days (1,204 tickets): look at API Integration first.
            “Mixed: Card, transaction” grew from 40.0% to 50.0% of tickets on the last day (1 ticket): look at it first.
            “Payout” fell from 8.1% to 3.2% of tickets in the last 7 days (321 tickets after 812): see whether its cause is gone.
            “Exchange rate” is the largest topic with 60.0% of tickets (600): whatever saves work there saves most.
            96.7% of “Webhook not delivered” comes from API Integration, which has 29.0% of all tickets: the cause is likely there.
            “Mixed: Card, transaction” is about several things (the name fits 21.0% of it, mean similarity 0.40, 10.0% of tickets): a finer division would split it.
            50 rows of 1,050 could not be read (4.8%): the rejects say why.
            """,
            string.Join('\n', sentences));
    }

    [Fact]
    public void Nothing_is_advised_from_a_handful_of_tickets()
    {
        TopicSummary[] topics =
        [
            Topic(0, "Refund", 4, 0.9, null, [new NamedCount("Mobile App", 4)]), Topic(1, "Login", 2, 0.9, null, [new NamedCount("Payment System", 2)]),
            Topic(2, "Card", 2, 0.1, null, [new NamedCount("Payment System", 2)]),
        ];
        Assert.Equal(
            ["The largest topic has 4 tickets: too few to advise anything. Read the tickets, or bring more."],
            Recommendations.For(new CorpusCounts(8, 8, 0, 8, "2024-01-01", "2024-01-31"), topics, [], [], [new NamedCount("Mobile App", 4), new NamedCount("Payment System", 4)]));
    }

    [Fact]
    public void The_only_topic_is_not_called_the_largest() =>
        Assert.Empty(Recommendations.For(new CorpusCounts(100, 9, 0, 100, "2024-01-01", "2024-01-31"), [Topic(0, "Refund", 100, 0.9, null, [])], [], [], []));

    [Fact]
    public void The_name_of_a_mixed_topic_is_no_ground_for_advice()
    {
        TopicSummary mixed = Topic(0, "Mixed: Project, setup", 600, 0.8, null, []) with { Mixed = true, NameCoverage = 0.2 };
        IReadOnlyList<string> sentences = Recommendations.For(
            new CorpusCounts(1000, 900, 0, 1000, "2024-01-01", "2024-01-31"), [mixed, Topic(1, "Refund", 400, 0.8, null, [])], [], [], []);
        Assert.Equal("“Refund” is the largest topic that is not mixed, with 40.0% of tickets (400): whatever saves work there saves most.", sentences[0]);
        Assert.DoesNotContain(sentences, sentence => sentence.Contains("Project", StringComparison.Ordinal) && sentence.Contains("saves", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(728, 0, "728 of 1,000 tickets have no text of their own (72.8%): only the title says what they are about.")]
    [InlineData(1, 1, "1 of 1,000 tickets has no text of its own (0.1%): only the title says what they are about.")]
    public void Tickets_without_a_text_are_told_and_first_where_they_are_many(long without, int position, string sentence)
    {
        TopicSummary[] topics = [Topic(0, "Refund", 600, 0.8, null, []), Topic(1, "Login", 400, 0.8, null, [])];
        CorpusCounts counts = new(1000, 900, 0, 1000, "2024-01-01", "2024-01-31") { WithoutText = without };
        Assert.Equal(sentence, Recommendations.For(counts, topics, [], [], [])[position]);
    }

    [Theory]
    [InlineData(1, "1 ticket has a date more than a year away from all others: left out of everything told by day.")]
    [InlineData(12, "12 tickets have dates more than a year away from all others: left out of everything told by day.")]
    public void Dates_that_are_left_out_are_told(long strays, string sentence) => Assert.Contains(
        sentence, Recommendations.For(new CorpusCounts(100, 9, 0, 100, "2024-01-01", "2024-01-31", strays), [Topic(0, "Refund", 100, 0.9, null, [])], [], [], []));

    private static TopicSummary Topic(int id, string name, long count, double similarity, TopicChange? change, NamedCount[] products) => new()
    {
        TopicId = id,
        Name = name,
        Keywords = [],
        Count = count,
        Share = count / 1000.0,
        MeanSimilarity = similarity,
        Daily = [],
        Change = change,
        Products = products,
        Sources = [],
        Team = "general",
        Examples = [],
    };
}
