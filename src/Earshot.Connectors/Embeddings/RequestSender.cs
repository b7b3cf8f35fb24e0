using Earshot.Connectors.OpenAi;
using Earshot.Core;

namespace Earshot.Connectors.Embeddings;

/// <summary>Sends requests until each is answered for good: retries, the pause that all keep, the cap on cost, and counters.</summary>
internal sealed class RequestSender(RemoteEmbeddingOptions options, TimeProvider clock, Action<string> notice) : IDisposable
{
    private static readonly TimeSpan BetweenNotices = TimeSpan.FromMinutes(1);
    private readonly EmbeddingService _service = new(options, clock);
    private readonly RetryWaits _waits = new(options.JitterSeed, clock);
    private readonly TokenBudget _budget = new(TokenBudget.LimitOf(options));
    private long _requests, _retries, _masked, _cut;
    private int _mostItems = options.RequestItems;
    private long _noticed = long.MinValue;

    public string Host => _service.Host;

    /// <summary>Texts that a request may have; falls where the service takes fewer.</summary>
    public int MostItems => Volatile.Read(ref _mostItems);

    public RemoteUsage Usage
    {
        get
        {
            long tokens = _budget.Used;
            decimal cost = tokens * options.Price / 1_000_000;
            (long requests, long retries) = (Interlocked.Read(ref _requests), Interlocked.Read(ref _retries));
            return new RemoteUsage(requests, retries, tokens, cost, Interlocked.Read(ref _masked), Interlocked.Read(ref _cut));
        }
    }

    /// <summary>Sends a request until it has vectors, or an outcome that no wait would change.</summary>
    /// <exception cref="EarshotException">Retries are used up, the service asks to wait too long, or the cap is reached.</exception>
    public async Task<ServiceReply> Ask(RequestBody body, RequestPart part, int dimensions, CancellationToken cancellation)
    {
        long answered = Interlocked.Read(ref _requests);
        for (int failures = 0; ; failures++)
        {
            await _waits.Ready(cancellation);
            ServiceReply reply = await AskOnce(body, dimensions, cancellation);
            if (reply.Kind is not (ReplyKind.Retry or ReplyKind.Pause)) return reply;
            if (reply.Kind == ReplyKind.Pause && Interlocked.Read(ref _requests) is var now && now > answered)
                (failures, answered) = (0, now); // others get through: it is a question of patience, not of failure
            if (failures == options.Retries) throw Failed(reply, $" after {failures + 1} attempts");
            if (reply.RetryAfter > options.LongestWait) throw TooLongToWait(reply);
            Interlocked.Increment(ref _retries);
            TimeSpan wait = _waits.Of(failures, reply.RetryAfter, part.First);
            if (reply.Kind == ReplyKind.Retry) await _waits.Sleep(wait, cancellation);
            else if (_waits.PauseAll(wait)) Notice($"{Host} is asked too often: waiting {Math.Ceiling(wait.TotalSeconds):N0} s ({reply.Reason})");
        }
    }

    /// <summary>Lowers <see cref="MostItems"/>.</summary>
    public void LowerMostItems(int most)
    {
        for (int before = MostItems; before > most; before = MostItems)
            if (Interlocked.CompareExchange(ref _mostItems, most, before) == before) return;
    }

    public EarshotException Failed(ServiceReply reply, string when = "") =>
        new($"the embedding service at {Host} failed{when}: {reply.Reason}", reply.Hint ?? Hints.Later, 1, reply.Cause);

    public void Dispose() => _service.Dispose();

    private async Task<ServiceReply> AskOnce(RequestBody body, int dimensions, CancellationToken cancellation)
    {
        if (!await _budget.TryReserve(body.EstimatedTokens, cancellation)) throw CapReached(body.EstimatedTokens);
        long used = body.EstimatedTokens; // where the answer is lost with the request, the service may bill it all the same
        try
        {
            ServiceReply reply = await _service.Ask(body, dimensions, cancellation);
            used = reply.IsBilled ? reply.Tokens ?? body.EstimatedTokens : 0;
            if (reply.Kind == ReplyKind.Vectors) Count(body);
            return reply;
        }
        finally
        {
            _budget.Settle(body.EstimatedTokens, used);
        }
    }

    private void Count(RequestBody body)
    {
        Interlocked.Increment(ref _requests);
        Interlocked.Add(ref _masked, body.Masked);
        Interlocked.Add(ref _cut, body.Cut);
    }

    private EarshotException TooLongToWait(ServiceReply reply)
    {
        (double asked, double allowed) = (reply.RetryAfter!.Value.TotalSeconds, options.LongestWait.TotalSeconds);
        return Failed(reply with { Hint = Hints.Later }, $" and asks to wait {asked:N0} s, more than the {allowed:N0} s that are allowed");
    }

    private EarshotException CapReached(long estimate)
    {
        RemoteUsage usage = Usage;
        bool byCost = TokenBudget.LimitOf(options) < (options.MaxTokens ?? long.MaxValue);
        decimal next = estimate * options.Price / 1_000_000;
        string cap = byCost
            ? $"the cost cap of {options.MaxCost:0.####} would be passed: {usage.Cost:0.####} is spent, and the next request costs about {next:0.######}"
            : $"the cap of {options.MaxTokens:N0} tokens would be passed: {usage.Tokens:N0} are used, and the next request takes about {estimate:N0}";
        return new EarshotException(cap, "what was embedded is kept: raise embed.max_cost or embed.max_tokens, and the same command goes on from there");
    }

    private void Notice(string line)
    {
        long now = clock.GetTimestamp(), before = Interlocked.Read(ref _noticed);
        if (before != long.MinValue && clock.GetElapsedTime(before, now) < BetweenNotices) return;
        if (Interlocked.CompareExchange(ref _noticed, now, before) == before) notice(line);
    }
}
