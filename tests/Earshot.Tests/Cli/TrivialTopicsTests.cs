using System.Text.Json;
using Earshot.Tests.EndToEnd;

namespace Earshot.Tests.Cli;

/// <summary>What comes of texts that hold no topics, or one, and of numbers that can't be had: an answer with what to try, never a fault.</summary>
public sealed class TrivialTopicsTests : IDisposable
{
    private readonly CommandRun _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData("graph", 1, 1)]
    [InlineData("kmeans", 1, 1)]
    [InlineData("hdbscan", 1, 0)]
    [InlineData("kmeans", 2, 1)]
    [InlineData("umap-hdbscan", 2, 0)]
    public void Five_hundred_tickets_of_one_or_two_texts_come_all_the_way_to_a_report(string method, int texts, int topics)
    {
        string[] kinds = ["my card was declined in the shop", "the parcel is late again"];
        Write(500, i => kinds[i % texts]);
        Analyze("--method", method);
        Assert.Equal(topics, Topics().GetArrayLength());
        Assert.Contains($"{topics} topic{(topics == 1 ? "" : "s")} for {texts} distinct text", _run.Error);
        Assert.True(File.Exists(Path.Combine(_run.Folder, "w", "reports", "report.html")));
        Assert.Equal(topics == 0, _run.Error.Contains("warning: 100.0% of the tickets are in no topic (hint: --method", StringComparison.Ordinal));
        Assert.Equal(topics > 0, _run.Error.Contains("earshot topic 0 -w w ", StringComparison.Ordinal));
        if (topics > 0) return;
        string[] columns = Columns();
        Assert.Contains("None: nowhere are enough texts close together.", File.ReadAllText(Path.Combine(_run.Folder, "w", "reports", "summary.txt")));
        Assert.Equal(2, _run.Run("topics", "rename", "0", "x", "-w", "w", "--quiet"));
        Assert.Equal("error: there is no topic 0\n\nhint: `earshot topics` lists those there are\n", _run.Error);

        // a query that is saved works with topics and without
        Assert.True(_run.Run("run", "-w", "w", "--method", "graph") == 0, _run.Error);
        Assert.Equal(Columns(), columns);
    }

    private string[] Columns()
    {
        Assert.True(_run.Run("sql", "DESCRIBE topics", "-w", "w", "--json") == 0, _run.Error);
        using var rows = JsonDocument.Parse(_run.Output);
        return [.. rows.RootElement.EnumerateArray().Select(row => row.GetProperty("column_name").GetString()!)];
    }

    [Theory]
    [InlineData("hdbscan", "--method umap-hdbscan lays texts out before it looks for dense spots, --method graph leaves no ticket out")]
    [InlineData("umap-hdbscan", "--method graph leaves no ticket out")]
    public void Fewer_tickets_than_a_cluster_needs_are_in_no_topic_and_another_method_is_named(string method, string hint)
    {
        Write(4, i => Tickets.Message(i));
        Analyze("--method", method);
        Assert.Contains($"warning: 100.0% of the tickets are in no topic (hint: {hint})", _run.Error);
        Assert.Contains("· No topic was found: nowhere are enough texts close together.", _run.Error);
    }

    [Fact]
    public void One_giant_topic_is_warned_of_and_so_is_a_giant_cluster()
    {
        Write(240, i => i < 210 ? $"my card number {i} was declined in the shop" : $"the parcel with the red shoes number {i} has not been delivered to my house");
        Analyze("--method", "hdbscan");
        Assert.Matches(@"warning: topic \d+ alone holds \d\d\.\d% of the tickets \(hint: --method umap-hdbscan", _run.Error);
        Assert.Equal(0, _run.Run("cluster", "-w", "w", "--min-cluster-size", "20"));
        Assert.Matches(@"warning: root\.0 holds \d\d\.\d% of the texts \(hint: --recursive-depth 2 divides it again\)", _run.Error);
        Assert.Matches("^cluster +tickets +of its parent +name", _run.Output);
        Assert.Contains("of its parent: share of the different texts of the cluster that it lies within\n", _run.Error);
    }

    [Fact]
    public void Five_hundred_equal_texts_are_no_two_clusters()
    {
        Write(500, _ => "my card was declined in the shop");
        Analyze();
        Assert.Equal(3, _run.Run("cluster", "-w", "w", "--quiet"));
        Assert.Equal(
            "error: 1 different text is too few for two clusters of at least 100 each\n\nhint: read more tickets, or a wider range of days\n", _run.Error);
    }

    [Fact]
    public void Many_more_topics_than_the_texts_fall_apart_into_are_told_as_fewer()
    {
        Write(200, i => Tickets.Message(i));
        Analyze("--topics", "5000");
        Assert.Matches(
            @"warning: \d+ topics, and about 5,000 were asked for: 200 distinct texts fall apart into no more \(hint: --clusters N cuts them into as many", _run.Error);
        Assert.Equal(0, _run.Run("run", "-w", "w", "--topics", "12"));
        Assert.DoesNotContain("warning", _run.Error);
    }

    [Fact]
    public void No_number_of_topics_goes_back_to_as_many_as_the_texts_have()
    {
        Write(200, i => Tickets.Message(i));
        Analyze("--topics", "12");
        Assert.Equal(2, _run.Run("run", "-w", "w", "--method", "kmeans", "--quiet"));
        Assert.StartsWith("error: --topics is for --method graph, and the method is kmeans: use --clusters; --topics 0 takes it back\n", _run.Error);
        Assert.True(_run.Run("run", "-w", "w", "--topics", "0") == 0, _run.Error);
        string manifest = Assert.Single(Directory.GetFiles(Path.Combine(_run.Folder, "w"), "topic_model.manifest.json", SearchOption.AllDirectories));
        Assert.Contains("\"topics\": \"by the texts\"", File.ReadAllText(manifest));
        Assert.True(_run.Run("run", "-w", "w", "--method", "kmeans", "--topics", "0") == 0, _run.Error);
    }

    [Theory]
    [InlineData("analyze tickets.csv -w w --method kmeans --topics 5")]
    [InlineData("analyze tickets.csv -w w --clusters 5 --topics 5")]
    [InlineData("demo -w w --method hdbscan --topics 5")]
    [InlineData("init -w w --method kmeans --topics 5")]
    public void Options_that_contradict_each_other_are_refused_before_anything_is_made(string line)
    {
        Write(20, i => Tickets.Message(i));
        Assert.Equal(2, _run.Run(line.Split(' ')));
        Assert.StartsWith("error: --topics is for --method graph, and the method is ", _run.Error);
        Assert.False(Directory.Exists(Path.Combine(_run.Folder, "w")));
    }

    [Theory]
    [InlineData("cluster --metric foo", "error: unknown option '--metric'\n\nhint: did you mean '--hdbscan-metric'? 'earshot cluster --help' explains the command\n")]
    [InlineData("analyze tickets.csv --method hdbskan", "it must be graph, kmeans, hdbscan or umap-hdbscan; did you mean hdbscan?\n")]
    public void A_near_miss_leads_to_what_may_be_meant(string line, string told)
    {
        Write(20, i => Tickets.Message(i));
        Assert.Equal(2, _run.Run(line.Split(' ')));
        Assert.Contains(told, _run.Error);
    }

    private void Write(int tickets, Func<int, string> text) => _run.Write(
        "tickets.csv", "id,created_at,message\n" + string.Concat(Enumerable.Range(0, tickets).Select(i => $"T-{i},2026-01-{1 + (i % 28):00},\"{text(i)}\"\n")));

    private void Analyze(params string[] options) =>
        Assert.True(_run.Run(["analyze", "tickets.csv", "-w", "w", "--with", "student", .. options]) == 0, _run.Error);

    private JsonElement Topics() =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_run.Folder, "w", "gold", "analysis", "analysis.json"))).RootElement.GetProperty("topics");
}
