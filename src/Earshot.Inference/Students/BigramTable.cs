using System.Numerics;
using System.Runtime.CompilerServices;

namespace Earshot.Inference.Students;

/// <summary>
/// Pair of adjacent token ids → row. Many pairs of a text are not listed, so a bit filter that fits the first-level cache
/// (32 kB for 15,000 keys, 6 % of its bits set) is asked before the open-addressing table.
/// </summary>
internal sealed class BigramTable
{
    private readonly ulong[] _filter;
    private readonly ulong[] _slots; // key · 2^32 + row + 1; 0 is empty
    private readonly int _filterShift;
    private readonly int _slotShift;

    /// <summary>A table over rows that follow each other.</summary>
    /// <param name="keys">left id · 65,536 + right id, all different.</param>
    /// <param name="firstRow">Row of the first key; the others follow.</param>
    public BigramTable(ReadOnlySpan<uint> keys, int firstRow)
    {
        int bits = BitOperations.Log2((uint)Math.Max(keys.Length, 64)) + 1;
        _slots = new ulong[2 << bits];
        _slotShift = 32 - (bits + 1);
        _filter = new ulong[(16 << bits) / 64];
        _filterShift = 32 - (bits + 4);
        for (int i = 0; i < keys.Length; i++)
        {
            uint hash = Hash(keys[i]);
            _filter[hash >> _filterShift >> 6] |= 1UL << (int)(hash >> _filterShift);
            uint slot = hash >> _slotShift;
            while (_slots[slot] != 0) slot = (slot + 1) & (uint)(_slots.Length - 1);
            _slots[slot] = ((ulong)keys[i] << 32) | (uint)(firstRow + i + 1);
        }
    }

    /// <summary>The row of a pair, or −1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(int left, int right)
    {
        uint key = ((uint)left << 16) | (uint)right;
        uint hash = Hash(key);
        uint bit = hash >> _filterShift;
        return ((_filter[bit >> 6] >> (int)bit) & 1) == 0 ? -1 : Probe(key, hash);
    }

    private static uint Hash(uint key) => (key ^ (key >> 15)) * 0x9E3779B1;

    private int Probe(uint key, uint hash)
    {
        for (uint slot = hash >> _slotShift; ; slot = (slot + 1) & (uint)(_slots.Length - 1))
        {
            ulong entry = _slots[slot];
            if (entry == 0) return -1;
            if (entry >> 32 == key) return (int)(uint)entry - 1;
        }
    }
}
