using Earshot.Core.Topics.Fits;
using Earshot.Core.Topics.Life;
using Earshot.Numerics;
using static Earshot.Tests.Core.Topics.Life.SmallFits;

namespace Earshot.Tests.Core.Topics.Life;

public sealed class TopicMatchingTests
{
    [Fact]
    public void The_same_fit_again_keeps_every_number()
    {
        TopicFit fit = ThreeLevels();
        TopicMatch match = TopicMatching.Match(fit, fit, 100);
        Assert.Equal(fit.Leaves, match.Fit.Leaves);
        Assert.Equal(100, match.NextNumber);
        Assert.All(match.Transitions, transition => Assert.Equal(TopicTransitionKind.Continued, transition.Kind));
        Assert.Equal(fit.Topics.Count, match.Transitions.Count);
    }

    [Fact]
    public void Other_numbers_and_another_order_of_the_texts_change_nothing_that_a_user_sees()
    {
        TopicFit fit = ThreeLevels();
        Dictionary<int, int> others = fit.Topics.Keys.ToDictionary(id => id, id => 77 - id);
        TopicFit shuffled = Shuffled(fit.Renumbered(others));
        TopicMatch match = TopicMatching.Match(fit, shuffled, 100);
        Dictionary<long, int> before = LeafOfText(fit), after = LeafOfText(match.Fit);
        Assert.All(before, text => Assert.Equal(text.Value, after[text.Key]));
        Assert.All(match.Transitions, transition => Assert.Equal(TopicTransitionKind.Continued, transition.Kind));
    }

    [Fact]
    public void A_topic_that_falls_apart_is_told_with_its_parts_and_the_largest_keeps_the_number()
    {
        TopicFit before = Sizes(100, 100);
        TopicFit after = Flat([.. Texts(0, 60, 0, 5), .. Texts(60, 40, 0, 6), .. Texts(1000, 100, 1, 7)]);
        TopicMatch match = TopicMatching.Match(before, after, 2);
        TopicTransition split = Assert.Single(match.Transitions, transition => transition.Kind == TopicTransitionKind.Split);
        Assert.Equal([0], split.Before);
        Assert.Equal([0, 2], split.After);
        Assert.Equal([(0, 0, 60, 100, 60), (0, 2, 40, 100, 40)], split.Evidence.Select(pair => (pair.Before, pair.After, pair.Shared, pair.OfBefore, pair.OfAfter)));
        Assert.Equal((0.5, 0.5), (split.ShareBefore, split.ShareAfter));
        Assert.Equal(3, match.NextNumber);
        Assert.Equal(2, match.Transitions.Count);
    }

    [Fact]
    public void A_topic_in_many_small_pieces_leaves_its_number_to_none_of_them()
    {
        TopicFit after = Flat([.. Texts(0, 34, 0, 0), .. Texts(34, 33, 0, 1), .. Texts(67, 33, 0, 2)]);
        TopicMatch match = TopicMatching.Match(Sizes(100), after, 1);
        TopicTransition split = Assert.Single(match.Transitions);
        Assert.Equal((TopicTransitionKind.Split, 0), (split.Kind, split.Before.Single()));
        Assert.Equal([1, 2, 3], split.After);
    }

    [Fact]
    public void Topics_that_become_one_are_told_together_and_the_larger_gives_its_number()
    {
        TopicFit after = Flat([.. Texts(0, 50, 0, 0), .. Texts(1000, 70, 1, 0)]);
        TopicMatch match = TopicMatching.Match(Sizes(50, 70), after, 2);
        TopicTransition merged = Assert.Single(match.Transitions);
        Assert.Equal(TopicTransitionKind.Merged, merged.Kind);
        Assert.Equal([1, 0], merged.Before);
        Assert.Equal([1], merged.After);
        Assert.Equal([(1, 70, 70, 120), (0, 50, 50, 120)], merged.Evidence.Select(pair => (pair.Before, pair.Shared, pair.OfBefore, pair.OfAfter)));
    }

    [Fact]
    public void New_texts_make_a_topic_grow_and_others_shrink_without_a_doubt_about_who_is_who()
    {
        TopicFit before = Sizes(100, 100, 100);
        TopicFit after = Flat([.. Texts(0, 100, 0, 0), .. Texts(1000, 100, 1, 1), .. Texts(2000, 100, 2, 2), .. Texts(1100, 300, 1, 1)]);
        TopicMatch match = TopicMatching.Match(before, after, 3);
        Assert.Equal([(TopicTransitionKind.Grown, 1), (TopicTransitionKind.Shrunk, 0), (TopicTransitionKind.Shrunk, 2)], match.Transitions.Select(t => (t.Kind, t.After.Single())));
        Assert.Equal(400.0 / 600, match.Transitions[0].ShareAfter, 12);
    }

