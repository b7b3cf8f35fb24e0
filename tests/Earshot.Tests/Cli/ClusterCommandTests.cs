using System.Text.Json;
using Earshot.Core;
using Earshot.Core.Assets;
using Earshot.Core.Clusters;
using Earshot.Core.Tickets;
using Earshot.Sessions;
using Earshot.Storage.Workspaces;

namespace Earshot.Tests.Cli;

/// <summary>Tickets of five kinds over four days, in a workspace that has nothing built yet.</summary>
public sealed class ClusterWorkspace : IDisposable
{
    public const int Tickets = 320;

    private static readonly string[] Kinds =
    [
        "my card was declined in the shop and I had to pay cash", "I forgot my password and the reset mail does not arrive",
        "the parcel that I ordered has not been delivered", "the app crashes on my phone when I open the camera",
        "please send the invoice with the right VAT number",
    ];

    private static readonly string[] Ways = ["today", "again", "since Monday", "for a week", "help please", "what now", "this is urgent", "any news"];

    public ClusterWorkspace()
    {
        List<string> lines = ["id,created_at,message"];
        for (int i = 0; i < Tickets; i++)
        {
            string date = i % 64 == 63 ? "" : $"2026-03-0{1 + (i / 5 % 4)}T08:00:00Z";
            lines.Add($"T{i},{date},\"{Ways[i / 5 % 8]}, {Kinds[i % 5]} {Ways[i / 40]}; write to anna.{i % 3}@example.com\"");
        }

        lines.Add("T900,2026-03-01T08:00:00Z,\"=HYPERLINK(\"\"http://bad.example\"\",\"\"my card was declined in the shop\"\")\"");
        lines.Add("T901,2026-03-01T08:00:00Z,<br>");
        lines.Add(lines[1].Replace("T0,", "T902,", StringComparison.Ordinal));
        Run.Write("tickets.csv", string.Join('\n', lines) + "\n");
        Assert.Equal((0, ""), (Run.Run("init", "-w", "w", "--quiet"), Run.Error));
        Assert.Equal((0, ""), (Run.Run("ingest", "tickets.csv", "-w", "w", "--quiet"), Run.Error));
    }

    internal CommandRun Run { get; } = new();

    public void Dispose() => Run.Dispose();
}

public sealed class ClusterCommandTests(ClusterWorkspace workspace) : IClassFixture<ClusterWorkspace>
{
    private readonly CommandRun _run = workspace.Run;

    [Fact]
    public void Clusters_are_listed_with_size_share_name_and_example_and_nothing_is_written()
    {
        Assert.Equal(0, Cluster("--min-cluster-size", "20"));
        string[] lines = _run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Matches("^cluster +tickets +of its parent +name +example$", lines[0]);
        Assert.InRange(lines.Length, 4, 15);
        Assert.All(lines[1..], line => Assert.StartsWith("root.", line));
        Assert.Contains("323 tickets, 321 different texts\n1 ticket without a text of words, in no cluster\n", _run.Error);
        Assert.Contains("--local writes pictures", _run.Error);
        Assert.False(Directory.Exists(Path.Combine(_run.Folder, "cluster-output")));
    }

    [Fact]
    public void As_json_every_cluster_has_its_measures_and_personal_data_is_masked()
    {
        JsonElement found = Json("--min-cluster-size", "20", "--recursive-depth", "2").GetProperty("result");
        Assert.Equal(323, found.GetProperty("tickets").GetInt64());
        Assert.Equal(321, found.GetProperty("distinct_texts").GetInt64());
        Assert.Equal("2026-03-01", found.GetProperty("first_day").GetString());
        Assert.InRange(found.GetProperty("silhouette").GetDouble(), 0.1, 1);
        JsonElement[] clusters = [.. found.GetProperty("clusters").EnumerateArray()];
        string?[] paths = [.. clusters.Select(c => c.GetProperty("path").GetString())];
        Assert.Equal(paths.Order(StringComparer.Ordinal), paths);
        JsonElement[] first = [.. clusters.Where(c => c.GetProperty("depth").GetInt32() == 1)];
        Assert.Equal(322 - found.GetProperty("noise_tickets").GetInt64(), first.Sum(c => c.GetProperty("tickets").GetInt64()));
        Assert.All(first, c => Assert.InRange(c.GetProperty("mean_distance").GetDouble(), 0.01, 1));
        Assert.Contains("[email]", _run.Output);
        Assert.DoesNotContain("@example.com", _run.Output);
    }

