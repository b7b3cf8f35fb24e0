using Earshot.Numerics;

namespace Earshot.Core.Analysis;

/// <summary>
/// Counts different texts by their 64-bit hashes: all of them up to 16 million tickets; beyond, those in a fixed share of the range of hashes,
/// scaled up, so that memory stays below 128 MB.
/// </summary>
internal sealed class DistinctTexts(long tickets)
{
    private const long MostHashes = 1 << 24;
    private const int Buckets = 256;

    private readonly ulong _below = tickets <= MostHashes ? ulong.MaxValue : (ulong)(ulong.MaxValue * ((double)MostHashes / tickets));
    private readonly List<ulong>[] _buckets = [.. Enumerable.Range(0, Buckets).Select(_ => new List<ulong>())];

    /// <summary>Adds the hashes of a block of texts.</summary>
    internal void Add(ReadOnlySpan<ulong> hashes)
    {
        foreach (ulong hash in hashes)
            if (hash <= _below) _buckets[hash % Buckets].Add(hash);
    }

    /// <summary>The number of different texts.</summary>
    internal long Count(int threads)
    {
        long[] counts = new long[Buckets];
        Chunks.ForEach(Buckets, 8, threads, (_, first, end) =>
        {
            for (int bucket = first; bucket < end; bucket++)
            {
                List<ulong> hashes = _buckets[bucket];
                hashes.Sort();
                for (int i = 0; i < hashes.Count; i++)
                    if (i == 0 || hashes[i] != hashes[i - 1]) counts[bucket]++;
            }
        });
        double share = _below == ulong.MaxValue ? 1 : (double)_below / ulong.MaxValue;
        return Math.Min(tickets, (long)Math.Round(counts.Sum() / share));
    }
}
