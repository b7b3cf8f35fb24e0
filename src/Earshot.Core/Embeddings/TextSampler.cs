using System.Buffers.Binary;

namespace Earshot.Core.Embeddings;

/// <summary>
/// A uniform sample without replacement of the different texts that pass by, in memory that does not grow with their number: those whose seeded
/// hash is smallest (bottom-k sampling, Cohen and Kaplan 2007). It depends on the set of texts, not on their order or repetition.
/// </summary>
internal sealed class TextSampler(int wanted, ulong seed)
{
    private readonly List<Candidate> _candidates = [];
    private readonly HashSet<ulong> _known = [];
    private ulong _below = ulong.MaxValue;

    /// <summary>The sample, in the order of the seeded hash: as good as shuffled.</summary>
    internal IReadOnlyList<Candidate> Sample
    {
        get
        {
            Shrink();
            return _candidates;
        }
    }

    /// <summary>Offers a text; empty ones are passed over.</summary>
    internal void Offer(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return;
        ulong hash = StableHash.Of(text);
        ulong priority = Priority(hash);
        if (priority >= _below || !_known.Add(hash)) return;
        _candidates.Add(new Candidate(hash, priority, text.ToArray()));
        if (_candidates.Count >= (2 * wanted) + 64) Shrink();
    }

    /// <summary>Offers what another sampler with the same seed kept.</summary>
    internal void Merge(TextSampler other)
    {
        foreach (Candidate candidate in other.Sample)
        {
            if (candidate.Priority < _below && _known.Add(candidate.Hash)) _candidates.Add(candidate);
            if (_candidates.Count >= (2 * wanted) + 64) Shrink();
        }
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

    /// <summary>A text of the sample, its <see cref="StableHash"/> and its place in the order.</summary>
    internal readonly record struct Candidate(ulong Hash, ulong Priority, byte[] Text);
}
