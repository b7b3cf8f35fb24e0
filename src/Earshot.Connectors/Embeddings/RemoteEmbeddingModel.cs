using Earshot.Core;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;

namespace Earshot.Connectors.Embeddings;

/// <summary>
/// A model behind an HTTP service that speaks OpenAI's protocol: OpenAI, Azure, Ollama, LiteLLM, vLLM and others. Texts go in requests of
/// <see cref="RemoteEmbeddingOptions.RequestItems"/>, <see cref="RemoteEmbeddingOptions.Workers"/> at a time; the rows of each are reported as soon as its answer
/// has come. Nothing is sent before the first call. Counters, the cap on cost and the pause that a service asks for hold for the life of the model.
/// </summary>
public sealed class RemoteEmbeddingModel : IEmbeddingModel
{
    private static readonly TimeSpan BetweenNotices = TimeSpan.FromMinutes(1);
    private readonly RemoteEmbeddingOptions _options;
    private readonly TimeProvider _clock;
    private readonly Action<string>? _notice;
    private readonly CancellationToken _cancellation;
    private readonly EmbeddingService _service;
    private readonly RetryWaits _waits;
    private readonly TokenBudget _budget;
    private long _requests, _retries, _masked, _cut;
    private int _dimensions;
    private int _mostItems; // falls where the service takes fewer texts a request
    private long _noticed = long.MinValue;

    /// <summary>Makes the model; sends nothing.</summary>
    /// <param name="clock">What waits and dates go by; the system's where null.</param>
    /// <param name="notice">Told, at most once a minute, that the service makes everybody wait.</param>
    /// <param name="cancellation">Ends the question for the number of dimensions, which has no token of its own.</param>
    /// <exception cref="EarshotException">Options are out of range; the message has all faults.</exception>
    public RemoteEmbeddingModel(RemoteEmbeddingOptions options, TimeProvider? clock = null, Action<string>? notice = null, CancellationToken cancellation = default)
    {
        if (options.Validate() is { Count: > 0 } faults) throw new EarshotException(string.Join('\n', faults), "'earshot config' shows every setting; those of embedding services begin with embed.", 2);
        (_options, _clock, _notice, _cancellation) = (options, clock ?? TimeProvider.System, notice, cancellation);
        _service = new EmbeddingService(options, _clock);
        _waits = new RetryWaits(options, _clock);
        _budget = new TokenBudget(TokenBudget.LimitOf(options));
        (_dimensions, _mostItems) = (options.Dimensions, options.RequestItems);
        Model = $"{options.Model}@{_service.Host}"
            + (options.Dimensions > 0 ? $":{options.Dimensions}" : "")
            + (options.ItemTokens != RemoteEmbeddingOptions.DefaultItemTokens ? $"+{options.ItemTokens}tokens" : "")
            + (options.Mask ? "+masked" : "");
    }

    /// <summary><c>text-embedding-3-small@api.openai.com:256+masked</c>: model, service, dimensions where asked for, and what is done to texts.</summary>
    public string Model { get; }

    /// <summary>Numbers a vector. Where the options leave it to the model, the service is asked with one word the first time.</summary>
    /// <exception cref="EarshotException">The service can't be asked.</exception>
    public int Dimensions => _dimensions > 0 ? _dimensions : _dimensions = AskDimensions();

    /// <summary>What was asked of the service so far.</summary>
    public RemoteUsage Usage => new(Interlocked.Read(ref _requests), Interlocked.Read(ref _retries), _budget.Used, _budget.Used * _options.Price / 1_000_000, Interlocked.Read(ref _masked), Interlocked.Read(ref _cut));

    /// <inheritdoc/>
    public void Embed(BytesColumn texts, Memory<float> vectors, EmbedOptions options)
    {
        if (texts.Count == 0) return;
        int dimensions = Dimensions;
        if (vectors.Length != (long)texts.Count * dimensions) throw new ArgumentException($"{vectors.Length} numbers are no {texts.Count} × {dimensions}", nameof(vectors));
        new Call(this, texts, vectors, dimensions, options).Run();
    }

    public void Dispose() => _service.Dispose();

    private int AskDimensions()
    {
        BytesColumn texts = new();
        texts.Append("dimensions"u8);
        RequestBody body = RequestBody.Write(texts, new RequestPart(0, 1), _options);
        ServiceReply reply = Task.Run(() => Ask(body, 0, 0, _cancellation)).GetAwaiter().GetResult();
        return reply.Kind == ReplyKind.Vectors ? reply.Vectors[0].Length : throw Failed(reply);
    }

    // Sends a request until it is answered for good or the retries are used up.
    private async Task<ServiceReply> Ask(RequestBody body, int first, int dimensions, CancellationToken cancellation)
    {
        long answered = Interlocked.Read(ref _requests);
        for (int failures = 0; ; failures++)
        {
            await _waits.Ready(cancellation);
            ServiceReply reply = await AskOnce(body, dimensions, cancellation);
            if (reply.Kind is not (ReplyKind.Retry or ReplyKind.Pause)) return reply;
            if (reply.Kind == ReplyKind.Pause && Interlocked.Read(ref _requests) is var now && now > answered)
                (failures, answered) = (0, now); // others get through: it is a question of patience, not of failure
            if (failures == _options.Retries) throw Failed(reply, $" after {failures + 1} attempts");
            if (reply.RetryAfter > _options.LongestWait)
                throw Failed(reply with { Hint = Hints.Later }, $" and asks to wait {reply.RetryAfter.Value.TotalSeconds:N0} s, more than the {_options.LongestWait.TotalSeconds:N0} s that are allowed");
            Interlocked.Increment(ref _retries);
            TimeSpan wait = _waits.Of(failures, reply.RetryAfter, first);
            if (reply.Kind == ReplyKind.Retry) await _waits.Sleep(wait, cancellation);
            else if (_waits.PauseAll(wait)) Notice($"{_service.Host} is asked too often: waiting {Math.Ceiling(wait.TotalSeconds):N0} s ({reply.Reason})");
        }
    }

