using Earshot.Connectors.Chat;
using Earshot.Core;
using Earshot.Tests.Connectors.Embeddings;
using Microsoft.Extensions.AI;

namespace Earshot.Tests.Connectors.Chat;

public sealed class ChatServiceTests
{
    private const string Key = "sk-proj-Zm9vYmFyYmF6cXV4-0123456789";
    private static readonly ChatMessage[] Question = [new(ChatRole.System, "Be brief."), new(ChatRole.User, "Why?")];
    private static readonly System.Text.Json.JsonElement Schema = System.Text.Json.JsonElement.Parse("""{"type":"object"}""");
    private static readonly ChatOptions Strict = new() { Temperature = 0, MaxOutputTokens = 77, ResponseFormat = ChatResponseFormat.ForJsonSchema(Schema, "answer") };

    private readonly SkippingClock _clock = new();
    private readonly List<string> _notices = [];

    [Fact]
    public async Task A_question_is_sent_as_the_protocol_has_it()
    {
        using FakeService service = new((_, _) => FakeChat.Says("Because."));
        ChatBudget budget = new();
        ChatResponse response = await Ask(service, budget: budget);
        Assert.Equal(("Because.", "small-2026", ChatFinishReason.Stop, 300L, 40L), (response.Text, response.ModelId, response.FinishReason, response.Usage!.InputTokenCount, response.Usage.OutputTokenCount));
        SeenRequest request = Assert.Single(service.Seen);
        Assert.Equal(("/v1/chat/completions", "Bearer " + Key), (request.Target, request.Headers["Authorization"]));
        Assert.Equal(
            """{"model":"small","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Why?"}],"max_tokens":77,"temperature":0,"response_format":{"type":"json_schema","json_schema":{"name":"answer","strict":true,"schema":{"type":"object"}}}}""",
            request.Body);
        Assert.Equal(new ChatUsage(1, 0, 300, 40, 300 * 0.5m / 1_000_000 + 40 * 2m / 1_000_000), budget.Usage);
    }

    [Theory]
    [InlineData("", "/v1/chat/completions", "Authorization")]
    [InlineData("2024-10-21", "/v1/openai/deployments/ours/chat/completions?api-version=2024-10-21", "api-key")]
    public async Task Azure_is_asked_by_deployment_and_with_its_own_header(string version, string target, string header)
    {
        using FakeService service = new((_, _) => FakeChat.Says("Because."));
        await Ask(service, o => o with { ApiVersion = version, Deployment = "ours" });
        SeenRequest request = Assert.Single(service.Seen);
        Assert.Equal(target, request.Target);
        Assert.Contains(header, request.Headers.Keys);
        Assert.Equal("ours", request.Json.GetProperty("model").GetString());
    }

    [Fact]
    public async Task A_service_that_does_not_know_schemas_is_asked_for_JSON_then_by_words_and_this_is_remembered()
    {
        using FakeService service = new((request, _) => request.Form() switch
        {
            "json_schema" => new Reply("""{"error":{"message":"Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model."}}""", 400),
            "json_object" => new Reply("""{"detail":[{"type":"extra_forbidden","loc":["body","response_format"],"msg":"Extra inputs are not permitted"}]}""", 422),
            _ => FakeChat.Says("Because."),
        });
        using ChatService chat = Open(service);
        Assert.Equal("Because.", (await chat.GetResponseAsync(Question, Strict)).Text);
        await chat.GetResponseAsync(Question, Strict);
        Assert.Equal(["json_schema", "json_object", "", ""], service.Seen.Select(request => request.Form()));
        Assert.Empty(_clock.Waits);
    }

    [Fact]
    public async Task Models_that_reason_are_asked_without_what_they_refuse()
    {
        using FakeService service = new((request, _) =>
            request.Json.TryGetProperty("max_tokens", out System.Text.Json.JsonElement _) ? new Reply("""{"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."}}""", 400)
            : request.Json.TryGetProperty("temperature", out System.Text.Json.JsonElement _) ? new Reply("""{"error":{"message":"'temperature' does not support 0 with this model."}}""", 400)
            : FakeChat.Says("Because."));
        Assert.Equal("Because.", (await Ask(service)).Text);
        Assert.Equal(77, service.Seen[^1].Json.GetProperty("max_completion_tokens").GetInt32());
        Assert.Equal(3, service.Seen.Count);
    }

    [Fact]
    public async Task A_refusal_that_is_about_nothing_optional_is_not_tried_again()
    {
        using FakeService service = new((_, _) => new Reply("""{"error":{"message":"model 'small' not found, try pulling it first"}}""", 400));
        ChatServiceException fault = await Assert.ThrowsAsync<ChatServiceException>(() => Ask(service));
        Assert.Equal($"the chat service at {Host(service)} failed: 400: model 'small' not found, try pulling it first", fault.Message);
        Assert.Single(service.Seen);
    }

