using Earshot.Core.Analysis;
using Earshot.Core.Reports;

namespace Earshot.Core.Clusters;

/// <summary>What a recursive clustering of tickets found, to be shown. Texts in it are as stored until <see cref="Shown"/>.</summary>
public sealed record ClusterDocument
{
    /// <summary>Tickets of the range.</summary>
    public required long Tickets { get; init; }

    /// <summary>Different texts among them.</summary>
    public required long DistinctTexts { get; init; }

    /// <summary>Texts that were clustered; the others were carried to them by their nearest neighbours.</summary>
    public required int ClusteredTexts { get; init; }

    /// <summary>Tickets without a text that has words, in no cluster.</summary>
    public required long WithoutText { get; init; }

    /// <summary>Tickets left out because days were asked for and they have none.</summary>
    public required long Undated { get; init; }

    /// <summary>Day of the oldest ticket, yyyy-MM-dd; null where none has a date.</summary>
    public required string? FirstDay { get; init; }

    /// <summary>Day of the newest.</summary>
    public required string? LastDay { get; init; }

    /// <summary>Tickets in no cluster of the first depth.</summary>
    public required long NoiseTickets { get; init; }

    /// <summary>
    /// Mean over the clustered texts, of at most 2,000, of how much nearer they are to the others of their own deepest cluster than to those of the nearest
    /// other, −1 to 1, by cosine (silhouette); null with fewer than two clusters.
    /// </summary>
    public required double? Silhouette { get; init; }

    /// <summary>How the texts were clustered.</summary>
    public required RecursiveClusteringOptions Options { get; init; }

    /// <summary>What each depth has.</summary>
    public required IReadOnlyList<ClusterDepth> Depths { get; init; }

    /// <summary>The clusters, each followed by those that it was divided into.</summary>
    public required IReadOnlyList<ClusterSummary> Clusters { get; init; }

    /// <summary>The document with every text from outside cleaned and masked.</summary>
    /// <param name="mask">Masks personal data; null for texts as they are.</param>
    public ClusterDocument Shown(Func<string, string>? mask)
    {
        Func<string, string> show = mask is null ? DisplayText.Clean : text => DisplayText.Clean(mask(DisplayText.Clean(text)));
        return this with { Clusters = [.. Clusters.Select(Of)] };

        ClusterSummary Of(ClusterSummary cluster) => cluster with
        {
            Name = show(cluster.Name) is { Length: > 0 } name ? name : cluster.Path,
            Keywords = [.. cluster.Keywords.Select(keyword => keyword with { Term = show(keyword.Term) })],
            Examples = [.. cluster.Examples.Select(Example)],
        };

        ClusterExample Example(ClusterExample example) => example with
        {
            SourceId = example.SourceId is null ? null : show(example.SourceId),
            Title = example.Title is null ? null : show(example.Title),
            Text = show(example.Text),
        };
    }
}

/// <summary>What a depth has.</summary>
/// <param name="Depth">1 for the first.</param>
/// <param name="Divided">Clusters of the depth before that were divided.</param>
/// <param name="Clusters">Clusters that came of it.</param>
/// <param name="Texts">Texts in those that were divided.</param>
/// <param name="NoiseTexts">Texts of them in none of the clusters.</param>
public sealed record ClusterDepth(int Depth, int Divided, int Clusters, long Texts, long NoiseTexts);

/// <summary>A cluster as it is shown; shares, ratio and distance are those of <see cref="Cluster"/>.</summary>
public sealed record ClusterSummary
{
    public required string Path { get; init; }

    public required int Depth { get; init; }

    public required string Parent { get; init; }

    /// <summary>Tickets in it, and in what it was divided into.</summary>
    public required long Tickets { get; init; }

    /// <summary>Different texts of the fit in it.</summary>
    public required int Texts { get; init; }

    public required double ShareOfParent { get; init; }

    public required double OutlierRatio { get; init; }

    public required double MeanDistance { get; init; }

    public required double Persistence { get; init; }

    /// <summary>Whether it was divided.</summary>
    public required bool Divided { get; init; }

    /// <summary>A name of its terms, different from those of all others of its depth.</summary>
    public required string Name { get; init; }

    public required IReadOnlyList<Keyword> Keywords { get; init; }

    /// <summary>Up to 5 tickets nearest to the centroid, without near-duplicates.</summary>
    public required IReadOnlyList<ClusterExample> Examples { get; init; }
}

/// <summary>A ticket that stands for its cluster.</summary>
/// <param name="TicketId">Our id.</param>
/// <param name="SourceId">The source's id, or null.</param>
/// <param name="Title">Its title, or null.</param>
/// <param name="Text">The first 200 characters of its clean text.</param>
/// <param name="Similarity">Cosine to the centroid.</param>
public sealed record ClusterExample(long TicketId, string? SourceId, string? Title, string Text, double Similarity);
