using Earshot.Core;
using Earshot.Core.Columns;
using Earshot.Inference.Evaluation;

namespace Earshot.Tests.Evaluation;

public sealed class EvaluationTextsTests
{
    [Fact]
    public void Nothing_that_is_measured_was_fitted_to_even_where_a_text_stands_in_both_files()
    {
        LabelledTexts file = LabelledTickets.Make(200);
        LabelledTexts heldOut = LabelledTickets.Make(60, "test.csv"); // the first 60 of the same tickets
        var texts = EvaluationTexts.Choose(file, heldOut, fits: true, limit: null, seed: 1);
        Assert.Equal(60, texts.Measured.Count);
        Assert.InRange(texts.Fitted.Count, 130, 140);
        Assert.Empty(All(texts.Measured).Intersect(All(texts.Fitted)));
        Assert.Equal(All(texts.Fitted), All(texts.Fitted).Distinct());
    }

    [Fact]
    public void Without_a_file_to_measure_on_a_half_is_measured_and_the_other_fitted_to()
    {
        LabelledTexts file = LabelledTickets.Make(200);
        var texts = EvaluationTexts.Choose(file, null, fits: true, limit: null, seed: 1);
        Assert.Equal(100, texts.Measured.Count);
        Assert.InRange(texts.Fitted.Count, 90, 100);
        Assert.Empty(All(texts.Measured).Intersect(All(texts.Fitted)));
        Assert.NotEqual(All(texts.Measured), All(EvaluationTexts.Choose(file, null, fits: true, limit: null, seed: 2).Measured));
        Assert.Equal(200, EvaluationTexts.Choose(file, null, fits: false, limit: null, seed: 1).Measured.Count);
    }

    [Fact]
    public void Texts_without_a_label_are_fitted_to_but_not_measured_and_repeated_ones_are_measured_as_often_as_they_come()
    {
        LabelledTexts made = LabelledTickets.Make(120);
        BytesColumn twice = new();
        for (int row = 0; row < 240; row++) twice.Append(row < 120 ? made.Texts[row] : made.Texts[0]);
        LabelledTexts file = made with { Texts = twice, Labels = [.. Enumerable.Range(0, 240).Select(row => row is >= 60 and < 120 ? null : made.Labels[row % 120])] };
        var texts = EvaluationTexts.Choose(file, null, fits: false, limit: null, seed: 1);
        Assert.Equal(180, texts.Measured.Count);
        Assert.Equal(121, All(texts.Measured).Count(text => text == made.Texts.GetString(0)));

        var halved = EvaluationTexts.Choose(file, null, fits: true, limit: null, seed: 1);
        Assert.Equal(90, halved.Measured.Count);
        Assert.Superset(All(made.Texts).Skip(60).Except(All(halved.Measured)).ToHashSet(), All(halved.Fitted).ToHashSet());
    }

    [Fact]
    public void A_limit_bounds_what_is_measured_and_what_is_fitted_to()
    {
        var texts = EvaluationTexts.Choose(LabelledTickets.Make(200), null, fits: true, limit: 30, seed: 1);
        Assert.Equal((30, 30), (texts.Measured.Count, texts.Fitted.Count));
    }

    [Fact]
    public void Labels_are_numbered_by_name_so_that_the_order_of_rows_changes_nothing()
    {
        var texts = EvaluationTexts.Choose(LabelledTickets.Make(40), null, fits: false, limit: null, seed: 1);
        Assert.Equal(["billing", "login", "printing", "travel"], texts.LabelNames);
        Assert.Equal([0, 1, 2, 3, 0], texts.Labels.Take(5));
    }

    [Fact]
    public void A_column_that_is_no_label_is_refused_with_what_is_wrong_with_it()
    {
        LabelledTexts file = LabelledTickets.Make(100);
        Assert.Equal("tickets.csv leaves 8 texts with a label to measure; at least 20 are needed", Refused(LabelledTickets.Make(8)).Message);
        Assert.Equal("all 100 measured texts of tickets.csv have the same label; at least two labels are needed", Refused(file with { Labels = [.. Enumerable.Repeat("x", 100)] }).Message);
        EarshotException numbered = Refused(file with { Labels = [.. Enumerable.Range(0, 100).Select(row => row.ToString())] });
        Assert.Equal("the 100 measured texts of tickets.csv have 100 different labels: that is no label, or too few texts", numbered.Message);
        Assert.Equal((3, "name a column of categories with --label, such as topic, category, queue or team"), (numbered.ExitCode, numbered.Hint));

        static EarshotException Refused(LabelledTexts texts) => Assert.Throws<EarshotException>(() => EvaluationTexts.Choose(texts, null, fits: false, limit: null, seed: 1));
    }

    [Theory]
    [InlineData(3, "tickets.csv leaves 3 texts with a label to measure; at least 20 are needed")]
    [InlineData(24, "the 24 measured texts of tickets.csv have 24 different labels: too few texts to tell them apart")]
    public void A_limit_that_leaves_too_few_texts_is_what_the_hint_is_about(int limit, string message)
    {
        LabelledTexts made = LabelledTickets.Make(200);
        LabelledTexts file = limit == 3 ? made : made with { Labels = [.. Enumerable.Range(0, 200).Select(row => row.ToString())] };
        EarshotException fault = Assert.Throws<EarshotException>(() => EvaluationTexts.Choose(file, null, fits: false, limit, seed: 1));
        Assert.Equal((message, $"--limit {limit} takes so few of 200: raise it, or leave it out"), (fault.Message, fault.Hint));
    }

    private static IEnumerable<string> All(BytesColumn texts) => Enumerable.Range(0, texts.Count).Select(texts.GetString);
}
