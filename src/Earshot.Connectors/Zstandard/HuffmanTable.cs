using System.Numerics;

namespace Earshot.Connectors.Zstandard;

/// <summary>The decoding table of Huffman-coded literals (RFC 8878, section 4.2): looked up by the next <see cref="_longest"/> bits.</summary>
internal sealed class HuffmanTable
{
    private readonly int _longest;
    private readonly byte[] _symbols;
    private readonly byte[] _bits;

    private HuffmanTable(ReadOnlySpan<byte> weights)
    {
        long sum = 0;
        foreach (byte weight in weights) sum += weight == 0 ? 0 : 1L << (weight - 1);
        if (sum == 0) throw Damaged();
        _longest = BitOperations.Log2((ulong)sum) + 1;
        long rest = (1L << _longest) - sum;
        if (_longest > 11 || !BitOperations.IsPow2(rest)) throw Damaged();

        // The last symbol's weight is not written: it is what fills the table.
        Span<byte> all = stackalloc byte[weights.Length + 1];
        weights.CopyTo(all);
        all[^1] = (byte)(BitOperations.Log2((ulong)rest) + 1);
        _symbols = new byte[1 << _longest];
        _bits = new byte[1 << _longest];
        int position = 0;
        for (int weight = 1; weight <= _longest; weight++)
        {
            for (int symbol = 0; symbol < all.Length; symbol++)
            {
                if (all[symbol] != weight) continue;
                int length = 1 << (weight - 1);
                _symbols.AsSpan(position, length).Fill((byte)symbol);
                _bits.AsSpan(position, length).Fill((byte)(_longest + 1 - weight));
                position += length;
            }
        }
    }

    /// <summary>Reads a table's description and moves <paramref name="source"/> past it.</summary>
    internal static HuffmanTable Read(ref ReadOnlySpan<byte> source)
    {
        if (source.IsEmpty) throw Damaged();
        int header = source[0];
        source = source[1..];
        Span<byte> weights = stackalloc byte[256];
        int count;
        if (header >= 128)
        {
            count = header - 127;
            if (source.Length < (count + 1) / 2) throw Damaged();
            for (int i = 0; i < count; i++) weights[i] = (byte)((i & 1) == 0 ? source[i / 2] >> 4 : source[i / 2] & 15);
            source = source[((count + 1) / 2)..];
        }
        else
        {
            if (source.Length < header) throw Damaged();
            count = ReadCompressedWeights(source[..header], weights);
            source = source[header..];
        }

        return new HuffmanTable(weights[..count]);
    }

    /// <summary>Fills <paramref name="destination"/> from one bit stream.</summary>
    internal void Decode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        BackwardBits bits = new(source);
        for (int i = 0; i < destination.Length; i++)
        {
            uint code = bits.Peek(_longest);
            destination[i] = _symbols[code];
            bits.Skip(_bits[code]);
        }

        if (bits.Left != 0) throw Damaged();
    }

    private static int ReadCompressedWeights(ReadOnlySpan<byte> source, Span<byte> weights)
    {
        FiniteStateTable table = FiniteStateTable.Read(ref source, greatestAccuracy: 6, symbols: 16);
        BackwardBits bits = new(source);
        int even = (int)bits.Read(table.Accuracy);
        int odd = (int)bits.Read(table.Accuracy);
        int count = 0;

        // Two states take turns; when one runs dry, the other has one symbol left.
        while (count < weights.Length - 2)
        {
            weights[count++] = table.Symbol(even);
            even = table.Next(even, ref bits);
            if (bits.Left < 0)
            {
                weights[count++] = table.Symbol(odd);
                return count;
            }

            weights[count++] = table.Symbol(odd);
            odd = table.Next(odd, ref bits);
            if (bits.Left < 0)
            {
                weights[count++] = table.Symbol(even);
                return count;
            }
        }

        throw Damaged();
    }

    private static InvalidDataException Damaged() => new("the zstd data is damaged: a Huffman table can't be read");
}
