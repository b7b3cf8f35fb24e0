using System.Text.RegularExpressions;

namespace Earshot.Connectors.Embeddings;

/// <summary>What has to be done about an answer.</summary>
internal enum ReplyKind
{
    /// <summary>The vectors are there.</summary>
    Vectors,

    /// <summary>Send it again after a while.</summary>
    Retry,

    /// <summary>The service is asked too often: nobody sends anything for a while, then it is sent again.</summary>
    Pause,

    /// <summary>Fewer texts a request.</summary>
    TooManyTexts,

    /// <summary>Fewer tokens: half of the texts, or half of the text.</summary>
    TooLong,

    /// <summary>It would be refused again.</summary>
    Refused,
}

/// <summary>The outcome of one request.</summary>
/// <param name="Reason">What went wrong, for a message; without the key.</param>
internal sealed record ServiceReply(ReplyKind Kind, string Reason = "")
{
    /// <summary>Unit vectors in the order of the texts.</summary>
    public float[][] Vectors { get; init; } = [];

    /// <summary>Tokens that the service counted, where it said so.</summary>
    public long? Tokens { get; init; }

    /// <summary>Whether the service did the work, as far as can be known, and will bill it.</summary>
    public bool IsBilled { get; init; }

    /// <summary>How long the service asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public string? Hint { get; init; }

    public Exception? Cause { get; init; }

    /// <summary>An answer with a status that is not 2xx.</summary>
    /// <param name="status">The status of HTTP.</param>
    /// <param name="said">What the service wrote, fit for a message.</param>
    /// <param name="quotaUsedUp">Whether it wrote that nothing is left to spend, which a 429 can mean as well.</param>
    public static ServiceReply OfStatus(int status, string said, TimeSpan? retryAfter, bool quotaUsedUp)
    {
        string reason = said.Length > 0 ? $"{status}: {said}" : $"{status}";
        return status switch
        {
            413 => new(ReplyKind.TooLong, reason),
            400 or 422 when ServiceWords.TooManyTexts().IsMatch(said) => new(ReplyKind.TooManyTexts, reason) { Hint = Hints.Smaller },
            400 or 422 when ServiceWords.TooLong().IsMatch(said) => new(ReplyKind.TooLong, reason) { Hint = Hints.Smaller },
            429 when quotaUsedUp => new(ReplyKind.Refused, reason) { Hint = Hints.Quota },
            429 => new(ReplyKind.Pause, reason) { RetryAfter = retryAfter, Hint = Hints.Slower },
            503 when retryAfter is not null => new(ReplyKind.Pause, reason) { RetryAfter = retryAfter, Hint = Hints.Later },
            408 or 425 or (>= 500 and not (501 or 505)) => new(ReplyKind.Retry, reason) { RetryAfter = retryAfter, Hint = Hints.Later },
            401 or 403 => new(ReplyKind.Refused, reason) { Hint = Hints.Key },
            404 or 405 => new(ReplyKind.Refused, reason) { Hint = Hints.Address },
            >= 300 and < 400 => new(ReplyKind.Refused, $"{status}, a redirect to another address") { Hint = Hints.Redirect },
            _ => new(ReplyKind.Refused, reason) { Hint = "check embed.model and embed.dimensions" },
        };
    }
}

/// <summary>The next step after a failure.</summary>
internal static class Hints
{
    internal const string Later = "what was embedded is kept; try the same command again later";
    internal const string Quota = "the account has no money or quota left; what was embedded is kept, and the same command goes on from there";
    internal const string Slower = "the service allows fewer requests: lower embed.workers and embed.request_items; the same command goes on from there";
    internal const string Key = "check the key (EMBED__KEY, or OPENAI_API_KEY for OpenAI itself) and that it may use this model";
    internal const string Address = "check embed.url, which for most services ends in /v1, and embed.model (for Azure embed.deployment)";
    internal const string Redirect = "set embed.url to where the service really is; redirects are not followed, since the key would go with them";
    internal const string Smaller = "lower embed.request_items, embed.request_tokens or embed.item_tokens to what the service takes";
}

/// <summary>Words by which services say what no status says.</summary>
internal static partial class ServiceWords
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture;

    [GeneratedRegex(
        "batch size|too many (inputs|items|texts|elements)|array too long|number of (inputs|items|texts)|input array",
        Options, matchTimeoutMilliseconds: 1000)]
    internal static partial Regex TooManyTexts();

    [GeneratedRegex(
        "context (length|size)|too many tokens|tokens per request|max_tokens_per_request|less than [0-9]+ tokens|token limit"
        + "|maximum (input|number of tokens|sequence)|input length|too (long|large)|reduce (the length|your)",
        Options, matchTimeoutMilliseconds: 1000)]
    internal static partial Regex TooLong();
}
