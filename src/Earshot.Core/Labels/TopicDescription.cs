using Earshot.Core.Analysis;
using Earshot.Core.Text;

namespace Earshot.Core.Labels;

/// <summary>What a language model is told of a topic, as stored; <see cref="LabelPrompt"/> masks it.</summary>
/// <param name="TopicId">The topic's number.</param>
/// <param name="Tickets">Tickets of the topic.</param>
/// <param name="Keywords">Best first.</param>
/// <param name="Representatives">Up to 5 of its tickets.</param>
public sealed record TopicDescription(int TopicId, long Tickets, IReadOnlyList<string> Keywords, IReadOnlyList<TicketExcerpt> Representatives)
{
    private const int TitleWords = 12;

    /// <summary>The description of a topic of an analysis.</summary>
    public static TopicDescription Of(TopicSummary topic) => new(
        topic.TopicId,
        topic.Count,
        [.. topic.Keywords.Select(keyword => keyword.Term)],
        [.. topic.Examples.Select(example => new TicketExcerpt(string.IsNullOrWhiteSpace(example.Title) ? null : example.Title, example.Text))]);

    /// <summary>
    /// What a label is kept under: <see cref="TitleSimilarity.Fingerprint"/> of the representatives' titles. The first words of the text stand in for a title
    /// that is missing, and follow one that several representatives share: "Support request" everywhere tells no topic from another. Null where no
    /// representative has a word.
    /// </summary>
    public string? Fingerprint
    {
        get
        {
            string[] titles = [.. Representatives.Select(ticket => TitleSimilarity.Normalise(ticket.Title ?? ""))];
            Dictionary<string, int> counts = titles.CountBy(title => title, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
            string[] told =
            [
                .. titles.Select((title, i) => title.Length > 0 && counts[title] == 1 ? title : $"{title} {FirstWords(Representatives[i].Text)}".Trim()),
            ];
            return told.All(title => title.Length == 0) ? null : TitleSimilarity.Fingerprint(told);
        }
    }

    private static string FirstWords(string text) => string.Join(' ', TitleSimilarity.Normalise(text).Split(' ').Take(TitleWords));
}

/// <summary>A ticket as a model is told of it.</summary>
/// <param name="Title">Its title; null where it has none.</param>
/// <param name="Text">The beginning of its text; ends in "…" where that is not all of it.</param>
public sealed record TicketExcerpt(string? Title, string Text);