    [Fact]
    public void A_topic_within_a_tenth_of_its_share_goes_on()
    {
        TopicMatch match = TopicMatching.Match(Sizes(100, 100), Flat([.. Texts(0, 100, 0, 0), .. Texts(1000, 115, 1, 1)]), 2);
        Assert.All(match.Transitions, transition => Assert.Equal(TopicTransitionKind.Continued, transition.Kind));
    }

    [Fact]
    public void With_a_fifth_of_the_texts_exchanged_all_topics_go_on()
    {
        SplitMix64 random = new(7);
        int[] sizes = [.. Enumerable.Range(0, 20).Select(i => 40 + (5 * i))];
        List<(long, int, int)> texts = [];
        for (int topic = 0; topic < sizes.Length; topic++)
            for (int i = 0; i < sizes[topic]; i++)
                texts.Add(random.NextDouble() < 0.2 ? ((1000 * topic) + 500 + i, topic, 40 - topic) : ((1000 * topic) + i, topic, random.NextDouble() < 0.1 ? 21 + (int)(random.NextDouble() * 20) : 40 - topic));
        TopicMatch match = TopicMatching.Match(Sizes(sizes), Flat(texts), 20);
        Dictionary<long, int> after = LeafOfText(match.Fit);
        Assert.Equal(20, match.NextNumber);
        Assert.DoesNotContain(match.Transitions, transition => transition.Kind is TopicTransitionKind.Born or TopicTransitionKind.Died);
        Assert.All(after.Where(text => text.Key % 1000 >= 500), text => Assert.Equal(text.Key / 1000, text.Value));
    }

    [Fact]
    public void Something_new_is_born_and_what_is_gone_died_each_with_the_nearest()
    {
        TopicFit after = Flat([.. Texts(0, 50, 0, 0), .. Texts(9000, 50, 5, 1)]);
        TopicMatch match = TopicMatching.Match(Sizes(50, 50), after, 9);
        TopicTransition born = Assert.Single(match.Transitions, transition => transition.Kind == TopicTransitionKind.Born);
        TopicTransition died = Assert.Single(match.Transitions, transition => transition.Kind == TopicTransitionKind.Died);
        Assert.Equal([9], born.After);
        Assert.Equal(10, match.NextNumber);
        Assert.Equal((0.0, 0.5), (born.ShareBefore, born.ShareAfter));
        Assert.Equal([1], died.Before);
        Assert.Single(born.Evidence);
        Assert.Equal(1, Assert.Single(died.Evidence).Before);
    }

    [Fact]
    public void What_is_near_but_not_clearly_the_same_gets_a_number_of_its_own_and_the_nearest_is_told()
    {
        // 35 of 100 texts stay together and meet 65 others: neither half of the one nor of the other.
        TopicFit before = Sizes(100, 200);
        TopicFit after = Flat([.. Texts(0, 35, 0, 0), .. Texts(1000, 65, 1, 0), .. Texts(1065, 135, 1, 1), .. Texts(35, 65, 0, -1)]);
        TopicMatch match = TopicMatching.Match(before, after, 2);
        TopicTransition died = Assert.Single(match.Transitions, transition => transition.Kind == TopicTransitionKind.Died);
        TopicOverlap nearest = Assert.Single(died.Evidence);
        Assert.Equal((0, 2, 35, 100, 100), (nearest.Before, nearest.After, nearest.Shared, nearest.OfBefore, nearest.OfAfter));
    }

    [Fact]
    public void A_small_topic_that_a_large_one_swallows_was_merged_into_it_but_a_few_texts_that_cross_over_merge_nothing()
    {
        TopicFit after = Flat([.. Texts(0, 500, 0, 0), .. Texts(1000, 20, 1, 0), .. Texts(2000, 90, 2, 1), .. Texts(2090, 10, 2, 0)]);
        TopicMatch match = TopicMatching.Match(Sizes(500, 20, 100), after, 3);
        TopicTransition merged = Assert.Single(match.Transitions, transition => transition.Kind == TopicTransitionKind.Merged);
        Assert.Equal([0, 1], merged.Before);
        Assert.Contains(match.Transitions, transition => transition.Before.Contains(2) && transition.After.Contains(2));
    }

    [Fact]
    public void Fits_of_different_texts_are_matched_by_what_their_topics_are_about()
    {
        TopicFit after = Flat([.. Texts(5000, 40, 1, 0), .. Texts(6000, 40, 0, 1), .. Texts(7000, 40, 9, 2)]);
        TopicMatch match = TopicMatching.Match(Sizes(50, 50), after, 2);
        Dictionary<long, int> leaves = LeafOfText(match.Fit);
        Assert.Equal((1, 0, 2), (leaves[5000], leaves[6000], leaves[7000]));
        Assert.All(match.Transitions.Where(t => t.Before.Count == 1 && t.After.Count == 1), transition => Assert.InRange(transition.Evidence.Single().Cosine!.Value, 0.9, 1));
        TopicMatch unknown = TopicMatching.Match(Sizes(50, 50), after, 2, comparable: false);
        Assert.All(unknown.Transitions, transition => Assert.True(transition.Kind is TopicTransitionKind.Born or TopicTransitionKind.Died));
    }

