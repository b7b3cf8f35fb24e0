using Earshot.Core.Topics;

namespace Earshot.Tests.Core.Topics;

public sealed class GroupNamesTests
{
    // Of each topic its group and what its texts say; the last group is there to be told from.
    private static readonly (int Group, string[] Said)[] Other = [(1, ["battery drains", "battery empty"]), (1, ["camera dark", "camera broken"])];

    [Fact]
    public void A_group_is_called_by_what_most_of_its_topics_share()
    {
        TopicLabel label = Label([(0, ["exchange rate today"]), (0, ["exchange rate abroad"]), (0, ["exchange rate wrong"]), .. Other]);
        Assert.StartsWith("Exchange rate", label.Name, StringComparison.Ordinal);
        Assert.Equal("exchange rate", label.Keywords[0].Term);
    }

    [Fact]
    public void A_group_of_unlike_topics_is_called_by_its_two_largest_and_begins_its_keywords_with_them()
    {
        TopicLabel label = Label([(0, ["lost badge", "the lost badge"]), (0, ["meeting room", "our meeting room"]), (0, ["floor plan", "the floor plan"]), .. Other]);
        Assert.Equal("Lost badge and meeting room", label.Name);
        Assert.Equal(["lost badge", "meeting room"], label.Keywords.Take(2).Select(keyword => keyword.Term));
    }

    [Fact]
    public void No_group_is_called_like_one_of_a_single_topic()
    {
        (int, string[])[] topics = [(0, ["exchange rate today"]), (0, ["exchange rate abroad"]), (1, ["exchange rate"]), (2, ["battery drains"]), (2, ["camera dark"])];
        TopicLabel[] labels = Labels(topics, 3);
        Assert.Equal(3, labels.Select(label => label.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.DoesNotContain("exchange rate and exchange rate", labels[0].Name, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_topic_that_is_tiny_beside_the_largest_is_not_named_with_it()
    {
        TermCounter counter = LabelledTexts.Count(3, [.. Enumerable.Range(0, 300).Select(i => (i < 200 ? 0 : i < 210 ? 1 : 2, i < 200 ? "lost badge" : i < 210 ? "meeting room" : "battery drains"))]);
        Assert.Equal("Lost badge", GroupNames.Label(counter, [0, 0, 1], 2, TopicNamer.Label(counter), 10)[0].Name);
    }

    [Fact]
    public void What_one_topic_says_often_is_no_name_for_the_others()
    {
        TopicLabel label = Label([(0, ["report", "report", "report", "report missing"]), (0, ["contract"]), (0, ["template"]), .. Other]);
        Assert.NotEqual("Report", label.Name);
        Assert.Contains(" and ", label.Name, StringComparison.Ordinal);
    }

    [Fact]
    public void A_word_that_the_topics_of_other_groups_say_as_well_is_no_name()
    {
        TopicLabel label = Label([(0, ["card lost"]), (0, ["card blocked"]), (1, ["card payment"]), (1, ["card fee"])]);
        Assert.NotEqual("Card", label.Name);
    }

    private static TopicLabel Label((int Group, string[] Said)[] topics) => Labels(topics, 2)[0];

    private static TopicLabel[] Labels((int Group, string[] Said)[] topics, int groups)
    {
        // the first topics are the largest
        (int, string)[] texts = [.. topics.SelectMany((topic, number) => Enumerable.Range(0, 60 - (5 * number)).Select(i => (number, topic.Said[i % topic.Said.Length])))];
        TermCounter counter = LabelledTexts.Count(topics.Length, texts);
        return [.. GroupNames.Label(counter, [.. topics.Select(topic => topic.Group)], groups, TopicNamer.Label(counter), 10)];
    }
}
