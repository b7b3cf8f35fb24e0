using System.Runtime.ExceptionServices;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;

namespace Earshot.Storage.Embeddings;

/// <summary>
/// A model that asks another only for the texts that the cache does not have, and keeps what it gets as it gets it: a call that fails, is cancelled or
/// killed has kept every row that was completed. Vectors are those of the model, bit for bit.
/// </summary>
/// <param name="inner">The model; disposed with this.</param>
/// <param name="cache">Of the same model; not disposed.</param>
public sealed class CachedEmbeddingModel(IEmbeddingModel inner, VectorCache cache) : IEmbeddingModel
{
    // What the model is asked for at once: its vectors need room beside those of the caller, 25 MB at 384 numbers.
    private const int BlockTexts = 1 << 14;

    private readonly IEmbeddingModel _inner = inner;
    private readonly VectorCache _cache = cache;

    public string Model => _inner.Model;

    public int Dimensions => _inner.Dimensions;

    /// <summary>Rows that the cache gave, in all calls; a repetition of a text that the call itself embedded is none.</summary>
    public long Hits { get; private set; }

    /// <summary>Texts that the model has embedded, in all calls.</summary>
    public long Embedded { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="IOException">The cache can't be written: no room on the disk. What was kept before stays.</exception>
    public void Embed(BytesColumn texts, Memory<float> vectors, EmbedOptions options)
    {
        UInt128[] keys = new UInt128[texts.Count];
        for (int row = 0; row < keys.Length; row++) keys[row] = VectorCache.KeyOf(texts[row]);
        bool[] found = new bool[keys.Length];
        int[] missing = ReadCached(keys, vectors, found, options);
        if (missing.Length == 0) return;

        // Rows with the same text are a chain from the first: each leads to the next, 0 ends it.
        int[] next = new int[keys.Length];
        int[] asked = Chain(keys, missing, next);
        try
        {
            for (int first = 0; first < asked.Length; first += BlockTexts)
            {
                Block block = new(this, asked[first..Math.Min(asked.Length, first + BlockTexts)], keys, next, vectors, options);
                block.Embed(texts);
            }
        }
        catch
        {
            TryFlush();
            throw;
        }

        _cache.Flush();
    }

    public void Dispose() => _inner.Dispose();

    // Gives what the cache has, block by block, and the rows it does not have.
    private int[] ReadCached(UInt128[] keys, Memory<float> vectors, bool[] found, EmbedOptions options)
    {
        List<int> missing = [];
        for (int first = 0; first < keys.Length; first += BlockTexts)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(BlockTexts, keys.Length - first);
            int hits = _cache.Read(keys.AsSpan(first, count), vectors.Span.Slice(first * Dimensions, count * Dimensions), found.AsSpan(first, count));
            int[] rows = new int[hits];
            int at = 0;
            for (int row = first; row < first + count; row++)
            {
                if (found[row]) rows[at++] = row;
                else missing.Add(row);
            }

            Hits += hits;
            if (hits > 0) options.Completed(rows);
        }

        return [.. missing];
    }

    private static int[] Chain(UInt128[] keys, int[] missing, int[] next)
    {
        Dictionary<UInt128, int> last = new(missing.Length);
        List<int> firsts = new(missing.Length);
        foreach (int row in missing)
        {
            if (last.TryGetValue(keys[row], out int before)) next[before] = row;
            else firsts.Add(row);
            last[keys[row]] = row;
        }

        return [.. firsts];
    }

    private void TryFlush()
    {
        try
        {
            _cache.Flush();
        }
        catch (IOException)
        {
            // A disk that takes no more does not hide the fault that is being told.
        }
    }

    /// <summary>Some texts that the model is asked for in one call, and where their vectors go.</summary>
    private sealed class Block(CachedEmbeddingModel owner, int[] asked, UInt128[] keys, int[] next, Memory<float> vectors, EmbedOptions options)
    {
        private readonly float[] _vectors = new float[asked.Length * owner.Dimensions];
        private readonly bool[] _done = new bool[asked.Length];
        private ExceptionDispatchInfo? _fault;

        internal void Embed(BytesColumn texts)
        {
            BytesColumn block = new();
            foreach (int row in asked) block.Append(texts[row]);
            using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(options.Cancellation);
            try
            {
                owner._inner.Embed(block, _vectors, options with { Completed = rows => Take(rows, stop), Cancellation = stop.Token });
            }
            finally
            {
                _fault?.Throw(); // what it was stopped for, rather than that it was stopped
            }

            int[] untold = [.. Enumerable.Range(0, asked.Length).Where(i => !_done[i])];
            if (untold.Length == 0) return;
            Keep(untold);
        }

        // Runs on the model's threads: a fault is kept for the caller and stops the model.
        private void Take(ReadOnlyMemory<int> rows, CancellationTokenSource stop)
        {
            if (_fault is not null) return;
            try
            {
                Keep(rows.Span);
            }
            catch (Exception e)
            {
                _fault = ExceptionDispatchInfo.Capture(e);
                stop.Cancel();
            }
        }

        private void Keep(ReadOnlySpan<int> rows)
        {
            int dimensions = owner.Dimensions;
            UInt128[] kept = new UInt128[rows.Length];
            float[] numbers = new float[rows.Length * dimensions];
            List<int> completed = new(rows.Length);
            int count = 0;
            foreach (int i in rows)
            {
                if (_done[i]) continue;
                _done[i] = true;
                ReadOnlySpan<float> vector = _vectors.AsSpan(i * dimensions, dimensions);
                int row = asked[i];
                do
                {
                    vector.CopyTo(vectors.Span[(row * dimensions)..]);
                    completed.Add(row);
                    row = next[row];
                }
                while (row != 0);

                owner.Embedded++;
                if (!IsFinite(vector)) continue; // a fault of the model that is to pass with this run
                vector.CopyTo(numbers.AsSpan(count * dimensions));
                kept[count++] = keys[asked[i]];
            }

            owner._cache.Add(kept.AsSpan(0, count), numbers.AsSpan(0, count * dimensions));
            options.Completed(completed.ToArray());
        }

        private static bool IsFinite(ReadOnlySpan<float> vector)
        {
            foreach (float number in vector)
                if (!float.IsFinite(number)) return false;
            return true;
        }
    }
}
