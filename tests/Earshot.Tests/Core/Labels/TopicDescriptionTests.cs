using Earshot.Core.Labels;
using Earshot.Core.Text;

namespace Earshot.Tests.Core.Labels;

public sealed class TopicDescriptionTests
{
    [Fact]
    public void Different_titles_alone_make_the_fingerprint_in_any_order()
    {
        string? fingerprint = Fingerprint(("Card refused!", "a"), ("Payment  DECLINED", "b"));
        Assert.Equal(TitleSimilarity.Fingerprint(["payment declined", "card refused"]), fingerprint);
        Assert.Equal(fingerprint, Fingerprint(("payment declined", "other words"), ("card refused", "")));
        Assert.NotEqual(fingerprint, Fingerprint(("payment declined", "b"), ("card stolen", "a")));
    }

    [Fact]
    public void The_first_words_of_a_text_stand_in_for_a_missing_title() =>
        Assert.Equal(
            Fingerprint((null, "one two three four five six seven eight nine ten eleven twelve THE END")),
            Fingerprint(("", "One two three, four five six seven eight nine ten eleven twelve and so on")));

    [Fact]
    public void Topics_whose_tickets_all_have_the_same_title_are_told_apart_by_their_texts() =>
        Assert.NotEqual(
            Fingerprint(("Support request", "my card"), ("Support request", "my money")),
            Fingerprint(("Support request", "the app"), ("Support request", "the update")));

    [Fact]
    public void A_topic_without_a_word_has_no_fingerprint()
    {
        Assert.Null(Fingerprint());
        Assert.Null(Fingerprint((null, "!!!"), ("…", "")));
    }

    private static string? Fingerprint(params (string? Title, string Text)[] tickets) =>
        new TopicDescription(0, 10, [], [.. tickets.Select(ticket => new TicketExcerpt(ticket.Title, ticket.Text))]).Fingerprint;
}
