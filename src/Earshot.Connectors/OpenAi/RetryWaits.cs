using Earshot.Numerics;

namespace Earshot.Connectors.OpenAi;

/// <summary>How long to wait before a request is sent again, and the pause that everybody keeps when a service says that it is asked too often.</summary>
internal sealed class RetryWaits(ulong jitterSeed, TimeProvider clock)
{
    private const double Jitter = 0.25;
    private readonly Lock _gate = new();
    private readonly long _started = clock.GetTimestamp();
    private TimeSpan _pausedUntil;

    private TimeSpan Now => clock.GetElapsedTime(_started);

    /// <summary>What the service asks for, else 1, 2, 4, 8, 16 … s; longer by up to a quarter, so that workers and programs don't come back as one.</summary>
    /// <param name="failures">Failures before this one.</param>
    /// <param name="request">Number of the request, which makes the jitter its own.</param>
    public TimeSpan Of(int failures, TimeSpan? retryAfter, int request)
    {
        TimeSpan wait = retryAfter ?? TimeSpan.FromSeconds(1L << Math.Min(failures, 10));
        SplitMix64 random = new(SplitMix64.Derive(jitterSeed, (ulong)request, (ulong)failures));
        return wait * (1 + (Jitter * random.NextDouble()));
    }

    /// <summary>Nobody sends anything before <paramref name="wait"/> is over.</summary>
    /// <returns>Whether that is later than it was.</returns>
    public bool PauseAll(TimeSpan wait)
    {
        lock (_gate)
        {
            bool isNew = _pausedUntil <= Now;
            if (Now + wait > _pausedUntil) _pausedUntil = Now + wait;
            return isNew;
        }
    }

    /// <summary>Returns when no pause is kept.</summary>
    public async Task Ready(CancellationToken cancellation)
    {
        while (Left() is { } left && left > TimeSpan.Zero) await Sleep(left, cancellation);

        TimeSpan Left()
        {
            lock (_gate) return _pausedUntil - Now;
        }
    }

    /// <summary>Waits; whole milliseconds, since a clock that is asked for less returns at once.</summary>
    public Task Sleep(TimeSpan wait, CancellationToken cancellation) =>
        Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), clock, cancellation);
}
