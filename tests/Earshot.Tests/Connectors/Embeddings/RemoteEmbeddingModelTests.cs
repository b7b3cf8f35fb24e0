using Earshot.Connectors.Embeddings;
using Earshot.Connectors.OpenAi;
using Earshot.Core;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;

namespace Earshot.Tests.Connectors.Embeddings;

public sealed class RemoteEmbeddingModelTests
{
    private const string Key = "sk-proj-Zm9vYmFyYmF6cXV4-0123456789";

    [Fact]
    public void Rows_come_in_the_order_of_the_texts_however_the_service_orders_its_answer()
    {
        using FakeService service = new((request, _) => FakeService.Answer(
            request.Input.Select((text, index) => FakeService.Item(index, FakeService.Vector(text))).Reverse()));
        AssertEmbedded(Run(service, Texts(25), o => o with { RequestItems = 7 }), Texts(25));
        Assert.Equal([4, 7, 7, 7], service.Seen.Select(request => request.Input.Length).Order());
    }

    [Fact]
    public void An_answer_without_numbers_is_taken_in_its_order()
    {
        using FakeService service = new((request, _) => FakeService.Answer(request.Input.Select(text => FakeService.Item(0, FakeService.Vector(text)).Replace("\"index\":0,", ""))));
        AssertEmbedded(Run(service, Texts(4)), Texts(4));
    }

    [Fact]
    public void Vectors_in_base64_are_read_like_lists_of_numbers()
    {
        using FakeService service = new((request, _) => FakeService.Answer(request.Input.Select((text, index) =>
            $$"""{"index":{{index}},"embedding":"{{Convert.ToBase64String(System.Runtime.InteropServices.MemoryMarshal.AsBytes(FakeService.Vector(text).AsSpan()))}}"}""")));
        AssertEmbedded(Run(service, Texts(5)), Texts(5));
    }

    [Fact]
    public void Five_requests_are_under_way_at_a_time_and_no_more()
    {
        TaskCompletionSource five = new();
        FakeService? service = null;
        using (service = new FakeService(async (request, _) =>
        {
            if (service!.AtWork >= 5) five.TrySetResult();
            await five.Task; // nobody is answered before five have come
            return FakeService.Good(request);
        }))
        {
            AssertEmbedded(Run(service, Texts(60), o => o with { RequestItems = 2 }), Texts(60));
            Assert.Equal(5, service.MostAtWork);
        }
    }

    [Fact]
    public void A_request_that_fails_is_sent_again_after_1_2_4_8_and_16_seconds_and_then_given_up()
    {
        using FakeService service = new((_, _) => new Reply("""{"error":{"message":"The server had an error"}}""", 500));
        Outcome outcome = Run(service, Texts(3));
        Assert.Equal($"the embedding service at {Host(service)} failed after 6 attempts: 500: The server had an error", outcome.Fault?.Message);
        Assert.Equal(6, service.Seen.Count);
        Assert.All(outcome.Clock.Waits.Zip([1.0, 2, 4, 8, 16]), wait => Assert.InRange(wait.First.TotalSeconds, wait.Second, wait.Second * 1.25 + 0.001));
        Assert.Equal(5, outcome.Clock.Waits.Count);
        Assert.Equal(5, outcome.Clock.Waits.Select(wait => wait.TotalSeconds % 1).Distinct().Count()); // each with a jitter of its own
        Assert.Equal((0, 5), (outcome.Usage.Requests, outcome.Usage.Retries));
    }

