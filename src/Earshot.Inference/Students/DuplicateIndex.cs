using System.Numerics;
using Earshot.Core;
using Earshot.Core.Columns;

namespace Earshot.Inference.Students;

/// <summary>Finds the first occurrence of each text of a column; reused from block to block by one thread.</summary>
internal sealed class DuplicateIndex
{
    private ulong[] _slots = []; // upper half of the hash, row + 1; 0 is empty
    private int[] _firsts = [];

    /// <summary>The row at which the text of each row stands first: its own where it is new.</summary>
    /// <param name="distinct">The number of different texts.</param>
    public ReadOnlySpan<int> Find(BytesColumn texts, out int distinct)
    {
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, texts.Count * 2));
        if (_slots.Length < size) _slots = new ulong[size];
        else Array.Clear(_slots, 0, size);
        if (_firsts.Length < texts.Count) _firsts = new int[Math.Max(texts.Count, _firsts.Length * 2)];

        distinct = 0;
        for (int row = 0; row < texts.Count; row++)
        {
            int first = FindOrAdd(texts, row, size - 1);
            _firsts[row] = first;
            if (first == row) distinct++;
        }

        return _firsts.AsSpan(0, texts.Count);
    }

    private int FindOrAdd(BytesColumn texts, int row, int mask)
    {
        ReadOnlySpan<byte> text = texts[row];
        ulong hash = StableHash.Of(text);
        ulong tag = hash & 0xFFFFFFFF00000000;
        for (int slot = (int)hash & mask; ; slot = (slot + 1) & mask)
        {
            ulong entry = _slots[slot];
            if (entry == 0)
            {
                _slots[slot] = tag | (uint)(row + 1);
                return row;
            }

            int other = (int)(uint)entry - 1;
            if ((entry & 0xFFFFFFFF00000000) == tag && texts[other].SequenceEqual(text)) return other;
        }
    }
}
