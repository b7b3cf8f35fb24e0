using System.Buffers.Binary;

namespace Earshot.Connectors.Zstandard;

/// <summary>Decodes compressed blocks (RFC 8878, section 3.1.1.3), with what they keep from block to block: tables and the last three offsets.</summary>
internal sealed class BlockDecoder
{
    internal const int LargestBlock = 1 << 17;

    private static readonly FiniteStateTable DefaultLengths = new(
        [4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1], 6);

    private static readonly FiniteStateTable DefaultMatches = new(
        [
            1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
            -1, -1, -1, -1, -1, -1, -1,
        ],
        6);

    private static readonly FiniteStateTable DefaultOffsets = new(
        [1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1], 5);

    private static readonly int[] LengthBases =
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 24, 28, 32, 40, 48, 64, 128, 256, 512, 1024, 2048, 4096, 8192,
        16384, 32768, 65536,
    ];

    private static readonly byte[] LengthBits =
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];

    private static readonly int[] MatchBases =
    [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 37, 39, 41,
        43, 47, 51, 59, 67, 83, 99, 131, 259, 515, 1027, 2051, 4099, 8195, 16387, 32771, 65539,
    ];

    private static readonly byte[] MatchBits =
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9,
        10, 11, 12, 13, 14, 15, 16,
    ];

    private readonly byte[] _literals = new byte[LargestBlock];
    private readonly uint[] _offsets = [1, 4, 8];
    private HuffmanTable? _huffman;
    private FiniteStateTable? _lengthTable;
    private FiniteStateTable? _offsetTable;
    private FiniteStateTable? _matchTable;

    /// <summary>
    /// Decodes a block into <paramref name="window"/> at <paramref name="at"/>, where the frame's content before it begins at
    /// <paramref name="start"/>.
    /// </summary>
    /// <returns>Bytes written.</returns>
    /// <exception cref="InvalidDataException">The block is damaged.</exception>
    internal int Decode(ReadOnlySpan<byte> block, Span<byte> window, int start, int at)
    {
        ReadOnlySpan<byte> literals = ReadLiterals(ref block);
        int sequences = ReadSequenceCount(ref block);
        int position = at;
        if (sequences > 0)
        {
            if (block.IsEmpty) throw Damaged();
            int modes = block[0];
            block = block[1..];
            _lengthTable = ReadTable(modes >> 6, ref block, DefaultLengths, _lengthTable, 9, LengthBases.Length);
            _offsetTable = ReadTable(modes >> 4 & 3, ref block, DefaultOffsets, _offsetTable, 8, 32);
            _matchTable = ReadTable(modes >> 2 & 3, ref block, DefaultMatches, _matchTable, 9, MatchBases.Length);
            BackwardBits bits = new(block);
            int lengthState = (int)bits.Read(_lengthTable.Accuracy);
            int offsetState = (int)bits.Read(_offsetTable.Accuracy);
            int matchState = (int)bits.Read(_matchTable.Accuracy);
            for (int i = 0; i < sequences; i++)
            {
                int offsetCode = _offsetTable.Symbol(offsetState);
                uint offsetValue = (1u << offsetCode) + bits.Read(offsetCode);
                int matchCode = _matchTable.Symbol(matchState);
                int match = MatchBases[matchCode] + (int)bits.Read(MatchBits[matchCode]);
                int lengthCode = _lengthTable.Symbol(lengthState);
                int length = LengthBases[lengthCode] + (int)bits.Read(LengthBits[lengthCode]);
                if (i < sequences - 1)
                {
                    lengthState = _lengthTable.Next(lengthState, ref bits);
                    matchState = _matchTable.Next(matchState, ref bits);
                    offsetState = _offsetTable.Next(offsetState, ref bits);
                }

                uint offset = Offset(offsetValue, length);
                if (length > literals.Length || position + length + match > window.Length || offset == 0 || offset > position + length - start) throw Damaged();
                literals[..length].CopyTo(window[position..]);
                literals = literals[length..];
                position += length;
                CopyMatch(window, position, (int)offset, match);
                position += match;
            }

            if (bits.Left != 0) throw Damaged();
        }

        if (position + literals.Length > window.Length) throw Damaged();
        literals.CopyTo(window[position..]);
        return position + literals.Length - at;
    }

    private static void CopyMatch(Span<byte> window, int position, int offset, int length)
    {
        if (offset >= length)
        {
            window.Slice(position - offset, length).CopyTo(window[position..]);
            return;
        }

        for (int i = 0; i < length; i++) window[position + i] = window[position - offset + i];
    }

    private static FiniteStateTable ReadTable(
        int mode, ref ReadOnlySpan<byte> block, FiniteStateTable initial, FiniteStateTable? last, int greatestAccuracy, int symbols)
    {
        switch (mode)
        {
            case 0: return initial;
            case 1:
                if (block.IsEmpty || block[0] >= symbols) throw Damaged();
                byte symbol = block[0];
                block = block[1..];
                return FiniteStateTable.Of(symbol);
            case 2: return FiniteStateTable.Read(ref block, greatestAccuracy, symbols);
            default: return last ?? throw Damaged();
        }
    }

    private static int ReadSequenceCount(ref ReadOnlySpan<byte> block)
    {
        if (block.IsEmpty) throw Damaged();
        int first = block[0];
        int size = first < 128 ? 1 : first < 255 ? 2 : 3;
        if (block.Length < size) throw Damaged();
        int count = size switch { 1 => first, 2 => ((first - 128) << 8) + block[1], _ => block[1] + (block[2] << 8) + 0x7F00 };
        block = block[size..];
        return count;
    }

    private static InvalidDataException Damaged() => new("the zstd data is damaged: a block can't be decoded");

    private ReadOnlySpan<byte> ReadLiterals(ref ReadOnlySpan<byte> block)
    {
        if (block.IsEmpty) throw Damaged();
        int kind = block[0] & 3;
        int format = block[0] >> 2 & 3;
        if (kind < 2)
        {
            (int header, int size) = format switch
            {
                1 => (2, Header(block, 2) >> 4),
                3 => (3, Header(block, 3) >> 4),
                _ => (1, block[0] >> 3),
            };
            if (size > LargestBlock || block.Length < header + (kind == 0 ? size : 1)) throw Damaged();
            Span<byte> plain = _literals.AsSpan(0, size);
            if (kind == 0) block.Slice(header, size).CopyTo(plain);
            else plain.Fill(block[header]);
            block = block[(header + (kind == 0 ? size : 1))..];
            return plain;
        }

        int headerBytes = format switch { 0 or 1 => 3, 2 => 4, _ => 5 };
        int sizeBits = format switch { 0 or 1 => 10, 2 => 14, _ => 18 };
        if (block.Length < headerBytes) throw Damaged();
        ulong fields = 0;
        for (int i = 0; i < headerBytes; i++) fields |= (ulong)block[i] << (8 * i);
        int regenerated = (int)(fields >> 4 & ((1UL << sizeBits) - 1));
        int compressed = (int)(fields >> (4 + sizeBits) & ((1UL << sizeBits) - 1));
        if (regenerated > LargestBlock || block.Length < headerBytes + compressed) throw Damaged();
        ReadOnlySpan<byte> source = block.Slice(headerBytes, compressed);
        block = block[(headerBytes + compressed)..];
        if (kind == 2) _huffman = HuffmanTable.Read(ref source);
        if (_huffman is null) throw Damaged();
        Span<byte> literals = _literals.AsSpan(0, regenerated);
        if (format == 0)
        {
            _huffman.Decode(source, literals);
            return literals;
        }

        if (source.Length < 6) throw Damaged();
        int quarter = (regenerated + 3) / 4;
        ReadOnlySpan<byte> streams = source[6..];
        for (int i = 0; i < 4; i++)
        {
            int length = i < 3 ? BinaryPrimitives.ReadUInt16LittleEndian(source[(2 * i)..]) : streams.Length;
            int rows = i < 3 ? quarter : regenerated - (3 * quarter);
            if (length > streams.Length || rows < 0) throw Damaged();
            _huffman.Decode(streams[..length], literals.Slice(i * quarter, rows));
            streams = streams[length..];
        }

        return literals;
    }

    private uint Offset(uint value, int literalLength)
    {
        if (value > 3)
        {
            (_offsets[2], _offsets[1], _offsets[0]) = (_offsets[1], _offsets[0], value - 3);
            return _offsets[0];
        }

        // 1, 2, 3 repeat a recent offset; without literals before it the first is not meant again.
        int index = (int)value - 1 + (literalLength == 0 ? 1 : 0);
        if (index == 0) return _offsets[0];
        uint offset = index == 3 ? _offsets[0] - 1 : _offsets[index];
        if (index > 1) _offsets[2] = _offsets[1];
        _offsets[1] = _offsets[0];
        _offsets[0] = offset;
        return offset;
    }

    private static int Header(ReadOnlySpan<byte> block, int bytes)
    {
        if (block.Length < bytes) throw Damaged();
        int value = 0;
        for (int i = 0; i < bytes; i++) value |= block[i] << (8 * i);
        return value;
    }
}
