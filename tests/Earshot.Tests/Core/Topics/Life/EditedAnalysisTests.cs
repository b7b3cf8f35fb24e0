using Earshot.Core.Analysis;
using Earshot.Core.Topics.Life;
using Earshot.Tests.Core.Reports;

namespace Earshot.Tests.Core.Topics.Life;

public sealed class EditedAnalysisTests
{
    private static readonly AnalysisDocument Document =
        SampleDocument.Create() with { Recommendations = ["“Webhook events arrive late” grew; “Refund not received” fell.", "Nothing else."] };

    private static readonly int Webhook = Document.Topics.Single(topic => topic.Name == "Webhook events arrive late").TopicId;
    private static readonly int Refund = Document.Topics.Single(topic => topic.Name == "Refund not received").TopicId;

    [Fact]
    public void A_persons_name_is_read_wherever_the_topic_is_spoken_of()
    {
        AnalysisDocument shown = Shown([], new TopicEdit.Rename(Webhook, "Refund not received"), new TopicEdit.Rename(Refund, "Money back"));
        Assert.Equal(["“Refund not received” grew; “Money back” fell.", "Nothing else."], shown.Recommendations);
        Assert.Equal("Refund not received", shown.Topics.Single(topic => topic.TopicId == Webhook).Name);
    }

    [Fact]
    public void A_hidden_topic_is_in_no_list_no_picture_and_no_advice_and_is_counted()
    {
        AnalysisDocument shown = Shown([Refund]);
        Assert.Equal((1, Document.Topics.Count - 1), (shown.HiddenTopics, shown.Topics.Count));
        Assert.Equal(["Nothing else."], shown.Recommendations);
        Assert.DoesNotContain(Refund, shown.Growing.Concat(shown.Falling).Concat(shown.Teams.SelectMany(team => team.TopicIds)).Concat(shown.Map.Select(point => point.TopicId)));
        Assert.Equal(Document.Counts, shown.Counts);
    }

    [Fact]
    public void What_is_said_of_a_group_leaves_its_hidden_topics_out()
    {
        TopicSummary webhook = Document.Topics.Single(topic => topic.TopicId == Webhook), refund = Document.Topics.Single(topic => topic.TopicId == Refund);
        AnalysisDocument document = Document with
        {
            Groups = [new(100, "Both", [], webhook.Count + refund.Count, webhook.Share + refund.Share, refund.Change, [Refund, Webhook])],
        };
        TopicGroup shown = Assert.Single(EditedAnalysis.Of(document, [], new HashSet<int> { Refund }).Groups);
        Assert.Equal((webhook.Count, webhook.Share, webhook.Change, 1), (shown.Count, shown.Share, shown.Change, shown.HiddenTopics));
        Assert.Equal([Webhook], shown.TopicIds);
    }

    [Fact]
    public void Pinned_topics_stand_first_and_the_others_keep_their_order()
    {
        int last = Document.Topics[^1].TopicId;
        Assert.Equal([last, .. Document.Topics.SkipLast(1).Select(topic => topic.TopicId)], Shown([], new TopicEdit.Pin(last, true)).Topics.Select(topic => topic.TopicId));
    }

    [Fact]
    public void What_was_taken_back_is_as_if_it_never_was()
    {
        Assert.Same(Document, Shown([], new TopicEdit.Rename(Refund, "x"), new TopicEvent.Undone(1)));
        Assert.False(EditedAnalysis.Hides([new TopicEdit.Hide(3, true) { Sequence = 1 }, new TopicEdit.Hide(3, false) { Sequence = 2 }]));
    }

    [Fact]
    public void A_name_that_holds_quotes_itself_is_replaced_whole()
    {
        AnalysisDocument document = Document with
        {
            Topics = [.. Document.Topics.Select(topic => topic.TopicId == Refund ? topic with { Name = "The “Pay” button" } : topic)],
            Recommendations = ["“The “Pay” button” grew."],
        };
        Assert.Equal(["“Money back” grew."], EditedAnalysis.Of(document, [new TopicEdit.Rename(Refund, "Money back") { Sequence = 1 }], new HashSet<int>()).Recommendations);
    }

    [Fact]
    public void A_group_of_one_topic_is_called_like_it_unless_it_was_named_itself()
    {
        AnalysisDocument document = Document with
        {
            Groups =
            [
                new(100, "Refund not received", [], 1, 0.1, null, [Refund]),
                new(101, "Webhook events arrive late", [], 1, 0.1, null, [Webhook]),
                new(102, "Both", [], 2, 0.2, null, [Refund, Webhook]),
            ],
        };
        TopicEvent[] events =
        [
            new TopicEdit.Rename(Refund, "Money back") { Sequence = 1 },
            new TopicEdit.Rename(Webhook, "Late events") { Sequence = 2 },
            new TopicEdit.Rename(101, "Our events") { Sequence = 3 },
        ];
        Assert.Equal(["Money back", "Our events", "Both"], EditedAnalysis.Of(document, events, new HashSet<int>()).Groups.Select(group => group.Name));
    }

    private static AnalysisDocument Shown(HashSet<int> hidden, params TopicEvent[] events) =>
        EditedAnalysis.Of(Document, [.. events.Select((made, i) => made with { Sequence = i + 1 })], hidden);
}