    [Theory]
    [InlineData(408, "")]
    [InlineData(429, "")]
    [InlineData(429, "{\"error\":{\"message\":\"Rate limit reached. You can raise it by a payment method: account/billing\",\"code\":\"rate_limit_exceeded\"}}")]
    [InlineData(500, "")]
    [InlineData(502, "<html><head><title>Bad gateway</title></head></html>")]
    [InlineData(503, "")]
    [InlineData(504, "")]
    [InlineData(529, "overloaded")]
    [InlineData(200, "<html>Please sign in</html>")]
    [InlineData(200, "{\"data\":")]
    [InlineData(200, "null")]
    [InlineData(200, "[]")]
    [InlineData(200, "{\"error\":{\"message\":\"model is loading\"}}")]
    [InlineData(200, "{\"data\":[]}")]
    [InlineData(200, "{\"data\":[null]}")]
    [InlineData(200, "{\"data\":[{\"index\":0}]}")]
    [InlineData(200, "{\"data\":[{\"index\":0,\"embedding\":[NaN,1,1]}]}")]
    [InlineData(200, "{\"data\":[{\"index\":0,\"embedding\":[1,null,1]}]}")]
    [InlineData(200, "{\"data\":[{\"index\":0,\"embedding\":[1,1e999,1]}]}")]
    [InlineData(200, "{\"data\":[{\"index\":0,\"embedding\":[0,0,0]}]}")]
    [InlineData(200, "{\"data\":[{\"index\":0,\"embedding\":[1,2]}]}")]
    [InlineData(200, "{\"data\":[{\"index\":0,\"embedding\":\"AACAPwAAgD8AAMB/\"}]}")] // base64 of 1, 1, NaN
    [InlineData(200, "{\"data\":[{\"index\":0,\"embedding\":\"AACAPwAAgD8A\"}]}")]
    [InlineData(200, "{\"data\":[{\"index\":0,\"embedding\":\"not base64\"}]}")]
    [InlineData(200, "{\"data\":[{\"index\":1,\"embedding\":[1,2,3]}]}")]
    [InlineData(200, "{\"data\":[{\"index\":0,\"embedding\":[1,2,3]},{\"index\":1,\"embedding\":[1,2,3]}]}")]
    public void What_passes_or_may_pass_is_asked_again(int status, string body)
    {
        using FakeService service = new((request, number) => number == 0 ? new Reply(body, status) : FakeService.Good(request));
        Outcome outcome = Run(service, Texts(1));
        AssertEmbedded(outcome, Texts(1));
        Assert.Equal((1, 1), (outcome.Usage.Requests, outcome.Usage.Retries));
    }

    [Fact]
    public void Two_vectors_for_one_text_are_refused_although_their_number_is_right()
    {
        using FakeService service = new((request, number) => number == 0
            ? FakeService.Answer([FakeService.Item(0, [1, 2, 3]), FakeService.Item(0, [3, 2, 1])])
            : FakeService.Good(request));
        Outcome outcome = Run(service, Texts(2));
        AssertEmbedded(outcome, Texts(2));
        Assert.Equal(1, outcome.Usage.Retries);
    }

    [Fact]
    public void A_connection_that_is_cut_in_the_middle_of_an_answer_is_tried_again()
    {
        using FakeService service = new((request, number) => FakeService.Good(request) with { CutAfter = number < 2 ? 30 : -1 });
        Outcome outcome = Run(service, Texts(10));
        AssertEmbedded(outcome, Texts(10));
        Assert.Equal(2, outcome.Usage.Retries);
    }

    [Fact]
    public void A_service_that_never_answers_is_given_up_on()
    {
        using FakeService service = new(async (_, _) =>
        {
            await Task.Delay(Timeout.Infinite);
            return new Reply("");
        });
        Outcome outcome = Run(service, Texts(1), o => o with { Timeout = TimeSpan.FromSeconds(0.1), Retries = 2 });
        Assert.Equal($"the embedding service at {Host(service)} failed after 3 attempts: no answer within 0.1 s", outcome.Fault?.Message);
        Assert.Contains("embed.timeout", outcome.Fault?.Hint);
    }

    [Fact]
    public void An_answer_that_never_ends_is_not_read_into_memory()
    {
        using FakeService service = new((request, number) => number == 0 ? new Reply(new string(' ', 3_000_000)) : FakeService.Good(request));
        Outcome outcome = Run(service, Texts(1), o => o with { Retries = 0 });
        Assert.Contains("the answer can't be used: it is longer than 1,048,672 bytes", outcome.Fault?.Message);
    }

    [Theory]
    [InlineData("Retry-After: 20\r\n", 20)]
    [InlineData("Retry-After: Sun, 01 Feb 2026 12:00:40 GMT\r\n", 40)]
    [InlineData("retry-after-ms: 1500\r\nRetry-After: 2\r\n", 1.5)]
    [InlineData("Retry-After: Sun, 01 Feb 2026 11:00:00 GMT\r\n", 1)]
    [InlineData("Retry-After: soon\r\n", 1)]
    [InlineData("", 1)]
    public void The_service_says_how_long_to_wait(string header, double seconds)
    {
        using FakeService service = new((request, number) => number == 0 ? new Reply("{}", 429, header) : FakeService.Good(request));
        Outcome outcome = Run(service, Texts(1));
        AssertEmbedded(outcome, Texts(1));
        Assert.InRange(Assert.Single(outcome.Clock.Waits).TotalSeconds, seconds, (seconds * 1.25) + 0.001);
    }

