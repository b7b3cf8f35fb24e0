using System.Text.Json;
using Earshot.Connectors.OpenAi;

namespace Earshot.Connectors.Embeddings;

/// <summary>Sends one request and says what came of it. Never throws for what a service does; safe to use from several workers.</summary>
internal sealed class EmbeddingService(RemoteEmbeddingOptions options, TimeProvider clock) : IDisposable
{
    private const int OtherBytes = 1 << 20;
    private const int BytesOfANumber = 32; // a float with 17 digits, sign, exponent, comma and white space

    private readonly RemoteEmbeddingOptions _options = options;
    private readonly ServiceConnection _connection = new(
        ServiceAddress.Of(options.Address, options.ApiVersion, options.AskedFor, "/embeddings"), options.Key, options.Timeout, clock);

    public string Host => _connection.Host;

    /// <summary>Sends a request.</summary>
    /// <param name="dimensions">Numbers a vector must have; 0 while nobody knows.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> asks for it.</exception>
    public async Task<ServiceReply> Ask(RequestBody body, int dimensions, CancellationToken cancellation)
    {
        int most = MostBytes(body.Texts, dimensions);
        ServiceAnswer answer = await _connection.Post(body.Json, most, cancellation);
        return answer.Delivery switch
        {
            Delivery.Answered when !answer.IsSuccess => Refusal(answer),
            Delivery.Answered when !answer.IsWhole => Unusable($"it is longer than {most:N0} bytes", null),
            Delivery.Answered => Understand(answer.Body.Span, body.Texts, dimensions),
            Delivery.TimedOut => new ServiceReply(ReplyKind.Retry, answer.Reason)
            {
                IsBilled = true,
                Cause = answer.Cause,
                Hint = "give it longer (embed.timeout) or smaller requests (embed.request_items)",
            },
            Delivery.NotReached => new ServiceReply(ReplyKind.Refused, answer.Reason)
            {
                Cause = answer.Cause,
                Hint = $"check that the service runs and that embed.url is right ({ServiceAddress.Shown(_options.Address)})",
            },
            _ => new ServiceReply(ReplyKind.Retry, answer.Reason) { IsBilled = answer.Delivery == Delivery.Broken, Cause = answer.Cause, Hint = Hints.Later },
        };
    }

    public void Dispose() => _connection.Dispose();

    private ServiceReply Refusal(ServiceAnswer answer) =>
        ServiceReply.OfStatus(
            answer.Status, ServiceText.Reason(answer.Body.Span, _options.Key), answer.RetryAfter, answer.Body.Span.IndexOf("insufficient_quota"u8) >= 0);

    private ServiceReply Understand(ReadOnlySpan<byte> body, int texts, int dimensions)
    {
        EmbeddingAnswer answer;
        try
        {
            answer = EmbeddingAnswer.Read(body);
        }
        catch (JsonException e)
        {
            string form = body.TrimStart(" \r\n\t"u8) is [(byte)'{', ..] ? e.Message : $"not JSON but {ServiceText.Reason(body, _options.Key)}";
            return Unusable(ServiceText.WithoutKey(form, _options.Key), null);
        }

        if (answer.Model is { Length: > 0 } model && !ServiceModelName.IsSame(_options.Model, model) && !ServiceModelName.IsSame(_options.AskedFor, model))
        {
            string other = ServiceText.Reason(System.Text.Encoding.UTF8.GetBytes(model), _options.Key);
            return new ServiceReply(ReplyKind.Refused, $"it answered with vectors of another model, '{other}' instead of '{_options.Model}'")
            {
                Tokens = answer.Tokens,
                IsBilled = true,
                Hint = "set embed.model to the model that is wanted; "
                    + $"where the service calls '{other}' by another name, set embed.model={other} and embed.deployment={_options.AskedFor}",
            };
        }

        if (answer.Data is null) return Unusable($"it has no 'data': {ServiceText.Reason(body, _options.Key)}", answer.Tokens);
        return answer.TryOrder(texts, dimensions, out float[][] vectors) is { } fault
            ? Unusable(fault, answer.Tokens)
            : new ServiceReply(ReplyKind.Vectors) { Vectors = vectors, Tokens = answer.Tokens, IsBilled = true };
    }

    private static ServiceReply Unusable(string why, long? tokens) => new(ReplyKind.Retry, $"the answer can't be used: {why}")
    {
        Tokens = tokens,
        IsBilled = true,
        Hint = "check embed.url, embed.model and embed.dimensions; what was embedded is kept",
    };

    private static int MostBytes(int texts, int dimensions) =>
        OtherBytes + (int)Math.Min(1 << 29, (long)texts * (dimensions > 0 ? dimensions : 65_536) * BytesOfANumber);
}
