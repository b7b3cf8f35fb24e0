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
            Topic(2, "Card, transaction", 100, 0.4, new TopicChange(1, 1, 2, 0.5, 0.4, 3), []),
        ];
        IReadOnlyList<string> sentences = Recommendations.For(
            new CorpusCounts(1000, 900, 50, 1000, "2024-01-01", "2024-01-31"),
            topics,
            [1, 2],
            [new NamedCount("Mobile App", 300), new NamedCount("Payment System", 300), new NamedCount("API Integration", 290)]);
        Assert.Equal(
            """
            “Webhook not delivered” is new with 3.1% of tickets in the last 7 days (1,204 tickets): look at API Integration first.
            “Card, transaction” grew from 40% to 50% of tickets on the last day (1 ticket): look at it first.
            “Exchange rate” is the largest topic with 60% of tickets (600): whatever saves work there saves most.
            97% of “Webhook not delivered” comes from API Integration, which has 29% of all tickets: the cause is likely there.
            “Card, transaction” is mixed (mean similarity 0.40, 10% of tickets): more clusters would split it.
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
            Recommendations.For(new CorpusCounts(8, 8, 0, 8, "2024-01-01", "2024-01-31"), topics, [], [new NamedCount("Mobile App", 4), new NamedCount("Payment System", 4)]));
    }

    [Fact]
    public void The_only_topic_is_not_called_the_largest() =>
        Assert.Empty(Recommendations.For(new CorpusCounts(100, 9, 0, 100, "2024-01-01", "2024-01-31"), [Topic(0, "Refund", 100, 0.9, null, [])], [], []));

    [Theory]
    [InlineData(1, "1 ticket has a date more than a year away from all others: left out of everything told by day.")]
    [InlineData(12, "12 tickets have dates more than a year away from all others: left out of everything told by day.")]
    public void Dates_that_are_left_out_are_told(long strays, string sentence) => Assert.Contains(
        sentence, Recommendations.For(new CorpusCounts(100, 9, 0, 100, "2024-01-01", "2024-01-31", strays), [Topic(0, "Refund", 100, 0.9, null, [])], [], []));

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
