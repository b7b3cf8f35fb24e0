using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Earshot.Inference.Tokenizing;

/// <summary>
/// The 30,522 pieces of bert-base-uncased in an open-addressing table over the embedded vocab.txt (one piece a line, the line number
/// is the id, "##" marks a piece that continues a word). Immutable; shared by all threads.
/// </summary>
internal sealed unsafe class WordPieceVocabulary
{
    public const ushort Unknown = 100;
    private const uint IdMask = 0x7FFF;
    private const uint Continues = 0x8000;
    private const uint FirstSeed = 0x811C9DC5;
    private const uint ContinuationSeed = 0x2F0B4C47;

    private static readonly Lazy<WordPieceVocabulary> Shared = new(static () => new WordPieceVocabulary(EmbeddedFile.Bytes("vocab.txt")));

    private readonly byte* _text;
    private readonly int[] _starts;
    private readonly byte[] _lengths;
    private readonly uint[] _slots; // 16 bits of hash, 1 bit "continues a word", 15 bits id + 1; 0 is empty
    private readonly int _shift;
    private readonly int _longest; // bytes, without "##"

    private WordPieceVocabulary(ReadOnlySpan<byte> text)
    {
        _text = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(text));
        Count = text.Count((byte)'\n');
        _starts = new int[Count];
        _lengths = new byte[Count];
        int bits = BitOperations.Log2((uint)Count) + 2;
        _slots = new uint[1 << bits];
        _shift = 32 - bits;

        int at = 0;
        for (int id = 0; id < Count; id++)
        {
            int length = text[at..].IndexOf((byte)'\n');
            bool continues = length > 2 && text[at] == '#' && text[at + 1] == '#';
            int skipped = continues ? 2 : 0;
            Add(id, at + skipped, length - skipped, continues);
            _longest = Math.Max(_longest, length - skipped);
            at += length + 1;
        }
    }

    /// <summary>The vocabulary of all-MiniLM-L6-v2, read on first use.</summary>
    public static WordPieceVocabulary General => Shared.Value;

    /// <summary>Pieces; ids are 0 … Count − 1.</summary>
    public int Count { get; }

    /// <summary>
    /// Greedy longest-match-first: writes the ids of a normalised word, or <see cref="Unknown"/> alone where some rest of it matches no piece.
    /// </summary>
    /// <param name="word">UTF-8, not empty.</param>
    /// <param name="ids">Room for as many ids as the word has bytes.</param>
    /// <returns>The number of ids.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Split(ReadOnlySpan<byte> word, Span<ushort> ids)
    {
        Span<uint> prefixes = stackalloc uint[_longest];
        int count = 0;
        for (int start = 0; start < word.Length;)
        {
            int limit = Math.Min(_longest, word.Length - start);
            uint hash = start == 0 ? FirstSeed : ContinuationSeed;
            for (int i = 0; i < limit; i++) prefixes[i] = hash = Extend(hash, word[start + i]);

            int length = limit;
            int id = Find(word.Slice(start, length), prefixes[length - 1], start != 0);
            while (id < 0 && --length > 0) id = Find(word.Slice(start, length), prefixes[length - 1], start != 0);
            if (id < 0)
            {
                ids[0] = Unknown;
                return 1;
            }

            ids[count++] = (ushort)id;
            start += length;
        }

        return count;
    }

    private static uint Extend(uint hash, byte value) => (hash ^ value) * 0x01000193; // FNV-1a, which gives every prefix on the way

    private static uint Mix(uint hash) => (hash ^ (hash >> 15)) * 0x2C1B3C6D;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // runs for long before tiering would get to it
    private void Add(int id, int start, int length, bool continues)
    {
        _starts[id] = start;
        _lengths[id] = checked((byte)length);
        uint hash = continues ? ContinuationSeed : FirstSeed;
        for (int i = 0; i < length; i++) hash = Extend(hash, _text[start + i]);
        hash = Mix(hash);
        uint slot = hash >> _shift;
        while (_slots[slot] != 0) slot = (slot + 1) & (uint)(_slots.Length - 1);
        _slots[slot] = (hash << 16) | (continues ? Continues : 0) | (uint)(id + 1);
    }

    /// <summary>The id of a piece, or −1.</summary>
    private int Find(ReadOnlySpan<byte> piece, uint prefixHash, bool continues)
    {
        uint hash = Mix(prefixHash);
        uint wanted = (hash << 16) | (continues ? Continues : 0);
        for (uint slot = hash >> _shift; ; slot = (slot + 1) & (uint)(_slots.Length - 1))
        {
            uint entry = _slots[slot];
            if (entry == 0) return -1;
            if ((entry & ~IdMask) != wanted) continue;
            int id = (int)(entry & IdMask) - 1;
            if (piece.SequenceEqual(new ReadOnlySpan<byte>(_text + _starts[id], _lengths[id]))) return id;
        }
    }
}
