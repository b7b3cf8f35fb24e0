using Earshot.Core;
using Earshot.Core.Topics.Fits;
using Earshot.Core.Topics.Life;
using static Earshot.Tests.Core.Topics.Life.SmallFits;

namespace Earshot.Tests.Core.Topics.Life;

/// <summary>One fit for all: 70 over 10 (over 1, 2) and 20 (over 3); 71 over 30 (over 4, 5). Texts of leaf n have hashes from 1000·n on.</summary>
public sealed class TopicViewTests
{
    private const int Coarse = 0, Main = 1, Fine = 2;

    private static readonly TopicFit Fit = Of(
        [.. Texts(1000, 40, 0, 1), .. Texts(2000, 30, 1, 2), .. Texts(3000, 50, 2, 3), .. Texts(4000, 15, 3, 4), .. Texts(5000, 20, 4, 5), .. Texts(9000, 5, 5, -1)],
        new Dictionary<int, int> { [1] = 10, [2] = 10, [3] = 20, [4] = 30, [5] = 30, [10] = 70, [20] = 70, [30] = 71 }, 3, Main);

    [Fact]
    public void Without_edits_each_detail_shows_the_topics_of_its_level()
    {
        TopicView view = View();
        Assert.Equal([(70, 120), (71, 35)], Sizes(view, Coarse));
        Assert.Equal([(10, 70), (20, 50), (30, 35)], Sizes(view, Main));
        Assert.Equal([(3, 50), (1, 40), (2, 30), (5, 20), (4, 15)], Sizes(view, Fine));
        Assert.Equal([70, 10], view.Topics(Main)[0].Path);
        Assert.Equal((10, -1), (view.Shown(2000, 2, Main), view.Shown(9000, -1, Main)));
    }

    [Fact]
    public void A_topic_alone_in_its_group_and_the_group_have_one_name_the_last_one_given_and_others_keep_theirs()
    {
        TopicView view = View(new TopicEdit.Rename(71, "Group"), new TopicEdit.Rename(30, "Topic"), new TopicEdit.Rename(1, "Leaf"), new TopicEdit.Rename(20, "Twenty"));
        Assert.Equal([(1, "Leaf"), (3, "Twenty"), (20, "Twenty"), (30, "Topic"), (71, "Topic")], view.Names.OrderBy(name => name.Key).Select(name => (name.Key, name.Value)));
        Assert.True(view.AreSame(30, 71));
        Assert.False(view.AreSame(10, 70));
        Assert.Equal("Group", View(new TopicEdit.Rename(30, "Topic"), new TopicEdit.Rename(71, "Group")).Names[30]);

        // once the other topics of the group are in it, it is all of the group
        Assert.Equal("Both", View(new TopicEdit.Merge([10, 20]), new TopicEdit.Rename(10, "Both")).Names[70]);
        Assert.False(View(new TopicEdit.Rename(30, "Topic"), new TopicEdit.Move([1000], 71), new TopicEdit.Merge([20, 30])).Names.ContainsKey(71));
    }

    [Fact]
    public void A_pinned_topic_stands_first_with_the_topics_it_lies_within_and_hidden_ones_are_left_out_at_any_detail()
    {
        TopicMarks marks = View(new TopicEdit.Pin(20, true), new TopicEdit.Hide(71, true)).Marks(Main);
        Assert.Equal([20, 70], marks.First.Order());
        Assert.Equal([30], marks.Hidden);
        Assert.Empty(View(new TopicEdit.Pin(20, true), new TopicEdit.Pin(20, false), new TopicEdit.Hide(30, true), new TopicEdit.Hide(30, false)).Marks(Main).Hidden);
    }

    [Fact]
    public void Merged_topics_are_one_from_their_level_up_and_keep_what_lies_within_them()
    {
        TopicView view = View(new TopicEdit.Merge([20, 30]));
        Assert.Equal([(20, 85), (10, 70)], Sizes(view, Main));
        Assert.Equal([(70, 155)], Sizes(view, Coarse));
        Assert.Equal([70, 20, 4], PathOf(4, view, Fine));
        Assert.False(view.Has(30));
    }

    [Fact]
    public void A_topic_that_is_split_is_shown_by_its_parts_and_a_part_can_go_elsewhere()
    {
        TopicView split = View(new TopicEdit.Split(10));
        Assert.Equal([(20, 50), (1, 40), (30, 35), (2, 30)], Sizes(split, Main));
        Assert.Equal([70, 10, 1], split.Topics(Main)[1].Path);
        Assert.Equal([(70, 120), (71, 35)], Sizes(split, Coarse));

        TopicView moved = View(new TopicEdit.Split(10), new TopicEdit.Merge([30, 2]));
        Assert.Equal([(30, 65), (20, 50), (1, 40)], Sizes(moved, Main));
        Assert.Equal([(70, 90), (71, 65)], Sizes(moved, Coarse));
        Assert.Equal([71, 30, 2], PathOf(2, moved, Fine));
    }

