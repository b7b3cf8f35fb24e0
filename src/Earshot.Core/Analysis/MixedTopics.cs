using System.Runtime.InteropServices;
using Earshot.Core.Topics;

namespace Earshot.Core.Analysis;

/// <summary>
/// Says of topics that are about several things that they are, so that nobody takes their names for what all of their tickets say, nor calls them clear.
/// </summary>
internal static class MixedTopics
{
    /// <summary>The tickets of a topic are little alike where their mean similarity is below this share of the middle topic's and it is no small one.</summary>
    private const double LittleAlike = 0.7, LeastShare = 0.03;

    /// <summary>Tickets and topics below which likeness says nothing.</summary>
    private const long FewestTickets = 5, FewestTopics = 3;

    private const string Prefix = "Mixed: ";

    /// <summary>A name with the mark of a mixed topic, where it is one.</summary>
    public static string Marked(string name, bool mixed) => mixed ? Prefix + name : name;

    /// <summary>The name without the mark.</summary>
    public static string Unmarked(string name) => name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;

    /// <summary>Marks the mixed ones among <paramref name="topics"/>: the name begins with it, and words that few of the tickets say choose no team.</summary>
    /// <param name="topics">Topics, in any order.</param>
    /// <param name="labels">Names by topic id.</param>
    /// <param name="routing">Which team a topic goes to.</param>
    public static void Mark(List<TopicSummary> topics, IReadOnlyDictionary<int, TopicLabel> labels, TeamRouting routing)
    {
        double[] similarities = [.. topics.Select(topic => topic.MeanSimilarity).Order()];
        foreach (ref TopicSummary topic in CollectionsMarshal.AsSpan(topics))
        {
            bool littleAlike = topics.Count >= FewestTopics && topic.Count >= FewestTickets && topic.Share >= LeastShare
                && topic.MeanSimilarity < LittleAlike * similarities[similarities.Length / 2];
            if (!littleAlike && !labels[topic.TopicId].IsMixed) continue;
            topic = topic with
            {
                Mixed = true,
                Name = Marked(topic.Name, mixed: true),
                Team = routing.TeamOf([], topic.Products, topic.Count),
                Clarity = topic.Clarity == TopicClarity.Clear ? TopicClarity.Fair : topic.Clarity,
            };
        }
    }
}