    [Fact]
    public void A_wait_that_is_longer_than_allowed_ends_the_run_at_once()
    {
        using FakeService service = new((_, _) => new Reply("""{"error":{"message":"Daily limit"}}""", 429, "Retry-After: 86400\r\n"));
        Outcome outcome = Run(service, Texts(1));
        Assert.Equal($"the embedding service at {Host(service)} failed and asks to wait 86,400 s, more than the 300 s that are allowed: 429: Daily limit", outcome.Fault?.Message);
        Assert.Empty(outcome.Clock.Waits);
    }

    [Fact]
    public void When_one_worker_is_told_to_slow_down_no_other_asks_before_the_pause_is_over()
    {
        SkippingClock clock = new(together: 5);
        TaskCompletionSource five = new();
        List<DateTimeOffset> asked = [];
        using FakeService service = new(async (request, number) =>
        {
            lock (asked) asked.Add(clock.GetUtcNow());
            if (number == 4) five.SetResult(); // all five have asked before the first is told off
            await five.Task;
            if (number == 0) return new Reply("{}", 429, "Retry-After: 50\r\n");
            if (number == 30) clock.Release(); // where workers don't wait for each other, the test must end all the same
            while (clock.Waits.Count == 0) await Task.Yield(); // the others are answered when the pause has begun
            return FakeService.Good(request);
        });
        AssertEmbedded(Run(service, Texts(40), o => o with { RequestItems = 1 }, clock), Texts(40));
        Assert.Equal(5, asked.Count(at => at < SkippingClock.Start.AddSeconds(50)));
        Assert.Equal(5, clock.Waits.Count); // a pause is kept once by a worker, not once by a request
    }

    [Fact]
    public void A_service_that_lets_one_request_in_four_through_is_slow_but_never_given_up()
    {
        using FakeService service = new((request, number) => number % 4 == 3 ? FakeService.Good(request) : new Reply("{}", 429));
        AssertEmbedded(Run(service, Texts(60), o => o with { RequestItems = 1, Retries = 8 }), Texts(60));
    }

    [Fact]
    public void The_user_is_told_of_a_pause_once_a_minute_at_most()
    {
        using FakeService service = new((request, number) => number < 5 ? new Reply("""{"error":{"message":"slow down"}}""", 429) : FakeService.Good(request));
        Outcome outcome = Run(service, Texts(1));
        Assert.Equal($"{Host(service)} is asked too often: waiting 2 s (429: slow down)", Assert.Single(outcome.Notices));
    }

    [Theory]
    [InlineData(400, """{"error":{"message":"bad input"}}""", "400: bad input", "embed.model")]
    [InlineData(401, """{"error":{"message":"Incorrect API key provided: sk-proj-Zm9vYmFyYmF6cXV4-0123456789."}}""", "401: Incorrect API key provided: [key].", "EMBED__KEY")]
    [InlineData(403, """{"error":"no access"}""", "403: no access", "EMBED__KEY")]
    [InlineData(404, """{"detail":"model not found"}""", "404: model not found", "embed.url")]
    [InlineData(429, """{"error":{"message":"You exceeded your current quota","code":"insufficient_quota"}}""", "429: You exceeded your current quota", "no money or quota")]
    [InlineData(302, "", "302, a redirect to another address", "embed.url")]
    public void What_would_be_refused_again_is_not_asked_again(int status, string body, string reason, string hint)
    {
        using FakeService service = new((_, _) => new Reply(body, status, "Location: http://127.0.0.1:9/v1/embeddings\r\n"));
        Outcome outcome = Run(service, Texts(3));
        Assert.Equal($"the embedding service at {Host(service)} failed: {reason}", outcome.Fault?.Message);
        Assert.Contains(hint, outcome.Fault?.Hint);
        Assert.Single(service.Seen);
    }

    [Fact]
    public void A_service_that_does_not_run_is_told_at_once()
    {
        Outcome outcome;
        using (FakeService service = new((request, _) => FakeService.Good(request)))
        {
            string address = service.Address;
            service.Dispose();
            outcome = Run(service, Texts(1), o => o with { Address = address });
        }

        Assert.Contains("it can't be reached: Connection refused", outcome.Fault?.Message);
        Assert.Empty(outcome.Clock.Waits);
    }