    [Theory]
    [InlineData(429, "Retry-After: 7\r\n", 7)]
    [InlineData(429, "", 1)]
    [InlineData(503, "Retry-After: 3\r\n", 3)]
    [InlineData(500, "", 1)]
    [InlineData(529, "", 1)]
    public async Task What_may_pass_is_asked_again_when_the_service_says(int status, string headers, double seconds)
    {
        using FakeService service = new((_, number) => number == 0 ? new Reply("""{"error":{"message":"slow down"}}""", status, headers) : FakeChat.Says("Because."));
        ChatBudget budget = new();
        Assert.Equal("Because.", (await Ask(service, budget: budget)).Text);
        Assert.InRange(Assert.Single(_clock.Waits).TotalSeconds, seconds, seconds * 1.25 + 0.001);
        Assert.Equal((2, 1, 300), (budget.Usage.Calls, budget.Usage.Retries, budget.Usage.InputTokens)); // what was refused is not billed
    }

    [Theory]
    [InlineData("<html>Please sign in</html>")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"error\":{\"message\":\"model is loading\"}}")]
    [InlineData("{\"choices\":[]}")]
    [InlineData("{\"choices\":[null]}")]
    [InlineData("{\"choices\":[{\"message\":null}]}")]
    [InlineData("{\"choices\":\"none\"}")]
    [InlineData("{\"choices\":[{\"message\":{\"content\":\"\\ud800\"}}]}")]
    [InlineData("{\"choices\":[{\"mess")]
    public async Task An_answer_that_is_none_is_asked_for_again_and_then_given_up(string body)
    {
        using FakeService service = new((_, _) => new Reply(body));
        ChatServiceException fault = await Assert.ThrowsAsync<ChatServiceException>(() => Ask(service));
        Assert.StartsWith($"the chat service at {Host(service)} failed after 4 attempts: the answer can't be used: ", fault.Message);
        Assert.Equal(4, service.Seen.Count);
    }

    [Fact]
    public async Task An_answer_that_is_cut_on_the_way_is_asked_for_again()
    {
        using FakeService service = new((_, number) => FakeChat.Says("Because.") with { CutAfter = number == 0 ? 20 : -1 });
        Assert.Equal("Because.", (await Ask(service)).Text);
    }

    [Fact]
    public async Task A_service_that_does_not_answer_in_time_is_asked_twice_and_no_more()
    {
        using FakeService service = new(async (_, _) =>
        {
            await Task.Delay(Timeout.Infinite);
            return FakeChat.Says("");
        });
        ChatServiceException fault = await Assert.ThrowsAsync<ChatServiceException>(() => Ask(service, o => o with { Timeout = TimeSpan.FromSeconds(0.2) }));
        Assert.Equal($"the chat service at {Host(service)} failed after 2 attempts: no answer within 0.2 s", fault.Message);
        Assert.Equal(2, service.Seen.Count);
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_told_at_once_with_the_setting_to_check()
    {
        FakeService gone = new((_, _) => FakeChat.Says(""));
        gone.Dispose();
        ChatServiceException fault = await Assert.ThrowsAsync<ChatServiceException>(() => Ask(gone, o => o with { Settings = "label.local_" }));
        Assert.Contains("it can't be reached: Connection refused", fault.Message);
        Assert.Equal($"check that the service runs and that label.local_url is right ({gone.Address})", fault.Hint);
        Assert.Empty(_clock.Waits);
    }

    [Fact]
    public async Task A_service_that_asks_to_wait_an_hour_is_given_up()
    {
        using FakeService service = new((_, _) => new Reply("", 429, "Retry-After: 3600\r\n"));
        Assert.EndsWith("failed and asks to wait 3,600 s: 429", (await Assert.ThrowsAsync<ChatServiceException>(() => Ask(service))).Message);
    }

    [Fact]
    public async Task A_refusal_of_the_model_is_an_answer_that_says_so()
    {
        using FakeService service = new((_, _) => FakeChat.Message("\"content\":null,\"refusal\":\"I'm sorry, I can't help with that.\""));
        ChatResponse response = await Ask(service);
        Assert.Equal("", response.Text);
        Assert.Equal(ChatService.RefusalCode, Assert.Single(response.Messages[0].Contents.OfType<ErrorContent>()).ErrorCode);
    }

    [Fact]
    public async Task Words_that_come_in_parts_are_put_together()
    {
        using FakeService service = new((_, _) => FakeChat.Message("""
            "content":[{"type":"text","text":"Be"},{"type":"thinking"},{"type":"text","text":"cause."}]
            """));
        Assert.Equal("Because.", (await Ask(service)).Text);
    }

    [Fact]
    public async Task The_key_is_in_the_header_and_in_nothing_that_can_be_read()
    {
        using FakeService service = new((_, _) => new Reply($"{{\"error\":{{\"message\":\"Incorrect API key provided: {Key[..12]}\"}}}}", 401));
        ChatServiceException fault = await Assert.ThrowsAsync<ChatServiceException>(() => Ask(service));
        Assert.EndsWith("401: Incorrect API key provided: [key]", fault.Message);
        Assert.DoesNotContain(Key[..12], fault.ToString() + Options(service));
    }

    [Fact]
    public async Task Caps_on_calls_and_cost_are_kept_before_a_request_is_sent()
    {
        using FakeService service = new((_, _) => FakeChat.Says("Because."));
        using ChatService two = Open(service, budget: new ChatBudget(maxCalls: 2));
        await two.GetResponseAsync(Question);
        await two.GetResponseAsync(Question);
        ChatServiceException calls = await Assert.ThrowsAsync<ChatServiceException>(() => two.GetResponseAsync(Question));
        Assert.Equal((ChatFault.CapReached, "the cap on calls, 2, is reached"), (calls.Fault, calls.Message));

        using ChatService cheap = Open(service, budget: new ChatBudget(maxCost: 0.0003m));
        await cheap.GetResponseAsync(Question, Strict); // at most 77 tokens of an answer at 2 a million, and a few of the question
        ChatServiceException cost = await Assert.ThrowsAsync<ChatServiceException>(() => cheap.GetResponseAsync(Question, Strict));
        Assert.Equal(ChatFault.CapReached, cost.Fault);
        Assert.StartsWith("the cost cap of 0.0003 would be passed: 0.0002 is spent, and the next call costs up to 0.000", cost.Message);
        Assert.Equal(3, service.Seen.Count);
    }

    [Fact]
    public async Task A_program_that_wants_a_stream_gets_the_answer_in_one_piece()
    {
        using FakeService service = new((_, _) => FakeChat.Says("Because."));
        using IChatClient chat = Open(service);
        ChatResponseUpdate update = Assert.Single(await chat.GetStreamingResponseAsync(Question).ToListAsync(), update => update.Text.Length > 0);
        Assert.Equal("Because.", update.Text);
        Assert.Equal("small", chat.GetService<ChatClientMetadata>()!.DefaultModelId);
    }

    [Fact]
    public async Task Stopping_the_program_ends_a_question_at_once()
    {
        using CancellationTokenSource stop = new();
        using FakeService service = new(async (_, _) =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite);
            return FakeChat.Says("");
        });
        using ChatService chat = Open(service);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => chat.GetResponseAsync(Question, cancellationToken: stop.Token));
    }

    [Fact]
    public void All_faults_of_the_options_are_told_at_once()
    {
        ChatServiceOptions options = new() { Address = "localhost", Model = " ", Key = "a b", Timeout = TimeSpan.Zero, Retries = -1, LongestWait = TimeSpan.Zero, PriceIn = -1, PriceOut = 10_001 };
        EarshotException fault = Assert.Throws<EarshotException>(() => new ChatService(options));
        Assert.Equal("""
            the address of the chat service is 'localhost', it must begin with https:// or http://, such as https://api.openai.com/v1
            the name of the chat model is empty, it must be the service's name of it, such as gpt-4o-mini
            the key of the chat service has blanks, line breaks or letters that a key can't have; it must be copied without them
            seconds that a request may take is 0, allowed is 0.1 to 3,600
            retries is -1, allowed is 0 to 10
            seconds that the service may ask to wait is 0, allowed is 1 to 86,400
            price of a million tokens of a question is -1, allowed is 0 to 10,000
            price of a million tokens of an answer is 10,001, allowed is 0 to 10,000
            """, fault.Message);
    }

    private static string Host(FakeService service) => new Uri(service.Address).Authority;

    private static ChatServiceOptions Options(FakeService service) => new() { Address = service.Address, Model = "small", Key = Key, PriceIn = 0.5m, PriceOut = 2 };

    private ChatService Open(FakeService service, Func<ChatServiceOptions, ChatServiceOptions>? change = null, ChatBudget? budget = null) =>
        new(change?.Invoke(Options(service)) ?? Options(service), budget, _clock, _notices.Add);

    private async Task<ChatResponse> Ask(FakeService service, Func<ChatServiceOptions, ChatServiceOptions>? change = null, ChatBudget? budget = null)
    {
        using ChatService chat = Open(service, change, budget);
        return await chat.GetResponseAsync(Question, Strict);
    }
}
