using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Earshot.Connectors.OpenAi;

/// <summary>How a request ended.</summary>
internal enum Delivery
{
    /// <summary>A status came, and a body with it.</summary>
    Answered,

    /// <summary>Nothing came in time.</summary>
    TimedOut,

    /// <summary>The service has never answered yet and can't be reached: a wrong address, or it does not run. No wait mends that.</summary>
    NotReached,

    /// <summary>The connection broke after the request went out: the service may have done the work.</summary>
    Broken,

    /// <summary>There was no connection to send it on.</summary>
    Unsent,
}

/// <summary>What came of one request.</summary>
/// <param name="Delivery">How it ended.</param>
/// <param name="Reason">What went wrong on the way, for a message, without the key; empty for an answer.</param>
internal sealed record ServiceAnswer(Delivery Delivery, string Reason = "")
{
    /// <summary>Status of HTTP; 0 where none came.</summary>
    public int Status { get; init; }

    /// <summary>Whether the status says that the body is what was asked for.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>The body, at most as long as was allowed.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Whether the body is all there.</summary>
    public bool IsWhole { get; init; }

    /// <summary>How long the service asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public Exception? Cause { get; init; }
}

/// <summary>A service that speaks OpenAI's protocol: one address, one key. Never throws for what the service does; safe to use from several workers.</summary>
internal sealed class ServiceConnection : IDisposable
{
    private const int ErrorBytes = 64 << 10;
    private static readonly HttpRequestError[] NotConnected =
        [HttpRequestError.ConnectionError, HttpRequestError.NameResolutionError, HttpRequestError.SecureConnectionError];

    private readonly ServiceAddress _address;
    private readonly string _key;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _clock;
    private readonly HttpClient _client;
    private volatile bool _reached;

    /// <summary>Makes the connection; sends nothing.</summary>
    /// <param name="address">Where requests go.</param>
    /// <param name="key">Sent as <c>Authorization: Bearer</c>, to Azure as <c>api-key</c>; empty for none.</param>
    /// <param name="timeout">Longest time from sending a request to the end of its answer.</param>
    /// <param name="clock">What dates in <c>Retry-After</c> are compared with.</param>
    public ServiceConnection(ServiceAddress address, string key, TimeSpan timeout, TimeProvider clock)
    {
        (_address, _key, _timeout, _clock) = (address, key, timeout, clock);
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
        if (key.Length == 0) return;
        if (_address.IsAzure) _client.DefaultRequestHeaders.TryAddWithoutValidation("api-key", key);
        else _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>The service as it is named to people: host, and port where it is not the usual one.</summary>
    public string Host => _address.Host;

    /// <summary>Sends a request.</summary>
    /// <param name="json">Its body.</param>
    /// <param name="mostBytes">Bytes of an answer that are read; those of a refusal are fewer.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> asks for it.</exception>
    public async Task<ServiceAnswer> Post(ReadOnlyMemory<byte> json, int mostBytes, CancellationToken cancellation)
    {
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(_timeout);
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Post, _address.Url) { Content = new ReadOnlyMemoryContent(json) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using HttpResponseMessage response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            _reached = true;
            (ReadOnlyMemory<byte> body, bool whole) = await Read(response.Content, response.IsSuccessStatusCode ? mostBytes : ErrorBytes, timeout.Token);
            return new ServiceAnswer(Delivery.Answered)
            {
                Status = (int)response.StatusCode,
                Body = body,
                IsWhole = whole,
                RetryAfter = RetryAfter(response.Headers),
            };
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            string seconds = _timeout.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
            return new ServiceAnswer(Delivery.TimedOut, $"no answer within {seconds} s") { Cause = e };
        }
        catch (HttpRequestException e) when (!_reached && NotConnected.Contains(e.HttpRequestError))
        {
            return new ServiceAnswer(Delivery.NotReached, $"it can't be reached: {e.Message}") { Cause = e };
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException)
        {
            // what never reached the service, it can't bill
            bool sent = e is not HttpRequestException { HttpRequestError: var error } || !NotConnected.Contains(error);
            string reason = $"the connection broke: {ServiceText.WithoutKey(e.Message, _key)}";
            return new ServiceAnswer(sent ? Delivery.Broken : Delivery.Unsent, reason) { Cause = e };
        }
    }

    public void Dispose() => _client.Dispose();

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

    private TimeSpan? RetryAfter(HttpResponseHeaders headers)
    {
        if (headers.TryGetValues("retry-after-ms", out IEnumerable<string>? values)
            && double.TryParse(values.First(), NumberStyles.Float, CultureInfo.InvariantCulture, out double milliseconds) && milliseconds is > 0 and < 1e9)
            return TimeSpan.FromMilliseconds(milliseconds); // Azure's and OpenAI's own, finer than a second
        TimeSpan? wait = headers.RetryAfter?.Delta ?? (headers.RetryAfter?.Date - _clock.GetUtcNow());
        return wait > TimeSpan.Zero ? wait : null;
    }
}
