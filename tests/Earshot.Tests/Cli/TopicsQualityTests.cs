using System.Text.Json;
using Earshot.Tests.EndToEnd;

namespace Earshot.Tests.Cli;

public sealed class TopicsQualityTests : IDisposable
{
    private readonly CommandRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Each_topic_is_told_in_figures_and_in_a_word_and_a_sentence_says_what_they_mean()
    {
        Analyse();
        Assert.Equal(0, _run.Run("topics", "quality", "-w", "w"));
        Assert.Matches("^topic +name +tickets +unclear +distance +silhouette +stability +quality\n", _run.Output);
        Assert.Matches(@"\n\d+ topics: [\d a-z,]+; [\d.<]+% of their tickets may as well belong to another topic \(silhouette of all: -?0\.\d\d\)\.\n", _run.Output);
        Assert.Contains("Found again in other samples of the same texts, ", _run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_holds_the_same_figures_as_the_analysis_and_the_stability_beside_them()
    {
        Analyse();
        Assert.Equal(0, _run.Run("topics", "quality", "-w", "w", "--json"));
        using JsonDocument quality = JsonDocument.Parse(_run.Output);
        using JsonDocument analysis = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_run.Folder, "w", "gold", "analysis", "analysis.json")));
        Assert.Equal("graph", quality.RootElement.GetProperty("method").GetString());
        Assert.InRange(quality.RootElement.GetProperty("stability").GetDouble(), 0.3, 1);
        JsonElement[] shown = [.. quality.RootElement.GetProperty("topics").EnumerateArray()], counted = [.. analysis.RootElement.GetProperty("topics").EnumerateArray()];
        Assert.Equal(counted.Length, shown.Length);
        foreach ((JsonElement topic, JsonElement summary) in shown.Zip(counted))
        {
            foreach (string property in new[] { "topic_id", "name", "count", "outlier_ratio", "silhouette", "clarity" })
                Assert.Equal(summary.GetProperty(property).ToString(), topic.GetProperty(property).ToString());
            Assert.Equal(1 - summary.GetProperty("mean_similarity").GetDouble(), topic.GetProperty("mean_distance").GetDouble(), 1e-12);
            Assert.Equal(summary.GetProperty("unclear").GetDouble() / summary.GetProperty("count").GetDouble(), topic.GetProperty("outlier_ratio").GetDouble(), 1e-12);
            Assert.InRange(topic.GetProperty("stability").GetDouble(), 0, 1);
            Assert.Contains(topic.GetProperty("clarity").GetString(), new[] { "clear", "fair", "loose" });
        }
    }

    [Fact]
    public void Topics_of_k_means_are_told_without_stability_and_with_what_would_tell_it()
    {
        Analyse("--method", "kmeans");
        Assert.Equal(0, _run.Run("topics", "quality", "-w", "w", "--json"));
        using JsonDocument quality = JsonDocument.Parse(_run.Output);
        Assert.Equal(JsonValueKind.Null, quality.RootElement.GetProperty("stability").ValueKind);
        JsonElement topic = quality.RootElement.GetProperty("topics")[0];
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (topic.GetProperty("stability").ValueKind, topic.GetProperty("outlier_ratio").ValueKind));
        Assert.Equal(JsonValueKind.Number, topic.GetProperty("silhouette").ValueKind);
        Assert.Contains("`earshot run --method graph`", _run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_of_a_topic_and_the_report_tell_its_quality()
    {
        Analyse();
        Assert.Equal(0, _run.Run("topic", "0", "-w", "w"));
        Assert.Matches(@"\n(clear|fair|loose): [\d.<]+% of its tickets may as well belong to another topic, mean distance to the centre 0\.\d\d, silhouette -?0\.\d\d\n", _run.Output);
        Assert.Equal(0, _run.Run("report", "-w", "w"));
        string html = File.ReadAllText(Path.Combine(_run.Folder, "w", "reports", "report.html"));
        Assert.Contains("Topics by how far their tickets belong together", html, StringComparison.Ordinal);
        Assert.Matches(@"(Clear|Fair|Loose): [\d.&lt;]+% of its tickets may as well", html);
    }

    private void Analyse(params string[] options)
    {
        _run.Write("tickets.csv", Tickets.Csv(600));
        Assert.True(_run.Run(["analyze", "tickets.csv", "-w", "w", .. options]) == 0, _run.Error);
    }
}
