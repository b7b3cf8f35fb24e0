namespace Earshot.Tests.Connectors.Embeddings;

/// <summary>A clock on which a wait is noted and over at once: the time goes on by it.</summary>
/// <param name="together">Waits that must have begun before all of them are over.</param>
internal sealed class SkippingClock(int together = 1) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<TimeSpan> _waits = [];
    private readonly List<(ITimer Timer, TimeSpan Wait)> _held = [];
    private DateTimeOffset _now = Start;
    private DateTimeOffset _started = Start; // of the waits that are held

    /// <summary>The time at the beginning.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 2, 1, 12, 0, 0, TimeSpan.Zero);

    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (_gate) return [.. _waits];
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _now;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        int held;
        lock (_gate)
        {
            _waits.Add(dueTime);
            _held.Add((timer, dueTime));
            held = _held.Count;
        }

        if (held >= together) Release();
        return timer;
    }

    /// <summary>Ends all waits.</summary>
    public void Release()
    {
        lock (_gate)
        {
            foreach ((ITimer timer, TimeSpan wait) in _held)
            {
                if (_started + wait > _now) _now = _started + wait;
                timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            }

            _held.Clear();
            _started = _now;
        }
    }
}
