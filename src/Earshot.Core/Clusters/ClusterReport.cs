using System.Globalization;
using Earshot.Core.Reports;
using static Earshot.Core.Reports.TextPage;

namespace Earshot.Core.Clusters;

/// <summary>What was found on a page of plain text (<c>summary_report.txt</c>): at most 80 columns, no control characters but line feeds.</summary>
public static class ClusterReport
{
    private const int MostClusters = 20;
    private const int MostExamples = 2;
    private const string Indent = "    ";

    // cosine silhouettes of short texts are low: clusters that people find clear reach about 0.2
    private const double ClearSilhouette = 0.2;
    private const double FairSilhouette = 0.08;
    private const double MuchNoise = 0.4;
    private const double TooMuch = 0.5;

    /// <summary>Writes the report.</summary>
    /// <param name="shown">A document that is fit to be shown.</param>
    /// <param name="writer">Where to.</param>
    public static void Write(ClusterDocument shown, TextWriter writer)
    {
        string title = $"Clusters of {Words.Count(shown.Tickets, "ticket")}";
        writer.Write($"{title}\n{new string('=', title.Length)}\n\n");
        foreach (string line in Counts(shown)) Wrap(writer, line, "");
        Heading(writer, "Depths");
        Line(writer, " depth  divided  clusters  noise");
        foreach (ClusterDepth depth in shown.Depths)
            Line(writer, $"{depth.Depth,6}  {depth.Divided,7}  {depth.Clusters,8}  {Words.Share(depth.NoiseTexts, depth.Texts),5}");
        Heading(writer, "Quality");
        foreach (string line in Quality(shown)) Wrap(writer, line, "");
        WriteClusters(shown, writer);
        Heading(writer, "How this was made");
        foreach (string line in Method(shown)) Wrap(writer, line, "");
    }

    /// <summary>How good the clusters are, in sentences; doubts come last, each with what to try.</summary>
    public static IReadOnlyList<string> Quality(ClusterDocument document) =>
        [.. Facts(document), .. Doubts(document).Select(doubt => $"{doubt.Message}: {doubt.Hint}.")];

    /// <summary>What can be said of the clusters without doubt, in sentences.</summary>
    public static IReadOnlyList<string> Facts(ClusterDocument document)
    {
        List<string> lines = [];
        if (document.Silhouette is { } silhouette)
        {
            string apart = silhouette >= ClearSilhouette ? "clearly apart" : silhouette >= FairSilhouette ? "apart, with overlaps" : "hardly apart";
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"The clusters are {apart}: silhouette {silhouette:0.00} by cosine (-1 to 1)."));
        }

        double noise = NoiseShare(document);
        if (noise <= TooMuch) lines.Add($"{Words.Share(noise)} of the texts are in no cluster{(noise >= MuchNoise ? $": {FewerNoise(document)}" : "")}.");
        return lines;
    }

    /// <summary>Where the result is hardly one: most texts in no cluster, or most in one. Each with what to try.</summary>
    public static IReadOnlyList<(string Message, string Hint)> Doubts(ClusterDocument document)
    {
        const string Another = "--method graph leaves none out";
        List<(string Message, string Hint)> doubts = [];
        double noise = NoiseShare(document);
        if (noise > TooMuch) doubts.Add(($"{Words.Share(noise)} of the texts are in no cluster", $"{FewerNoise(document)}, {Another}"));
        if (document.Clusters.FirstOrDefault(cluster => cluster is { Depth: 1, ShareOfParent: > TooMuch, Divided: false }) is { } giant)
        {
            string next = document.Options.Depth == 1 ? "--recursive-depth 2 divides it again" : "it falls apart no further";
            doubts.Add(($"{giant.Path} holds {Words.Share(giant.ShareOfParent)} of the texts", next));
        }

        return doubts;
    }

    // the option of the two that decides
    private static string FewerNoise(ClusterDocument document)
    {
        int size = document.Options.SizeFor(document.ClusteredTexts);
        return size > document.Options.MinClusterSize
            ? $"a smaller --min-cluster-pct leaves fewer ({Words.Number(size)} texts a cluster at least)" : "a smaller --min-cluster-size leaves fewer";
    }

    private static double NoiseShare(ClusterDocument document) =>
        document.Depths[0] is { Texts: > 0 } first ? (double)first.NoiseTexts / first.Texts : 0;

    private static IEnumerable<string> Counts(ClusterDocument document)
    {
        if (Words.Period(document.FirstDay, document.LastDay) is { } period) yield return period + ".";
        yield return $"{Words.Count(document.DistinctTexts, "different text")}, each counted once where clusters are looked for.";
        if (document.ClusteredTexts < document.DistinctTexts)
            yield return $"{Words.Number(document.ClusteredTexts)} of them, drawn at random, were clustered; the others follow their neighbours.";
        if (document.WithoutText > 0) yield return $"{Words.Count(document.WithoutText, "ticket")} without a text of words, in no cluster.";
        if (document.Undated > 0) yield return $"{Words.Count(document.Undated, "ticket")} without a date left out.";
    }

    private static void WriteClusters(ClusterDocument document, TextWriter writer)
    {
        Heading(writer, document.Clusters.Count > MostClusters ? $"The {MostClusters} largest of {document.Clusters.Count} clusters" : "Clusters");
        if (document.Clusters.Count == 0) Line(writer, "None.");
        IEnumerable<ClusterSummary> largest = document.Clusters.Count <= MostClusters ? document.Clusters
            : document.Clusters.OrderByDescending(cluster => cluster.Tickets).ThenBy(cluster => cluster.Path, StringComparer.Ordinal).Take(MostClusters);
        foreach (ClusterSummary cluster in largest)
        {
            Line(writer, DisplayText.Shorten($"{cluster.Path}  {cluster.Name}", Width));
            string distance = cluster.MeanDistance.ToString("0.00", CultureInfo.InvariantCulture);
            string size = $"{Words.Count(cluster.Tickets, "ticket")}, {Words.Share(cluster.ShareOfParent)} of {cluster.Parent}";
            Wrap(writer, $"{size}; mean distance {distance}, outliers {Words.Share(cluster.OutlierRatio)}", Indent);
            Wrap(writer, string.Join(", ", cluster.Keywords.Take(6).Select(keyword => keyword.Term)), Indent);
            foreach (ClusterExample example in cluster.Examples.Take(MostExamples)) Line(writer, DisplayText.Shorten($"{Indent}· {example.Text}", Width));
        }
    }

    private static IEnumerable<string> Method(ClusterDocument document)
    {
        RecursiveClusteringOptions options = document.Options;
        string metric = options.Metric.ToString().ToLowerInvariant(), seed = options.Seed.ToString(CultureInfo.InvariantCulture);
        string share = options.MinClusterShare.ToString("0.####", CultureInfo.InvariantCulture);
        yield return options.Method switch
        {
            ClusterMethod.Hdbscan => $"HDBSCAN ({metric}) straight on the vectors.",
            ClusterMethod.Graph => "Communities of the graph of nearest neighbours (Leiden).",
            ClusterMethod.KMeans => "k-means.",
            _ => $"UMAP to {options.Components} dimensions ({options.Neighbors} neighbours by cosine), then HDBSCAN ({metric}).",
        };
        string first = Words.Number(options.SizeFor(document.ClusteredTexts));
        yield return $"A cluster has at least {Words.Number(options.MinClusterSize)} texts, and {share} of what is divided ({first} at depth 1).";
        yield return $"Divided {Words.Count(options.Depth, "time")} at most; seed {seed}. Personal data is masked.";
    }
}
