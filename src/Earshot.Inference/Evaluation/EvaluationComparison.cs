using Earshot.Numerics.Evaluation;

namespace Earshot.Inference.Evaluation;

/// <summary>Puts the choices that ran beside the teacher: fp32 where it ran, else int8.</summary>
internal static class EvaluationComparison
{
    /// <summary>The choice that others are compared with; null where no teacher ran.</summary>
    public static string? ReferenceOf(IReadOnlyList<JudgedChoice> judged) =>
        new[] { EvaluationChoice.FullPrecision, EvaluationChoice.Teacher }.FirstOrDefault(key => judged.Any(choice => choice.Key == key));

    /// <summary>The rows of the table.</summary>
    public static IReadOnlyList<EvaluatedChoice> Rows(IReadOnlyList<JudgedChoice> judged)
    {
        string? key = ReferenceOf(judged);
        EmbeddingEvaluation? reference = judged.FirstOrDefault(choice => choice.Key == key)?.Evaluation;
        return [.. judged.Select(choice => Row(choice, reference))];
    }

    private static EvaluatedChoice Row(JudgedChoice choice, EmbeddingEvaluation? reference)
    {
        LabelScores scores = choice.Evaluation.Labels;
        FidelityScores? fidelity = reference is null ? null : choice.Evaluation.FidelityTo(reference);
        return new EvaluatedChoice(
            choice.Key,
            EvaluationChoice.NameOf(choice.Key),
            choice.Model,
            scores.AdjustedRandIndex,
            scores.NormalizedMutualInformation,
            scores.AdjustedMutualInformation,
            scores.NeighborAccuracy,
            scores.LinearAccuracy,
            reference is null ? null : Shares(scores, reference.Labels),
            fidelity is null ? null : new ChoiceFidelity(fidelity.Cosine, fidelity.Spearman, fidelity.NeighborOverlap),
            choice.TextsPerSecond,
            choice.MemoryBytes,
            choice.Fit)
        {
            Topics = choice.Topics,
        };
    }

    private static RetainedShares? Shares(LabelScores own, LabelScores of)
    {
        double[] shares =
        [
            own.AdjustedRandIndex / of.AdjustedRandIndex,
            own.NormalizedMutualInformation / of.NormalizedMutualInformation,
            own.AdjustedMutualInformation / of.AdjustedMutualInformation,
            own.NeighborAccuracy / of.NeighborAccuracy,
            own.LinearAccuracy / of.LinearAccuracy,
        ];

        // a teacher that finds nothing of the labels has no share to keep
        if (!Array.TrueForAll(shares, double.IsFinite)) return null;
        return new RetainedShares(shares[0], shares[1], shares[2], shares[3], shares[4], shares.Average());
    }
}
