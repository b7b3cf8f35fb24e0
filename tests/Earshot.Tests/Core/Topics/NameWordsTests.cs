using Earshot.Core.Topics;

namespace Earshot.Tests.Core.Topics;

public sealed class NameWordsTests
{
    [Theory]
    [InlineData("back up", "back", "up")]
    [InlineData("Card, go down", "card", "go", "down")]
    [InlineData("Go to the card", "card")]
    [InlineData("Cards (2)", "card", "2")]
    [InlineData("Go down (2)", "go", "down", "2")]
    [InlineData(" , ")]
    public void A_name_says_its_words_of_substance_and_all_words_of_a_part_without_one(string name, params string[] stems) =>
        Assert.Equal(stems, NameWords.Of(name));

    [Theory]
    [InlineData("Card", "card", "go down", "delivery")]
    [InlineData("Card, back up", "back up", "go down")]
    public void What_a_name_was_lengthened_by_lengthens_it_no_more(string name, params string[] terms)
    {
        for (int added = 0; added < terms.Length && NameWords.Further(name, terms) is { } more; added++) name = $"{name}, {more}";
        Assert.Null(NameWords.Further(name, terms));
        Assert.Distinct(name.Split(", "));
    }

    [Fact]
    public void Names_that_differ_in_a_number_only_are_two()
    {
        Assert.False(NameWords.AreAlike(NameWords.Of("Topic 1"), NameWords.Of("Topic 2")));
        Assert.True(NameWords.AreAlike(NameWords.Of("Set alarm"), NameWords.Of("Alarms, set")));
    }
}
