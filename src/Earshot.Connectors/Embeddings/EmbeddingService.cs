using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Earshot.Connectors.Embeddings;

/// <summary>Sends one request and says what came of it. Never throws for what a service does; safe to use from several workers.</summary>
internal sealed class EmbeddingService : IDisposable
{
    private const int ErrorBytes = 64 << 10;
    private const int OtherBytes = 1 << 20;
    private const int BytesOfANumber = 32; // a float with 17 digits, sign, exponent, comma and white space
    private static readonly HttpRequestError[] NotConnected =
        [HttpRequestError.ConnectionError, HttpRequestError.NameResolutionError, HttpRequestError.SecureConnectionError];

    private readonly RemoteEmbeddingOptions _options;
    private readonly ServiceAddress _address;
    private readonly TimeProvider _clock;
    private readonly HttpClient _client;
    private volatile bool _reached;

    public EmbeddingService(RemoteEmbeddingOptions options, TimeProvider clock)
    {
        (_options, _clock, _address) = (options, clock, ServiceAddress.Of(options));
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5), // so that a change of the address in DNS is noticed
            UseCookies = false,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("earshot", null));
        if (options.Key.Length == 0) return;
        if (_address.IsAzure) _client.DefaultRequestHeaders.TryAddWithoutValidation("api-key", options.Key);
        else _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.Key);
    }

    public string Host => _address.Host;

    /// <summary>Sends a request.</summary>
    /// <param name="dimensions">Numbers a vector must have; 0 while nobody knows.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> asks for it.</exception>
    public async Task<ServiceReply> Ask(RequestBody body, int dimensions, CancellationToken cancellation)
    {
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(_options.Timeout);
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Post, _address.Url) { Content = new ReadOnlyMemoryContent(body.Json) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using HttpResponseMessage response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            _reached = true;
            int most = response.IsSuccessStatusCode ? MostBytes(body.Texts, dimensions) : ErrorBytes;
            (ReadOnlyMemory<byte> answer, bool whole) = await Read(response.Content, most, timeout.Token);
            if (!response.IsSuccessStatusCode) return Refusal(response, answer.Span);
            return whole ? Understand(answer.Span, body.Texts, dimensions) : Unusable($"it is longer than {most:N0} bytes", null);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            return new ServiceReply(ReplyKind.Retry, $"no answer within {_options.Timeout.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s")
            {
                IsBilled = true,
                Cause = e,
                Hint = "give it longer (embed.timeout) or smaller requests (embed.request_items)",
            };
        }
        catch (HttpRequestException e) when (!_reached && NotConnected.Contains(e.HttpRequestError))
        {
            // never answered yet: a wrong address or a service that does not run, which no wait mends
            string hint = $"check that the service runs and that embed.url is right ({ServiceAddress.Shown(_options.Address)})";
            return new ServiceReply(ReplyKind.Refused, $"it can't be reached: {e.Message}") { Cause = e, Hint = hint };
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException)
        {
            string reason = $"the connection broke: {ServiceText.WithoutKey(e.Message, _options.Key)}";

            // what never reached the service, it can't bill
            bool sent = e is not HttpRequestException { HttpRequestError: var error } || !NotConnected.Contains(error);
            return new ServiceReply(ReplyKind.Retry, reason) { IsBilled = sent, Cause = e, Hint = Hints.Later };
        }
    }

    public void Dispose() => _client.Dispose();

    private ServiceReply Refusal(HttpResponseMessage response, ReadOnlySpan<byte> body) =>
        ServiceReply.OfStatus(
            (int)response.StatusCode, ServiceText.Reason(body, _options.Key), RetryAfter(response.Headers), body.IndexOf("insufficient_quota"u8) >= 0);

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

    private static async Task<(ReadOnlyMemory<byte> Body, bool Whole)> Read(HttpContent content, int most, CancellationToken cancellation)
    {
        using Stream stream = await content.ReadAsStreamAsync(cancellation);
        ArrayBufferWriter<byte> buffer = new();
        while (true)
        {
            int read = await stream.ReadAsync(buffer.GetMemory(16 << 10), cancellation);
            if (read == 0) return (buffer.WrittenMemory, true);
            buffer.Advance(read);
            if (buffer.WrittenCount > most) return (buffer.WrittenMemory[..most], false);
        }
    }

    private static int MostBytes(int texts, int dimensions) =>
        OtherBytes + (int)Math.Min(1 << 29, (long)texts * (dimensions > 0 ? dimensions : 65_536) * BytesOfANumber);

    private TimeSpan? RetryAfter(HttpResponseHeaders headers)
    {
        if (headers.TryGetValues("retry-after-ms", out IEnumerable<string>? values)
            && double.TryParse(values.First(), NumberStyles.Float, CultureInfo.InvariantCulture, out double milliseconds) && milliseconds is > 0 and < 1e9)
            return TimeSpan.FromMilliseconds(milliseconds); // Azure's and OpenAI's own, finer than a second
        TimeSpan? wait = headers.RetryAfter?.Delta ?? (headers.RetryAfter?.Date - _clock.GetUtcNow());
        return wait > TimeSpan.Zero ? wait : null;
    }
}