    [Fact]
    public void Vectors_of_another_model_are_refused_with_both_names()
    {
        using FakeService service = new((request, _) => FakeService.Answer(request.Input.Select((text, index) => FakeService.Item(index, FakeService.Vector(text))), model: "nomic-embed-text"));
        Outcome outcome = Run(service, Texts(2));
        Assert.Equal($"the embedding service at {Host(service)} failed: it answered with vectors of another model, 'nomic-embed-text' instead of 'text-embedding-3-small'", outcome.Fault?.Message);
        Assert.Empty(outcome.Rows);
        Assert.Single(service.Seen);
    }

    [Fact]
    public void The_key_is_in_the_header_and_in_nothing_that_can_be_read()
    {
        string page = $"<html><head><title>Denied {Key}</title></head><body>Authorization: Bearer {Key}</body></html>";
        using FakeService service = new((_, _) => new Reply(page, 403));
        Outcome outcome = Run(service, Texts(1));
        Assert.Equal("Bearer " + Key, Assert.Single(service.Seen).Headers["Authorization"]);
        Assert.Contains("403: a page with the title “Denied [key]”", outcome.Fault?.Message);
        Assert.DoesNotContain(Key[..12], outcome.Fault!.ToString());
        Assert.DoesNotContain(Key[..12], Options(service).ToString());
        Assert.DoesNotContain(Key[..12], outcome.Model);
    }

    [Fact]
    public void Half_a_key_in_a_message_is_masked_as_well() =>
        Assert.Equal("key [key]****6789 of [key] or [key]", ServiceText.WithoutKey("key sk-proj-Zm****6789 of sk-proj-Zm9vYmFyYmF6cXV4-0123456789 or YmFyYmF6cXV4", Key));

    [Fact]
    public void A_message_with_half_a_character_is_told_as_it_came() =>
        Assert.Equal("""{"error":"\ud800"}""", ServiceText.Reason("""{"error":"\ud800"}"""u8, Key));

    [Theory]
    [InlineData(413, "Payload too large")]
    [InlineData(400, """{"error":{"message":"This model's maximum context length is 8192 tokens, however you requested 9000"}}""")]
    [InlineData(422, """{"error":"batch size 12 > maximum allowed batch size 4"}""")]
    public void A_request_that_is_too_large_is_sent_in_halves(int status, string body)
    {
        using FakeService service = new((request, _) => request.Input.Length > 4 ? new Reply(body, status) : FakeService.Good(request));
        AssertEmbedded(Run(service, Texts(24), o => o with { RequestItems = 12, Workers = 1 }), Texts(24));
        bool learns = status == 422; // a number of texts holds for all requests, a length does not
        Assert.Equal(learns ? 2 : 6, service.Seen.Count(request => request.Input.Length > 4));
    }

    [Fact]
    public void A_text_that_alone_is_too_long_for_the_service_is_cut_between_characters()
    {
        using FakeService service = new((request, _) => request.Input.Any(text => text.Length > 300) ? new Reply("""{"error":"input length exceeds the context length"}""", 400) : FakeService.Good(request));
        string[] texts = [.. Texts(3), string.Concat(Enumerable.Repeat("žluť", 300))];
        Outcome outcome = Run(service, texts);
        AssertEmbedded(outcome, [.. Texts(3), texts[3][..300]]);
        Assert.Equal(1, outcome.Usage.CutTexts);
    }

    [Fact]
    public void Texts_longer_than_the_limit_are_cut_before_they_are_sent_and_the_model_says_so()
    {
        using FakeService service = new((request, _) => FakeService.Good(request));
        Outcome outcome = Run(service, [new string('a', 100)], o => o with { ItemTokens = 16 });
        AssertEmbedded(outcome, [new string('a', 48)]);
        Assert.Equal(1, outcome.Usage.CutTexts);
        Assert.EndsWith("+16tokens+masked", outcome.Model);
    }

    [Fact]
    public void Requests_keep_to_the_tokens_that_they_may_have()
    {
        using FakeService service = new((request, _) => FakeService.Good(request));
        string[] texts = [.. Enumerable.Range(0, 20).Select(i => new string((char)('a' + i), 120))]; // 40 tokens each
        AssertEmbedded(Run(service, texts, o => o with { RequestTokens = 200 }), texts);
        Assert.All(service.Seen, request => Assert.Equal(5, request.Input.Length));
    }

