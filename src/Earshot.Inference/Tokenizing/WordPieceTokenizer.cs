using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Earshot.Inference.Tokenizing;

/// <summary>
/// The uncased BERT tokeniser of all-MiniLM-L6-v2: cleaning, lower-casing and stripping of accents, splitting at spaces and
/// punctuation, then WordPiece (greedy longest match). Same ids as the reference (HF tokenizers 0.22, BertTokenizerFast) on
/// all golden texts and characters. Not thread-safe: make one for each thread; they share the vocabulary. Nothing is allocated after construction.
/// </summary>
/// <remarks>
/// ASCII words take a fast path: 16 bytes are classified at once, lower-cased, and looked up in a word → ids cache. All else, and each
/// word the cache has not seen, goes character by character through <see cref="NormalizationTable"/>. 2026-11-21: 350–650 MB/s a
/// core on English, on a machine busy with other work.
/// </remarks>
public sealed unsafe class WordPieceTokenizer
{
    /// <summary>[UNK]: a word that the vocabulary can't spell.</summary>
    public const int UnknownId = WordPieceVocabulary.Unknown;

    /// <summary>[CLS]: begins every text given to a transformer; the bias row of a student.</summary>
    public const int ClassifyId = 101;

    /// <summary>[SEP]: ends every text given to a transformer.</summary>
    public const int SeparatorId = 102;

    private const int LongestWord = 100; // Unicode scalars; longer words are unknown as a whole
    private const int Step = 16;

    private static readonly byte[] Classes = ClassifyBytes();

    private readonly WordPieceVocabulary _vocabulary = WordPieceVocabulary.General;
    private readonly WordCache _cache;
    private readonly byte[] _word = new byte[(LongestWord + 4) * 4];
    private readonly ushort[] _pieces = new ushort[(LongestWord + 4) * 4];

    /// <summary>A tokeniser with an empty cache of half a megabyte. The first one in the process reads the vocabulary (a few milliseconds).</summary>
    public WordPieceTokenizer()
        : this(cacheBits: 14)
    {
    }

    internal WordPieceTokenizer(int cacheBits) => _cache = new WordCache(cacheBits);

    /// <summary>Ids the vocabulary has: 0 … 30,521.</summary>
    public static int VocabularySize => WordPieceVocabulary.General.Count;

    private enum ByteClass : byte
    {
        Word,
        Space,
        Alone,
        Bracket,
        Removed,
        Beyond,
    }

    /// <summary>The ids of a text without [CLS] and [SEP]; stops when <paramref name="ids"/> is full.</summary>
    /// <param name="text">UTF-8; bytes that are not valid vanish, as U+FFFD does.</param>
    /// <returns>The number of ids written.</returns>
    public int Tokenize(ReadOnlySpan<byte> text, Span<ushort> ids)
    {
        byte* tail = stackalloc byte[Step * 2];
        int written = 0;
        fixed (byte* start = text)
        fixed (ushort* output = ids)
        {
            byte* end = start + text.Length;
            byte* at = start;
            if (text.Length >= Step) at = Scan(at, end - Step, end, output, ids.Length, ref written);
            int rest = (int)(end - at);
            if (rest <= 0 || written == ids.Length) return written;

            // Fewer than 16 bytes: continue in a copy that vectors may read beyond.
            new Span<byte>(tail, Step * 2).Fill((byte)' ');
            new ReadOnlySpan<byte>(at, rest).CopyTo(new Span<byte>(tail, rest));
            Scan(tail, tail + rest - 1, tail + rest, output, ids.Length, ref written);
        }

        return written;
    }

    /// <summary>[CLS], the ids of a text, [SEP]; cut to the length of <paramref name="ids"/>, which is 2 or more. The input of a transformer.</summary>
    /// <returns>The number of ids written.</returns>
    public int Encode(ReadOnlySpan<byte> text, Span<ushort> ids)
    {
        ids[0] = ClassifyId;
        int count = Tokenize(text, ids[1..^1]) + 1;
        ids[count] = SeparatorId;
        return count + 1;
    }

