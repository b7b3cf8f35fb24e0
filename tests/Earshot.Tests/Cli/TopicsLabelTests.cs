using System.Text.Json;
using Earshot.Connectors.Chat;
using Earshot.Sessions;
using Earshot.Tests.Connectors.Chat;
using Earshot.Tests.Connectors.Embeddings;
using Earshot.Tests.EndToEnd;

namespace Earshot.Tests.Cli;

/// <summary>`earshot topics label` on a small file, with a service that does what a test says.</summary>
public sealed class TopicsLabelTests : IDisposable
{
    private const string Key = "sk-proj-Zm9vYmFyYmF6cXV4-0123456789";
    private const int Topics = 6;
    private readonly CommandRun _run = new();

    public TopicsLabelTests()
    {
        _run.Write("tickets.csv", Tickets.Csv(400));
        Run("analyze", "tickets.csv", "--clusters", $"{Topics}", "--with", "student", "--quiet");
    }

    public void Dispose() => _run.Dispose();

    [Fact]
    public void Every_topic_gets_its_title_wherever_it_is_shown_and_a_second_run_asks_nothing()
    {
        using FakeService service = Good();
        Use(service);
        Run("topics", "label", "--set", "label.price_in=1", "--set", "label.price_out=10");
        Assert.Contains($"labels: {Topics} topics named, 0 before; {Topics} calls, 1,800 tokens asked, 240 answered, cost 0.0042\n", _run.Error);
        Assert.Contains("Question 0", _run.Output);

        Run("topics", "--json");
        JsonElement[] topics = [.. JsonDocument.Parse(_run.Output).RootElement.EnumerateArray()];
        Assert.Equal(Enumerable.Range(0, Topics).Select(number => $"Question {number}"), topics.Select(topic => topic.GetProperty("name").GetString()!.Replace("Mixed: ", "")));
        Assert.All(topics, topic => Assert.Equal("finance", topic.GetProperty("category").GetString()));
        Run("topic", "Question 2");
        Assert.StartsWith("Question 2\nCards that work elsewhere are declined.\n", _run.Output);
        Assert.Contains("label: category finance, high impact, no sign that people would pay for a solution, automatic name ", _run.Output);
        Run("report");
        string report = File.ReadAllText(Workspace("reports", "report.html"));
        Assert.Contains("<bdi>Question 2</bdi>", report);
        Assert.Contains("<span class=\"about\"><bdi>Cards that work elsewhere are declined.</bdi></span>", report);
        Assert.Contains(",finance,high,false,Cards that work elsewhere are declined.\r\n", File.ReadAllText(Workspace("reports", "topics.csv")));

        service.Dispose();
        Run("topics", "label");
        Assert.Contains("every topic has a label", _run.Error);
        Run("plan");
        Assert.StartsWith("nothing to do", _run.Output); // labels make nothing stale
    }

    [Fact]
    public void A_run_that_was_killed_goes_on_with_what_is_missing()
    {
        using FakeService service = Good();
        Use(service);
        Run("topics", "label");
        string[] lines = File.ReadAllLines(Labels);
        File.WriteAllText(Labels, string.Join('\n', lines[..3]) + "\n" + lines[3][..40]);
        Run("topics", "label");
        Assert.Equal(Topics + 3, service.Seen.Count);
        Assert.Equal(Topics, File.ReadAllLines(Labels).Length);
        Assert.Contains("labels: 3 topics named, 3 before; 3 calls", _run.Error);
    }

    [Fact]
    public void A_service_that_stops_in_the_middle_leaves_names_and_the_next_run_asks_for_the_rest_alone()
    {
        using (FakeService service = new((_, number) => number < 2 ? FakeChat.Says(FakeChat.Label($"Question {number}")) : new Reply("no", 403)))
        {
            Use(service);
            Run("topics", "label");
            Assert.Equal(2 + 3, service.Seen.Count); // after three failures in a row it is left alone
            Assert.Contains(
                $"warning: 4 topics keep their names, since no label came: the chat service at {new Uri(service.Address).Authority} failed: 403: no "
                + $"(hint: `earshot topics label --workspace {Workspace()}` asks for what is missing alone)",
                _run.Error);
        }

        Run("topics", "--json");
        Assert.Equal(4, JsonDocument.Parse(_run.Output).RootElement.EnumerateArray().Count(topic => topic.TryGetProperty("label_failed", out JsonElement failed) && failed.GetBoolean()));

        using FakeService well = Good();
        Use(well);
        Run("topics", "label", "--json");
        JsonElement outcome = JsonDocument.Parse(_run.Output).RootElement;
        Assert.Equal((4, 4, 2, 0), (well.Seen.Count, outcome.GetProperty("topics").GetArrayLength(), outcome.GetProperty("reused").GetInt32(), outcome.GetProperty("left").GetInt32()));
        Run("topics", "--json");
        Assert.DoesNotContain("label_failed", _run.Output);
    }

    [Fact]
    public void A_service_that_is_not_there_fails_nothing_but_the_labels()
    {
        FakeService gone = Good();
        Use(gone);
        gone.Dispose();
        Run("topics", "label");
        Assert.Contains($"labels: 0 topics named, 0 before; 3 calls, 0 tokens asked", _run.Error);
        Assert.Contains("it can't be reached: Connection refused", _run.Error);
        Run("topics");
        Assert.DoesNotContain("Question", _run.Output);
    }

