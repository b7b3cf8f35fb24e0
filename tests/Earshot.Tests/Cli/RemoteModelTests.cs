using Earshot.CommandLine;
using Earshot.Connectors.Embeddings;
using Earshot.Sessions;

namespace Earshot.Tests.Cli;

public sealed class RemoteModelTests
{
    [Fact]
    public void Every_setting_reaches_the_service()
    {
        RemoteEmbeddingOptions options = Options(run =>
        {
            run.Environment["EMBED__KEY"] = "from-the-environment";
            run.Write(".env", "EMBED__MODEL=bge-m3\n");
            run.Write("mine.json", """
                { "embed": { "url": "http://localhost:4000", "deployment": "alias", "api_version": "1", "dimensions": 256, "workers": 2, "request_items": 3, "request_tokens": 400,
                  "item_tokens": 50, "timeout": 6, "mask": false, "price": 0.02, "max_cost": 1.5, "max_tokens": 7 } }
                """);
        }, "--config", "mine.json");
        RemoteEmbeddingOptions expected = new()
        {
            Address = "http://localhost:4000",
            Key = "from-the-environment",
            Model = "bge-m3",
            Deployment = "alias",
            ApiVersion = "1",
            Dimensions = 256,
            Workers = 2,
            RequestItems = 3,
            RequestTokens = 400,
            ItemTokens = 50,
            Timeout = TimeSpan.FromSeconds(6),
            Mask = false,
            Price = 0.02m,
            MaxCost = 1.5m,
            MaxTokens = 7,
            JitterSeed = options.JitterSeed,
        };
        Assert.Equal(expected, options);
    }

    [Fact]
    public void Settings_that_nobody_gave_are_the_defaults_of_the_library() =>
        Assert.Equal(new RemoteEmbeddingOptions { Key = "k" }, Options(run => run.Environment["EMBED__KEY"] = "k") with { JitterSeed = 0 });

    [Theory]
    [InlineData(null, null, "https://api.openai.com/v1", "openai")]
    [InlineData(null, "http://localhost:4000/v1", "http://localhost:4000/v1", "openai")]
    [InlineData("https://api.openai.com/v1", "http://localhost:4000/v1", "https://api.openai.com/v1", "openai")]
    [InlineData("https://elsewhere.example/v1", null, "https://elsewhere.example/v1", "")]
    [InlineData("https://elsewhere.example/v1", "http://localhost:4000/v1", "https://elsewhere.example/v1", "")]
    public void The_key_of_OpenAI_goes_to_no_service_that_it_is_not_for(string? url, string? foreign, string expectedUrl, string expectedKey)
    {
        RemoteEmbeddingOptions options = Options(run =>
        {
            run.Write(".env", "OPENAI_API_KEY=openai\n");
            if (url is not null) run.Environment["EMBED__URL"] = url;
            if (foreign is not null) run.Environment["OPENAI_BASE_URL"] = foreign;
        });
        Assert.Equal((expectedUrl, expectedKey), (options.Address, options.Key));
    }

    [Fact]
    public void OpenAI_without_a_key_is_not_asked()
    {
        using CommandRun run = new();
        Assert.Equal(2, run.RunWork(invocation => RemoteModel.FromSettings(invocation).Dimensions));
        Assert.Equal("""
            error: there is no key for api.openai.com

            hint: set EMBED__KEY or OPENAI_API_KEY in the environment or in .env; another service, such as Ollama on this machine, is named by embed.url

            """, run.Error);
    }

    [Fact]
    public void A_key_over_plain_http_is_warned_of_and_never_shown()
    {
        using CommandRun run = new();
        run.Environment["EMBED__URL"] = "http://models.lan/v1";
        run.Environment["EMBED__KEY"] = "hunter2";
        Assert.Equal(0, run.RunWork(Make));
        Assert.Equal("warning: the key and the texts go to models.lan over http, which anybody on the way can read; use https\n", run.Error);
        Assert.Equal(0, run.Run("config"));
        Assert.DoesNotContain("hunter2", run.Output + run.Error);

        static int Make(Invocation invocation)
        {
            using RemoteEmbeddingModel model = RemoteModel.FromSettings(invocation);
            return 0;
        }
    }

    private static RemoteEmbeddingOptions Options(Action<CommandRun> prepare, params string[] arguments)
    {
        using CommandRun run = new();
        prepare(run);
        RemoteEmbeddingOptions? options = null;
        int code = run.RunWork(
            invocation =>
            {
                options = RemoteModel.Options(invocation);
                return 0;
            },
            arguments);
        Assert.True(code == 0, run.Error);
        return options!;
    }
}