    private async Task<ServiceReply> AskOnce(RequestBody body, int dimensions, CancellationToken cancellation)
    {
        if (!await _budget.TryReserve(body.EstimatedTokens, cancellation)) throw CapReached(body.EstimatedTokens);
        long used = body.EstimatedTokens; // where the answer is lost with the request, the service may bill it all the same
        try
        {
            ServiceReply reply = await _service.Ask(body, dimensions, cancellation);
            used = reply.IsBilled ? reply.Tokens ?? body.EstimatedTokens : 0;
            if (reply.Kind == ReplyKind.Vectors) Interlocked.Increment(ref _requests);
            return reply;
        }
        finally
        {
            _budget.Settle(body.EstimatedTokens, used);
        }
    }

    private EarshotException Failed(ServiceReply reply, string when = "") =>
        new($"the embedding service at {_service.Host} failed{when}: {reply.Reason}", reply.Hint ?? Hints.Later, 1, reply.Cause);

    private EarshotException CapReached(long estimate)
    {
        RemoteUsage usage = Usage;
        string cap = _options.MaxCost is { } most && (decimal)TokenBudget.LimitOf(_options) >= decimal.Floor(most / _options.Price * 1_000_000)
            ? FormattableString.Invariant($"the cost cap of {most:0.####} would be passed: {usage.Cost:0.####} is spent, and the next request costs about {estimate * _options.Price / 1_000_000:0.######}")
            : $"the cap of {_options.MaxTokens:N0} tokens would be passed: {usage.Tokens:N0} are used, and the next request takes about {estimate:N0}";
        return new EarshotException(cap, "what was embedded is kept: raise embed.max_cost or embed.max_tokens, and the same command goes on from there");
    }

    private void Notice(string line)
    {
        long now = _clock.GetTimestamp(), before = Interlocked.Read(ref _noticed);
        if (before != long.MinValue && _clock.GetElapsedTime(before, now) < BetweenNotices) return;
        if (Interlocked.CompareExchange(ref _noticed, now, before) == before) _notice?.Invoke(line);
    }

    /// <summary>One call of <see cref="Embed"/>: workers that take the next request each.</summary>
    private sealed class Call(RemoteEmbeddingModel model, BytesColumn texts, Memory<float> vectors, int dimensions, EmbedOptions options)
    {
        private readonly IReadOnlyList<RequestPart> _parts = RequestPlan.Of(texts, model._options);
        private readonly Lock _reporting = new();
        private int _next = -1;
        private Exception? _fault;

        public void Run()
        {
            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(options.Cancellation);
            Task[] workers = new Task[Math.Min(model._options.Workers, _parts.Count)];
            for (int i = 0; i < workers.Length; i++) workers[i] = Task.Run(() => Work(stop));
            Task.WaitAll(workers);
            if (_fault is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_fault);
            options.Cancellation.ThrowIfCancellationRequested();
        }

        private async Task Work(CancellationTokenSource stop)
        {
            try
            {
                for (int part = Interlocked.Increment(ref _next); part < _parts.Count; part = Interlocked.Increment(ref _next)) await Fulfil(_parts[part], stop.Token);
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

        private async Task Fulfil(RequestPart whole, CancellationToken cancellation)
        {
            Stack<RequestPart> open = new([whole]);
            while (open.TryPop(out RequestPart part))
            {
                cancellation.ThrowIfCancellationRequested();
                if (part.Count > Volatile.Read(ref model._mostItems))
                {
                    Halve(part);
                    continue;
                }

                RequestBody body = RequestBody.Write(texts, part, model._options);
                ServiceReply reply = await model.Ask(body, part.First, dimensions, cancellation);
                if (reply.Kind == ReplyKind.Vectors) Report(part, body, reply.Vectors);
                else if (reply.Kind == ReplyKind.TooManyTexts && part.Count > 1)
                {
                    LowerMostItems((part.Count + 1) / 2);
                    Halve(part);
                }
                else if (reply.Kind == ReplyKind.TooLong && part.Count > 1) Halve(part);
                else if (reply.Kind == ReplyKind.TooLong && body.LongestText > ShortestCut) open.Push(part with { LongestText = body.LongestText / 2 });
                else throw model.Failed(reply);
            }

            void Halve(RequestPart part)
            {
                (RequestPart first, RequestPart second) = part.Halves();
                open.Push(second);
                open.Push(first);
            }
        }

        private const int ShortestCut = 64; // a service that refuses so few bytes as too long means something else

        private void LowerMostItems(int most)
        {
            int before;
            while ((before = Volatile.Read(ref model._mostItems)) > most && Interlocked.CompareExchange(ref model._mostItems, most, before) != before)
            {
            }
        }

        private void Report(RequestPart part, RequestBody body, float[][] answered)
        {
            int[] rows = new int[part.Count];
            for (int i = 0; i < rows.Length; i++)
            {
                rows[i] = part.First + i;
                answered[i].CopyTo(vectors.Span.Slice(rows[i] * dimensions, dimensions));
            }

            Interlocked.Add(ref model._masked, body.Masked);
            Interlocked.Add(ref model._cut, body.Cut);
            lock (_reporting) options.Completed(rows);
        }
    }
}