    [Fact]
    public void A_number_that_was_ever_used_is_never_given_again()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => TopicMatching.Match(Sizes(10, 10), Sizes(10), 1));
        TopicMatch gone = TopicMatching.Match(Sizes(50, 50), Sizes(50), 2);
        TopicMatch back = TopicMatching.Match(gone.Fit, Sizes(50, 50, 50), gone.NextNumber);
        Assert.Equal([0, 2, 3], back.Fit.Topics.Keys.Order());
    }

    [Fact]
    public void Every_topic_of_both_fits_is_told_of()
    {
        SplitMix64 random = new(3);
        for (int round = 0; round < 30; round++)
        {
            int before = 2 + (int)(random.NextDouble() * 10), after = 2 + (int)(random.NextDouble() * 10);
            (long, int, int)[] texts = [.. Enumerable.Range(0, 300).Select(i => ((long)i, i % 7, (int)(random.NextDouble() * before)))];
            TopicFit first = Flat(texts);
            TopicFit second = Flat(texts.Where((_, i) => i % 5 != 0).Select(text => (text.Item1, text.Item2, (text.Item3 + (int)(random.NextDouble() * 3)) % after)));
            TopicMatch match = TopicMatching.Match(first, second, 100);
            Assert.All(first.Topics.Keys, topic => Assert.Contains(match.Transitions, transition => transition.Before.Contains(topic)));
            Assert.All(match.Fit.Topics.Keys, topic => Assert.Contains(match.Transitions, transition => transition.After.Contains(topic)));
            Assert.Equal(match.Fit.Topics.Count, match.Fit.Topics.Keys.Distinct().Count());
            Assert.All(match.Fit.Topics.Keys.Where(id => id < 100), id => Assert.Contains(id, first.Topics.Keys));
        }
    }

    [Fact]
    public void A_level_that_comes_or_goes_leaves_the_numbers_of_the_others_alone()
    {
        TopicFit three = ThreeLevels();
        TopicFit two = Of(Leaves(three).Select(text => (text.Hash, text.Kind, three.Ancestor(text.Topic, 1).Id)), three.AtLevel(1).ToDictionary(topic => topic.Id, topic => topic.Parent!.Value), 2, 1);
        TopicMatch fewer = TopicMatching.Match(three, two, 100);
        Assert.Equal(two.Leaves, fewer.Fit.Leaves);
        Assert.Equal(three.AtLevel(2).Select(topic => topic.Id).Order(), fewer.Transitions.Where(t => t.Kind == TopicTransitionKind.Died).Select(t => t.Before.Single()).Order());
        TopicMatch more = TopicMatching.Match(two, three, 100);
        Assert.Equal(three.AtLevel(1).Select(topic => topic.Id).Order(), more.Fit.AtLevel(1).Select(topic => topic.Id).Order());
        Assert.All(more.Fit.AtLevel(2), topic => Assert.InRange(topic.Id, 100, 103));
    }

    // 70 over 10 and 20; 71 over 30; 10 over 1 and 2, 20 over 3, 30 over 4.
    private static TopicFit ThreeLevels() => Of(
        [.. Texts(0, 40, 0, 1), .. Texts(1000, 30, 1, 2), .. Texts(2000, 50, 2, 3), .. Texts(3000, 20, 3, 4)],
        new Dictionary<int, int> { [1] = 10, [2] = 10, [3] = 20, [4] = 30, [10] = 70, [20] = 70, [30] = 71 }, 3, 1);

    private static IEnumerable<(long Hash, int Kind, int Topic)> Leaves(TopicFit fit) =>
        Enumerable.Range(0, fit.Leaves.Length).Select(i => (fit.TextHashes[i], (int)(fit.TextHashes[i] / 1000), fit.Leaves[i]));

    private static TopicFit Shuffled(TopicFit fit) => Of(
        Leaves(fit).OrderBy(text => SplitMix64.Derive(1, (ulong)text.Hash)), fit.Topics.Values.Where(topic => topic.Parent is not null).ToDictionary(topic => topic.Id, topic => topic.Parent!.Value),
        fit.Levels, fit.MainLevel);

    private static Dictionary<long, int> LeafOfText(TopicFit fit) =>
        Enumerable.Range(0, fit.Leaves.Length).ToDictionary(i => fit.TextHashes[i], i => fit.Leaves[i]);
}
