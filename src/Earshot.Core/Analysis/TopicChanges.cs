namespace Earshot.Core.Analysis;

/// <summary>Compares the newest days with those before.</summary>
internal static class TopicChanges
{
    /// <summary>Tickets of all topics that each window must hold: of fewer, one ticket more or less is a change of seven points and more.</summary>
    public const long FewestTickets = 15;

    /// <summary>
    /// The change of one topic's daily tickets against all tickets', in two windows of <paramref name="windowDays"/> days that end on the last day, shorter
    /// where there are fewer days; null with fewer than two days or fewer than <see cref="FewestTickets"/> tickets in a window.
    /// </summary>
    public static TopicChange? Of(ReadOnlySpan<long> daily, ReadOnlySpan<long> all, int windowDays)
    {
        int window = Math.Min(windowDays, daily.Length / 2);
        if (window == 0) return null;
        (long recent, long previous) = (Sum(daily[^window..]), Sum(daily[^(2 * window)..^window]));
        (long allRecent, long allPrevious) = (Sum(all[^window..]), Sum(all[^(2 * window)..^window]));
        if (allRecent < FewestTickets || allPrevious < FewestTickets) return null;
        double score = ZScore(recent, allRecent, previous, allPrevious);
        return new TopicChange(window, recent, previous, (double)recent / allRecent, (double)previous / allPrevious, score);
    }

    /// <summary>z of two proportions a/n and b/m with pooled variance; 0 where the variance is 0.</summary>
    public static double ZScore(long a, long n, long b, long m)
    {
        double pooled = (double)(a + b) / (n + m);
        double variance = pooled * (1 - pooled) * ((1.0 / n) + (1.0 / m));
        return variance <= 0 ? 0 : (((double)a / n) - ((double)b / m)) / Math.Sqrt(variance);
    }

    /// <summary>Ids of the topics that grew, by how much their share grew, most first.</summary>
    public static IReadOnlyList<int> Growing(IEnumerable<TopicSummary> topics, AnalysisOptions options) =>
    [
        .. topics
            .Where(topic => topic.Change is { Points: > 0 } change && change.Score >= options.GrowthScore && change.Recent >= options.GrowthTickets)
            .OrderByDescending(topic => topic.Change!.RecentShare - topic.Change.PreviousShare).ThenBy(topic => topic.TopicId)
            .Take(options.Growing).Select(topic => topic.TopicId),
    ];

    /// <summary>
    /// Ids of the topics that fell, by how much their share fell, most first: the rule of <see cref="Growing"/> the other way round, for topics whose tickets
    /// fell in number too. Where another topic grows, the share of one that stays as it is falls by that alone.
    /// </summary>
    public static IReadOnlyList<int> Falling(IEnumerable<TopicSummary> topics, AnalysisOptions options) =>
    [
        .. topics
            .Where(topic => topic.Change is { Points: < 0 } change && -change.Score >= options.GrowthScore && change.Previous >= options.GrowthTickets)
            .Where(topic => topic.Change!.Recent < topic.Change.Previous)
            .OrderBy(topic => topic.Change!.RecentShare - topic.Change.PreviousShare).ThenBy(topic => topic.TopicId)
            .Take(options.Growing).Select(topic => topic.TopicId),
    ];

    private static long Sum(ReadOnlySpan<long> values)
    {
        long sum = 0;
        foreach (long value in values) sum += value;
        return sum;
    }
}