    [Fact]
    public void Personal_data_does_not_leave_the_machine_and_the_model_says_that_texts_are_masked()
    {
        using FakeService service = new((request, _) => FakeService.Good(request));
        Outcome outcome = Run(service, ["write to anna@example.com", "nothing here"]);
        Assert.Equal(["write to [email]", "nothing here"], Assert.Single(service.Seen).Input);
        Assert.Equal($"text-embedding-3-small@{Host(service)}:3+masked", outcome.Model);
        Assert.Equal(1, outcome.Usage.MaskedTexts);

        outcome = Run(service, ["write to anna@example.com"], o => o with { Mask = false });
        Assert.Equal(["write to anna@example.com"], service.Seen[^1].Input);
        Assert.Equal($"text-embedding-3-small@{Host(service)}:3", outcome.Model);
    }

    [Fact]
    public void Odd_texts_arrive_as_they_are()
    {
        using FakeService service = new((request, _) => FakeService.Good(request));
        string[] texts = ["\"quotes\" and \\ and \u0001", "日本語 😀", " \n\t "];
        AssertEmbedded(Run(service, texts), texts);
    }

    [Fact]
    public void Bytes_that_are_no_text_do_not_end_the_run()
    {
        using FakeService service = new((request, _) => FakeService.Good(request));
        BytesColumn column = new();
        column.Append([(byte)'a', 0xff, 0xc3]);
        using RemoteEmbeddingModel model = new(Options(service));
        model.Embed(column, new float[3], new EmbedOptions());
        Assert.Equal(["a\uFFFD\uFFFD"], Assert.Single(service.Seen).Input);
    }

    [Fact]
    public void Dimensions_are_asked_for_only_where_they_are_wanted()
    {
        using FakeService service = new((request, _) => FakeService.Good(request, 5));
        Run(service, Texts(1), o => o with { Dimensions = 5 });
        Assert.Equal(5, Assert.Single(service.Seen).Json.GetProperty("dimensions").GetInt32());

        using RemoteEmbeddingModel model = new(Options(service) with { Dimensions = 0 });
        Assert.Equal(5, model.Dimensions);
        Assert.Equal(5, model.Dimensions);
        Assert.Equal(2, service.Seen.Count); // asked once, with one word
        Assert.False(service.Seen[^1].Json.TryGetProperty("dimensions", out _));
        Assert.Equal($"text-embedding-3-small@{Host(service)}+masked", model.Model);
    }

    [Fact]
    public void Vectors_of_another_length_than_asked_for_are_told_with_both_numbers()
    {
        using FakeService service = new((request, _) => FakeService.Good(request, 4));
        Outcome outcome = Run(service, Texts(1), o => o with { Retries = 1 });
        Assert.EndsWith("failed after 2 attempts: the answer can't be used: a vector has 4 dimensions, not 3", outcome.Fault?.Message);
    }

    [Fact]
    public void Azure_is_asked_at_its_deployment_with_its_own_header()
    {
        using FakeService service = new((request, _) => FakeService.Good(request));
        Outcome outcome = Run(service, Texts(2), o => o with { Address = o.Address[..^3], ApiVersion = "2024-10-21", Deployment = "our embeddings" });
        AssertEmbedded(outcome, Texts(2));
        SeenRequest request = Assert.Single(service.Seen);
        Assert.Equal("/openai/deployments/our%20embeddings/embeddings?api-version=2024-10-21", request.Target);
        Assert.Equal(Key, request.Headers["api-key"]);
        Assert.False(request.Headers.ContainsKey("Authorization"));
        Assert.StartsWith("text-embedding-3-small@", outcome.Model);
    }

