using Earshot.Core.Embeddings;

namespace Earshot.Tests.Core.Embeddings;

public sealed class EmbeddingPlanTests
{
    private static readonly EmbeddingFacts Small = new(10_000, 15, TeacherPresent: true);
    private static readonly EmbeddingFacts Middle = new(200_000, 16, TeacherPresent: true);
    private static readonly EmbeddingFacts Large = new(10_000_000, 16, TeacherPresent: true);

    [Fact]
    public void Without_a_transformer_auto_takes_the_general_student() =>
        Assert.Equal(EmbeddingChoice.Student, Decide(Large with { TeacherPresent = false }).Choice);

    [Fact]
    public void A_corpus_smaller_than_the_sample_goes_to_the_transformer_whole()
    {
        EmbeddingPlan plan = Decide(Small);
        Assert.Equal((EmbeddingChoice.Teacher, 0, 10_000L), (plan.Choice, plan.Sample, plan.TeacherTexts));
        Assert.Equal(EmbeddingChoice.Teacher, Decide(Small, new EmbeddingOptions { Choice = EmbeddingChoice.Adapted }).Choice);
    }

    [Fact]
    public void A_corpus_of_the_middle_gets_twenty_thousand_and_a_tenth_a_large_one_fifty_thousand_and_a_hundredth()
    {
        EmbeddingPlan middle = Decide(Middle);
        Assert.Equal((EmbeddingChoice.Adapted, 20_000, 10.0, 38_000L), (middle.Choice, middle.Sample, middle.RecheckPercent, middle.TeacherTexts));
        EmbeddingPlan large = Decide(Large);
        Assert.Equal((EmbeddingChoice.Adapted, 50_000, 1.0, 149_500L), (large.Choice, large.Sample, large.RecheckPercent, large.TeacherTexts));
    }

    [Fact]
    public void The_sample_and_the_share_shrink_to_the_minutes_and_zero_minutes_are_no_limit()
    {
        EmbeddingPlan one = Decide(Large, new EmbeddingOptions { Minutes = 1 });
        Assert.Equal(EmbeddingChoice.Adapted, one.Choice);
        Assert.InRange(one.ExpectedSeconds(Large, threads: 2), 50, 60);
        Assert.Equal(149_500, Decide(Large, new EmbeddingOptions { Minutes = 0 }).TeacherTexts);
    }

    [Fact]
    public void What_is_asked_for_is_done_whatever_is_present()
    {
        foreach (EmbeddingChoice choice in (EmbeddingChoice[])[EmbeddingChoice.Student, EmbeddingChoice.Teacher, EmbeddingChoice.Remote])
            Assert.Equal(choice, Decide(Middle with { TeacherPresent = false }, new EmbeddingOptions { Choice = choice }).Choice);
    }

    [Fact]
    public void The_expected_time_halves_with_twice_the_threads_and_the_plan_does_not_know_them()
    {
        EmbeddingPlan plan = Decide(Middle);
        Assert.Equal(plan.ExpectedSeconds(Middle, 1), 2 * plan.ExpectedSeconds(Middle, 2), 9);
    }

    [Fact]
    public void Options_out_of_range_are_named_all_at_once() =>
        Assert.Equal(
            ["the sample is 99 texts; allowed is 100 to 1,000,000, or 0 to go by the number of tickets", "the share that is rechecked is 101 %; allowed is 0 to 100, or -1 to go by the number of tickets"],
            new EmbeddingOptions { Sample = 99, RecheckPercent = 101 }.Validate());

    private static EmbeddingPlan Decide(EmbeddingFacts facts, EmbeddingOptions? options = null) => EmbeddingPlan.Decide(options ?? new EmbeddingOptions(), facts);
}
