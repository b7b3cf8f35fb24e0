using System.Text;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Inference.Evaluation;
using Earshot.Inference.Students;
using Earshot.Numerics.Vectors;
using Texts = Earshot.Tests.Core.Topics.LabelledTexts;

namespace Earshot.Tests.Evaluation;

public sealed class TopicJudgementTests
{
    [Fact]
    public void Topics_of_banking77_with_nothing_told_are_as_good_as_stable_and_as_well_named_as_the_design_asks()
    {
        (string Text, string Label)[] rows = [.. Texts.Read("data/banking77/train.csv"), .. Texts.Read("data/banking77/test.csv")];
        ChoiceTopics topics = Judge(rows, threads: 2);
        TestContext.Current.SendDiagnosticMessage(topics.ToString());
        Assert.InRange(topics.AdjustedRandIndex, 0.48, 0.7);
        Assert.InRange(topics.AdjustedMutualInformation, 0.75, 0.9);
        Assert.InRange(topics.StabilityFromNothing, 0.83, 1);
        Assert.InRange(topics.StabilityFromPrevious, 0.9, 1);
        Assert.InRange(topics.ToldByKeywords, 0.85, 1);
        Assert.Equal(0, topics.NamesAlike);
    }

    [Fact]
    public void A_topic_is_judged_by_the_label_that_most_of_its_texts_have()
    {
        // two things that people write about, each with a few wrong labels; the words of the second label are not theirs
        (string Text, string Label)[] rows =
        [
            .. Enumerable.Range(0, 40).Select(i => ($"refund of my order {(char)('a' + i % 20)}", i < 4 ? "other" : "refund_missing")),
            .. Enumerable.Range(0, 40).Select(i => ($"the app crashes on my phone {(char)('a' + i % 20)}", i < 4 ? "refund_missing" : "stability")),
        ];
        ChoiceTopics topics = Judge(rows, threads: 1);
        Assert.InRange(topics.ToldByKeywords, 0.2, 0.8);
        Assert.Equal(topics, Judge(rows, threads: 4));
    }

    private static ChoiceTopics Judge((string Text, string Label)[] rows, int threads)
    {
        BytesColumn texts = new();
        foreach ((string text, _) in rows) texts.Append(Encoding.UTF8.GetBytes(text));
        string[] names = [.. rows.Select(row => row.Label).Distinct().Order(StringComparer.Ordinal)];
        EvaluationTexts measured = new()
        {
            Measured = texts,
            Labels = [.. rows.Select(row => Array.BinarySearch(names, row.Label, StringComparer.Ordinal))],
            LabelNames = names,
            Fitted = new BytesColumn(),
        };
        using StudentModel model = new(Student.General);
        float[] vectors = new float[rows.Length * model.Dimensions];
        model.Embed(texts, vectors, new EmbedOptions { Threads = threads, Completed = _ => { } });
        return TopicJudgement.Of(new FloatMatrix(vectors, model.Dimensions), measured, 42, threads, TestContext.Current.CancellationToken);
    }
}
