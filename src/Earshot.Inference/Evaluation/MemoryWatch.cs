namespace Earshot.Inference.Evaluation;

/// <summary>The most that this process grows by, looked at fifty times a second.</summary>
internal sealed class MemoryWatch : IDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);
    private readonly long _before;
    private readonly ITimer _timer;
    private long _peak;

    /// <summary>Starts from what is in use after a collection of everything that is not.</summary>
    public MemoryWatch(TimeProvider clock)
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _before = _peak = Environment.WorkingSet;
        _timer = clock.CreateTimer(_ => Look(), null, Between, Between);
    }

    /// <summary>Bytes of working set above the start, at most so far.</summary>
    public long Growth
    {
        get
        {
            Look();
            return Interlocked.Read(ref _peak) - _before;
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        long now = Environment.WorkingSet;
        for (long peak = Interlocked.Read(ref _peak); now > peak; peak = Interlocked.Read(ref _peak))
            if (Interlocked.CompareExchange(ref _peak, now, peak) == peak) return;
    }
}
