using System.Globalization;
using Earshot.Core.Text;
using Earshot.Core.Topics;

namespace Earshot.Core.Analysis;

/// <summary>What the analysis says but does not count itself.</summary>
/// <param name="Subject">Where the tickets came from, as the user would say it.</param>
/// <param name="DistinctTexts">Different texts.</param>
/// <param name="Rejected">Rows that could not be read.</param>
/// <param name="Map">Tickets on the map.</param>
/// <param name="Processing">How the result was made; <see cref="ProcessingSummary.KeywordTexts"/> is filled in here.</param>
internal sealed record AnalysisFacts(string Subject, long DistinctTexts, long Rejected, IReadOnlyList<MapPoint> Map, ProcessingSummary Processing)
{
    /// <summary>The topics that are counted at 0, 1, …; what is counted beyond them is in no topic. Null: topics are the numbers that they are counted at.</summary>
    internal IReadOnlyList<ShownTopic>? Topics { get; init; }

    /// <summary>Whether memberships were told.</summary>
    public bool HasMemberships { get; init; }

    /// <summary>How well the topics stand apart, by topic id.</summary>
    public TopicSilhouettes Silhouettes { get; init; } = TopicSilhouettes.None;
}

/// <summary>Turns sums into the analysis.</summary>
internal static class AnalysisBuilder
{
    // so many still fit one screen
    private const int MostTopicsWithoutGroups = 24;

    private const int ExampleLength = 200;
    private const int MostNames = 50;

    /// <summary>The analysis of all tickets in <paramref name="corpus"/>. Topics without tickets are left out.</summary>
    /// <exception cref="EarshotException">Options are out of range; all faults at once, exit code 2.</exception>
    public static AnalysisDocument Build(CorpusAccumulator corpus, AnalysisFacts facts, AnalysisOptions options)
    {
        if (options.Validate() is { Count: > 0 } faults)
            throw new EarshotException("analysis settings: " + string.Join("; ", faults), "run earshot config to see every setting", exitCode: 2);
        DayCounts days = corpus.Days;
        int first = days.Newest == int.MinValue ? 0 : days.Oldest(), dayCount = days.Newest == int.MinValue ? 0 : days.Newest - first + 1;
        long[][] daily = [.. Enumerable.Range(0, corpus.Topics).Select(topic => Daily(days, topic, first, dayCount))];
        long[] all = new long[dayCount];
        foreach (long[] counts in daily)
            for (int day = 0; day < dayCount; day++) all[day] += counts[day];

        IReadOnlyList<TopicLabel> labels = TopicNamer.Label(corpus.Terms, options.Keywords, Languages(corpus));
        List<TopicSummary> topics = [];
        IReadOnlyList<ShownTopic> shown = facts.Topics ?? [.. Enumerable.Range(0, corpus.Topics).Select(topic => new ShownTopic(topic, $"{topic}"))];
        TopicGroups groups = new(shown, MostTopicsWithoutGroups);
        for (int topic = 0; topic < shown.Count; topic++)
        {
            if (corpus.TicketsByTopic[topic] == 0) continue;
            TopicSummary summary = Summary(corpus, topic, labels[topic], daily[topic], all, options);
            topics.Add(Judged(summary with { TopicId = shown[topic].Id, GroupId = groups.Of(topic) }, facts));
        }

        MixedTopics.Mark(topics, shown.Select((topic, place) => (topic.Id, labels[place])).ToDictionary(), options.Routing);
        topics.Sort((a, b) => a.Count != b.Count ? b.Count.CompareTo(a.Count) : a.TopicId.CompareTo(b.TopicId));

        IReadOnlyList<TopicGroup> grouped = groups.Summaries(corpus, topics, labels, options, counts => TopicChanges.Of(counts, all, options.WindowDays));
        TopicGroups.Distinguish(grouped, topics);

        (string? firstDay, string? lastDay) = days.Dated == days.Outside ? (null, null) : (Day(days.First), Day(days.Last));
        CorpusCounts corpusCounts = new(corpus.Tickets, facts.DistinctTexts, facts.Rejected, days.Dated, firstDay, lastDay, days.Outside)
        {
            WithoutText = corpus.WithoutText,
            WithoutTopic = Sum(corpus.TicketsByTopic[shown.Count..]),
            Unclear = Sum(corpus.UnclearByTopic[..shown.Count]),
            UnclearBelow = facts.HasMemberships ? options.UnclearBelow : null,
        };
        IReadOnlyList<NamedCount> products = corpus.Products.Of(-1);
        IReadOnlyList<int> growing = TopicChanges.Growing(topics, options), falling = TopicChanges.Falling(topics, options);
        return new AnalysisDocument
        {
            Subject = facts.Subject,
            AsOf = lastDay is null ? null : options.AsOf?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? lastDay,
            Counts = corpusCounts,
            Languages = Top(corpus.Languages.Of(-1)),
            Products = Top(products),
            Sources = Top(corpus.Sources.Of(-1)),
            Days = [.. Enumerable.Range(first, dayCount).Select(Day)],
            Daily = all,
            Topics = topics,
            Groups = grouped,
            Growing = growing,
            Falling = falling,
            Teams = Teams(topics, corpus.Tickets),
            Recommendations = Recommendations.For(corpusCounts, topics, growing, falling, products),
            Map = facts.Map,
            Processing = facts.Processing with { KeywordTexts = corpus.Terms.Texts, Silhouette = facts.Silhouettes.Mean },
        };
    }

