using Earshot.Numerics.Communities;
using Earshot.Numerics.Metrics;
using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.Evaluation;

/// <summary>How good the topics of vectors are, found by <see cref="GraphTopics"/> with nothing told, not even how many.</summary>
/// <param name="Topics">Topics that were found.</param>
/// <param name="AdjustedRandIndex">Agreement with the labels over all rows: 1 for the same, 0 for chance.</param>
/// <param name="NormalizedMutualInformation">Shared information over the mean of the entropies, 0 to 1.</param>
/// <param name="AdjustedMutualInformation">The same less what chance gives.</param>
/// <param name="StabilityFromNothing">
/// Adjusted Rand index between the topics of two <see cref="OverlappingSamples"/>, each found from nothing, on the rows of both.
/// </param>
/// <param name="StabilityFromPrevious">The same where the second are found from those of the first, as a refit finds them.</param>
public sealed record TopicScores(
    int Topics,
    double AdjustedRandIndex,
    double NormalizedMutualInformation,
    double AdjustedMutualInformation,
    double StabilityFromNothing,
    double StabilityFromPrevious);

/// <summary>Finds the topics of labelled rows and judges them. The same numbers for any number of threads.</summary>
public sealed class TopicEvaluation
{
    /// <summary>Finds the topics of all rows and those of two samples.</summary>
    /// <param name="vectors">Finite rows, as <see cref="GraphTopics.Fit"/> takes them.</param>
    /// <param name="labels">A label a row, any integers.</param>
    /// <param name="seed">Seed of the fits and of the samples.</param>
    /// <param name="threads">Threads at most.</param>
    /// <param name="cancellation">Stops between pieces of work.</param>
    /// <exception cref="ArgumentException">There is not one label a row.</exception>
    public TopicEvaluation(FloatMatrix vectors, ReadOnlySpan<int> labels, ulong seed, int threads = 1, CancellationToken cancellation = default)
    {
        if (labels.Length != vectors.Count) throw new ArgumentException($"{labels.Length} labels for {vectors.Count} rows", nameof(labels));
        GraphTopicsOptions options = new() { Seed = seed };
        GraphTopicsFit fit = GraphTopics.Fit(vectors, options, null, threads, cancellation);
        int[] topics = [.. fit.Labels];
        OverlappingSamples samples = new(vectors.Count, seed);
        IReadOnlyList<int> first = Fit(samples.First, null);
        Topics = topics;
        Scores = new TopicScores(
            fit.Count,
            ClusteringMetrics.AdjustedRandIndex(labels, topics),
            ClusteringMetrics.NormalizedMutualInformation(labels, topics),
            ClusteringMetrics.AdjustedMutualInformation(labels, topics),
            samples.Agreement(first, Fit(samples.Second, null)),
            samples.Agreement(first, Fit(samples.Second, samples.CarryOver(first))));

        IReadOnlyList<int> Fit(int[] rows, int[]? previous)
        {
            FloatMatrix sample = new(FloatMatrix.GatherValues(vectors, rows), vectors.Dimensions);
            return GraphTopics.Fit(sample, options, previous, threads, cancellation).Labels;
        }
    }

    /// <summary>The topic of each row: 0, 1, … by size, the largest first.</summary>
    public IReadOnlyList<int> Topics { get; }

    /// <summary>How good they are.</summary>
    public TopicScores Scores { get; }
}
