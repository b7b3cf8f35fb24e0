using System.Numerics;

namespace Earshot.Core.Topics;

/// <summary>Numbers byte strings 0, 1, 2, … in the order they are first seen. Open addressing over one buffer; no object a string.</summary>
internal sealed class ByteStringTable
{
    private int[] _slots = new int[1024];
    private ulong[] _hashes = new ulong[512];
    private int[] _ends = new int[512];
    private byte[] _bytes = new byte[4096];

    public int Count { get; private set; }

    public ReadOnlySpan<byte> this[int id]
    {
        get
        {
            int start = id == 0 ? 0 : _ends[id - 1];
            return _bytes.AsSpan(start, _ends[id] - start);
        }
    }

    /// <summary>The string's number; equal to the former <see cref="Count"/> when it is new.</summary>
    public int Intern(ReadOnlySpan<byte> value)
    {
        ulong hash = StableHash.Of(value);
        int mask = _slots.Length - 1;
        int slot = (int)hash & mask;
        for (; _slots[slot] != 0; slot = (slot + 1) & mask)
        {
            int id = _slots[slot] - 1;
            if (_hashes[id] == hash && this[id].SequenceEqual(value)) return id;
        }

        Append(value, hash);
        _slots[slot] = Count;
        if (Count * 2 > _slots.Length) Grow();
        return Count - 1;
    }

    /// <summary>The string's number, or -1.</summary>
    public int Find(ReadOnlySpan<byte> value)
    {
        ulong hash = StableHash.Of(value);
        int mask = _slots.Length - 1;
        for (int slot = (int)hash & mask; _slots[slot] != 0; slot = (slot + 1) & mask)
            if (_hashes[_slots[slot] - 1] == hash && this[_slots[slot] - 1].SequenceEqual(value)) return _slots[slot] - 1;
        return -1;
    }

    private void Append(ReadOnlySpan<byte> value, ulong hash)
    {
        int start = Count == 0 ? 0 : _ends[Count - 1];
        if (start + value.Length > _bytes.Length) Array.Resize(ref _bytes, Math.Max(start + value.Length, _bytes.Length * 2));
        if (Count == _ends.Length)
        {
            Array.Resize(ref _ends, Count * 2);
            Array.Resize(ref _hashes, Count * 2);
        }

        value.CopyTo(_bytes.AsSpan(start));
        _hashes[Count] = hash;
        _ends[Count++] = start + value.Length;
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        int mask = _slots.Length - 1;
        for (int id = 0; id < Count; id++)
        {
            int slot = (int)_hashes[id] & mask;
            while (_slots[slot] != 0) slot = (slot + 1) & mask;
            _slots[slot] = id + 1;
        }
    }
}

/// <summary>Numbers 64-bit keys 0, 1, 2, … in the order they are first seen.</summary>
internal sealed class KeyTable
{
    private int[] _slots = new int[1024];
    private ulong[] _keys = new ulong[512];

    public int Count { get; private set; }

    public ulong this[int id] => _keys[id];

    /// <summary>The key's number; equal to the former <see cref="Count"/> when it is new.</summary>
    public int Intern(ulong key)
    {
        int mask = _slots.Length - 1;
        int slot = Slot(key, mask);
        for (; _slots[slot] != 0; slot = (slot + 1) & mask)
            if (_keys[_slots[slot] - 1] == key) return _slots[slot] - 1;

        if (Count == _keys.Length) Array.Resize(ref _keys, Count * 2);
        _keys[Count++] = key;
        _slots[slot] = Count;
        if (Count * 2 > _slots.Length) Grow();
        return Count - 1;
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        int mask = _slots.Length - 1;
        for (int id = 0; id < Count; id++)
        {
            int slot = Slot(_keys[id], mask);
            while (_slots[slot] != 0) slot = (slot + 1) & mask;
            _slots[slot] = id + 1;
        }
    }

    // Fibonacci hashing: the upper bits of the product depend on all bits of the key.
    private static int Slot(ulong key, int mask) => (int)((key ^ (key >> 32)) * 0x9E3779B97F4A7C15 >> (64 - BitOperations.PopCount((uint)mask)));
}

/// <summary>How often a term occurs in a cluster, in how many texts, and in how many of their titles.</summary>
internal record struct TermCount(int Cluster, int Term, int Count, int Texts, int Titles);

/// <summary>Counts of (cluster, term).</summary>
internal sealed class CountTable
{
    private Cell[] _cells = new Cell[2048];

    public int Count { get; private set; }

    /// <summary>Adds one occurrence in text number <paramref name="text"/> (1, 2, …).</summary>
    /// <param name="title">Whether it stands in the text's title, which is to be counted before the rest.</param>
    public void Add(int cluster, int term, int text, bool title)
    {
        ref Cell cell = ref Find(cluster, term);
        cell.Count++;
        if (cell.LastText == text) return;
        cell.LastText = text;
        cell.Texts++;
        if (title) cell.Titles++;
    }

    /// <summary>Adds what another table counted of a term that is called <paramref name="term"/> here.</summary>
    public void Add(TermCount count, int term)
    {
        ref Cell cell = ref Find(count.Cluster, term);
        cell.Count += count.Count;
        cell.Texts += count.Texts;
        cell.Titles += count.Titles;
    }

    /// <summary>All counts of at least <paramref name="minimum"/>, in no order that matters.</summary>
    public IEnumerable<TermCount> AtLeast(int minimum)
    {
        foreach (Cell cell in _cells)
            if (cell.Key != 0 && cell.Count >= minimum) yield return new TermCount((int)((cell.Key - 1) >> 32), (int)(uint)(cell.Key - 1), cell.Count, cell.Texts, cell.Titles);
    }

    private ref Cell Find(int cluster, int term)
    {
        if (Count * 2 > _cells.Length) Grow();
        ulong key = (((ulong)(uint)cluster << 32) | (uint)term) + 1;
        int slot = Slot(_cells, key);
        if (_cells[slot].Key == 0)
        {
            _cells[slot].Key = key;
            Count++;
        }

        return ref _cells[slot];
    }

    private void Grow()
    {
        Cell[] grown = new Cell[_cells.Length * 2];
        foreach (Cell cell in _cells)
            if (cell.Key != 0) grown[Slot(grown, cell.Key)] = cell;
        _cells = grown;
    }

    private static int Slot(Cell[] cells, ulong key)
    {
        int mask = cells.Length - 1;
        int slot = (int)((key ^ (key >> 29)) * 0x9E3779B97F4A7C15 >> (64 - BitOperations.PopCount((uint)mask)));
        while (cells[slot].Key != 0 && cells[slot].Key != key) slot = (slot + 1) & mask;
        return slot;
    }

    private struct Cell
    {
        public ulong Key;
        public int Count;
        public int Texts;
        public int Titles;
        public int LastText;
    }
}
