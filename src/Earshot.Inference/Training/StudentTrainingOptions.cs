namespace Earshot.Inference.Training;

/// <summary>How a general student is fitted. The defaults made the one that ships; what they are worth stands in docs/how-to/build-the-student.md.</summary>
public sealed record StudentTrainingOptions
{
    /// <summary>Texts at the end of the corpus that are not fitted to but measured on.</summary>
    public int Validation { get; init; } = 4000;

    /// <summary>Pairs of adjacent tokens that are tried, the most frequent ones.</summary>
    public int Candidates { get; init; } = 100_000;

    /// <summary>Occurrences that a pair must have to be tried.</summary>
    public int LeastOccurrences { get; init; } = 5;

    /// <summary>Pairs that are kept: those that change vectors most.</summary>
    public int Bigrams { get; init; } = 15_000;

    /// <summary>λ of token rows: the weight of staying near the start, in texts.</summary>
    public float TokenPenalty { get; init; } = 1;

    /// <summary>λ of bigram rows.</summary>
    public float BigramPenalty { get; init; } = 2;

    /// <summary>Iterations of conjugate gradients in each pass.</summary>
    public int Iterations { get; init; } = 12;

    /// <summary>Share of all tokens at which a token counts half at the start (a / (a + p), smooth inverse frequency; Arora, Liang, Ma 2017).</summary>
    public double HalfWeightShare { get; init; } = 0.01;

    /// <summary>Ridge of the linear map of the start, as a share of the mean of the diagonal.</summary>
    public double MapRidge { get; init; } = 0.001;

    /// <summary>Threads to work with; the result does not depend on it.</summary>
    public int Threads { get; init; } = 1;
}
