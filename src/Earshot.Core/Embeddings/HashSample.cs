using System.Buffers.Binary;

namespace Earshot.Core.Embeddings;

/// <summary>
/// A uniform sample without replacement of the different hashes that pass by, each with what belongs to it, in memory that does not grow with their number:
/// those whose seeded hash is smallest (bottom-k sampling, Cohen and Kaplan 2007). It depends on the set of hashes, not on their order or repetition.
/// </summary>
/// <typeparam name="T">What is kept with a hash; the same for equal hashes.</typeparam>
internal sealed class HashSample<T>(int wanted, ulong seed)
{
    private readonly List<Candidate> _candidates = [];
    private readonly HashSet<ulong> _known = [];
    private ulong _below = ulong.MaxValue;

    /// <summary>The sample, in the order of the seeded hash: as good as shuffled.</summary>
    internal IReadOnlyList<Candidate> Drawn()
    {
        Shrink();
        return _candidates;
    }

    /// <summary>True where a hash is not known and may be among the smallest; then it is to be added at once.</summary>
    internal bool Wants(ulong hash) => Priority(hash) < _below && !_known.Contains(hash);

    /// <summary>Takes a hash that <see cref="Wants"/> was true for.</summary>
    internal void Add(ulong hash, T item)
    {
        _known.Add(hash);
        _candidates.Add(new Candidate(hash, Priority(hash), item));
        if (_candidates.Count >= (2 * wanted) + 64) Shrink();
    }

    /// <summary>Takes what another sample with the same seed kept.</summary>
    internal void Merge(HashSample<T> other)
    {
        foreach (Candidate candidate in other.Drawn())
            if (Wants(candidate.Hash)) Add(candidate.Hash, candidate.Item);
    }

    private ulong Priority(ulong hash)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, hash);
        return StableHash.Of(bytes, seed + 1);
    }

    private void Shrink()
    {
        _candidates.Sort((a, b) => a.Priority != b.Priority ? a.Priority.CompareTo(b.Priority) : a.Hash.CompareTo(b.Hash));
        if (_candidates.Count <= wanted) return;
        _candidates.RemoveRange(wanted, _candidates.Count - wanted);
        _below = _candidates[^1].Priority;
        _known.Clear();
        foreach (Candidate candidate in _candidates) _known.Add(candidate.Hash);
    }

    /// <summary>A hash of the sample, its place in the order, and what belongs to it.</summary>
    internal readonly record struct Candidate(ulong Hash, ulong Priority, T Item);
}
