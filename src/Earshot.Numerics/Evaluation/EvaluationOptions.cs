namespace Earshot.Numerics.Evaluation;

/// <summary>How vectors are judged. The defaults are those of every published table of the project.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Seed of k-means, of the halves and of the pairs.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>Runs of k-means, and halvings for the classifier, whose scores are averaged, at least 1.</summary>
    public int Runs { get; init; } = 3;

    /// <summary>Neighbours that vote for a label, at least 1.</summary>
    public int Voters { get; init; } = 15;

    /// <summary>Neighbours compared with those of the reference, at least 1.</summary>
    public int OverlapNeighbors { get; init; } = 10;

    /// <summary>Pairs of rows whose cosines are ranked, at least 2.</summary>
    public int Pairs { get; init; } = 200_000;

    /// <summary>λ of the linear classifier, above 0, for rows of length 1.</summary>
    public double Penalty { get; init; } = 1;
}
