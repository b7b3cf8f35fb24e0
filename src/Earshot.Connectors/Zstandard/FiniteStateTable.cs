using System.Numerics;

namespace Earshot.Connectors.Zstandard;

/// <summary>A decoding table of finite state entropy (RFC 8878, section 4.1): each state gives a symbol and the way to the next state.</summary>
internal sealed class FiniteStateTable
{
    private readonly byte[] _symbols;
    private readonly byte[] _bits;
    private readonly ushort[] _bases;

    /// <summary>Builds the table from normalised counts; -1 stands for "less than one".</summary>
    internal FiniteStateTable(ReadOnlySpan<short> counts, int accuracy)
    {
        Accuracy = accuracy;
        int size = 1 << accuracy;
        _symbols = new byte[size];
        _bits = new byte[size];
        _bases = new ushort[size];
        Span<int> next = stackalloc int[counts.Length];
        int high = size;
        for (int symbol = 0; symbol < counts.Length; symbol++)
        {
            next[symbol] = Math.Max((int)counts[symbol], 0);
            if (counts[symbol] != -1) continue;
            _symbols[--high] = (byte)symbol;
            next[symbol] = 1;
        }

        int position = 0;
        int step = (size >> 1) + (size >> 3) + 3;
        for (int symbol = 0; symbol < counts.Length; symbol++)
        {
            for (int i = 0; i < counts[symbol]; i++)
            {
                _symbols[position] = (byte)symbol;
                do position = (position + step) & (size - 1);
                while (position >= high);
            }
        }

        for (int state = 0; state < size; state++)
        {
            int occurrence = next[_symbols[state]]++;
            _bits[state] = (byte)(accuracy - BitOperations.Log2((uint)occurrence));
            _bases[state] = (ushort)((occurrence << _bits[state]) - size);
        }
    }

    private FiniteStateTable(byte symbol)
    {
        _symbols = [symbol];
        _bits = [0];
        _bases = [0];
    }

    /// <summary>log2 of the number of states.</summary>
    internal int Accuracy { get; }

    /// <summary>The table that always gives one symbol.</summary>
    internal static FiniteStateTable Of(byte symbol) => new(symbol);

    /// <summary>Reads a table's description and moves <paramref name="source"/> past it.</summary>
    internal static FiniteStateTable Read(ref ReadOnlySpan<byte> source, int greatestAccuracy, int symbols)
    {
        if (source.IsEmpty) throw Damaged();
        int position = 0;
        int accuracy = (int)Bits(source, ref position, 4) + 5;
        if (accuracy > greatestAccuracy) throw Damaged();
        Span<short> counts = stackalloc short[symbols];
        int remaining = 1 << accuracy;
        int symbol = 0;
        while (remaining > 0)
        {
            if (symbol >= symbols) throw Damaged();
            int bits = BitOperations.Log2((uint)(remaining + 1)) + 1;
            int value = (int)Peek(source, position, bits);
            int lower = (1 << (bits - 1)) - 1;
            int threshold = (1 << bits) - 1 - (remaining + 1);
            if ((value & lower) < threshold)
            {
                value &= lower;
                position += bits - 1;
            }
            else
            {
                if (value > lower) value -= threshold;
                position += bits;
            }

            short count = (short)(value - 1);
            counts[symbol++] = count;
            remaining -= Math.Abs(count);
            if (count != 0) continue;
            uint zeros;
            do
            {
                zeros = Bits(source, ref position, 2);
                symbol += (int)zeros;
            }
            while (zeros == 3);
        }

        if (remaining < 0 || symbol > symbols || position > source.Length * 8) throw Damaged();
        source = source[((position + 7) / 8)..];
        return new FiniteStateTable(counts[..symbol], accuracy);
    }

    internal byte Symbol(int state) => _symbols[state];

    internal int Next(int state, ref BackwardBits bits) => _bases[state] + (int)bits.Read(_bits[state]);

    private static InvalidDataException Damaged() => new("the zstd data is damaged: a table can't be read");

    private static uint Bits(ReadOnlySpan<byte> source, ref int position, int count)
    {
        uint value = Peek(source, position, count);
        position += count;
        return value;
    }

    private static uint Peek(ReadOnlySpan<byte> source, int position, int count)
    {
        ulong window = 0;
        int first = position >> 3;
        for (int i = 0; i < 4 && first + i < source.Length; i++) window |= (ulong)source[first + i] << (8 * i);
        return (uint)(window >> (position & 7)) & ((1u << count) - 1);
    }
}
