namespace Earshot.Connectors.Embeddings;

/// <summary>Keeps requests within a cap: each reserves what it is estimated to use before it is sent, and settles for what it used.</summary>
/// <param name="limit">Tokens that may be used; <see cref="long.MaxValue"/> for any number.</param>
internal sealed class TokenBudget(long limit)
{
    private readonly Lock _gate = new();
    private long _reserved;
    private long _used;
    private TaskCompletionSource _settled = New();

    /// <summary>Tokens used by requests that are over.</summary>
    public long Used
    {
        get
        {
            lock (_gate) return _used;
        }
    }

    /// <summary>The cap, in tokens, of options: the lower of cost and tokens.</summary>
    public static long LimitOf(RemoteEmbeddingOptions options)
    {
        decimal byCost = options is { MaxCost: { } cost, Price: > 0 } ? decimal.Floor(cost / options.Price * 1_000_000) : long.MaxValue;
        return Math.Min((long)Math.Min(byCost, long.MaxValue), options.MaxTokens ?? long.MaxValue);
    }

    /// <summary>Reserves; where it would pass the cap, waits for requests that are on their way, since they may use less than they reserved.</summary>
    /// <returns>False where it would pass the cap for good.</returns>
    public async Task<bool> TryReserve(long tokens, CancellationToken cancellation)
    {
        while (true)
        {
            Task settled;
            lock (_gate)
            {
                if (tokens <= limit - _used - _reserved)
                {
                    _reserved += tokens;
                    return true;
                }

                if (_reserved == 0) return false;
                settled = _settled.Task;
            }

            await settled.WaitAsync(cancellation);
        }
    }

    /// <summary>Ends a reservation.</summary>
    public void Settle(long reserved, long used)
    {
        lock (_gate)
        {
            _reserved -= reserved;
            _used += used;
            _settled.SetResult();
            _settled = New();
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
