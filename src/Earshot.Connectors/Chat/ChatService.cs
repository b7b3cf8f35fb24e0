using System.Runtime.CompilerServices;
using Earshot.Connectors.OpenAi;
using Earshot.Core;
using Microsoft.Extensions.AI;

namespace Earshot.Connectors.Chat;

/// <summary>
/// A chat model behind an HTTP service that speaks OpenAI's chat completions: OpenAI, Azure, Ollama, LiteLLM, vLLM, and Anthropic's compatible endpoint.
/// A schema of <see cref="ChatOptions.ResponseFormat"/> is sent as strict; a service that refuses it is asked for any JSON object, then by words alone,
/// and what it refused once is not sent again. Nothing is sent before the first call. Tools, images and several answers are not asked for.
/// </summary>
public sealed class ChatService : IChatClient
{
    /// <summary>Code of the <see cref="ErrorContent"/> by which a response says that the model refused to answer.</summary>
    public const string RefusalCode = "Refusal";

    private const string OpenAiHost = "api.openai.com";
    private const int MostBytes = 4 << 20;
    private const int MostLateAnswers = 2;

    private readonly ChatServiceOptions _options;
    private readonly ChatBudget _budget;
    private readonly Action<string> _notice;
    private readonly ServiceConnection _connection;
    private readonly RetryWaits _waits;
    private readonly ChatClientMetadata _metadata;
    private ChatDialect _dialect;
    private int _requests;

    /// <summary>Makes the client; sends nothing.</summary>
    /// <param name="options">Which service.</param>
    /// <param name="budget">What counts and caps its calls; one of its own where null.</param>
    /// <param name="clock">What waits and dates go by; the system's where null.</param>
    /// <param name="notice">Told that the service makes everybody wait.</param>
    /// <exception cref="EarshotException">Options are out of range; the message has all faults.</exception>
    public ChatService(ChatServiceOptions options, ChatBudget? budget = null, TimeProvider? clock = null, Action<string>? notice = null)
    {
        if (options.Validate() is { Count: > 0 } faults)
            throw new EarshotException(string.Join('\n', faults), $"'earshot config' shows every setting; these begin with {options.Settings}", 2);
        clock ??= TimeProvider.System;
        ServiceAddress address = ServiceAddress.Of(options.Address, options.ApiVersion, options.AskedFor, "/chat/completions");
        (_options, _budget, _notice) = (options, budget ?? new ChatBudget(), notice ?? (_ => { }));
        _connection = new ServiceConnection(address, options.Key, options.Timeout, clock);
        _waits = new RetryWaits(options.JitterSeed, clock);
        _metadata = new ChatClientMetadata("openai", new Uri(address.Url.GetLeftPart(UriPartial.Path)), options.Model);
        _dialect = ChatDialect.First(address.IsAzure || address.Url.Host.Equals(OpenAiHost, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Model and service: <c>gpt-4o-mini@api.openai.com</c>.</summary>
    public string Name => $"{_options.Model}@{_connection.Host}";

    /// <inheritdoc/>
    /// <exception cref="ChatServiceException">No answer came.</exception>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ChatMessage[] asked = options?.Instructions is { Length: > 0 } instructions ? [new(ChatRole.System, instructions), .. messages] : [.. messages];
        int number = Interlocked.Increment(ref _requests);
        int late = 0;
        bool sentBefore = false;
        for (int failures = 0; ; sentBefore = true)
        {
            await _waits.Ready(cancellationToken);
            ChatDialect dialect = _dialect;
            ChatReply reply = await AskOnce(ChatRequest.Write(asked, options, _options.AskedFor, dialect), sentBefore, cancellationToken);
            if (reply.Kind == ChatReplyKind.Answer) return reply.Response!;
            if (reply.Kind == ChatReplyKind.Misunderstood && dialect.After(reply.Said) is { } simpler)
            {
                _dialect = simpler;
                continue;
            }

            if (reply.Kind is ChatReplyKind.Refused or ChatReplyKind.Misunderstood) throw Failed(reply);
            if (failures == _options.Retries || (reply.IsLate && ++late == MostLateAnswers))
                throw Failed(reply, failures == 0 ? "" : $" after {failures + 1} attempts");
            if (reply.RetryAfter > _options.LongestWait)
                throw Failed(reply with { Hint = ChatReply.Later }, $" and asks to wait {reply.RetryAfter.Value.TotalSeconds:N0} s");
            TimeSpan wait = _waits.Of(failures++, reply.RetryAfter, number);
            if (reply.Kind == ChatReplyKind.Retry) await _waits.Sleep(wait, cancellationToken);
            else if (_waits.PauseAll(wait)) _notice($"{_connection.Host} is asked too often: waiting {Math.Ceiling(wait.TotalSeconds):N0} s ({reply.Reason})");
        }
    }

    /// <summary>The whole answer as one update: labels and tags are of use only as a whole.</summary>
    /// <inheritdoc cref="IChatClient.GetStreamingResponseAsync"/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ChatResponse response = await GetResponseAsync(messages, options, cancellationToken);
        foreach (ChatResponseUpdate update in response.ToChatResponseUpdates()) yield return update;
    }

    /// <summary>This client or its metadata.</summary>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null) return null;
        if (serviceType == typeof(ChatClientMetadata)) return _metadata;
        return serviceType.IsInstanceOfType(this) ? this : null;
    }

    public void Dispose() => _connection.Dispose();

    private async Task<ChatReply> AskOnce(ChatRequest request, bool isRetry, CancellationToken cancellation)
    {
        decimal reserved = Cost(request.InputTokens, request.OutputTokens);
        if (_budget.TryReserve(reserved, isRetry) is { } cap)
            throw new ChatServiceException(ChatFault.CapReached, cap, "raise label.max_calls or label.max_cost; the same command goes on from there");

        // Where the answer is lost with the request, the service may bill it all the same.
        (long input, long output) = (request.InputTokens, 0);
        try
        {
            ChatReply reply = ChatReply.Of(await _connection.Post(request.Json, MostBytes, cancellation), _options);
            (input, output) = !reply.IsBilled ? (0, 0) : (reply.Tokens?.PromptTokens ?? request.InputTokens, reply.Tokens?.CompletionTokens ?? OutputOf(reply));
            return reply;
        }
        finally
        {
            _budget.Settle(reserved, input, output, Cost(input, output));
        }
    }

    private decimal Cost(long input, long output) => ((input * _options.PriceIn) + (output * _options.PriceOut)) / 1_000_000;

    private static long OutputOf(ChatReply reply) =>
        reply.Response?.Text is { Length: > 0 } text ? TokenEstimate.Of(System.Text.Encoding.UTF8.GetBytes(text)) : 0;

    private ChatServiceException Failed(ChatReply reply, string when = "") =>
        new(ChatFault.Failed, $"the chat service at {_connection.Host} failed{when}: {reply.Reason}", reply.Hint ?? ChatReply.Later, reply.Cause);
}
