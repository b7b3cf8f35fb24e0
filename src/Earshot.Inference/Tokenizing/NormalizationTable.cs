using System.Buffers.Binary;

namespace Earshot.Inference.Tokenizing;

/// <summary>What the BERT normaliser and pre-tokeniser do with a character.</summary>
internal enum CharacterKind
{
    /// <summary>Belongs to the word around it.</summary>
    Word,

    /// <summary>Vanishes: control and format characters, nonspacing marks.</summary>
    Removed,

    /// <summary>Ends a word.</summary>
    Space,

    /// <summary>A word of its own: punctuation and CJK ideographs.</summary>
    Alone,
}

/// <summary>
/// The effect of BERT's normaliser (clean, pad CJK, NFD, drop marks, lower-case) on each character, from a table of the reference
/// tokeniser's own Unicode version: the runtime's Unicode data is newer, and absent under invariant globalization. Hangul syllables are
/// not in the table; they decompose by arithmetic. Reordering of marks by NFD is left out: the marks it moves are removed, or are
/// unknown to the vocabulary wherever they stand.
/// </summary>
/// <remarks>
/// Layout of normalization.bin, little-endian: number of blocks (u16) · size of the pool (u16) · 8,704 bytes: the block of each 128
/// code points · blocks of 128 u16 entries · pool. An entry below <see cref="FirstReplacement"/> is a <see cref="CharacterKind"/>,
/// any other is <see cref="FirstReplacement"/> plus a pool offset: one byte (kind · 64 + scalars · 16 + bytes), then UTF-8.
/// </remarks>
internal static class NormalizationTable
{
    public const int BlockSize = 128;
    public const int BlockCount = 0x110000 / BlockSize;
    public const int FirstReplacement = 8;
    private const int HeaderSize = 4;
    private const int FirstHangul = 0xAC00;
    private const int HangulCount = 11172;

    private static readonly int PoolStart = HeaderSize + BlockCount + (BinaryPrimitives.ReadUInt16LittleEndian(File) * BlockSize * 2);

    private static ReadOnlySpan<byte> File => EmbeddedBytes.Span;

    /// <summary>
    /// The kind of the character, and its normalised form as UTF-8 (at most 12 bytes) appended to <paramref name="output"/> at
    /// <paramref name="length"/>; both counters move. Nothing is appended for removed characters and spaces.
    /// </summary>
    /// <param name="scalar">A Unicode scalar value.</param>
    /// <param name="source">Its UTF-8 bytes.</param>
    public static CharacterKind Normalize(int scalar, ReadOnlySpan<byte> source, Span<byte> output, ref int length, ref int scalars)
    {
        if ((uint)(scalar - FirstHangul) < HangulCount) return AppendJamo(scalar - FirstHangul, output, ref length, ref scalars);

        int block = File[HeaderSize + (scalar / BlockSize)];
        int entry = BinaryPrimitives.ReadUInt16LittleEndian(File[(HeaderSize + BlockCount + (((block * BlockSize) + (scalar % BlockSize)) * 2))..]);
        if (entry < FirstReplacement)
        {
            var kind = (CharacterKind)entry;
            if (kind is CharacterKind.Removed or CharacterKind.Space) return kind;
            source.CopyTo(output[length..]);
            length += source.Length;
            scalars++;
            return kind;
        }

        ReadOnlySpan<byte> replacement = File[(PoolStart + entry - FirstReplacement)..];
        int head = replacement[0];
        replacement.Slice(1, head & 15).CopyTo(output[length..]);
        length += head & 15;
        scalars += (head >> 4) & 3;
        return (CharacterKind)(head >> 6);
    }

    /// <summary>Hangul syllable = leading consonant, vowel, optional trailing consonant (Unicode standard, section 3.12).</summary>
    private static CharacterKind AppendJamo(int index, Span<byte> output, ref int length, ref int scalars)
    {
        AppendThreeBytes(0x1100 + (index / 588), output, ref length);
        AppendThreeBytes(0x1161 + (index % 588 / 28), output, ref length);
        int trailing = index % 28;
        if (trailing != 0) AppendThreeBytes(0x11A7 + trailing, output, ref length);
        scalars += trailing == 0 ? 2 : 3;
        return CharacterKind.Word;
    }

    private static void AppendThreeBytes(int scalar, Span<byte> output, ref int length)
    {
        output[length++] = (byte)(0xE0 | (scalar >> 12));
        output[length++] = (byte)(0x80 | ((scalar >> 6) & 63));
        output[length++] = (byte)(0x80 | (scalar & 63));
    }

    /// <summary>Finds the resource once; a span cannot be a field.</summary>
    private static unsafe class EmbeddedBytes
    {
        private static readonly int Length = EmbeddedFile.Bytes("normalization.bin").Length;
        private static readonly byte* Start = (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(
            ref System.Runtime.InteropServices.MemoryMarshal.GetReference(EmbeddedFile.Bytes("normalization.bin")));

        public static ReadOnlySpan<byte> Span => new(Start, Length);
    }
}
