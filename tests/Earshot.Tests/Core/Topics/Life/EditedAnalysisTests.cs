using Earshot.Core.Analysis;
using Earshot.Core.Reports;
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
        AnalysisDocument shown = Shown(names: new() { [Webhook] = "Refund not received", [Refund] = "Money back" });
        Assert.Equal(["“Refund not received” grew; “Money back” fell.", "Nothing else."], shown.Recommendations);
        Assert.Equal("Refund not received", shown.Topics.Single(topic => topic.TopicId == Webhook).Name);
    }

    [Fact]
    public void A_hidden_topic_is_in_no_list_no_picture_and_no_advice_and_is_counted()
    {
        AnalysisDocument shown = Shown(hidden: [Refund]);
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
        TopicGroup shown = Assert.Single(EditedAnalysis.Of(document, TopicMarks.None with { Hidden = new HashSet<int> { Refund } }).Groups);
        Assert.Equal((webhook.Count, webhook.Share, webhook.Change, 1), (shown.Count, shown.Share, shown.Change, shown.HiddenTopics));
        Assert.Equal([Webhook], shown.TopicIds);
    }

    [Fact]
    public void Pinned_topics_stand_first_in_all_lists_and_the_report_says_so_and_the_others_keep_their_order()
    {
        int[] topics = [.. Document.Topics.Select(topic => topic.TopicId)];
        AnalysisDocument grouped = Document with
        {
            Groups = [new(100, "Others", [], 2, 0.2, null, topics[..2]), new(101, "Last", [], 1, 0.1, null, topics[2..])],
        };
        int last = topics[^1];
        AnalysisDocument shown = EditedAnalysis.Of(grouped, TopicMarks.None with { First = new HashSet<int> { last, 101 } });
        Assert.Equal([last, .. topics[..^1]], shown.Topics.Select(topic => topic.TopicId));
        Assert.Equal([101, 100], shown.Groups.Select(group => group.GroupId));
        Assert.Equal([last, .. topics[2..^1]], shown.Groups[0].TopicIds);

        using StringWriter page = new();
        HtmlReport.Write(shown, new ReportOptions(), page);
        Assert.Contains("Pinned first, then the largest.", page.ToString());
        Assert.True(page.ToString().IndexOf("id=\"group-101\"", StringComparison.Ordinal) < page.ToString().IndexOf("id=\"group-100\"", StringComparison.Ordinal));
        Assert.True(page.ToString().IndexOf($"id=\"topic-{last}\"", StringComparison.Ordinal) < page.ToString().IndexOf($"id=\"topic-{topics[0]}\"", StringComparison.Ordinal));
        using StringWriter unpinned = new();
        HtmlReport.Write(grouped, new ReportOptions(), unpinned);
        Assert.Equal(Largest(unpinned), Largest(page)); // what is pinned is not the largest for that

        static string Largest(StringWriter html) => html.ToString().Split("The largest groups are ")[1].Split("</p>")[0];
    }

    [Fact]
    public void What_was_taken_back_is_as_if_it_never_was()
    {
        Assert.Same(Document, Shown());
        Assert.False(TopicMarks.AreLeft([new TopicEdit.Rename(Refund, "x") { Sequence = 1 }, new TopicEvent.Undone(1) { Sequence = 2 }]));
    }

    [Fact]
    public void A_name_that_holds_quotes_itself_is_replaced_whole()
    {
        AnalysisDocument document = Document with
        {
            Topics = [.. Document.Topics.Select(topic => topic.TopicId == Refund ? topic with { Name = "The “Pay” button" } : topic)],
            Recommendations = ["“The “Pay” button” grew."],
        };
        TopicMarks marks = TopicMarks.None with { Names = new Dictionary<int, string> { [Refund] = "Money back" } };
        Assert.Equal(["“Money back” grew."], EditedAnalysis.Of(document, marks).Recommendations);
    }

    private static AnalysisDocument Shown(Dictionary<int, string>? names = null, HashSet<int>? hidden = null) =>
        EditedAnalysis.Of(Document, new TopicMarks(names ?? [], new HashSet<int>(), hidden ?? []));
}
