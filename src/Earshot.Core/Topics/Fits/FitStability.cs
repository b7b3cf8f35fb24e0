using Earshot.Numerics.Evaluation;
using Earshot.Numerics.Vectors;

namespace Earshot.Core.Topics.Fits;

/// <summary>How far the same topics are found again in other samples of the texts of a fit.</summary>
/// <param name="Texts">Texts that both samples have.</param>
/// <param name="Overall">
/// Adjusted Rand index between the topics of two samples of 80 %, each found from nothing, on the texts of both: 1 for the same, 0 for chance.
/// </param>
/// <param name="ByTopic">
/// Of each topic that is shown, by its number, how much of it is found again: the Jaccard index with the topic of a sample that is most like it, mean of both
/// samples, 0 to 1 (Hennig 2007, cluster-wise assessment of stability; from 0.75 on it is taken for stable, below 0.6 not to be trusted).
/// </param>
public sealed record FitStability(int Texts, double Overall, IReadOnlyDictionary<int, double> ByTopic)
{
    /// <summary>Finds topics in two samples and compares them. Takes as long as two fits.</summary>
    /// <param name="fit">The fit.</param>
    /// <param name="method">How its topics were found.</param>
    /// <param name="detail">Which of its levels is shown.</param>
    /// <param name="threads">Threads at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between pieces of work.</param>
    internal static FitStability Of(TopicFit fit, ITopicMethod method, TopicDetail detail, int threads, CancellationToken cancellation)
    {
        int level = detail.LevelOf(fit.Levels, fit.MainLevel);
        int[] topics = [.. fit.Leaves.ToArray().Select(leaf => leaf < 0 ? -1 : fit.Ancestor(leaf, level).Id)];
        OverlappingSamples samples = new(topics.Length, method.Seed);
        IReadOnlyList<int> first = Find(samples.First), second = Find(samples.Second);
        Dictionary<int, double> inFirst = Recovered(topics, samples.First, first), inSecond = Recovered(topics, samples.Second, second);
        Dictionary<int, double> byTopic = inFirst.Concat(inSecond).GroupBy(topic => topic.Key, topic => topic.Value)
            .ToDictionary(topic => topic.Key, topic => topic.Average());
        return new FitStability(samples.SharedCount, samples.Agreement(first, second), byTopic);

        IReadOnlyList<int> Find(int[] rows)
        {
            FoundTopics found = method.Find(FloatMatrix.Gather(fit.Vectors, rows), previous: null, threads, cancellation);
            return found.Levels[detail.LevelOf(found.Levels.Count, found.MainLevel)];
        }
    }

    /// <summary>
    /// Of each topic with a text in a sample the Jaccard index with the topic found there that is most like it; texts in no topic belong to none.
    /// </summary>
    /// <param name="topics">Of each text its topic, −1 for none.</param>
    /// <param name="sample">Numbers of the texts that the sample has.</param>
    /// <param name="found">Of each of those the topic that was found, −1 for none.</param>
    internal static Dictionary<int, double> Recovered(int[] topics, int[] sample, IReadOnlyList<int> found)
    {
        Dictionary<int, int> sizes = [], foundSizes = [];
        Dictionary<(int Topic, int Found), int> shared = [];
        for (int i = 0; i < sample.Length; i++)
        {
            (int topic, int other) = (topics[sample[i]], found[i]);
            if (topic >= 0) sizes[topic] = sizes.GetValueOrDefault(topic) + 1;
            if (other >= 0) foundSizes[other] = foundSizes.GetValueOrDefault(other) + 1;
            if (topic >= 0 && other >= 0) shared[(topic, other)] = shared.GetValueOrDefault((topic, other)) + 1;
        }

        Dictionary<int, double> best = sizes.ToDictionary(topic => topic.Key, _ => 0.0);
        foreach (((int topic, int other), int both) in shared)
            best[topic] = Math.Max(best[topic], (double)both / (sizes[topic] + foundSizes[other] - both));
        return best;
    }
}