    [Fact]
    public void A_fine_topic_can_be_put_into_a_coarse_one_with_no_level_left_out()
    {
        TopicView view = View(new TopicEdit.Merge([71, 3]));
        Assert.Equal([(71, 85), (70, 70)], Sizes(view, Coarse));
        Assert.Equal([(10, 70), (3, 50), (30, 35)], Sizes(view, Main));
        Assert.Equal([71, 3], PathOf(3, view, Main));
        Assert.Equal([71, 3], PathOf(3, view, Fine));
    }

    [Fact]
    public void Names_pins_and_hiding_are_told_with_the_topic_and_hiding_covers_what_lies_within()
    {
        TopicView view = View(new TopicEdit.Rename(10, "Refunds"), new TopicEdit.Pin(20, true), new TopicEdit.Hide(71, true));
        Assert.Equal([(10, "Refunds", false, false), (20, null, true, false), (30, null, false, true)], view.Topics(Main).Select(topic => (topic.Id, topic.Name, topic.Pinned, topic.Hidden)));
        Assert.False(View(new TopicEdit.Hide(71, true), new TopicEdit.Hide(71, false)).Topics(Main)[2].Hidden);
        Assert.Equal("topic 30 is hidden with topic 71, which it lies within", view.Refuse(new TopicEdit.Hide(30, false))!.Message);
    }

    [Fact]
    public void A_text_that_was_moved_stays_where_it_was_put_through_later_merges_and_splits()
    {
        TopicView view = View(new TopicEdit.Move([3000, 9000], 10));
        Assert.Equal([(10, 72), (20, 49), (30, 35)], Sizes(view, Main));
        Assert.Equal((10, 10), (view.Shown(3000, 3, Main), view.Shown(9000, -1, Main)));
        Assert.Equal(30, View(new TopicEdit.Move([3000], 10), new TopicEdit.Merge([30, 10])).Shown(3000, 3, Main));
        Assert.Equal(1, View(new TopicEdit.Move([3000], 10), new TopicEdit.Split(10)).Shown(3000, 3, Main));
        Assert.Equal(20, View(new TopicEdit.Move([3000], 10), new TopicEdit.Move([3000], 20)).Shown(3000, 3, Main));
    }

    [Fact]
    public void Edits_hold_for_a_refit_and_those_of_topics_it_lacks_wait_for_one_that_has_them()
    {
        TopicEvent[] events = Numbered(new TopicEdit.Merge([10, 20, 30]), new TopicEdit.Rename(20, "Cards"), new TopicEdit.Rename(5, "Late"), new TopicEdit.Pin(30, true), new TopicEdit.Pin(5, true));
        TopicFit refit = Of([.. Texts(0, 10, 0, 101), .. Texts(50, 20, 0, 102)], new Dictionary<int, int> { [101] = 20, [102] = 30, [20] = 70, [30] = 70 }, 3, 1);
        TopicView view = TopicView.Of(refit, events);
        TopicView.Topic one = Assert.Single(view.Topics(Main));
        Assert.Equal((20, "Cards", 30), (one.Id, one.Name, one.Texts));
        (TopicEdit edit, TopicEdit.Fault fault) = Assert.Single(view.Idle);
        Assert.Equal((3, "there is no topic 5"), (edit.Sequence, fault.Message));
        Assert.Equal([5], view.PinnedButMissing);
        Assert.Equal([(10, 155)], Sizes(TopicView.Of(Fit, events), Main));
    }

    private static IReadOnlyList<int> PathOf(int topic, TopicView view, int detail) => view.Topics(detail).Single(shown => shown.Id == topic).Path;