    // Of each topic what TopicNamer.Label asks for; what is counted is never overruled by the words of a few tickets.
    private static string?[] Languages(CorpusAccumulator corpus)
    {
        string? usual = corpus.Languages.Of(-1).FirstOrDefault(IsKnown)?.Name;
        return [.. Enumerable.Range(0, corpus.Topics).Select(topic => Language(corpus.Languages.Of(topic), corpus.TicketsByTopic[topic], usual))];
    }

    private static string? Language(IReadOnlyList<NamedCount> counts, long tickets, string? usual)
    {
        if (!counts.Any(IsKnown)) return null;
        return counts[0].Count * 2 > tickets && counts[0].Name != usual ? counts[0].Name : LanguageGuess.Code(LanguageGuess.Undetermined);
    }

    private static bool IsKnown(NamedCount language) => language.Name != LanguageGuess.Code(LanguageGuess.Undetermined);

    private static TopicSummary Summary(CorpusAccumulator corpus, int topic, TopicLabel label, long[] daily, long[] all, AnalysisOptions options)
    {
        long tickets = corpus.TicketsByTopic[topic];
        IReadOnlyList<NamedCount> products = corpus.Products.Of(topic);
        return new TopicSummary
        {
            TopicId = topic,
            Name = label.Name,
            NameCoverage = label.Coverage,
            Keywords = label.Keywords,
            Count = tickets,
            Unclear = corpus.UnclearByTopic[topic],
            Share = (double)tickets / corpus.Tickets,
            MeanSimilarity = corpus.SimilarityByTopic[topic] / tickets,
            Daily = daily,
            Change = TopicChanges.Of(daily, all, options.WindowDays),
            Products = Top(products),
            Sources = Top(corpus.Sources.Of(topic)),
            Team = options.Routing.TeamOf(label.Keywords, products, tickets),
            Examples = [.. corpus.Representatives.Best(topic, options.Examples).Select(Example)],
        };
    }

    private static TopicSummary Judged(TopicSummary topic, AnalysisFacts facts)
    {
        double? outliers = facts.HasMemberships ? (double)topic.Unclear / topic.Count : null;
        double? silhouette = facts.Silhouettes.ByTopic.TryGetValue(topic.TopicId, out double known) ? known : null;
        return topic with { OutlierRatio = outliers, Silhouette = silhouette, Clarity = TopicClarities.Of(outliers, silhouette) };
    }

    // Where there is no text the title stands in for it.
    private static ExampleTicket Example(Representative ticket) => new(
        ticket.TicketId,
        ticket.SourceId,
        string.IsNullOrWhiteSpace(ticket.Text) ? null : ticket.Title,
        Excerpt.Of(string.IsNullOrWhiteSpace(ticket.Text) ? ticket.Title ?? "" : ticket.Text, ExampleLength),
        ticket.Similarity,
        ticket.CreatedAt is { } instant && DayCounts.DayOf(instant) is { } day ? Day(day) : null,
        ticket.Product);

    private static IReadOnlyList<TeamLoad> Teams(List<TopicSummary> topics, long tickets) =>
    [
        .. topics.GroupBy(topic => topic.Team, StringComparer.Ordinal)
            .Select(team => new TeamLoad(team.Key, team.Sum(topic => topic.Count), (double)team.Sum(topic => topic.Count) / tickets, [.. team.Select(topic => topic.TopicId)]))
            .OrderByDescending(team => team.Tickets).ThenBy(team => team.Team, StringComparer.Ordinal),
    ];

    private static long[] Daily(DayCounts days, int topic, int first, int count)
    {
        long[] daily = new long[count];
        for (int day = 0; day < count; day++) daily[day] = days[topic, first + day];
        return daily;
    }

    private static IReadOnlyList<NamedCount> Top(IReadOnlyList<NamedCount> names) => names.Count <= MostNames ? names : [.. names.Take(MostNames)];

    private static long Sum(ReadOnlySpan<long> counts)
    {
        long sum = 0;
        foreach (long count in counts) sum += count;
        return sum;
    }

    private static string Day(int day) => DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
