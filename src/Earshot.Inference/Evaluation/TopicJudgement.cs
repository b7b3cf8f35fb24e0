using Earshot.Core.Columns;
using Earshot.Core.Topics;
using Earshot.Numerics.Evaluation;
using Earshot.Numerics.Vectors;

namespace Earshot.Inference.Evaluation;

/// <summary>Finds the topics of the measured texts with nothing told, names them, and judges both by the labels.</summary>
internal static class TopicJudgement
{
    /// <summary>The topics in figures.</summary>
    /// <param name="rows">The vector of each measured text.</param>
    /// <param name="texts">The texts with their labels.</param>
    /// <param name="seed">Seed of the fits and of the samples.</param>
    /// <param name="threads">Threads at most; the figures do not depend on it.</param>
    /// <param name="cancellation">Stops between pieces of work.</param>
    public static ChoiceTopics Of(FloatMatrix rows, EvaluationTexts texts, ulong seed, int threads, CancellationToken cancellation)
    {
        TopicEvaluation evaluation = new(rows, texts.Labels, seed, threads, cancellation);
        TopicScores scores = evaluation.Scores;
        string[] truths = [.. CommonestLabels(evaluation.Topics, scores.Topics, texts.Labels).Select(label => texts.LabelNames[label])];
        TopicNameScores names = TopicNameScores.Of(TopicNamer.Label(Terms(texts.Measured, evaluation.Topics, scores.Topics)), truths);
        return new ChoiceTopics(
            scores.Topics,
            scores.AdjustedRandIndex,
            scores.NormalizedMutualInformation,
            scores.AdjustedMutualInformation,
            scores.StabilityFromNothing,
            scores.StabilityFromPrevious,
            names.Told,
            names.Alike);
    }

    private static TermCounter Terms(BytesColumn texts, IReadOnlyList<int> topics, int count)
    {
        TermCounter counter = new(count);
        for (int row = 0; row < texts.Count; row++) counter.Add(topics[row], texts[row]);
        return counter;
    }

    // Of as many the label that comes first by name.
    private static int[] CommonestLabels(IReadOnlyList<int> topics, int count, int[] labels)
    {
        int[,] counts = new int[count, labels.Max() + 1];
        for (int row = 0; row < labels.Length; row++) counts[topics[row], labels[row]]++;
        return [.. Enumerable.Range(0, count).Select(topic => Enumerable.Range(0, counts.GetLength(1)).MaxBy(label => counts[topic, label]))];
    }
}
