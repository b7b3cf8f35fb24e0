using Earshot.Core.Reports;

namespace Earshot.Core.Analysis;

/// <summary>Says in whole sentences what a support lead should look at first.</summary>
internal static class Recommendations
{
    /// <summary>A topic is one product's where that product has this share of it and at least twice its share of all tickets.</summary>
    private const double Concentrated = 0.75;

    /// <summary>Nothing is advised from fewer tickets of a topic than this: one ticket more or less would turn it.</summary>
    private const long FewestTickets = 5;

    /// <summary>A mixed topic is told where it has this share of the tickets.</summary>
    private const double MixedShare = 0.03;

    /// <summary>From this share of tickets without a text on, that is what to know first.</summary>
    private const double ManyWithoutText = 0.25;

    /// <summary>The sentences, most important first.</summary>
    public static IReadOnlyList<string> For(
        CorpusCounts counts, IReadOnlyList<TopicSummary> topics, IReadOnlyList<int> growing, IReadOnlyList<int> falling, IReadOnlyList<NamedCount> products)
    {
        if (counts.Tickets == 0) return ["There are no tickets to analyse: check that the source has rows with a text."];
        List<string> sentences = [];
        foreach (int id in growing.Take(falling.Count > 0 ? 2 : 3)) sentences.Add(Growth(topics.First(topic => topic.TopicId == id)));
        foreach (int id in falling.Take(1)) sentences.Add(Fall(topics.First(topic => topic.TopicId == id)));
        if (topics.Count == 0)
            sentences.Add("No topic was found: nowhere are enough texts close together. --method graph leaves no ticket out.");
        else if (topics[0].Count < FewestTickets)
            sentences.Add($"The largest topic has {Words.Count(topics[0].Count, "ticket")}: too few to advise anything. Read the tickets, or bring more.");
        else if (topics.Count > 1 && topics.FirstOrDefault(topic => !topic.Mixed) is { Count: >= FewestTickets } largest)
            sentences.Add(Largest(largest, topics[0], counts.Tickets));
        if (OfOneProduct(topics, products, counts.Tickets) is { } concentrated) sentences.Add(concentrated);
        foreach (TopicSummary topic in topics.Where(topic => topic.Mixed && topic.Share >= MixedShare && topic.Count >= FewestTickets).Take(2))
            sentences.Add(Mixture(topic));
        if (counts.WithoutText > 0)
        {
            bool many = counts.WithoutText >= ManyWithoutText * counts.Tickets;
            string have = counts.WithoutText == 1 ? "has no text of its own" : "have no text of their own";
            string which = $"{Words.Number(counts.WithoutText)} of {Words.Count(counts.Tickets, "ticket")}", share = Words.Share(counts.WithoutText, counts.Tickets);
            sentences.Insert(many ? 0 : sentences.Count, $"{which} {have} ({share}): only the title says what they are about.");
        }

        long rows = counts.Rejected + counts.Tickets;
        if (counts.Rejected > 0)
        {
            string share = Words.Share(counts.Rejected, rows);
            sentences.Add($"{Words.Count(counts.Rejected, "row")} of {Words.Number(rows)} could not be read ({share}): the rejects say why.");
        }

        if (counts.StrayDates > 0)
        {
            string have = counts.StrayDates == 1 ? "has a date" : "have dates";
            sentences.Add($"{Words.Count(counts.StrayDates, "ticket")} {have} more than a year away from all others: left out of everything told by day.");
        }

        if (counts.Dated == 0)
            sentences.Add("No ticket has a date, so nothing can be said about change over time: if a column holds it, name it with --map created_at=COLUMN.");
        return sentences;
    }

    private static string Growth(TopicSummary topic)
    {
        TopicChange change = topic.Change!;
        string product = topic.Products.Count > 0 && topic.Products[0].Count * 2 > topic.Count ? $"look at {topic.Products[0].Name} first"
            : IsRouted(topic) ? $"the {topic.Team} team should look at it first"
            : "look at it first";
        string from = change.Previous == 0
            ? $"is new with {Words.Share(change.RecentShare)}"
            : $"grew from {Words.Share(change.PreviousShare)} to {Words.Share(change.RecentShare)}";
        return $"{Quoted(topic)} {from} of tickets {Days(change)} ({Words.Count(change.Recent, "ticket")}): {product}.";
    }

    private static string Fall(TopicSummary topic)
    {
        TopicChange change = topic.Change!;
        string tickets = $"{Words.Count(change.Recent, "ticket")} after {Words.Number(change.Previous)}";
        string shares = $"from {Words.Share(change.PreviousShare)} to {Words.Share(change.RecentShare)}";
        return $"{Quoted(topic)} fell {shares} of tickets {Days(change)} ({tickets}): see whether its cause is gone.";
    }

    private static string Days(TopicChange change) => change.WindowDays == 1 ? "on the last day" : $"in the last {change.WindowDays} days";

    private static string Mixture(TopicSummary topic)
    {
        string facts = $"the name fits {Words.Share(topic.NameCoverage)} of it, mean similarity {Words.Cosine(topic.MeanSimilarity)}, "
            + $"{Words.Share(topic.Share)} of tickets";
        return $"{Quoted(topic)} is about several things ({facts}): a finer division would split it.";
    }

    private static string Largest(TopicSummary topic, TopicSummary first, long tickets)
    {
        string which = topic == first ? "is the largest topic with" : "is the largest topic that is not mixed, with";
        string size = $"{Words.Share(topic.Count, tickets)} of tickets ({Words.Number(topic.Count)})";
        return $"{Quoted(topic)} {which} {size}: whatever saves {(IsRouted(topic) ? $"the {topic.Team} team " : "")}work there saves most.";
    }

    private static string? OfOneProduct(IReadOnlyList<TopicSummary> topics, IReadOnlyList<NamedCount> products, long tickets)
    {
        foreach (TopicSummary topic in topics)
        {
            if (topic.Products.Count == 0 || topic.Count < FewestTickets || topic.Mixed) continue;
            NamedCount most = topic.Products[0];
            double share = (double)most.Count / topic.Count;
            double overall = (double)products.First(product => product.Name == most.Name).Count / tickets;
            if (share >= Concentrated && share >= 2 * overall)
                return $"{Words.Share(share)} of {Quoted(topic)} comes from {most.Name}, which has {Words.Share(overall)} of all tickets: "
                    + "the cause is likely there.";
        }

        return null;
    }

    // "general" stands for no team
    private static bool IsRouted(TopicSummary topic) => topic.Team != TeamRouting.General;

    private static string Quoted(TopicSummary topic) => "“" + topic.Name + "”";
}
