using System.Text.Json;
using Earshot.Tests.EndToEnd;

namespace Earshot.Tests.Cli;

/// <summary>The ways to find topics, and the dial that says how finely they are told apart.</summary>
public sealed class TopicMethodTests : IDisposable
{
    private readonly CommandRun _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData("graph", "graph")]
    [InlineData("kmeans", "k-means")]
    [InlineData("hdbscan", "hdbscan")]
    [InlineData("umap-hdbscan", "umap-hdbscan")]
    public void Every_method_takes_a_file_all_the_way_to_a_report(string method, string told)
    {
        Analyse("--method", method);
        using JsonDocument analysis = Analysis();
        JsonElement root = analysis.RootElement;
        Assert.Equal(told, root.GetProperty("processing").GetProperty("method").GetString());
        long inTopics = root.GetProperty("topics").EnumerateArray().Sum(topic => topic.GetProperty("count").GetInt64());
        Assert.Equal(600, inTopics + root.GetProperty("counts").GetProperty("without_topic").GetInt64());
        Assert.Equal(0, _run.Run("plan", "-w", "w"));
        Assert.StartsWith("nothing to do", _run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_dial_shows_another_level_of_the_same_fit_without_finding_topics_again()
    {
        Analyse();
        int normal = Topics();
        Assert.Equal(0, _run.Run("run", "-w", "w", "--detail", "fine"));
        Assert.Contains("built 2 partitions", _run.Error);
        int fine = Topics();
        Assert.Equal(0, _run.Run("run", "-w", "w", "--detail", "coarse"));
        Assert.Contains("built 2 partitions", _run.Error);
        Assert.True(Topics() <= normal && normal <= fine, $"coarse {Topics()}, normal {normal}, fine {fine}");
        Assert.Equal(0, _run.Run("sql", "SELECT count(*) AS n FROM assignments WHERE topic_path = CAST(topic_id AS VARCHAR) AND membership BETWEEN 0 AND 1", "-w", "w", "--json"));
        Assert.Contains("600", _run.Output);
    }

    [Fact]
    public void About_as_many_topics_come_as_are_asked_for()
    {
        Analyse("--topics", "6");
        Assert.InRange(Topics(), 5, 7);
    }

    [Theory]
    [InlineData("--topics is for --method graph, and the method is kmeans: use --clusters", "--topics", "6", "--method", "kmeans")]
    [InlineData("graph, kmeans, hdbscan or umap-hdbscan", "--method", "dbscan")]
    [InlineData("coarse, normal or fine", "--detail", "finest")]
    public void A_method_or_a_dial_that_does_not_exist_is_refused_with_what_does(string told, params string[] options)
    {
        _run.Write("tickets.csv", Tickets.Csv(600));
        Assert.Equal(2, _run.Run(["analyze", "tickets.csv", "-w", "w", .. options]));
        Assert.Contains(told, _run.Error);
    }

    [Fact]
    public void More_topics_than_there_are_texts_are_as_many_as_the_texts_allow()
    {
        _run.Write("tickets.csv", Tickets.Csv(30));
        Assert.Equal(0, _run.Run("analyze", "tickets.csv", "-w", "w", "--topics", "500"));
        Assert.InRange(Topics(), 1, 30);
    }

    [Fact]
    public void Texts_outside_the_sample_join_the_topics_of_their_neighbours()
    {
        Analyse("--topic-sample", "100", "--rows-per-partition", "150");
        Assert.Equal(0, _run.Run("sql", "SELECT count(*) AS n FROM topic_model", "-w", "w", "--json"));
        Assert.Contains("100", _run.Output);
        using JsonDocument analysis = Analysis();
        long inTopics = analysis.RootElement.GetProperty("topics").EnumerateArray().Sum(topic => topic.GetProperty("count").GetInt64());
        Assert.InRange(inTopics, 570, 600);
    }

    private void Analyse(params string[] options)
    {
        _run.Write("tickets.csv", Tickets.Csv(600));
        Assert.True(_run.Run(["analyze", "tickets.csv", "-w", "w", .. options]) == 0, _run.Error);
    }

    private int Topics()
    {
        using JsonDocument analysis = Analysis();
        return analysis.RootElement.GetProperty("topics").GetArrayLength();
    }

    private JsonDocument Analysis() => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_run.Folder, "w", "gold", "analysis", "analysis.json")));
}
