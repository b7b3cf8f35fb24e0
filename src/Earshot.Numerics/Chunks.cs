using System.Runtime.ExceptionServices;

namespace Earshot.Numerics;

/// <summary>Works on items <paramref name="first"/> to <paramref name="end"/> − 1, chunk number <paramref name="chunk"/> of the whole.</summary>
public delegate void ChunkBody(int chunk, int first, int end);

/// <summary>
/// Work cut in chunks of fixed size and run on several threads. Which items share a chunk never depends on the threads: results kept by
/// chunk and combined in chunk order are the same bytes on one core and on sixteen.
/// </summary>
public static class Chunks
{
    /// <summary>Chunks that <paramref name="count"/> items make.</summary>
    public static int Count(int count, int chunkSize) => (int)(((long)count + chunkSize - 1) / chunkSize);

    /// <summary>
    /// Runs <paramref name="body"/> once for each chunk, on the calling thread and up to <paramref name="threads"/> − 1 threads of the
    /// pool, and returns when all are done. Nothing is waited for but chunks that began, so calls may be nested.
    /// </summary>
    /// <param name="count">Items; 0 does nothing.</param>
    /// <param name="chunkSize">Items a chunk, at least 1; the last chunk has what is left.</param>
    /// <param name="threads">Threads at most, at least 1.</param>
    /// <param name="body">What to do with a chunk. When it throws, no further chunk begins, and the exception of the lowest chunk that threw is
    /// thrown here.</param>
    /// <param name="cancellation">Looked at before each chunk.</param>
    /// <exception cref="OperationCanceledException">Cancelled before all chunks began, and no chunk threw.</exception>
    public static void ForEach(int count, int chunkSize, int threads, ChunkBody body, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(chunkSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        int chunks = Count(count, chunkSize);
        if (threads == 1 || chunks <= 1)
        {
            for (int chunk = 0; chunk < chunks; chunk++)
            {
                cancellation.ThrowIfCancellationRequested();
                body(chunk, chunk * chunkSize, EndOf(chunk, chunkSize, count));
            }

            return;
        }

        Work work = new(count, chunkSize, body, cancellation);
        for (int helper = Math.Min(threads, chunks) - 1; helper > 0; helper--) ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: false);
        work.Execute();
        work.WaitAndThrow();
    }

    private static int EndOf(int chunk, int chunkSize, int count) => (int)Math.Min(count, ((long)chunk + 1) * chunkSize);

    private sealed class Work(int count, int chunkSize, ChunkBody body, CancellationToken cancellation) : IThreadPoolWorkItem
    {
        private readonly object _gate = new();
        private readonly int _chunks = Count(count, chunkSize);
        private int _next = -1;
        private int _unfinished = Count(count, chunkSize);
        private int _failedChunk = int.MaxValue;
        private ExceptionDispatchInfo? _failure;
        private volatile bool _cancelled;

        // chunks are handed out in order, and after a failure to the end without being run: the count of unfinished ones always comes to 0
        public void Execute()
        {
            for (int chunk = Interlocked.Increment(ref _next); chunk < _chunks; chunk = Interlocked.Increment(ref _next))
            {
                Run(chunk);
                if (Interlocked.Decrement(ref _unfinished) > 0) continue;
                lock (_gate) Monitor.PulseAll(_gate);
            }
        }

        public void WaitAndThrow()
        {
            SpinWait spin = default;
            while (Volatile.Read(ref _unfinished) > 0 && !spin.NextSpinWillYield) spin.SpinOnce();
            lock (_gate)
            {
                while (Volatile.Read(ref _unfinished) > 0) Monitor.Wait(_gate);
            }

            _failure?.Throw();
            if (_cancelled) throw new OperationCanceledException(cancellation);
        }

        private void Run(int chunk)
        {
            // chunks below a failed one still run, so that which exception is thrown does not depend on timing
            if (_cancelled || chunk > Volatile.Read(ref _failedChunk)) return;
            if (cancellation.IsCancellationRequested)
            {
                _cancelled = true;
                return;
            }

            try
            {
                body(chunk, chunk * chunkSize, EndOf(chunk, chunkSize, count));
            }
            catch (Exception exception)
            {
                lock (_gate)
                {
                    if (chunk > _failedChunk) return;
                    _failedChunk = chunk;
                    _failure = ExceptionDispatchInfo.Capture(exception);
                }
            }
        }
    }
}
