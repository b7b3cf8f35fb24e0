namespace Earshot.Storage.Embeddings;

/// <summary>
/// Leads from 128-bit keys to record numbers: open addressing with linear probing over record numbers, the keys kept once, by number. About 23 bytes
/// a record: ten million take 230 MB.
/// </summary>
internal sealed class KeyIndex
{
    private const int ChunkBits = 16; // grown a megabyte at a time: no copy of all keys, no half-empty array
    private const int ChunkMask = (1 << ChunkBits) - 1;

    private readonly List<UInt128[]> _chunks = [];
    private int[] _slots = new int[1 << 10]; // record number + 1; 0 is free
    private int _taken; // slots, those of forgotten records included

    /// <summary>Record numbers given, those without a key included.</summary>
    internal int Records { get; private set; }

    /// <summary>Keys that lead to a record.</summary>
    internal int Count { get; private set; }

    /// <summary>The number of the latest record of a key; -1 where there is none.</summary>
    internal int Find(UInt128 key)
    {
        int record = _slots[Slot(key)] - 1;
        return key == UInt128.Zero ? -1 : record;
    }

    /// <summary>Gives the next record number to a key, which from now on leads there; the key zero takes a number and is not found.</summary>
    internal void Append(UInt128 key)
    {
        int record = Records++;
        if (record >> ChunkBits == _chunks.Count) _chunks.Add(new UInt128[1 << ChunkBits]);
        _chunks[record >> ChunkBits][record & ChunkMask] = key;
        if (key == UInt128.Zero) return;
        int slot = Slot(key);
        if (_slots[slot] == 0)
        {
            _taken++;
            Count++;
        }

        _slots[slot] = record + 1;
        if (_taken > _slots.Length / 4 * 3) Grow();
    }

    /// <summary>Takes the key from a record: it is not found any more.</summary>
    internal void Forget(int record)
    {
        ref UInt128 key = ref _chunks[record >> ChunkBits][record & ChunkMask];
        if (Find(key) == record) Count--; // its slot stays taken, so that chains which lead over it hold
        key = UInt128.Zero;
    }

    /// <summary>The key of a record that its key leads to; null for one that was forgotten or has a later one.</summary>
    internal UInt128? Latest(int record) => Find(Key(record)) == record ? Key(record) : null;

    private UInt128 Key(int record) => _chunks[record >> ChunkBits][record & ChunkMask];

    // The slot of a key, or the free one where it belongs. Keys may be plain numbers, so they are mixed.
    private int Slot(UInt128 key)
    {
        int mask = _slots.Length - 1;
        ulong mixed = ((ulong)key ^ (ulong)(key >> 64)) * 0x9E3779B97F4A7C15;
        int slot = (int)(mixed >> 33) & mask;
        while (_slots[slot] != 0 && Key(_slots[slot] - 1) != key) slot = (slot + 1) & mask;
        return slot;
    }

    private void Grow()
    {
        int[] old = _slots;
        _slots = new int[Count > old.Length / 2 ? old.Length * 2 : old.Length];
        foreach (int taken in old)
            if (taken != 0 && Key(taken - 1) is var key && key != UInt128.Zero) _slots[Slot(key)] = taken;
        _taken = Count;
    }
}
