namespace Earshot.Inference.Evaluation;

/// <summary>What came of a run.</summary>
/// <param name="Choices">Those that ran, in the order of <see cref="EvaluationChoice.All"/>.</param>
/// <param name="Reference">Key of the choice that others are compared with; null where no teacher ran.</param>
/// <param name="Missing">Those that could not run.</param>
public sealed record EvaluationResult(IReadOnlyList<EvaluatedChoice> Choices, string? Reference, IReadOnlyList<MissingChoice> Missing);

/// <summary>A choice that ran, in figures.</summary>
/// <param name="Key">One of <see cref="EvaluationChoice.All"/>.</param>
/// <param name="Name">As people read it.</param>
/// <param name="Model">Name and revision.</param>
/// <param name="AdjustedRandIndex">k-means against the labels, mean of three runs; so are the next two.</param>
/// <param name="NeighborAccuracy">By the vote of 15 nearest neighbours, leave one out.</param>
/// <param name="LinearAccuracy">By a linear classifier, fitted on a half and measured on the other.</param>
/// <param name="Retained">Share of the reference's own figures; null without a reference.</param>
/// <param name="Fidelity">Nearness to the reference's vectors; null without a reference.</param>
/// <param name="TextsPerSecond">Embedding, tokenising included, the model loaded and warm.</param>
/// <param name="MemoryBytes">What the process grew by at most, from before the model was loaded till the last vector.</param>
/// <param name="Fit">Null where nothing was fitted.</param>
public sealed record EvaluatedChoice(
    string Key,
    string Name,
    string Model,
    double AdjustedRandIndex,
    double NormalizedMutualInformation,
    double AdjustedMutualInformation,
    double NeighborAccuracy,
    double LinearAccuracy,
    RetainedShares? Retained,
    ChoiceFidelity? Fidelity,
    double TextsPerSecond,
    long MemoryBytes,
    ChoiceFit? Fit)
{
    /// <summary>Topics that are found with nothing told; null where they were not looked for.</summary>
    public ChoiceTopics? Topics { get; init; }
}

/// <summary>The topics that the default method finds in the measured texts with nothing told, not even how many.</summary>
/// <param name="Count">Topics.</param>
/// <param name="AdjustedRandIndex">Against the labels, over all texts; so are the next two.</param>
/// <param name="StabilityFromNothing">Adjusted Rand index between the topics of two samples of 80 %, each found from nothing, on the texts of both.</param>
/// <param name="StabilityFromPrevious">The same where the second are found from the first, as in a refit.</param>
/// <param name="ToldByKeywords">Share of the topics among whose first five keywords is a word of the name of the label that most of their texts have.</param>
/// <param name="NamesAlike">Pairs of topics with nearly the same name.</param>
public sealed record ChoiceTopics(
    int Count,
    double AdjustedRandIndex,
    double NormalizedMutualInformation,
    double AdjustedMutualInformation,
    double StabilityFromNothing,
    double StabilityFromPrevious,
    double ToldByKeywords,
    int NamesAlike);

/// <summary>What fitting a student took, without the teacher's work, and the fidelity that the fit itself states.</summary>
/// <param name="MemoryBytes">What the process grew by at most.</param>
public sealed record ChoiceFit(double Seconds, long MemoryBytes, double OutOfFoldCosine);

/// <summary>Figures as shares of the reference's, 1 for the same; <paramref name="Mean"/> of the five.</summary>
public sealed record RetainedShares(
    double AdjustedRandIndex,
    double NormalizedMutualInformation,
    double AdjustedMutualInformation,
    double NeighborAccuracy,
    double LinearAccuracy,
    double Mean);

/// <summary>Nearness to the reference: mean cosine, rank correlation of the cosines of pairs, share of common neighbours among ten.</summary>
public sealed record ChoiceFidelity(double Cosine, double Spearman, double OverlapAt10);

/// <summary>A choice that could not run, why, and what to do.</summary>
public sealed record MissingChoice(string Key, string Name, string Reason, string Hint);
