namespace Earshot.Connectors.Zstandard;

/// <summary>A bit stream read from its last byte to its first, as RFC 8878 lays out entropy-coded data; bits past the beginning read as 0.</summary>
internal ref struct BackwardBits
{
    private readonly ReadOnlySpan<byte> _bytes;
    private int _position;

    /// <summary>Starts below the marker: the highest set bit of the last byte.</summary>
    internal BackwardBits(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || bytes[^1] == 0) throw new InvalidDataException("the zstd data is damaged: a bit stream has no end");
        _bytes = bytes;
        _position = (bytes.Length * 8) - 8 + System.Numerics.BitOperations.Log2(bytes[^1]);
    }

    /// <summary>Bits left; below 0 when more were read than there are.</summary>
    internal readonly int Left => _position;

    /// <summary>The next <paramref name="count"/> bits (0 to 32), the first one highest.</summary>
    internal uint Read(int count)
    {
        uint value = Peek(count);
        _position -= count;
        return value;
    }

    internal void Skip(int count) => _position -= count;

    /// <summary>As <see cref="Read"/>, without moving on.</summary>
    internal readonly uint Peek(int count)
    {
        if (count == 0) return 0;
        int low = _position - count;
        int shift = 0;
        if (low < 0)
        {
            shift = -low;
            low = 0;
            if (shift >= count) return 0;
        }

        ulong window = 0;
        int first = low >> 3;
        int available = Math.Min(8, _bytes.Length - first);
        for (int i = 0; i < available; i++) window |= (ulong)_bytes[first + i] << (8 * i);
        return (uint)((window >> (low & 7)) & ((1UL << (count - shift)) - 1)) << shift;
    }
}
