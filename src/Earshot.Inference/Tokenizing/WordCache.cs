using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Earshot.Inference.Tokenizing;

/// <summary>
/// Word → ids for words of at most 16 bytes and 7 ids; one thread's own. Direct-mapped: a new word takes the place of whatever
/// was in its slot. An entry holds the whole word, so what the cache remembers changes the speed and never the ids.
/// </summary>
internal sealed class WordCache
{
    public const int LongestWord = 16;
    public const int MostIds = 7;

    private readonly Entry[] _entries;
    private readonly int _shift;

    /// <summary>An empty cache.</summary>
    /// <param name="bits">It has 2^bits entries of 32 bytes, 1 … 20.</param>
    public WordCache(int bits)
    {
        _entries = new Entry[1 << bits];
        _shift = 64 - bits;
    }

    /// <summary>The slot of a word: lower-case UTF-8 filled up with zeros. Compare <see cref="Entry.Word"/> before using its ids.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref Entry Slot(Vector128<byte> word)
    {
        Vector128<ulong> halves = word.AsUInt64();
        ulong hash = (halves.ToScalar() ^ (halves.GetElement(1) * 0xE7037ED1A0B428DB)) * 0x9E3779B97F4A7C15;
        return ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_entries), (nint)(hash >> _shift));
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct Entry
    {
        /// <summary>All zeros in a slot never used: no word is.</summary>
        public Vector128<byte> Word;

        /// <summary>Up to 7 ids; the last element is their number.</summary>
        public Vector128<ushort> Ids;
    }
}
