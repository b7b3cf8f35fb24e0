using System.Runtime.InteropServices;
using Earshot.Numerics;
using Earshot.Numerics.Vectors;

namespace Earshot.Core.Clusters;

/// <summary>
/// The vectors of different texts as they pass by, in the order of their first appearance; of more than are wanted those whose seeded hash is smallest
/// (bottom-k sampling, Cohen and Kaplan 2007), which depends on the set of texts alone. Memory does not grow with their number.
/// </summary>
internal sealed class DistinctVectors(int wanted, ulong seed, int dimensions)
{
    private readonly List<Text> _texts = [];
    private readonly HashSet<long> _known = [];
    private readonly List<sbyte> _numbers = [];
    private ulong _below = ulong.MaxValue;

    public void Offer(long textHash, ReadOnlySpan<sbyte> vector, float scale)
    {
        ulong priority = SplitMix64.Derive(seed, (ulong)textHash);
        if (priority >= _below || !_known.Add(textHash)) return;
        _texts.Add(new Text(textHash, priority, scale));
        _numbers.AddRange(vector);
        if (_texts.Count >= 2L * wanted) Shrink();
    }

    /// <summary>The vectors, and of each the hash of its text.</summary>
    public (QuantizedMatrix Vectors, long[] TextHashes) ToMatrix()
    {
        Shrink();
        QuantizedMatrix vectors = new([.. _numbers], [.. _texts.Select(text => text.Scale)], dimensions);
        return (vectors, [.. _texts.Select(text => text.Hash)]);
    }

    private void Shrink()
    {
        if (_texts.Count <= wanted) return;
        _below = _texts.Select(text => text.Priority).Order().ElementAt(wanted);
        Span<sbyte> numbers = CollectionsMarshal.AsSpan(_numbers);
        int kept = 0;
        for (int i = 0; i < _texts.Count; i++)
        {
            if (_texts[i].Priority >= _below)
            {
                _known.Remove(_texts[i].Hash);
                continue;
            }

            numbers.Slice(i * dimensions, dimensions).CopyTo(numbers[(kept * dimensions)..]);
            _texts[kept++] = _texts[i];
        }

        _texts.RemoveRange(kept, _texts.Count - kept);
        _numbers.RemoveRange(kept * dimensions, _numbers.Count - (kept * dimensions));
    }

    private readonly record struct Text(long Hash, ulong Priority, float Scale);
}
