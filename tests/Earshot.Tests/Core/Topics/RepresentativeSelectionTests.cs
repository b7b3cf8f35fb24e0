using Earshot.Core.Topics;

namespace Earshot.Tests.Core.Topics;

public sealed class RepresentativeSelectionTests
{
    [Fact]
    public void The_nearest_come_first_and_ties_go_to_the_smaller_id() =>
        Assert.Equal([3, 1, 2], Select([(2, 0.5f, "beta gamma"), (1, 0.5f, "delta"), (3, 0.9f, "alpha")]).Best(0).Select(ticket => ticket.TicketId));

    [Fact]
    public void The_same_text_counts_once_and_near_duplicates_are_skipped()
    {
        RepresentativeSelection selection = Select([(1, 0.9f, "one two three four five"), (2, 0.95f, "one two three four five"), (3, 0.8f, "five four three two ONE!"), (4, 0.1f, "something else")]);
        Assert.Equal([2, 4], selection.Best(0).Select(ticket => ticket.TicketId));
    }

    [Fact]
    public void Titles_decide_where_there_are_titles()
    {
        RepresentativeSelection selection = new(1);
        selection.Add(0, new Representative(1, 0.9f, "Printer is on fire", "first floor", null, null, null), 1);
        selection.Add(0, new Representative(2, 0.8f, "printer is on FIRE", "entirely different words", null, null, null), 2);
        selection.Add(0, new Representative(3, 0.7f, "Printer jam", "first floor", null, null, null), 3);
        Assert.Equal([1, 3], selection.Best(0).Select(ticket => ticket.TicketId));
    }

    [Fact]
    public void The_choice_does_not_depend_on_the_order_of_tickets_or_merges()
    {
        (long, float, string)[] tickets = [.. Enumerable.Range(0, 500).Select(i => ((long)i, (i * 37 % 101) / 101f, "text " + (i * 7 % 60)))];
        IEnumerable<long> forward = Select(tickets, 8).Best(0, 8).Select(ticket => ticket.TicketId);
        Assert.Equal(forward, Select([.. tickets.Reverse()], 8).Best(0, 8).Select(ticket => ticket.TicketId));
        RepresentativeSelection merged = Select(tickets[300..], 8);
        merged.Merge(Select(tickets[..300], 8));
        Assert.Equal(forward, merged.Best(0, 8).Select(ticket => ticket.TicketId));
    }

    [Fact]
    public void A_similarity_that_is_no_number_is_never_near() => Assert.False(new RepresentativeSelection(1).IsNear(0, float.NaN, 1));

    [Theory]
    [InlineData("short", 10, "short")]
    [InlineData("  two\r\n\tlines ", 20, "two lines")]
    [InlineData("one two three four", 12, "one two…")]
    [InlineData("abcdefghijklmnop", 10, "abcdefghi…")]
    [InlineData("12345678😀xyz", 10, "12345678…")]
    public void An_excerpt_is_one_line_cut_at_a_word(string text, int length, string expected) => Assert.Equal(expected, Excerpt.Of(text, length));

    private static RepresentativeSelection Select((long Id, float Similarity, string Text)[] tickets, int capacity = 40)
    {
        RepresentativeSelection selection = new(1, capacity);
        foreach ((long id, float similarity, string text) in tickets)
            selection.Add(0, new Representative(id, similarity, null, text, null, null, null), (ulong)text.GetHashCode(StringComparison.Ordinal));
        return selection;
    }
}
