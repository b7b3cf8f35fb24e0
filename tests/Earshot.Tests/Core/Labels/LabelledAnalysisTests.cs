using Earshot.Core.Analysis;
using Earshot.Core.Labels;
using Earshot.Tests.Core.Reports;

namespace Earshot.Tests.Core.Labels;

public sealed class LabelledAnalysisTests
{
    private static readonly AnalysisDocument Document = SampleDocument.Create() with { Recommendations = ["“Webhook events arrive late” grew; “Refund not received” fell.", "Nothing else."] };

    [Fact]
    public void A_title_takes_the_place_of_the_name_wherever_the_name_is_read()
    {
        AnalysisDocument shown = Shown(("Webhook events arrive late", "Refund not received"), ("Refund not received", "Refunds take weeks"));
        TopicSummary topic = Topic(shown, "Webhook events arrive late");
        Assert.Equal(("Refund not received", "Two sentences.", "devtools", true, "low", false), (topic.Name, topic.Description, topic.Category, topic.WouldPaySignal, topic.ImpactLevel, topic.LabelFailed));
        Assert.Equal(["“Refund not received” grew; “Refunds take weeks” fell.", "Nothing else."], shown.Recommendations);
    }

    [Fact]
    public void Of_two_topics_with_one_title_the_smaller_keeps_its_own_name_behind_it()
    {
        AnalysisDocument shown = Shown(("Webhook events arrive late", "Things break"), ("Refund not received", "things BREAK"));
        Assert.Equal(("Things break", "things BREAK (Refund not received)"), (Topic(shown, "Webhook events arrive late").Name, Topic(shown, "Refund not received").Name));
    }

    [Fact]
    public void A_title_that_is_the_name_of_an_unlabelled_topic_does_not_hide_it()
    {
        AnalysisDocument shown = Shown(("Webhook events arrive late", "Card payment declined"));
        Assert.Equal("Card payment declined (Webhook events arrive late)", Topic(shown, "Webhook events arrive late").Name);
        Assert.Equal(shown.Topics.Count, shown.Topics.Select(topic => topic.Name).Distinct().Count());
    }

    [Fact]
    public void A_group_of_one_topic_is_called_like_it_and_a_group_of_several_keeps_its_name()
    {
        int webhook = Document.Topics.Single(topic => topic.Name == "Webhook events arrive late").TopicId;
        int other = Document.Topics.First(topic => topic.TopicId != webhook).TopicId;
        TopicGroup alone = new(100, "Webhook events arrive late", [], 1, 0.1, null, [webhook]), several = new(101, "Several", [], 2, 0.2, null, [other, webhook]);
        AnalysisDocument document = Document with { Groups = [alone, several] };
        AnalysisDocument shown = LabelledAnalysis.Of(document, Labels(document, ("Webhook events arrive late", "Things break")));
        Assert.Equal(["Things break", "Several"], shown.Groups.Select(group => group.Name));
    }

    [Fact]
    public void A_mixed_topic_stays_called_so()
    {
        AnalysisDocument document = Document with { Topics = [Document.Topics[0] with { Mixed = true }] };
        AnalysisDocument shown = LabelledAnalysis.Of(document, Labels(document, (document.Topics[0].Name, "Things break")));
        Assert.Equal("Mixed: Things break", shown.Topics[0].Name);
    }

    [Fact]
    public void A_failed_label_leaves_the_name_and_is_told()
    {
        string fingerprint = TopicDescription.Of(Document.Topics[0]).Fingerprint!;
        AnalysisDocument shown = LabelledAnalysis.Of(Document, new Dictionary<string, TopicLabel> { [fingerprint] = new(fingerprint, null, "down", null, default) });
        Assert.Equal((Document.Topics[0].Name, true), (shown.Topics[0].Name, shown.Topics[0].LabelFailed));
        Assert.Equal(Document.Recommendations, shown.Recommendations);
    }

    [Fact]
    public void Without_labels_nothing_is_changed_and_nothing_of_them_is_written()
    {
        Assert.Same(Document, LabelledAnalysis.Of(Document, new Dictionary<string, TopicLabel>()));
        MemoryStream json = new();
        AnalysisJson.Write(json, Document);
        Assert.DoesNotContain("label_failed", System.Text.Encoding.UTF8.GetString(json.ToArray()));
        Assert.DoesNotContain("automatic_name", System.Text.Encoding.UTF8.GetString(json.ToArray()));
    }

    private static AnalysisDocument Shown(params (string Name, string Title)[] titles) => LabelledAnalysis.Of(Document, Labels(Document, titles));

    private static Dictionary<string, TopicLabel> Labels(AnalysisDocument document, params (string Name, string Title)[] titles) => titles.ToDictionary(
        pair => TopicDescription.Of(document.Topics.Single(topic => topic.Name == pair.Name)).Fingerprint!,
        pair => new TopicLabel("", new LabelContent(pair.Title, "devtools", "Two sentences.", true, "low"), null, "m@h", default));

    private static TopicSummary Topic(AnalysisDocument document, string automaticName) => document.Topics.Single(topic => topic.AutomaticName == automaticName);
}