    [Fact]
    public void Cost_is_counted_from_what_the_service_says()
    {
        using FakeService service = new((request, _) => FakeService.Good(request));
        Outcome outcome = Run(service, Texts(30), o => o with { RequestItems = 10, Price = 20m });
        Assert.Equal(new RemoteUsage(3, 0, 120, 0.0024m, 0, 0), outcome.Usage);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_run_stops_before_the_request_that_would_pass_the_cap_and_keeps_what_is_done(bool byCost)
    {
        using FakeService service = new((request, _) => FakeService.Good(request)); // counts 40 tokens a request, which were estimated as 50
        Outcome outcome = Run(service, Texts(100), o => o with { RequestItems = 10, Price = 20m, MaxCost = byCost ? 0.0075m : null, MaxTokens = byCost ? null : 375 });
        Assert.Equal(
            byCost
                ? "the cost cap of 0.0075 would be passed: 0.0072 is spent, and the next request costs about 0.001"
                : "the cap of 375 tokens would be passed: 360 are used, and the next request takes about 50",
            outcome.Fault?.Message);
        Assert.Equal(90, outcome.Rows.Count);
        Assert.Equal(9, service.Seen.Count);
        AssertRows(outcome, Texts(100));
    }

    [Fact]
    public void A_request_that_is_refused_for_good_ends_the_others_and_what_was_finished_is_kept()
    {
        TaskCompletionSource others = new();
        using FakeService service = new(async (request, number) =>
        {
            if (number < 3) return FakeService.Good(request);
            if (number == 3) return new Reply("{}", 401);
            await others.Task; // answered only after the run is over
            return FakeService.Good(request);
        });
        Outcome outcome = Run(service, Texts(1000), o => o with { RequestItems = 1 });
        Assert.Contains("failed: 401", outcome.Fault?.Message);
        Assert.InRange(outcome.Rows.Count, 1, 3);
        AssertRows(outcome, Texts(1000));
        Assert.InRange(service.Seen.Count, 4, 9);
        others.SetResult();
    }

    [Fact]
    public void Ctrl_C_ends_the_run_at_once_and_what_was_finished_is_kept()
    {
        using CancellationTokenSource stop = new();
        using FakeService service = new((request, _) => FakeService.Good(request));
        List<int> rows = [];
        using RemoteEmbeddingModel model = new(Options(service) with { RequestItems = 1 });
        Assert.ThrowsAny<OperationCanceledException>(() => model.Embed(Column(Texts(1000)), new float[3000], new EmbedOptions
        {
            Cancellation = stop.Token,
            Completed = done =>
            {
                rows.AddRange(done.Span);
                if (rows.Count >= 20) stop.Cancel();
            },
        }));
        Assert.InRange(rows.Count, 20, 30);
    }

    [Fact]
    public void A_fault_of_the_caller_that_keeps_rows_ends_the_run()
    {
        using FakeService service = new((request, _) => FakeService.Good(request));
        using RemoteEmbeddingModel model = new(Options(service) with { RequestItems = 1 });
        Assert.Throws<IOException>(() => model.Embed(Column(Texts(1000)), new float[3000], new EmbedOptions { Completed = _ => throw new IOException("disk full") }));
        Assert.InRange(service.Seen.Count, 1, 10);
    }

    internal static string[] Texts(int count) => [.. Enumerable.Range(0, count).Select(i => $"ticket nr {i:0000}")];

    private static BytesColumn Column(IEnumerable<string> texts)
    {
        BytesColumn column = new();
        foreach (string text in texts) column.Append(text.AsSpan());
        return column;
    }

    private static string Host(FakeService service) => new Uri(service.Address).Authority;

    private static RemoteEmbeddingOptions Options(FakeService service) => new() { Address = service.Address, Key = Key, Dimensions = 3 };

    private sealed record Outcome(float[] Vectors, List<int> Rows, EarshotException? Fault, RemoteUsage Usage, string Model, SkippingClock Clock, List<string> Notices);

    private static Outcome Run(FakeService service, string[] texts, Func<RemoteEmbeddingOptions, RemoteEmbeddingOptions>? change = null, SkippingClock? clock = null)
    {
        clock ??= new SkippingClock();
        RemoteEmbeddingOptions options = Options(service);
        options = change?.Invoke(options) ?? options;
        List<string> notices = [];
        List<int> rows = [];
        float[] vectors = new float[texts.Length * options.Dimensions];
        using RemoteEmbeddingModel model = new(options, clock, notices.Add);
        EarshotException? fault = null;
        try
        {
            model.Embed(Column(texts), vectors, new EmbedOptions { Completed = done => rows.AddRange(done.Span) });
        }
        catch (EarshotException e)
        {
            fault = e;
        }

        return new Outcome(vectors, rows, fault, model.Usage, model.Model, clock, notices);
    }

    private static void AssertEmbedded(Outcome outcome, string[] texts)
    {
        Assert.Null(outcome.Fault);
        Assert.Equal(Enumerable.Range(0, texts.Length), outcome.Rows.Order());
        AssertRows(outcome, texts);
    }

    private static void AssertRows(Outcome outcome, string[] texts)
    {
        foreach (int row in outcome.Rows)
        {
            float[] raw = FakeService.Vector(texts[row]);
            double norm = Math.Sqrt(raw.Sum(x => (double)x * x));
            Assert.Equal(raw.Select(x => (float)(x / norm)), outcome.Vectors[(row * 3)..((row * 3) + 3)]);
        }
    }
}