    public static TheoryData<TopicEdit, string, string> Refused => new()
    {
        { new TopicEdit.Rename(99, "x"), "there is no topic 99", "`earshot topics` lists them with their numbers" },
        { new TopicEdit.Rename(30, "x"), "topic 30 was merged into 20", "name 20, or take the merge back: earshot topics undo 1" },
        { new TopicEdit.Split(3), "topic 3 has no topics within it", "single tickets can be moved out of it: earshot topics move TICKET… --to TOPIC" },
        { new TopicEdit.Split(71), "there is no topic 71", "`earshot topics` lists them with their numbers" },
        { new TopicEdit.Split(10), "topic 10 is split already", "one of its parts can be split by its own number" },
        { new TopicEdit.Merge([20, 10]), "topic 10 is split", "name one of its parts: 1, 2" },
        { new TopicEdit.Merge([20, 20]), "a merge needs two different topics", "earshot topics merge 3 7" },
        { new TopicEdit.Merge([20, 4]), "topic 4 lies within topic 20 already", "to make one topic of all that lie within 20: earshot topics merge 3 4 5" },
        { new TopicEdit.Merge([4, 20]), "topic 4 lies within topic 20 already", "to make one topic of all that lie within 20: earshot topics merge 3 4 5" },
        { new TopicEdit.Merge([1, 20]), "topic 20 is coarser than topic 1", "name the coarser one first: earshot topics merge 20 1" },
        { new TopicEdit.Move([3000], 10), "topic 10 is split", "name one of its parts: 1, 2" },
        { new TopicEdit.Pin(20, false), "topic 20 is not pinned", "nothing is to be done" },
        { new TopicEdit.Hide(20, false), "topic 20 is not hidden", "nothing is to be done" },
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void An_edit_that_makes_no_sense_is_refused_with_what_to_do(TopicEdit edit, string message, string hint) =>
        Assert.Equal(new TopicEdit.Fault(message, hint), View(new TopicEdit.Merge([20, 30]), new TopicEdit.Split(10)).Refuse(edit));

    [Fact]
    public void A_topic_with_one_part_points_to_the_part_that_has_several()
    {
        TopicFit fit = Of([.. Texts(0, 5, 0, 1), .. Texts(10, 5, 1, 2)], new Dictionary<int, int> { [1] = 10, [2] = 10, [10] = 70 }, 3, 1);
        Assert.Equal(new TopicEdit.Fault("topic 70 has only one topic within it, 10", "that one can be split: earshot topics split 10"), TopicView.Of(fit, []).Refuse(new TopicEdit.Split(70)));
    }

    [Fact]
    public void Undo_takes_back_the_last_edit_and_then_the_one_before()
    {
        List<TopicEvent> events = [.. Numbered(new TopicEdit.Rename(10, "A"), new TopicEdit.Rename(10, "B"), new TopicEdit.Merge([10, 20]))];
        foreach (string? name in new[] { "B", "A", null })
        {
            TopicEdit edit = TopicEdits.ToUndo(Fit, events, null);
            events.Add(new TopicEvent.Undone(edit.Sequence) { Sequence = events.Count + 1 });
            Assert.Equal(name, TopicView.Of(Fit, events).Names.GetValueOrDefault(10));
        }

        Assert.Equal(3, TopicView.Of(Fit, events).Topics(Main).Count);
        EarshotException none = Assert.Throws<EarshotException>(() => TopicEdits.ToUndo(Fit, events, null));
        Assert.Equal("there is no edit of topics to take back", none.Message);
        EarshotException twice = Assert.Throws<EarshotException>(() => TopicEdits.ToUndo(Fit, events, 2));
        Assert.StartsWith("event 2 was taken back on ", twice.Message);
    }

    [Fact]
    public void An_edit_that_a_later_one_needs_is_taken_back_after_it()
    {
        // 20 has one part of its own; only with 30 in it can it be split
        TopicEvent[] events = Numbered(new TopicEdit.Merge([20, 30]), new TopicEdit.Split(20), new TopicEdit.Rename(1, "x"));
        EarshotException refused = Assert.Throws<EarshotException>(() => TopicEdits.ToUndo(Fit, events, 1));
        Assert.Equal("topics 20 and 30 were merged into 20 (event 1) can't be taken back alone: topic 20 was split into the topics within it (event 2) needs it", refused.Message);
        Assert.Equal("take that back first: earshot topics undo 2", refused.Hint);
        Assert.Equal(2, TopicEdits.ToUndo(Fit, events, 2).Sequence);
        Assert.Equal(3, TopicEdits.ToUndo(Fit, events, 3).Sequence);
    }

    [Fact]
    public void What_is_no_edit_is_not_undone()
    {
        TopicEvent[] events = Numbered(new TopicEvent.Fitted(1, null, 80, []), new TopicEvent.Promoted(1));
        Assert.Equal("earshot topics rollback", Assert.Throws<EarshotException>(() => TopicEdits.ToUndo(Fit, events, 2)).Hint);
        Assert.Equal("there is no event 7", Assert.Throws<EarshotException>(() => TopicEdits.ToUndo(Fit, events, 7)).Message);
    }

    private static TopicView View(params TopicEvent[] events) => TopicView.Of(Fit, Numbered(events));

    private static TopicEvent[] Numbered(params TopicEvent[] events) => [.. events.Select((@event, i) => @event with { Sequence = i + 1 })];

    private static IEnumerable<(int, int)> Sizes(TopicView view, int detail) => view.Topics(detail).Select(topic => (topic.Id, topic.Texts));
}
