namespace Earshot.Evaluation;

/// <summary>What <c>earshot evaluate --json</c> prints.</summary>
internal sealed record EvaluationDocument
{
    /// <summary>Name of the file.</summary>
    public required string File { get; init; }

    /// <summary>Name of the file that was measured on; null where it is a part of <see cref="File"/>.</summary>
    public required string? HeldOut { get; init; }

    /// <summary>The columns that texts came from.</summary>
    public required string TextColumns { get; init; }

    public required string LabelColumn { get; init; }

    /// <summary>Texts measured.</summary>
    public required int Texts { get; init; }

    /// <summary>Different labels of them.</summary>
    public required int Labels { get; init; }

    /// <summary>Texts that the adapted student was fitted to; 0 where none was.</summary>
    public required int FittedTexts { get; init; }

    /// <summary>Rows left out for want of a text, in all files.</summary>
    public required int RowsWithoutText { get; init; }

    /// <summary>Rows not measured for want of a label, in all files.</summary>
    public required int RowsWithoutLabel { get; init; }

    public required ulong Seed { get; init; }

    public required int Threads { get; init; }

    /// <summary>Key of the choice that others are compared with; null where no teacher ran.</summary>
    public required string? Reference { get; init; }

    public required IReadOnlyList<EvaluatedChoice> Choices { get; init; }

    /// <summary>Choices asked for that could not run.</summary>
    public required IReadOnlyList<MissingChoice> Missing { get; init; }
}

/// <summary>A row of the table.</summary>
/// <param name="Key">As in <c>--with</c>.</param>
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
internal sealed record EvaluatedChoice(
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
    ChoiceFit? Fit);

/// <summary>What fitting a student took, without the teacher's work, and the fidelity that the fit itself states.</summary>
/// <param name="MemoryBytes">What the process grew by at most.</param>
internal sealed record ChoiceFit(double Seconds, long MemoryBytes, double OutOfFoldCosine);

/// <summary>Figures as shares of the reference's, 1 for the same; <paramref name="Mean"/> of the five.</summary>
internal sealed record RetainedShares(
    double AdjustedRandIndex, double NormalizedMutualInformation, double AdjustedMutualInformation, double NeighborAccuracy, double LinearAccuracy, double Mean);

/// <summary>Nearness to the reference: mean cosine, rank correlation of the cosines of pairs, share of common neighbours among ten.</summary>
internal sealed record ChoiceFidelity(double Cosine, double Spearman, double OverlapAt10);

/// <summary>A choice that could not run, why, and what to do.</summary>
internal sealed record MissingChoice(string Key, string Name, string Reason, string Hint);
