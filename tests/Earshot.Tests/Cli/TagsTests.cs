using System.Text.Json;
using Earshot.Tests.Connectors.Chat;
using Earshot.Tests.Connectors.Embeddings;
using Earshot.Tests.EndToEnd;

namespace Earshot.Tests.Cli;

public sealed class TagsTests : IDisposable
{
    private readonly CommandRun _run = new();

    public TagsTests() => _run.Write("tickets.csv", Tickets.Csv(200));

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Tickets_are_tagged_by_what_they_mean_without_any_model()
    {
        Analyse();
        Run("tags", "--json");
        JsonElement shown = JsonDocument.Parse(_run.Output).RootElement;
        Dictionary<string, int> counts = shown.GetProperty("tags").EnumerateArray().ToDictionary(tag => tag.GetProperty("tag").GetString()!, tag => tag.GetProperty("tickets").GetInt32());
        Assert.Equal(200, shown.GetProperty("tickets").GetInt32());
        Assert.InRange(counts["password"], 25, 50); // one of eight subjects
        Assert.InRange(counts["parcel"], 25, 75);
        Assert.Equal(0, counts["astronomy"]);
        Run("sql", "SELECT count(DISTINCT ticket_id) AS wrong FROM tags JOIN tickets USING (ticket_id) WHERE tag = 'password' AND message_text NOT LIKE '%password%'", "--json");
        Assert.Equal(0, int.Parse(JsonDocument.Parse(_run.Output).RootElement[0].GetProperty("wrong").ToString()));
        Run("tags");
        Assert.Contains("astronomy", _run.Output);
    }

    [Fact]
    public void Another_threshold_builds_the_tags_alone_again_and_no_categories_build_none()
    {
        Analyse();
        Run("plan", "--set", "tags.threshold=0.7");
        Assert.Equal(["tags"], _run.Output.Split('\n').Where(line => line.Contains("partition_")).Select(line => line.TrimStart().Split(' ', '/')[0]).Distinct());
        File.Delete(Path.Combine(_run.Folder, "tickets.earshot", "earshot.json"));
        Assert.Equal(2, _run.Run("tags", "-w", Path.Combine(_run.Folder, "tickets.earshot")));
        Assert.StartsWith("error: there are no categories to tag tickets with\n", _run.Error);
        Run("plan", "--set", "embed.with=student");
        Assert.DoesNotContain("tags", _run.Output);
    }

    [Fact]
    public void A_model_tags_the_texts_that_it_has_not_seen_and_its_tags_count_first()
    {
        Analyse();
        using FakeService service = new((request, _) => FakeChat.Says(JsonSerializer.Serialize(new
        {
            tickets = JsonDocument.Parse(request.Content(1)[request.Content(1).IndexOf('{')..]).RootElement.GetProperty("tickets").EnumerateArray()
                .Select(ticket => new { number = ticket.GetProperty("number").GetInt32(), tags = new[] { "astronomy" } }),
        })));
        _run.Environment["LABEL__LOCAL_URL"] = service.Address;
        _run.Environment["LABEL__LOCAL_MODEL"] = "small";
        Run("tags", "--with-model", "--limit", "30", "--json");
        Assert.Equal([20, 10], service.Seen.Select(request => request.Content(1).Split("\"number\"").Length - 1));
        JsonElement shown = JsonDocument.Parse(_run.Output).RootElement;
        Assert.Equal(30, shown.GetProperty("asked").GetProperty("tagged").GetInt32());
        Assert.Equal(30, shown.GetProperty("tags").EnumerateArray().Single(tag => tag.GetProperty("tag").GetString() == "astronomy").GetProperty("tickets").GetInt32());

        // killed in the middle of a line: that text alone is asked for again
        string file = Path.Combine(_run.Folder, "tickets.earshot", "labels", "tags.jsonl");
        File.WriteAllText(file, File.ReadAllText(file)[..^20]);
        Run("tags", "--with-model", "--limit", "1");
        Assert.Contains("tags: 1 text of 1 tagged; 1 call", _run.Error);
        Assert.DoesNotContain("invoice", File.ReadAllText(file));
    }

    [Fact]
    public void A_model_that_is_down_leaves_the_tags_by_similarity()
    {
        Analyse();
        using FakeService service = new((_, _) => new Reply("no", 403));
        _run.Environment["LABEL__LOCAL_URL"] = service.Address;
        _run.Environment["LABEL__LOCAL_MODEL"] = "small";
        Run("tags", "--with-model");
        Assert.Equal(3, service.Seen.Count);
        Assert.Contains("warning: 200 texts got no tags by the model: the chat service at ", _run.Error);
        Assert.Contains("password", _run.Output);
    }

    private void Analyse()
    {
        _run.Write("tickets.earshot/workspace.json", """{ "format": 1 }""");
        _run.Write("tickets.earshot/earshot.json", """
            { "embed": { "with": "student" }, "topics": { "clusters": 4 },
              "tags": { "categories": { "password": ["my password is wrong"], "parcel": ["the parcel never arrived", "delivery took far too long"], "astronomy": ["telescopes and the rings of Saturn"] } } }
            """);
        Run("analyze", "tickets.csv", "--quiet");
    }

    private void Run(params string[] arguments)
    {
        int code = _run.Run([.. arguments, "--workspace", Path.Combine(_run.Folder, "tickets.earshot")]);
        Assert.True(code == 0, _run.Error);
    }
}
