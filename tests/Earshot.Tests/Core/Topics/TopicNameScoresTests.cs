using Earshot.Core.Analysis;
using Earshot.Core.Topics;

namespace Earshot.Tests.Core.Topics;

public sealed class TopicNameScoresTests
{
    [Theory]
    [InlineData("card_arrival", "my cards", 1)] // an inflection is the same word
    [InlineData("Lost-or stolen card", "stole, stolen wallet", 1)]
    [InlineData("transfer_not_received_by_recipient", "not working", 0)] // "not" and "by" tell nothing
    [InlineData("change_pin", "update on my account", 0)]
    [InlineData("activate", "activation", 0)]
    public void A_topic_is_told_where_a_word_of_its_true_name_is_among_its_keywords(string truth, string keywords, double told) =>
        Assert.Equal(told, TopicNameScores.Of([Label("a name", keywords.Split(", "))], [truth]).Told);

    [Fact]
    public void Keywords_beyond_the_fifth_are_not_read() =>
        Assert.Equal(0.5, TopicNameScores.Of([Label("a", "one", "two", "three", "four", "five", "refund"), Label("b", "refund")], ["refund", "refund"]).Told);

    [Fact]
    public void Names_that_do_not_tell_two_topics_apart_are_counted_by_pairs()
    {
        string[] names = ["Card declined at the shop", "Declined card, at the shop", "card declined, at shop the", "Card declined abroad", "Refund"];
        Assert.Equal(3, TopicNameScores.Of([.. names.Select(name => Label(name))], [.. names.Select(_ => "x")]).Alike);
    }

    [Fact]
    public void A_true_name_for_each_topic_is_needed() => Assert.Throws<ArgumentException>(() => TopicNameScores.Of([Label("a")], []));

    private static TopicLabel Label(string name, params string[] keywords) => new(name, [.. keywords.Select(term => new Keyword(term, 1))], 1);
}