    [Fact]
    public void Caps_and_a_limit_stop_the_asking_and_mark_nothing_as_failed()
    {
        using FakeService service = Good();
        Use(service);
        Run("topics", "label", "--set", "label.max_calls=2");
        Assert.Contains("warning: 4 topics not asked for: the cap on calls, 2, is reached", _run.Error);
        Run("topics", "label", "--limit", "1");
        Assert.DoesNotContain("warning", _run.Error);
        Assert.Equal(3, service.Seen.Count);
        Assert.DoesNotContain("\"label_failed\":true", File.ReadAllText(Labels));
    }

    [Fact]
    public void A_label_can_be_dropped_and_is_asked_for_again()
    {
        using FakeService service = Good();
        Use(service);
        Run("topics", "label");
        Run("topics", "--json");
        int topic = JsonDocument.Parse(_run.Output).RootElement[2].GetProperty("topic_id").GetInt32();
        Run("topics", "label", "--forget", $"{topic}");
        Assert.StartsWith($"topic {topic} is called ", _run.Error);
        Run("topics");
        Assert.DoesNotContain("Question 2", _run.Output);
        Assert.Equal(2, _run.Run("topics", "label", "--forget", $"{topic}", "-w", Workspace()));
        Assert.StartsWith($"error: topic {topic} has no label\n", _run.Error);
        Run("topics", "label");
        Assert.Equal(Topics + 1, service.Seen.Count);
    }

    [Fact]
    public void Without_a_service_the_settings_are_named_and_a_dry_run_shows_the_question()
    {
        Assert.Equal(2, _run.Run("topics", "label", "-w", Workspace()));
        Assert.StartsWith("error: no language model is set that could name topics\n\nhint: one of your own: LABEL__LOCAL_MODEL=llama3.2 ", _run.Error);
        Run("topics", "label", "--dry-run");
        Assert.Contains("no model is set", _run.Output);
        Assert.Contains("this would be sent:\n\nYou name topics that were found in customer tickets", _run.Output);
        Assert.Contains("\"tickets_in_topic\": ", _run.Output);
        Assert.False(File.Exists(Labels));
    }

    [Fact]
    public void The_key_is_in_no_file_and_in_no_line()
    {
        using FakeService service = new((_, _) => new Reply($"{{\"error\":\"bad key {Key}\"}}", 401));
        Use(service);
        _run.Environment["LABEL__KEY"] = Key;
        Run("topics", "label");
        Assert.Contains("401: bad key [key]", _run.Error);
        Assert.Equal("Bearer " + Key, service.Seen[0].Headers["Authorization"]);
        Assert.DoesNotContain(Key, _run.Error + _run.Output);
        Assert.All(Directory.EnumerateFiles(Workspace(), "*", SearchOption.AllDirectories), file => Assert.DoesNotContain(Key, File.ReadAllText(file)));
        Run("config");
        Assert.DoesNotContain(Key, _run.Output);
    }

    [Fact]
    public void Every_setting_reaches_the_services()
    {
        _run.Write("mine.json", """
            { "label": { "local_url": "http://gpu.lan:8000/v1", "local_model": "near", "url": "https://gateway.example/v1", "key": "k", "model": "far", "deployment": "alias",
              "api_version": "1", "timeout": 7, "price_in": 0.5, "price_out": 2, "max_cost": 1 } }
            """);
        (ChatServiceOptions? Local, ChatServiceOptions? Remote) options = default;
        Assert.Equal(0, _run.RunWork(
            invocation =>
            {
                options = (LabelServices.LocalOptions(invocation), LabelServices.RemoteOptions(invocation));
                return 0;
            },
            "--config", "mine.json"));
        Assert.Equal(
            new ChatServiceOptions { Address = "http://gpu.lan:8000/v1", Model = "near", Timeout = TimeSpan.FromSeconds(7), Settings = "label.local_", JitterSeed = options.Local!.JitterSeed },
            options.Local);
        ChatServiceOptions remote = new()
        {
            Address = "https://gateway.example/v1",
            Key = "k",
            Model = "far",
            Deployment = "alias",
            ApiVersion = "1",
            Timeout = TimeSpan.FromSeconds(7),
            PriceIn = 0.5m,
            PriceOut = 2,
            JitterSeed = options.Remote!.JitterSeed,
        };
        Assert.Equal(remote, options.Remote);
    }

    [Theory]
    [InlineData("LABEL__URL", "http://localhost:1", "label.url is set, but no model there")]
    [InlineData("LABEL__LOCAL_URL", "http://localhost:1", "label.local_url is set, but no model there")]
    [InlineData("LABEL__MODEL", "m", "there is no key for api.openai.com")]
    [InlineData("LABEL__CATEGORIES", "a, A", "the list of categories has 'a' twice")]
    public void Settings_that_can_not_work_are_told_before_anything_is_asked(string variable, string value, string error)
    {
        _run.Environment[variable] = value;
        Assert.Equal(2, _run.Run("topics", "label", "-w", Workspace()));
        Assert.StartsWith($"error: {error}", _run.Error);
    }

    private string Labels => Workspace("labels", "labels.jsonl");

    private string Workspace(params string[] parts) => Path.Combine([_run.Folder, "tickets.earshot", .. parts]);

    private static FakeService Good() => new((_, number) => FakeChat.Says(FakeChat.Label($"Question {number}")));

    private void Use(FakeService service)
    {
        _run.Environment["LABEL__URL"] = service.Address;
        _run.Environment["LABEL__MODEL"] = "large";
    }

    private void Run(params string[] arguments)
    {
        int code = _run.Run([.. arguments, "--workspace", Workspace()]);
        Assert.True(code == 0, _run.Error);
    }
}
