using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Earshot.Tests.Inference.Catalogue;

/// <summary>What a client asked for.</summary>
/// <param name="From">First byte asked for; null where the whole file is.</param>
/// <param name="IfRange">Value of that header; null without.</param>
internal sealed record ServerRequest(string Path, long? From, string? IfRange);

/// <summary>What the server answers, on the wire as it stands here.</summary>
internal sealed record ServerReply(int Status, byte[] Body, params string[] Headers)
{
    /// <summary>Bytes of the body after which the connection is reset; null for all of it.</summary>
    public int? CutAfter { get; init; }

    /// <summary>Bytes of the body after which nothing more is sent until the server ends; null for none of that.</summary>
    public int? HoldAfter { get; init; }

    /// <summary>Whether the length of the body stays unsaid: its end is the end of the connection.</summary>
    public bool WithoutLength { get; init; }
}

/// <summary>An HTTP server on this machine that misbehaves as a test wants it.</summary>
internal sealed class ModelServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly List<ServerRequest> _requests = [];
    private readonly Func<ServerRequest, ServerReply> _answer;

    public ModelServer(Func<ServerRequest, ServerReply> answer)
    {
        _answer = answer;
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>http://127.0.0.1:PORT</summary>
    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>All requests so far.</summary>
    public IReadOnlyList<ServerRequest> Requests
    {
        get
        {
            lock (_requests) return [.. _requests];
        }
    }

    /// <summary>What a good server answers: a part where one is asked for and the tag still holds.</summary>
    public static ServerReply Good(ServerRequest request, byte[] file, string tag = "\"one\"")
    {
        if (request.From is not { } from || (request.IfRange is not null && request.IfRange != tag)) return new ServerReply(200, file, $"ETag: {tag}");
        return from >= file.Length ? new ServerReply(416, [], $"Content-Range: bytes */{file.Length}")
            : new ServerReply(206, file[(int)from..], $"ETag: {tag}", $"Content-Range: bytes {from}-{file.Length - 1}/{file.Length}");
    }

    public void Dispose()
    {
        _end.Cancel();
        _listener.Stop();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptSocketAsync(_end.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // the test is over
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                using NetworkStream stream = new(socket);
                using StreamReader reader = new(stream, Encoding.ASCII, leaveOpen: true);
                while (await reader.ReadLineAsync(_end.Token) is { Length: > 0 } line)
                {
                    string path = Uri.UnescapeDataString(line.Split(' ')[1]);
                    long? from = null;
                    string? ifRange = null;
                    while (await reader.ReadLineAsync(_end.Token) is { Length: > 0 } header)
                    {
                        string value = header[(header.IndexOf(' ') + 1)..];
                        if (header.StartsWith("Range: ", StringComparison.OrdinalIgnoreCase)) from = long.Parse(value["bytes=".Length..].TrimEnd('-'));
                        if (header.StartsWith("If-Range: ", StringComparison.OrdinalIgnoreCase)) ifRange = value;
                    }

                    ServerRequest request = new(path, from, ifRange);
                    lock (_requests) _requests.Add(request);
                    if (!await ReplyAsync(socket, stream, _answer(request))) return;
                }
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // the client went away, or the test is over
            }
        }
    }

    private async Task<bool> ReplyAsync(Socket socket, NetworkStream stream, ServerReply reply)
    {
        string length = reply.WithoutLength ? "Connection: close\r\n" : $"Content-Length: {reply.Body.Length}\r\n";
        string head = $"HTTP/1.1 {reply.Status} Word\r\n{length}{string.Concat(reply.Headers.Select(header => header + "\r\n"))}\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), _end.Token);
        int bytes = reply.CutAfter ?? reply.HoldAfter ?? reply.Body.Length;
        await stream.WriteAsync(reply.Body.AsMemory(0, bytes), _end.Token);
        if (reply.HoldAfter is not null) await Task.Delay(Timeout.Infinite, _end.Token);
        if (reply.CutAfter is null && !reply.WithoutLength) return true;
        socket.Shutdown(SocketShutdown.Send); // what was sent arrives, and then comes the end
        return false;
    }
}