    [Fact]
    public void Days_are_inclusive_the_limit_counts_from_the_first_and_tickets_without_a_date_are_told()
    {
        JsonElement days = Json("--min-cluster-size", "10", "--start-date", "2026-03-02", "--end-date", "2026-03-03").GetProperty("result");
        Assert.Equal(("2026-03-02", "2026-03-03"), (days.GetProperty("first_day").GetString(), days.GetProperty("last_day").GetString()));
        Assert.Equal(5, days.GetProperty("undated").GetInt64());
        Assert.InRange(days.GetProperty("tickets").GetInt64(), 155, 160);
        Assert.Equal(100, Json("--min-cluster-size", "10", "--limit", "100").GetProperty("result").GetProperty("tickets").GetInt64());
    }

    [Fact]
    public void With_local_pictures_tables_and_report_stand_in_the_folder_and_old_depths_go()
    {
        Assert.Equal(0, Cluster("--min-cluster-size", "15", "--recursive-depth", "3", "--local", "--output-dir", "out"));
        string folder = Path.Combine(_run.Folder, "out");
        string[] written = [.. _run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.StartsWith(folder, StringComparison.Ordinal))];
        Assert.Equal(written.Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal), Files(folder));
        string[] pictures = [.. Files(folder).Where(name => name.EndsWith(".png", StringComparison.Ordinal))];
        Assert.All(pictures, name => Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(Path.Combine(folder, name))[..4]));

        string[] assignments = File.ReadAllLines(Path.Combine(folder, "cluster_assignments_2026-03-04.csv"));
        Assert.Equal("ticket_id,source_id,path,membership,x,y,text", assignments[0]);
        Assert.Equal(323, assignments.Length - 1);
        Assert.All(assignments[1..], line => Assert.DoesNotContain("@example.com", line));
        Assert.DoesNotContain(assignments, line => line.Contains(",=HYP", StringComparison.Ordinal) || line.Contains(",\"=HYP", StringComparison.Ordinal));
        Assert.EndsWith(",T901,,,,,", Assert.Single(assignments, line => line.Contains(",T901,", StringComparison.Ordinal)));
        string[] twins = [.. assignments.Where(line => line.Contains(",T0,", StringComparison.Ordinal) || line.Contains(",T902,", StringComparison.Ordinal))];
        Assert.Single(twins.Select(line => string.Join(',', line.Split(',').Skip(2))).Distinct());

        string[] analysis = File.ReadAllLines(Path.Combine(folder, "cluster_analysis_2026-03-04.csv"));
        Assert.StartsWith("path,depth,parent,tickets,texts,share_of_parent,outlier_ratio,mean_distance,persistence,name,keywords,example_1", analysis[0]);
        Assert.StartsWith("root.0,1,root,", analysis[1]);
        string report = File.ReadAllText(Path.Combine(folder, "summary_report.txt"));
        Assert.StartsWith("Clusters of 323 tickets\n=======================\n\n1 to 4 March 2026.\n", report);
        Assert.All(report.Split('\n'), line => Assert.True(line.Length <= 80, line));

        File.WriteAllBytes(Path.Combine(folder, "clusters_depth3.png"), []);
        Assert.Equal(0, Cluster("--min-cluster-size", "15", "--local", "--output-dir", "out"));
        Assert.Equal(
            ["cluster_analysis_2026-03-04.csv", "cluster_assignments_2026-03-04.csv", "clusters_depth1.png", "summary_report.txt"], Files(folder));
    }

    [Fact]
    public void The_files_are_the_same_bytes_for_any_number_of_threads()
    {
        Assert.Equal(0, Cluster("--min-cluster-size", "15", "--recursive-depth", "2", "--local", "--output-dir", "one", "--threads", "1"));
        Assert.Equal(0, Cluster("--min-cluster-size", "15", "--recursive-depth", "2", "--local", "--output-dir", "three", "--threads", "3"));
        foreach (string name in Files(Path.Combine(_run.Folder, "one")))
            Assert.Equal(File.ReadAllBytes(Path.Combine(_run.Folder, "one", name)), File.ReadAllBytes(Path.Combine(_run.Folder, "three", name)));
    }

    [Theory]
    [InlineData("--hdbscan-metric manhattan", 2, "error: --hdbscan-metric 'manhattan' is not known\n\nhint: choices are euclidean and cosine\n")]
    [InlineData("--hdbscan-metric cosin", 2, "error: --hdbscan-metric 'cosin' is not known\n\nhint: did you mean 'cosine'? choices are euclidean and cosine\n")]
    [InlineData("--recursive-depth 0 --min-dist 2", 2, "error: --recursive-depth is 0; it must be from 1 to 10\n--min-dist is 2; it must be from 0 to 1\n\nhint: ")]
    [InlineData("--seed -1", 2, "error: --seed is -1; it must be 0 or more\n\nhint: ")]
    [InlineData("--start-date 2026-03-04 --end-date 2026-03-01", 2, "error: the first day, 2026-03-04, is after the last, 2026-03-01\n\nhint: ")]
    [InlineData("--limit 0", 2, "error: the limit is 0; allowed is 1 and more\n\nhint: ")]
    [InlineData("--start-date yesterday", 2, "error: --start-date 'yesterday' is not a day\n\nhint: ")]
    [InlineData("--output-dir out", 2, "error: --output-dir is where --local writes, and --local is not given\n\nhint: add --local\n")]
    [InlineData("--local --output-dir tickets.csv", 2, "hint: name a folder with --output-dir\n")]
    [InlineData("--daily --local", 2, "error: --daily is of all days and keeps its results in the workspace\n\nhint: ")]
    [InlineData("--min-cluster-size 200", 3, "error: 321 different texts are too few for two clusters of at least 200 each\n\nhint: a smaller --min-clus")]
    [InlineData("--start-date 2031-01-01", 3, "error: 0 different texts are too few for two clusters of at least 100 each\n\nhint: read more tickets")]
    public void What_can_not_be_clustered_is_told_with_what_would_help(string options, int code, string expected)
    {
        Assert.Equal(code, Cluster(options.Split(' ')));
        Assert.Contains(expected, _run.Error);
        Assert.DoesNotContain("   at ", _run.Error);
    }

    [Theory]
    [InlineData("umap-hdbscan", "UMAP to 2 dimensions (15 neighbours by cosine), then HDBSCAN (euclidean).")]
    [InlineData("hdbscan", "HDBSCAN (euclidean) straight on the vectors.")]
    [InlineData("graph", "Communities of the graph of nearest neighbours (Leiden).")]
    [InlineData("kmeans", "k-means.")]
    public void The_method_that_is_asked_for_is_the_one_that_divides(string method, string told)
    {
        Assert.True(Cluster("--method", method, "--min-cluster-size", "20", "--local", "--output-dir", method) == 0, _run.Error);
        Assert.Contains(told, File.ReadAllText(Path.Combine(_run.Folder, method, "summary_report.txt")));
        Assert.True(Cluster("--method", method, "--min-cluster-size", "20", "--json") == 0, _run.Error);
        Assert.InRange(JsonDocument.Parse(_run.Output).RootElement.GetProperty("result").GetProperty("clusters").GetArrayLength(), 3, 15);
    }

    [Theory]
    [InlineData("--method graph --n-components 5", "--n-components would change nothing with --method graph")]
    [InlineData("--method kmeans --hdbscan-metric cosine", "--hdbscan-metric would change nothing with --method kmeans")]
    [InlineData("--method hdbscan --n-neighbors 5 --min-dist 0.1", "--n-neighbors, --min-dist would change nothing with --method hdbscan without the pictures of --local")]
    [InlineData("--daily --method graph", "--method would change nothing with --daily, which is by HDBSCAN's defaults")]
    public void Options_that_would_change_nothing_are_refused(string options, string fault)
    {
        Assert.Equal(2, Cluster(options.Split(' ')));
        Assert.StartsWith($"error: {fault}\n\nhint: leave out --", _run.Error);
    }

    [Fact]
    public void A_stored_vector_without_a_number_is_named_by_its_ticket()
    {
        Assert.Equal(0, _run.RunWork(invocation => OnData(invocation, (datasets, tickets) =>
        {
            DamagedScales damaged = new(datasets);
            EarshotException fault = Assert.Throws<EarshotException>(
                () => ClusterCorpus.Read(damaged, tickets, new TicketRange(), 384, 1000, 1, TestContext.Current.CancellationToken));
            Assert.Matches("^the stored vector of ticket [0-9]+ holds NaN$", fault.Message);
            Assert.Contains("the next run builds it again", fault.Hint);
        }), "-w", "w", "-q"));
    }

    [Fact]
    public void Texts_beyond_the_sample_go_where_their_neighbours_are()
    {
        Assert.Equal(0, _run.RunWork(invocation => OnData(invocation, (datasets, tickets) =>
        {
            CancellationToken cancellation = TestContext.Current.CancellationToken;
            RecursiveClusteringOptions options = new() { MinClusterSize = 15 };
            string[] all = Labels(1000), sampled = Labels(160);
            Assert.Equal(322, sampled.Count(label => label.Length > 0));
            Assert.True(Agreement(all, sampled) > 0.85);

            string[] Labels(int mostTexts)
            {
                var corpus = ClusterCorpus.Read(datasets, tickets, new TicketRange(), 384, mostTexts, 1, cancellation);
                Assert.Equal((Math.Min(mostTexts, 321), 321), (corpus.Vectors.Count, corpus.DistinctTexts));
                Assert.Equal(mostTexts < 321, corpus.IsSample);
                RecursiveClustering clustering = RecursiveClustering.Fit(corpus.ToFloats(), options, cancellation: cancellation);
                List<string> labels = [];
                new ClusteredTickets(datasets, tickets, new TicketRange(), corpus, clustering, threads: 2).ForEach(
                    block => labels.AddRange(block.Clusters.Select(cluster => cluster < 0 ? "" : clustering.LabelOf(cluster))), cancellation);
                return [.. labels];
            }
        }), "-w", "w", "-q"));
    }

    // share of the tickets of a cluster of one that are together in the other
    private static double Agreement(string[] one, string[] other) =>
        one.Zip(other).GroupBy(pair => pair.First).Sum(group => group.GroupBy(pair => pair.Second).Max(together => together.Count())) / (double)one.Length;

    private static int OnData(Earshot.CommandLine.Invocation invocation, Action<IDatasetReader, AssetDefinition> work)
    {
        using Session session = Session.Open(invocation, builds: true);
        session.Run("embeddings");
        using DatasetSession datasets = new(session.Workspace, session.Definitions, session.Limits);
        work(datasets.Datasets, session.Definitions.First(definition => definition.Name == "tickets"));
        return 0;
    }

    private static string[] Files(string folder) => [.. Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private int Cluster(params string[] options) => _run.Run(["cluster", "-w", "w", "--with", "student", .. options]);

    private JsonElement Json(params string[] options)
    {
        Assert.Equal((0, ""), (Cluster([.. options, "--json", "--quiet"]), _run.Error));
        return JsonDocument.Parse(_run.Output).RootElement;
    }
}
