using System.Text;
using System.Text.Json;
using Earshot.Connectors.OpenAi;
using Microsoft.Extensions.AI;

namespace Earshot.Connectors.Chat;

/// <summary>What has to be done about an answer.</summary>
internal enum ChatReplyKind
{
    /// <summary>The words are there, or the model's refusal to write any.</summary>
    Answer,

    /// <summary>Send it again after a while.</summary>
    Retry,

    /// <summary>The service is asked too often: nothing is sent for a while.</summary>
    Pause,

    /// <summary>It does not know a parameter, maybe: say it otherwise.</summary>
    Misunderstood,

    /// <summary>It would be refused again.</summary>
    Refused,
}

/// <summary>The outcome of one request.</summary>
/// <param name="Reason">What went wrong, for a message; without the key.</param>
internal sealed record ChatReply(ChatReplyKind Kind, string Reason = "")
{
    public ChatResponse? Response { get; init; }

    /// <summary>Tokens that the service counted, where it said so.</summary>
    public ChatTokens? Tokens { get; init; }

    /// <summary>Whether the service did the work, as far as can be known, and will bill it.</summary>
    public bool IsBilled { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The body of a refusal.</summary>
    public string Said { get; init; } = "";

    /// <summary>Whether no answer came in time.</summary>
    public bool IsLate { get; init; }

    public string? Hint { get; init; }

    public Exception? Cause { get; init; }

    /// <summary>Judges what came of a request.</summary>
    public static ChatReply Of(ServiceAnswer answer, ChatServiceOptions options) => answer.Delivery switch
    {
        Delivery.Answered when !answer.IsSuccess => OfStatus(answer, options),
        Delivery.Answered when !answer.IsWhole => Unusable("it is too long", options),
        Delivery.Answered => Understand(answer.Body.Span, options),
        Delivery.TimedOut => new(ChatReplyKind.Retry, answer.Reason)
        {
            IsBilled = true,
            IsLate = true,
            Cause = answer.Cause,
            Hint = "give it longer: label.timeout",
        },
        Delivery.NotReached => new(ChatReplyKind.Refused, answer.Reason)
        {
            Cause = answer.Cause,
            Hint = $"check that the service runs and that {options.Settings}url is right ({ServiceAddress.Shown(options.Address)})",
        },
        _ => new(ChatReplyKind.Retry, answer.Reason) { IsBilled = answer.Delivery == Delivery.Broken, Cause = answer.Cause, Hint = Later },
    };

    internal const string Later = "try the same command again later";

    private static ChatReply OfStatus(ServiceAnswer answer, ChatServiceOptions options)
    {
        string said = ServiceText.Reason(answer.Body.Span, options.Key);
        string reason = said.Length > 0 ? $"{answer.Status}: {said}" : $"{answer.Status}";
        bool quotaUsedUp = answer.Body.Span.IndexOf("insufficient_quota"u8) >= 0;
        return answer.Status switch
        {
            400 or 422 => new(ChatReplyKind.Misunderstood, reason)
            {
                Said = Encoding.UTF8.GetString(answer.Body.Span),
                Hint = $"check {options.Settings}model",
            },
            429 when quotaUsedUp => new(ChatReplyKind.Refused, reason) { Hint = "the account has no money or quota left" },
            429 => new(ChatReplyKind.Pause, reason) { RetryAfter = answer.RetryAfter, Hint = Later },
            503 when answer.RetryAfter is not null => new(ChatReplyKind.Pause, reason) { RetryAfter = answer.RetryAfter, Hint = Later },
            408 or 425 or (>= 500 and not (501 or 505)) => new(ChatReplyKind.Retry, reason) { RetryAfter = answer.RetryAfter, Hint = Later },
            401 or 403 => new(ChatReplyKind.Refused, reason)
            {
                Hint = "check the key (LABEL__KEY, or OPENAI_API_KEY for OpenAI itself) and that it may use this model",
            },
            404 or 405 => new(ChatReplyKind.Refused, reason)
            {
                Hint = $"check {options.Settings}url, which for most services ends in /v1, and {options.Settings}model (for Azure label.deployment)",
            },
            >= 300 and < 400 => new(ChatReplyKind.Refused, $"{answer.Status}, a redirect to another address")
            {
                Hint = $"set {options.Settings}url to where the service really is; redirects are not followed, since the key would go with them",
            },
            _ => new(ChatReplyKind.Refused, reason) { Hint = $"check {options.Settings}url and {options.Settings}model" },
        };
    }

    private static ChatReply Understand(ReadOnlySpan<byte> body, ChatServiceOptions options)
    {
        ChatAnswer answer;
        string? text;
        try
        {
            answer = ChatAnswer.Read(body);
            text = answer.Choices is [{ Message: { } words }, ..] ? words.Text : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            string form = body.TrimStart(" \r\n\t"u8) is [(byte)'{', ..] ? e.Message : $"not JSON but {ServiceText.Reason(body, options.Key)}";
            return Unusable(ServiceText.WithoutKey(form, options.Key), options);
        }

        if (answer.Choices is not [{ Message: { } message } choice, ..])
            return Unusable($"it has no 'choices': {ServiceText.Reason(body, options.Key)}", options, answer.Usage);
        ChatMessage said = new(ChatRole.Assistant, text ?? "");
        if (message.Refusal is { Length: > 0 } refusal) said.Contents.Add(new ErrorContent(refusal) { ErrorCode = ChatService.RefusalCode });
        ChatResponse response = new(said)
        {
            ResponseId = answer.Id,
            ModelId = answer.Model,
            FinishReason = choice.FinishReason is { Length: > 0 } reason ? new ChatFinishReason(reason) : null,
            Usage = new UsageDetails
            {
                InputTokenCount = answer.Usage?.PromptTokens,
                OutputTokenCount = answer.Usage?.CompletionTokens,
                TotalTokenCount = answer.Usage?.PromptTokens + answer.Usage?.CompletionTokens,
            },
        };
        return new(ChatReplyKind.Answer) { Response = response, Tokens = answer.Usage, IsBilled = true };
    }

    private static ChatReply Unusable(string why, ChatServiceOptions options, ChatTokens? tokens = null) =>
        new(ChatReplyKind.Retry, $"the answer can't be used: {why}")
        {
            Tokens = tokens,
            IsBilled = true,
            Hint = $"check {options.Settings}url and {options.Settings}model",
        };
}