    private static byte[] ClassifyBytes()
    {
        var classes = new byte[256];
        for (int i = 0; i < 256; i++)
        {
            classes[i] = (byte)((char)i switch
            {
                '\t' or '\n' or '\r' or ' ' => ByteClass.Space,
                '[' => ByteClass.Bracket,
                < ' ' or '\x7F' => ByteClass.Removed,
                > '\x7F' => ByteClass.Beyond,
                _ when char.IsAsciiLetterOrDigit((char)i) => ByteClass.Word,
                _ => ByteClass.Alone,
            });
        }

        return classes;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ByteClass ClassOf(byte value) => (ByteClass)Classes[value];

    /// <summary>
    /// Takes words and single characters that begin at or before <paramref name="last"/>, from where 16 bytes can be read. Each step
    /// starts at the beginning of a word.
    /// </summary>
    /// <returns>Where it stopped.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // runs for long before tiering would get to it
    private byte* Scan(byte* at, byte* last, byte* end, ushort* ids, int room, ref int written)
    {
        int count = written;
        while (at <= last && count < room)
        {
            Vector128<byte> bytes = Vector128.Load(at);
            Vector128<byte> lower = bytes | Vector128.Create((byte)0x20); // of digits, too, it changes nothing
            Vector128<byte> isWord = Vector128.LessThan(lower - Vector128.Create((byte)'a'), Vector128.Create((byte)26))
                | Vector128.LessThan(bytes - Vector128.Create((byte)'0'), Vector128.Create((byte)10));
            uint wordBits = isWord.ExtractMostSignificantBits();

            // Not "length == 0": with DOTNET_EnableAVX2=0 (.NET 10.0.12) that test was seen to fail at 0, and the loop stood still.
            if ((wordBits & 1) == 0)
            {
                at = TakeCharacter(at, end, ids, room, ref count);
                continue;
            }

            int length = BitOperations.TrailingZeroCount(~wordBits);
            if (length == Step || ClassOf(at[length]) >= ByteClass.Removed)
            {
                at = TakeWord(at, end, ids, room, ref count);
                continue;
            }

            Vector128<byte> mask = Vector128.LessThan(Vector128<byte>.Indices, Vector128.Create((byte)length));
            Emit(lower & mask, ids, room, ref count);
            at += length;
            if (*at == ' ') at++;
        }

        written = count;
        return at;
    }

    /// <summary>The ids of a word of at most 16 bytes from the cache, or by the vocabulary and then into the cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Emit(Vector128<byte> word, ushort* ids, int room, ref int count)
    {
        ref WordCache.Entry entry = ref _cache.Slot(word);
        if (entry.Word == word && count + Vector128<ushort>.Count <= room)
        {
            entry.Ids.Store(ids + count);
            count += entry.Ids.GetElement(WordCache.MostIds);
            return;
        }

        EmitSlowly(word, ids, room, ref count);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void EmitSlowly(Vector128<byte> word, ushort* ids, int room, ref int count)
    {
        ReadOnlySpan<byte> bytes = new(&word, Step);
        int pieces = _vocabulary.Split(bytes.TrimEnd((byte)0), _pieces);
        if (pieces <= WordCache.MostIds)
        {
            ref WordCache.Entry entry = ref _cache.Slot(word);
            entry.Word = word;
            entry.Ids = Vector128.Create<ushort>(_pieces.AsSpan(0, Vector128<ushort>.Count)).WithElement(WordCache.MostIds, (ushort)pieces);
        }

        Copy(pieces, ids, room, ref count);
    }

    private void Copy(int pieces, ushort* ids, int room, ref int count)
    {
        pieces = Math.Min(pieces, room - count);
        _pieces.AsSpan(0, pieces).CopyTo(new Span<ushort>(ids + count, pieces));
        count += pieces;
    }

    /// <summary>One character that begins no ASCII word.</summary>
    private byte* TakeCharacter(byte* at, byte* end, ushort* ids, int room, ref int count)
    {
        switch (ClassOf(*at))
        {
            case ByteClass.Space:
                return at + 1;
            case ByteClass.Bracket when SpecialToken(at, end, out int length) is var special and >= 0:
                ids[count++] = (ushort)special;
                return at + length;
            case ByteClass.Bracket or ByteClass.Alone:
                Emit(Vector128.CreateScalar(*at), ids, room, ref count);
                return at + 1;
            default:
                return TakeWord(at, end, ids, room, ref count);
        }
    }

    /// <summary>The special token spelled here, or −1. They are matched in the raw text: case counts, and they end a word.</summary>
    private static int SpecialToken(byte* at, byte* end, out int length)
    {
        ReadOnlySpan<byte> text = new(at, (int)Math.Min(end - at, 6));
        length = 5;
        if (text.StartsWith("[PAD]"u8)) return 0;
        if (text.StartsWith("[UNK]"u8)) return UnknownId;
        if (text.StartsWith("[CLS]"u8)) return ClassifyId;
        if (text.StartsWith("[SEP]"u8)) return SeparatorId;
        length = 6;
        return text.StartsWith("[MASK]"u8) ? 103 : -1;
    }

    /// <summary>
    /// The word that begins here, character by character, up to an ASCII character that ends it (left for the caller), the end of the
    /// text, or a space, punctuation or ideograph beyond ASCII (taken too).
    /// </summary>
    private byte* TakeWord(byte* at, byte* end, ushort* ids, int room, ref int count)
    {
        int length = 0;
        int scalars = 0;
        while (at < end)
        {
            ByteClass type = ClassOf(*at);
            if (type == ByteClass.Word)
            {
                if (scalars++ < LongestWord) _word[length++] = (byte)(*at | 0x20);
                at++;
                continue;
            }

            if (type is ByteClass.Space or ByteClass.Alone or ByteClass.Bracket) break;
            if (type == ByteClass.Removed)
            {
                at++;
                continue;
            }

            OperationStatus status = Rune.DecodeFromUtf8(new ReadOnlySpan<byte>(at, (int)Math.Min(end - at, 4)), out Rune rune, out int size);
            ReadOnlySpan<byte> source = new(at, size);
            at += size;
            if (status != OperationStatus.Done) continue;

            int before = length;
            int scalarsBefore = scalars;
            CharacterKind kind = NormalizationTable.Normalize(rune.Value, source, _word, ref length, ref scalars);
            if (kind == CharacterKind.Word && scalars > LongestWord) length = 0; // unknown already: only counted from here on
            if (kind is CharacterKind.Word or CharacterKind.Removed) continue;

            EmitWord(_word.AsSpan(0, before), scalarsBefore, ids, room, ref count);
            if (kind == CharacterKind.Alone) EmitWord(_word.AsSpan(before, length - before), 1, ids, room, ref count);
            return at;
        }

        EmitWord(_word.AsSpan(0, length), scalars, ids, room, ref count);
        return at;
    }

    private void EmitWord(ReadOnlySpan<byte> word, int scalars, ushort* ids, int room, ref int count)
    {
        if (scalars == 0 || count == room) return;
        if (scalars > LongestWord)
        {
            ids[count++] = UnknownId;
        }
        else if (word.Length <= WordCache.LongestWord)
        {
            Vector128<byte> key = default;
            word.CopyTo(new Span<byte>(&key, Step));
            Emit(key, ids, room, ref count);
        }
        else
        {
            Copy(_vocabulary.Split(word, _pieces), ids, room, ref count);
        }
    }
}
