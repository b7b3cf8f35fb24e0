using System.Text;
using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Core.Text;
using Earshot.Core.Tickets;

namespace Earshot.Core.Topics.Fits;

/// <summary>What a topic of a fit is about by the texts that were looked at, where no analysis has counted it yet; personal data is masked.</summary>
/// <param name="Topic">Its number.</param>
/// <param name="Name">A name from its words; the analysis, which counts all tickets, may come to another one.</param>
/// <param name="Keywords">Its keywords, best first.</param>
/// <param name="Example">The beginning of the text that belongs to it most; empty where no ticket has such a text any more.</param>
public sealed record FitLabel(int Topic, string Name, IReadOnlyList<string> Keywords, string Example)
{
    private const int BlockRows = 8192;
    private const int MostKeywords = 5;
    private const int ExampleLength = 160;

    /// <summary>Names the topics of a level of a fit, by their number. Reads all tickets; each text of the fit counts once.</summary>
    /// <param name="datasets">Gives the tickets.</param>
    /// <param name="tickets">The asset of the tickets, all of its partitions built.</param>
    /// <param name="fit">The fit.</param>
    /// <param name="level">A level of it.</param>
    /// <param name="cancellation">Stops between blocks of tickets.</param>
    public static IReadOnlyDictionary<int, FitLabel> Of(
        IDatasetReader datasets, AssetDefinition tickets, TopicFit fit, int level, CancellationToken cancellation)
    {
        FittedTopic[] topics = [.. fit.AtLevel(level)];
        Dictionary<int, int> places = topics.Select((topic, place) => (topic.Id, place)).ToDictionary();
        Dictionary<long, int> rows = new(fit.Leaves.Length);
        for (int row = 0; row < fit.Leaves.Length; row++)
            if (fit.Leaves[row] >= 0) rows[fit.TextHashes[row]] = row;

        TermCounter terms = new(topics.Length);
        var examples = new (float Membership, byte[] Text)?[topics.Length];
        ColumnBatch batch = new(TicketText.Columns);
        BytesColumn texts = new();
        foreach (string partition in tickets.Partitions)
        {
            using IBatchReader reader = datasets.Open(tickets.Name, partition, batch.Schema);
            for (batch.Clear(); reader.Read(batch, BlockRows); batch.Clear())
            {
                cancellation.ThrowIfCancellationRequested();
                texts.Clear();
                TicketText.AppendClean(batch, texts);
                for (int i = 0; i < texts.Count; i++)
                {
                    if (!rows.Remove((long)StableHash.Of(texts[i]), out int row)) continue;
                    int place = places[fit.Ancestor(fit.Leaves[row], level).Id];
                    int end = batch.Bytes(TicketText.Title)[i].IsEmpty ? -1 : texts[i].IndexOf((byte)'\n');
                    if (end < 0) terms.Add(place, texts[i]);
                    else terms.Add(place, texts[i][..end], texts[i][(end + 1)..]);
                    if (examples[place] is not { } best || fit.Memberships[row] > best.Membership) examples[place] = (fit.Memberships[row], texts[i].ToArray());
                }
            }
        }

        IReadOnlyList<TopicLabel> labels = TopicNamer.Label(terms, MostKeywords);
        return topics.Select((topic, place) => Masked(
            topic.Id, labels[place].Name, labels[place].Keywords.Select(keyword => keyword.Term), Encoding.UTF8.GetString(examples[place]?.Text ?? [])))
            .ToDictionary(label => label.Topic);
    }

    /// <summary>A label of words that came from elsewhere, with personal data masked.</summary>
    public static FitLabel Masked(int topic, string name, IEnumerable<string> keywords, string example) => new(
        topic, PersonalData.Mask(name), [.. keywords.Take(MostKeywords).Select(PersonalData.Mask)], Excerpt.Of(PersonalData.Mask(example), ExampleLength));
}
