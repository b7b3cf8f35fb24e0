using Earshot.Core.Analysis;
using Earshot.Core.Clusters;
using Earshot.Core.Reports.Page;
using Earshot.Core.Reports.Pictures;
using Earshot.Numerics.Vectors;

namespace Earshot.Tests.Core.Clusters;

public sealed class ClusterReportTests
{
    private static readonly ClusterDocument Document = new()
    {
        Tickets = 1_203,
        DistinctTexts = 1_000,
        ClusteredTexts = 800,
        WithoutText = 1,
        Undated = 2,
        FirstDay = "2026-01-30",
        LastDay = "2026-02-02",
        NoiseTickets = 103,
        Silhouette = 0.153,
        Options = new RecursiveClusteringOptions { MinClusterSize = 30 },
        Depths = [new ClusterDepth(1, 1, 2, 800, 80)],
        Clusters =
        [
            new ClusterSummary
            {
                Path = "root.0",
                Depth = 1,
                Parent = "root",
                Tickets = 900,
                Texts = 600,
                ShareOfParent = 0.75,
                OutlierRatio = 0.1,
                MeanDistance = 0.314,
                Persistence = 0.2,
                Divided = false,
                Name = "=Card, declined",
                Keywords = [new Keyword("card", 2), new Keyword("declined", 1)],
                Examples =
                [
                    new ClusterExample(7, "A7", null, "My card was declined, write to ann@example.com", 0.9),
                    new ClusterExample(8, null, "Card", "It fails", 0.8),
                ],
            },
            new ClusterSummary
            {
                Path = "root.1",
                Depth = 1,
                Parent = "root",
                Tickets = 200,
                Texts = 120,
                ShareOfParent = 0.15,
                OutlierRatio = 0,
                MeanDistance = 0.2,
                Persistence = 0.1,
                Divided = false,
                Name = "Parcel",
                Keywords = [new Keyword("parcel", 2)],
                Examples = [],
            },
        ],
    };

    private static readonly Func<string, string> Mask = text => text.Replace("ann@example.com", "[email]", StringComparison.Ordinal);

    [Fact]
    public void The_report_says_counts_depths_quality_and_clusters_on_a_page_of_plain_text() => Assert.Equal(
        """
        Clusters of 1,203 tickets
        =========================

        30 January to 2 February 2026.
        1,000 different texts, each counted once where clusters are looked for.
        800 of them, drawn at random, were clustered; the others follow their
        neighbours.
        1 ticket without a text of words, in no cluster.
        2 tickets without a date left out.

        Depths
        ------
         depth  divided  clusters  noise
             1        1         2  10.0%

        Quality
        -------
        The clusters are apart, with overlaps: silhouette 0.15 by cosine (-1 to 1).
        10.0% of the texts are in no cluster.
        root.0 holds 75.0% of the texts: --recursive-depth 2 divides it again.

        Clusters
        --------
        root.0  =Card, declined
            900 tickets, 75.0% of root; mean distance 0.31, outliers 10.0%
            card, declined
            · My card was declined, write to [email]
            · It fails
        root.1  Parcel
            200 tickets, 15.0% of root; mean distance 0.20, outliers 0%
            parcel

        How this was made
        -----------------
        UMAP to 2 dimensions (15 neighbours by cosine), then HDBSCAN (euclidean).
        A cluster has at least 30 texts, and 0.01 of what is divided (30 at depth 1).
        Divided 1 time at most; seed 42. Personal data is masked.

        """,
        Written(writer => ClusterReport.Write(Document.Shown(Mask), writer)));

    [Fact]
    public void The_table_has_a_row_a_cluster_and_no_cell_that_a_spreadsheet_would_run() => Assert.Equal(
        """
        path,depth,parent,tickets,texts,share_of_parent,outlier_ratio,mean_distance,persistence,name,keywords,example_1,example_2,example_3,example_4,example_5
        root.0,1,root,900,600,0.75,0.1,0.314,0.2,"'=Card, declined",card; declined,"My card was declined, write to [email]",Card — It fails,,,
        root.1,1,root,200,120,0.15,0,0.2,0.1,Parcel,parcel,,,,,

        """,
        Written(writer => ClusterTables.WriteAnalysis(Document.Shown(Mask), writer)).Replace("\r\n", "\n", StringComparison.Ordinal));

    [Theory]
    [InlineData(0.25, 80, 2, "The clusters are clearly apart: silhouette 0.25 by cosine (-1 to 1).", "10.0% of the texts are in no cluster.")]
    [InlineData(0.02, 400, 2, "The clusters are hardly apart: silhouette 0.02 by cosine (-1 to 1).", "50.0% of the texts are in no cluster: a")]
    [InlineData(
        null, 800, 0, "100% of the texts are in no cluster: a smaller --min-cluster-size leaves fewer, --method graph leaves none out.", null)]
    public void Quality_is_told_in_words_with_what_to_try(double? silhouette, long noise, int clusters, string first, string? second)
    {
        IReadOnlyList<string> lines = ClusterReport.Quality(
            Document with { Silhouette = silhouette, Clusters = [], Depths = [new ClusterDepth(1, 1, clusters, 800, noise)] });
        Assert.Equal(first, lines[0]);
        if (second is null) Assert.Single(lines);
        else Assert.StartsWith(second, lines[1]);
    }

    [Fact]
    public void A_picture_has_a_dot_a_text_and_of_a_deeper_depth_a_panel_for_each_cluster_that_was_divided()
    {
        FloatMatrix rows = NestedGroups.Of([80, 60], [70, 50, 40], [60]).Rows;
        RecursiveClustering clustering = RecursiveClustering.Fit(rows, new RecursiveClusteringOptions { MinClusterSize = 20, Depth = 2 }, threads: 2);
        string first = Picture(clustering, 1), second = Picture(clustering, 2);
        Assert.Contains("Map of clusters", first);
        Assert.Equal(360 + 3, Dots(first));
        foreach (string path in (ReadOnlySpan<string>)["root.0", "root.1", "root.2"]) Assert.Contains($"name of {path}", first);
        Cluster[] divided = [.. clustering.Clusters.Where(cluster => cluster is { Depth: 1, Division: not null })];
        Assert.Equal(2, divided.Length);
        Assert.All(divided, cluster => Assert.Contains($"{cluster.Path}  name of", second));
        Assert.Equal(divided.Sum(cluster => cluster.Rows.Length + cluster.Division!.Parts.Count), Dots(second));
    }

    private static string Picture(RecursiveClustering clustering, int depth) => Written(writer =>
    {
        SvgCanvas canvas = new(new MarkupWriter(writer), 1000, 640, "clusters", pageClass: null);
        ClusterPicture.Draw(clustering, clustering.Clusters.ToDictionary(cluster => cluster.Path, cluster => $"name of {cluster.Path}"), depth, canvas);
        canvas.Close();
    });

    // each dot ends in h0; a name has one of its colour beside it
    private static int Dots(string picture) => picture.Split("h0").Length - 1;

    private static string Written(Action<TextWriter> write)
    {
        using StringWriter writer = new() { NewLine = "\n" };
        write(writer);
        return writer.ToString();
    }
}
