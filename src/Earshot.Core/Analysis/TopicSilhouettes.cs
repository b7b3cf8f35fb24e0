using Earshot.Numerics.Metrics;

namespace Earshot.Core.Analysis;

/// <summary>
/// How well topics stand apart in a sample of tickets: silhouettes by cosine (Rousseeuw 1987), −1 to 1. Above 0 tickets are nearer to their own topic
/// than to any other; among texts that all speak of one business few topics come above 0.3.
/// </summary>
/// <param name="Mean">Of all tickets of the sample that are in a topic; null with fewer than two topics in it.</param>
/// <param name="ByTopic">The mean of each topic, by topic id; left out are topics with fewer than five tickets in the sample.</param>
internal sealed record TopicSilhouettes(double? Mean, IReadOnlyDictionary<int, double> ByTopic)
{
    private const int FewestTickets = 5;

    /// <summary>Nothing is known.</summary>
    public static TopicSilhouettes None { get; } = new(null, new Dictionary<int, double>());

    /// <summary>The silhouettes of a sample. Time grows with tickets × topics.</summary>
    /// <param name="numbers">The vector of each ticket, one after the other.</param>
    /// <param name="dimensions">Numbers a vector.</param>
    /// <param name="topics">The topic of each ticket; tickets with −1 are in none and left out.</param>
    /// <param name="threads">Threads at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between chunks of tickets.</param>
    internal static TopicSilhouettes Of(
        ReadOnlySpan<float> numbers, int dimensions, ReadOnlySpan<int> topics, int threads, CancellationToken cancellation)
    {
        (List<int> labels, List<float> rows) = ([], []);
        for (int ticket = 0; ticket < topics.Length; ticket++)
        {
            if (topics[ticket] < 0) continue;
            labels.Add(topics[ticket]);
            rows.AddRange(numbers.Slice(ticket * dimensions, dimensions));
        }

        double[] silhouettes = ClusteringMetrics.SilhouetteOfRows<float>([.. rows], dimensions, [.. labels], RowDistance.Cosine, threads, cancellation);
        if (silhouettes.Length == 0 || double.IsNaN(silhouettes[0])) return None;
        Dictionary<int, double> means = labels.Zip(silhouettes).GroupBy(ticket => ticket.First).Where(topic => topic.Count() >= FewestTickets)
            .ToDictionary(topic => topic.Key, topic => topic.Average(ticket => ticket.Second));
        return new TopicSilhouettes(silhouettes.Average(), means);
    }
}
