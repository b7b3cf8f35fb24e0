using Earshot.Core.Analysis;
using Earshot.Core.Topics.Life;
using Earshot.Tests.Core.Reports;

namespace Earshot.Tests.Core.Topics.Life;

public sealed class TopicHistoryTests
{
    private static readonly TopicTransition Merge = new(TopicTransitionKind.Merged, 0, [12, 15], [12], 0.11, 0.1, [new(12, 12, 80, 82, 100, 0.99), new(15, 12, 18, 20, 100, 0.71)]);

    private static readonly TopicEvent[] Events = OnDays(
        new TopicEvent.Fitted(1, null, 20, []), new TopicEvent.Promoted(1), new TopicEdit.Rename(12, "Refunds"), new TopicEdit.Hide(15, true), new TopicEvent.Undone(4),
        new TopicEvent.Fitted(2, 1, 24, [new TopicTransition(TopicTransitionKind.Grown, 0, [3], [3], 0.02, 0.03, []), Merge]), new TopicEvent.Fitted(3, 1, 30, []), new TopicEvent.Promoted(2));

    [Fact]
    public void A_topics_life_is_told_with_days_fits_and_evidence()
    {
        Assert.Equal(
            [
                ("2026-01-03", 1, "topic 12 was named \"Refunds\"", false),
                ("2026-01-08", 2, "topics 12 and 15 have become one, 12; 80 of 82 texts of 12, 18 of 20 texts of 15", false),
            ],
            TopicHistory.Of(Events, 12).Select(entry => ($"{entry.At:yyyy-MM-dd}", entry.Fit!.Value, entry.What, entry.Undone)));
        Assert.Equal([("topic 15 was hidden", true), ("topics 12 and 15 have become one, 12; 80 of 82 texts of 12, 18 of 20 texts of 15", false)], TopicHistory.Of(Events, 15).Select(entry => (entry.What, entry.Undone)));
        Assert.Empty(TopicHistory.Of(Events, 7));
    }

    [Fact]
    public void Who_asks_for_a_topic_that_is_gone_hears_what_became_of_it()
    {
        Assert.Equal("topics 12 and 15 have become one, 12; 80 of 82 texts of 12, 18 of 20 texts of 15 (fit 2, 2026-01-08)", TopicHistory.WhatBecameOf(Events, 15));
        Assert.Null(TopicHistory.WhatBecameOf(Events, 7));
    }

    [Fact]
    public void The_history_of_all_says_what_was_done_and_what_of_it_was_taken_back()
    {
        IReadOnlyList<TopicHistory.Entry> all = TopicHistory.Of([.. Events, new TopicEvent.RolledBack(1) { Sequence = 9 }], null);
        Assert.Equal([2, 3, 4, 5, 8, 9], all.Select(entry => entry.Sequence));
        Assert.Equal([4, 8], all.Where(entry => entry.Undone).Select(entry => entry.Sequence));
        Assert.Equal(["fit 1 became current", "topic 12 was named \"Refunds\"", "topic 15 was hidden", "event 4 was taken back", "fit 2 became current", "fit 1 became current again"], all.Select(entry => entry.What));
        Assert.Equal([1, 1, 1, 1, 2, 1], all.Select(entry => entry.Fit!.Value));
    }

    [Fact]
    public void Promotions_and_rollbacks_say_which_fit_is_current_and_numbers_of_any_fit_stay_taken()
    {
        PromotedFits now = PromotedFits.Of(Events);
        Assert.Equal((2, 1, 4, 30), (now.Current, now.Before, now.NextFit, now.NextNumber));
        Assert.Null(now.Candidate); // fit 3 was matched with fit 1, which is no longer current

        PromotedFits back = PromotedFits.Of([.. Events, new TopicEvent.RolledBack(1)]);
        Assert.Equal((1, null, 3, 30), (back.Current, back.Before, back.Candidate?.Fit, back.NextNumber));

        PromotedFits waiting = PromotedFits.Of([.. Events, new TopicEvent.Fitted(4, 2, 34, [])]);
        Assert.Equal((4, 5, 34), (waiting.Candidate?.Fit, waiting.NextFit, waiting.NextNumber));
        Assert.Equal((null, 1, 0), (PromotedFits.Of([]).Current, PromotedFits.Of([]).NextFit, PromotedFits.Of([]).NextNumber));
    }

