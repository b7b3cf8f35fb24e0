using System.Runtime.ExceptionServices;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;

namespace Earshot.Connectors.Embeddings;

/// <summary>One call of <see cref="RemoteEmbeddingModel.Embed"/>: workers that take the next request each, until all are done or one fails for good.</summary>
internal sealed class EmbeddingCall(
    RequestSender sender, RemoteEmbeddingOptions remote, BytesColumn texts, Memory<float> vectors, int dimensions, EmbedOptions options)
{
    private const int ShortestCut = 64; // bytes; a service that refuses so few as too long means something else
    private readonly IReadOnlyList<RequestPart> _parts = RequestPlan.Of(texts, remote);
    private readonly Lock _reporting = new();
    private int _next = -1;
    private Exception? _fault;

    public void Run()
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(options.Cancellation);
        Task[] workers = new Task[Math.Min(remote.Workers, _parts.Count)];
        for (int i = 0; i < workers.Length; i++) workers[i] = Task.Run(() => Work(stop));
        Task.WaitAll(workers);
        if (_fault is not null) ExceptionDispatchInfo.Throw(_fault);
        options.Cancellation.ThrowIfCancellationRequested();
    }

    private async Task Work(CancellationTokenSource stop)
    {
        try
        {
            for (int part = Interlocked.Increment(ref _next); part < _parts.Count; part = Interlocked.Increment(ref _next))
                await Fulfil(_parts[part], stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // the first fault, or the user, ends all workers
        }
        catch (Exception e)
        {
            Interlocked.CompareExchange(ref _fault, e, null);
            await stop.CancelAsync();
        }
    }

    // A part may have to go in pieces; those that are open are kept on a stack, the first on top.
    private async Task Fulfil(RequestPart whole, CancellationToken cancellation)
    {
        Stack<RequestPart> open = new([whole]);
        while (open.TryPop(out RequestPart part))
        {
            cancellation.ThrowIfCancellationRequested();
            if (part.Count > sender.MostItems)
            {
                Halve(part);
                continue;
            }

            RequestBody body = RequestBody.Write(texts, part, remote);
            ServiceReply reply = await sender.Ask(body, part, dimensions, cancellation);
            if (reply.Kind == ReplyKind.TooManyTexts && part.Count > 1) sender.LowerMostItems((part.Count + 1) / 2);
            if (reply.Kind == ReplyKind.Vectors) Report(part, reply.Vectors);
            else if (reply.Kind is ReplyKind.TooManyTexts or ReplyKind.TooLong && part.Count > 1) Halve(part);
            else if (reply.Kind == ReplyKind.TooLong && body.LongestText > ShortestCut) open.Push(part with { LongestText = body.LongestText / 2 });
            else throw sender.Failed(reply);
        }

        void Halve(RequestPart part)
        {
            (RequestPart first, RequestPart second) = part.Halves();
            open.Push(second);
            open.Push(first);
        }
    }

    private void Report(RequestPart part, float[][] answered)
    {
        int[] rows = new int[part.Count];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = part.First + i;
            answered[i].CopyTo(vectors.Span.Slice(rows[i] * dimensions, dimensions));
        }

        lock (_reporting) options.Completed(rows);
    }
}
