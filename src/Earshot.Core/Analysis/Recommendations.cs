using System.Globalization;

namespace Earshot.Core.Analysis;

/// <summary>Says in whole sentences what a support lead should look at first.</summary>
internal static class Recommendations
{
    /// <summary>A topic is one product's where that product has this share of it and at least twice its share of all tickets.</summary>
    private const double Concentrated = 0.75;

    /// <summary>A topic is mixed where its mean similarity is below this share of the middle topic's and it is no small one.</summary>
    private const double Mixed = 0.7, MixedShare = 0.03;

    /// <summary>Nothing is advised from fewer tickets of a topic than this: one ticket more or less would turn it.</summary>
    private const long FewestTickets = 5;

    public static IReadOnlyList<string> For(
        CorpusCounts counts, IReadOnlyList<TopicSummary> topics, IReadOnlyList<int> growing, IReadOnlyList<NamedCount> products)
    {
        if (counts.Tickets == 0) return ["There are no tickets to analyse: check that the source has rows with a text."];
        List<string> sentences = [];
        foreach (int id in growing.Take(3)) sentences.Add(Growth(topics.First(topic => topic.TopicId == id)));
        if (topics[0].Count < FewestTickets)
            sentences.Add($"The largest topic has {Counted(topics[0].Count, "ticket")}: too few to advise anything. Read the tickets, or bring more.");
        else if (topics.Count > 1) sentences.Add(Largest(topics[0], counts.Tickets));
        if (OfOneProduct(topics, products, counts.Tickets) is { } concentrated) sentences.Add(concentrated);
        foreach (TopicSummary topic in MixedTopics(topics).Take(2))
        {
            string facts = $"mean similarity {Number(topic.MeanSimilarity, "0.00")}, {Percent(topic.Share)} of tickets";
            sentences.Add($"{Quoted(topic)} is mixed ({facts}): more clusters would split it.");
        }

        long rows = counts.Rejected + counts.Tickets;
        if (counts.Rejected > 0)
        {
            string share = Percent((double)counts.Rejected / rows);
            sentences.Add($"{Counted(counts.Rejected, "row")} of {Number(rows)} could not be read ({share}): the rejects say why.");
        }

        if (counts.StrayDates > 0)
        {
            string have = counts.StrayDates == 1 ? "has a date" : "have dates";
            sentences.Add($"{Counted(counts.StrayDates, "ticket")} {have} more than a year away from all others: left out of everything told by day.");
        }

        if (counts.Dated == 0)
            sentences.Add("No ticket has a date, so nothing can be said about change over time: if a column holds it, name it with --map created_at=COLUMN.");
        return sentences;
    }

    private static string Growth(TopicSummary topic)
    {
        TopicChange change = topic.Change!;
        string days = change.WindowDays == 1 ? "on the last day" : $"in the last {change.WindowDays} days";
        string product = topic.Products.Count > 0 && topic.Products[0].Count * 2 > topic.Count ? $"look at {topic.Products[0].Name} first"
            : IsRouted(topic) ? $"the {topic.Team} team should look at it first"
            : "look at it first";
        string from = change.Previous == 0
            ? $"is new with {Percent(change.RecentShare)}"
            : $"grew from {Percent(change.PreviousShare)} to {Percent(change.RecentShare)}";
        return $"{Quoted(topic)} {from} of tickets {days} ({Counted(change.Recent, "ticket")}): {product}.";
    }

    private static string Largest(TopicSummary topic, long tickets)
    {
        string size = $"{Percent((double)topic.Count / tickets)} of tickets ({Number(topic.Count)})";
        return $"{Quoted(topic)} is the largest topic with {size}: whatever saves {(IsRouted(topic) ? $"the {topic.Team} team " : "")}work there saves most.";
    }

    private static string? OfOneProduct(IReadOnlyList<TopicSummary> topics, IReadOnlyList<NamedCount> products, long tickets)
    {
        foreach (TopicSummary topic in topics)
        {
            if (topic.Products.Count == 0 || topic.Count < FewestTickets) continue;
            NamedCount most = topic.Products[0];
            double share = (double)most.Count / topic.Count;
            double overall = (double)products.First(product => product.Name == most.Name).Count / tickets;
            if (share >= Concentrated && share >= 2 * overall)
                return $"{Percent(share)} of {Quoted(topic)} comes from {most.Name}, which has {Percent(overall)} of all tickets: the cause is likely there.";
        }

        return null;
    }

    private static IEnumerable<TopicSummary> MixedTopics(IReadOnlyList<TopicSummary> topics)
    {
        double[] similarities = [.. topics.Select(topic => topic.MeanSimilarity).Order()];
        double middle = similarities[similarities.Length / 2];
        return topics.Where(topic =>
            topics.Count > 2 && topic.Count >= FewestTickets && topic.Share >= MixedShare && topic.MeanSimilarity < Mixed * middle);
    }

    // "general" stands for no team
    private static bool IsRouted(TopicSummary topic) => topic.Team != TeamRouting.General;

    private static string Quoted(TopicSummary topic) => "“" + topic.Name + "”";

    private static string Percent(double share) => Number(100 * share, share < 0.1 ? "0.0" : "0") + "%";

    private static string Counted(long count, string noun) => Number(count) + " " + noun + (count == 1 ? "" : "s");

    private static string Number(double value, string format = "#,0") => value.ToString(format, CultureInfo.InvariantCulture);
}