    [Fact]
    public void Fits_that_were_taken_back_wait_to_be_promoted_again_one_after_the_other()
    {
        TopicEvent[] made =
        [
            new TopicEvent.Fitted(1, null, 20, []), new TopicEvent.Promoted(1), new TopicEvent.Fitted(2, 1, 24, []), new TopicEvent.Promoted(2),
            new TopicEvent.Fitted(3, 2, 30, []), new TopicEvent.Promoted(3),
        ];
        Assert.Null(PromotedFits.Of(made).Candidate);
        TopicEvent[] back = [.. made, new TopicEvent.RolledBack(2), new TopicEvent.RolledBack(1)];
        Assert.Equal((1, 2), (PromotedFits.Of(back).Current, PromotedFits.Of(back).Candidate?.Fit));
        TopicEvent[] forth = [.. back, new TopicEvent.Promoted(2)];
        Assert.Equal((2, 3), (PromotedFits.Of(forth).Current, PromotedFits.Of(forth).Candidate?.Fit));
        Assert.Null(PromotedFits.Of([.. forth, new TopicEvent.Promoted(3)]).Candidate);

        // a refit since takes the place of what was taken back
        Assert.Equal(4, PromotedFits.Of([.. back, new TopicEvent.Fitted(4, 1, 33, [])]).Candidate?.Fit);
    }

    [Fact]
    public void An_edit_that_is_asked_for_again_is_known_unless_a_later_one_went_over_it()
    {
        TopicEvent[] events = OnDays(
            new TopicEdit.Merge([3, 7, 9]), new TopicEdit.Split(4), new TopicEdit.Move([17, 18], 3), new TopicEdit.Rename(3, "x"), new TopicEdit.Split(5), new TopicEvent.Undone(5));
        Assert.Equal([1, 1, 2, 3], new TopicEdit[] { new TopicEdit.Merge([3, 7, 9]), new TopicEdit.Merge([3, 9]), new TopicEdit.Split(4), new TopicEdit.Move([18], 3) }
            .Select(edit => TopicEdits.InForce(events, edit)?.Sequence ?? 0));
        Assert.All(
            new TopicEdit[] { new TopicEdit.Merge([7, 3]), new TopicEdit.Merge([3, 8]), new TopicEdit.Split(5), new TopicEdit.Move([18, 19], 3), new TopicEdit.Move([18], 4), new TopicEdit.Rename(3, "x") },
            edit => Assert.Null(TopicEdits.InForce(events, edit)));
        Assert.Null(TopicEdits.InForce([.. events, new TopicEdit.Move([17], 4) { Sequence = 7 }], new TopicEdit.Move([17, 18], 3)));
    }

    [Fact]
    public void Refits_are_told_in_plain_words()
    {
        Assert.Equal("topic 4 goes on: 3.1% of the texts, now 3.2%; 118 of its 120 texts are in it again", Words(TopicTransitionKind.Continued, [4], [4], 0.031, 0.032, new TopicOverlap(4, 4, 118, 120, 121, 0.99)));
        Assert.Equal("topic 4 has grown from 3.1% to 4.0% of the texts; cosine 0.93", Words(TopicTransitionKind.Grown, [4], [4], 0.031, 0.04, new TopicOverlap(4, 4, 0, 0, 0, 0.93)));
        Assert.Equal("topic 4 has split into 4 and 9; 60 of 100 texts in 4, 40 of 100 texts in 9", Words(TopicTransitionKind.Split, [4], [4, 9], 0.1, 0.1, new TopicOverlap(4, 4, 60, 100, 60, 1), new TopicOverlap(4, 9, 40, 100, 40, 1)));
        Assert.Equal("topic 9 is new, 1.0% of the texts; 3 of its 40 known texts were in 4", Words(TopicTransitionKind.Born, [], [9], 0, 0.01, new TopicOverlap(4, 9, 3, 100, 40, 0.4)));
        Assert.Equal("topic 4 is gone, it had 1.0% of the texts; nearest to 9, cosine 0.62", Words(TopicTransitionKind.Died, [4], [], 0.01, 0, new TopicOverlap(4, 9, 0, 0, 0, 0.62)));
    }

