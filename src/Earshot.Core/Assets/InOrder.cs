using System.Runtime.ExceptionServices;

namespace Earshot.Core.Assets;

/// <summary>Work that is prepared side by side and used strictly in order, so that the result does not depend on the number of threads.</summary>
internal static class InOrder
{
    /// <summary>
    /// Calls <paramref name="prepare"/> for 0 … <paramref name="count"/>-1 on up to <paramref name="threads"/> threads, and
    /// <paramref name="consume"/> with each result, one at a time, in order. At most <paramref name="threads"/> results exist at any moment.
    /// The first fault, by order, is thrown.
    /// </summary>
    public static void ForEach<T>(int count, int threads, Func<int, T> prepare, Action<int, T> consume, CancellationToken cancellation)
    {
        object gate = new();
        int next = 0;
        int turn = 0;
        int faultAt = int.MaxValue;
        ExceptionDispatchInfo? fault = null;
        Thread[] pool = new Thread[Math.Clamp(count, 1, Math.Max(1, threads)) - 1];
        for (int t = 0; t < pool.Length; t++)
        {
            pool[t] = new Thread(Work, 16 << 20) { IsBackground = true };
            pool[t].Start();
        }

        Work();
        foreach (Thread thread in pool) thread.Join();
        fault?.Throw();
        cancellation.ThrowIfCancellationRequested();

        void Work()
        {
            for (int i = Interlocked.Increment(ref next) - 1; i < count; i = Interlocked.Increment(ref next) - 1)
            {
                try
                {
                    cancellation.ThrowIfCancellationRequested();
                    if (Volatile.Read(ref faultAt) < i) return;
                    T prepared = prepare(i);
                    lock (gate)
                    {
                        while (turn < i && faultAt > i) Monitor.Wait(gate);
                        if (faultAt < i) return;
                    }

                    consume(i, prepared);
                    lock (gate)
                    {
                        turn = i + 1;
                        Monitor.PulseAll(gate);
                    }
                }
                catch (Exception e)
                {
                    lock (gate)
                    {
                        if (i < faultAt) (faultAt, fault) = (i, ExceptionDispatchInfo.Capture(e));
                        Monitor.PulseAll(gate);
                    }

                    return;
                }
            }
        }
    }
}
