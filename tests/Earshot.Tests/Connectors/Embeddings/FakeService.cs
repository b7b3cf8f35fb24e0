using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Earshot.Core;

namespace Earshot.Tests.Connectors.Embeddings;

/// <summary>A request as the service saw it.</summary>
internal sealed record SeenRequest(string Target, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The texts to embed.</summary>
    public string[] Input => [.. JsonDocument.Parse(Body).RootElement.GetProperty("input").EnumerateArray().Select(text => text.GetString()!)];

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;
}

/// <summary>What the service sends back.</summary>
/// <param name="Headers">Further lines of the head.</param>
/// <param name="CutAfter">Bytes of the body after which the connection is cut; -1 sends all of it.</param>
internal sealed record Reply(string Body, int Status = 200, string Headers = "", int CutAfter = -1);

/// <summary>An embedding service over real sockets that answers as a test says: correctly, wrongly, late or not at all.</summary>
internal sealed class FakeService : IDisposable
{
    /// <summary>Tokens that the service counts for each text.</summary>
    public const int TokensOfAText = 4;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<SeenRequest> _seen = new();
    private readonly Func<SeenRequest, int, Task<Reply>> _answer;
    private int _atWork;
    private int _mostAtWork;

    /// <summary>Begins to listen.</summary>
    /// <param name="answer">From a request and its number, counted from 0, to an answer.</param>
    public FakeService(Func<SeenRequest, int, Task<Reply>> answer)
    {
        _answer = answer;
        _listener.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/v1";
        _ = Listen();
    }

    public FakeService(Func<SeenRequest, int, Reply> answer)
        : this((request, number) => Task.FromResult(answer(request, number)))
    {
    }

    public string Address { get; }

    /// <summary>All requests, in the order in which they came.</summary>
    public IReadOnlyList<SeenRequest> Seen => [.. _seen];

    /// <summary>Most requests that were being answered at one time.</summary>
    public int MostAtWork => Volatile.Read(ref _mostAtWork);

    public int AtWork => Volatile.Read(ref _atWork);

    /// <summary>The vector of a text: not of unit length, and another one for each text.</summary>
    public static float[] Vector(string text, int dimensions = 3)
    {
        float[] vector = new float[dimensions];
        for (int i = 0; i < dimensions; i++) vector[i] = 1 + ((StableHash.Of(Encoding.UTF8.GetBytes(text)) >> (8 * (i % 8))) & 0xFF);
        return vector;
    }

    /// <summary>The right answer.</summary>
    public static Reply Good(SeenRequest request, int dimensions = 3) => Answer(request.Input.Select((text, index) => Item(index, Vector(text, dimensions))), request.Input.Length * TokensOfAText);

    public static Reply Answer(IEnumerable<string> items, int tokens = 10, string model = "text-embedding-3-small") =>
        new($$$"""{"object":"list","model":"{{{model}}}","data":[{{{string.Join(',', items)}}}],"usage":{"prompt_tokens":{{{tokens}}},"total_tokens":{{{tokens}}}}}""");

    public static string Item(int index, float[] vector) => $$"""{"object":"embedding","index":{{index}},"embedding":[{{string.Join(',', vector)}}]}""";

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
    }

    private async Task Listen()
    {
        while (!_end.IsCancellationRequested)
        {
            TcpClient client;
            try
            {
                client = await _listener.AcceptTcpClientAsync(_end.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }

            _ = Serve(client);
        }
    }

    private async Task Serve(TcpClient client)
    {
        using (client)
        {
            client.NoDelay = true;
            try
            {
                NetworkStream stream = client.GetStream();
                while (await Read(stream) is { } request && await Respond(stream, request))
                {
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // the client has gone
            }
        }
    }

    private async Task<bool> Respond(NetworkStream stream, SeenRequest request)
    {
        int number;
        lock (_seen)
        {
            number = _seen.Count;
            _seen.Enqueue(request);
            _mostAtWork = Math.Max(_mostAtWork, ++_atWork);
        }

        Reply reply;
        try
        {
            reply = await _answer(request, number).WaitAsync(_end.Token);
        }
        finally
        {
            Interlocked.Decrement(ref _atWork);
        }

        byte[] body = Encoding.UTF8.GetBytes(reply.Body);
        byte[] head = Encoding.ASCII.GetBytes($"HTTP/1.1 {reply.Status} Said\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n{reply.Headers}\r\n");
        await stream.WriteAsync(head, _end.Token);
        await stream.WriteAsync(reply.CutAfter < 0 ? body : body.AsMemory(0, reply.CutAfter), _end.Token);
        return reply.CutAfter < 0;
    }

    private async Task<SeenRequest?> Read(NetworkStream stream)
    {
        List<byte> head = [];
        byte[] one = new byte[1];
        while (head is not [.., (byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n'])
        {
            if (await stream.ReadAsync(one, _end.Token) == 0) return null;
            head.Add(one[0]);
        }

        string[] lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Dictionary<string, string> headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        byte[] body = new byte[int.Parse(headers["Content-Length"])];
        await stream.ReadExactlyAsync(body, _end.Token);
        return new SeenRequest(lines[0].Split(' ')[1], headers, Encoding.UTF8.GetString(body));
    }
}