    [Fact]
    public void A_user_reads_what_changed_since_last_time()
    {
        TopicCounts before = new("2026-11-14", 1000, [new(1, "Refunds", 100), new(2, "Cards", 200), new(3, "Login", 50), new(4, "Small", 2), new(12, "Old name", 90)]);
        TopicCounts after = new("2026-11-21", 1200, [new(1, "Refunds", 186), new(2, "Cards", 235), new(5, "Outage", 30), new(4, "Small", 5), new(12, "Fees", 60)]);
        Assert.Equal(
            [
                (1, TopicTransitionKind.Grown, "Refunds", "grown from 100 tickets (10.0%) to 186 tickets (15.5%)"),
                (3, TopicTransitionKind.Died, "Login", "gone: it had 50 tickets (5.0%)"),
                (12, TopicTransitionKind.Shrunk, "Fees", "shrunk from 90 tickets (9.0%) to 60 tickets (5.0%); topics 12 and 15 have become one, 12"),
                (5, TopicTransitionKind.Born, "Outage", "new: 30 tickets (2.5%)"),
            ],
            TopicMovement.Between(before, after, [Merge]).Select(movement => (movement.Topic, movement.Kind, movement.Name, movement.What)));
        Assert.Empty(TopicMovement.Between(before, before, []));
    }

    [Fact]
    public void A_topic_that_its_words_call_otherwise_now_says_what_it_was_called_and_one_that_people_named_does_not()
    {
        TopicCounts before = new(null, 300, [new(1, "Fees", 100, "Fees"), new(2, "Cards", 100, "Cards"), new(3, "Login", 20, "Login"), new(4, "Old", 80)]);
        TopicCounts after = new(null, 300, [new(1, "Mixed: Card fees", 100, "Card fees"), new(2, "Ours", 100, "Lost"), new(3, "Sign in", 60, "Sign in"), new(4, "New", 40, "New")]);
        Assert.Equal(
            [
                (3, TopicTransitionKind.Grown, "grown from 20 tickets (6.7%) to 60 tickets (20.0%); was “Login”, now “Sign in”"),
                (4, TopicTransitionKind.Shrunk, "shrunk from 80 tickets (26.7%) to 40 tickets (13.3%)"),
                (1, TopicTransitionKind.Continued, "was “Fees”, now “Mixed: Card fees”"),
            ],
            TopicMovement.Between(before, after, []).Select(movement => (movement.Topic, movement.Kind, movement.Told)));
    }

    [Fact]
    public void A_topic_that_people_named_since_says_nothing_of_the_names_that_its_words_gave_it()
    {
        TopicCounts before = new(null, 300, [new(1, "Fees", 100, "Fees"), new(2, "Login", 20, "Login"), new(3, "Cards", 100, "Cards"), new(4, "Late", 80, "Late")]);
        TopicCounts after = new(
            null, 300, [new(1, "Card fees", 100, "Card fees"), new(2, "Sign in", 60, "Sign in"), new(3, "Lost cards", 100, "Lost cards"), new(4, "Delay", 40, "Delay")]);
        TopicSummary topic = SampleDocument.Create().Topics[0];
        AnalysisDocument document = SampleDocument.Create() with
        {
            Topics = [topic with { TopicId = 1, Name = "Refund desk" }, topic with { TopicId = 2, Name = "Ours" }, topic with { TopicId = 3, Name = "Lost cards" }],
        };
        TopicMovement.Since since = new TopicMovement.Since(null, 300, TopicMovement.Between(before, after, [])).Shown(document, new HashSet<int> { 4 });
        Assert.Equal(
            [
                (2, "Ours", "grown from 20 tickets (6.7%) to 60 tickets (20.0%)"),
                (3, "Lost cards", "was “Cards”, now “Lost cards”"),
            ],
            since.Movements.Select(movement => (movement.Topic, movement.Name, movement.Told)));
    }

    private static string Words(TopicTransitionKind kind, int[] before, int[] after, double shareBefore, double shareAfter, params TopicOverlap[] evidence) =>
        TopicWords.Of(new TopicTransition(kind, 0, before, after, shareBefore, shareAfter, evidence));

    private static TopicEvent[] OnDays(params TopicEvent[] events) =>
        [.. events.Select((@event, i) => @event with { Sequence = i + 1, At = new DateTimeOffset(2026, 1, i + 1, 12, 0, 0, TimeSpan.Zero) })];
}
