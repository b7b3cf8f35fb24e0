using System.Numerics;

namespace Earshot.Core.Columns;

/// <summary>The values of one column for a block of rows; grows as rows are appended and is reused from block to block.</summary>
public abstract class Column
{
    private ulong[] _nulls = [];

    /// <summary>Rows held.</summary>
    public int Count { get; protected set; }

    /// <summary>Rows that are null.</summary>
    public int NullCount { get; private set; }

    /// <summary>True where the row has no value.</summary>
    public bool IsNull(int row) => NullCount != 0 && row >> 6 < _nulls.Length && (_nulls[row >> 6] >> (row & 63) & 1) != 0;

    /// <summary>Appends a row without a value.</summary>
    public abstract void AppendNull();

    /// <summary>Forgets all rows and keeps the memory.</summary>
    public virtual void Clear()
    {
        if (NullCount != 0) Array.Clear(_nulls);
        Count = 0;
        NullCount = 0;
    }

    /// <summary>Marks the row as null; its value is whatever the type's default is.</summary>
    protected void MarkNull(int row)
    {
        int word = row >> 6;
        if (word >= _nulls.Length) Array.Resize(ref _nulls, (int)BitOperations.RoundUpToPowerOf2((uint)word + 1));
        _nulls[word] |= 1UL << (row & 63);
        NullCount++;
    }
}

/// <summary>
/// A column of fixed-size values: <see cref="long"/> (also timestamps, in microseconds), <see cref="int"/>, <see cref="float"/>, <see cref="bool"/>.
/// </summary>
/// <typeparam name="T">The stored type.</typeparam>
public sealed class ValueColumn<T> : Column
    where T : unmanaged
{
    private T[] _values = [];

    /// <summary>The values; null rows hold the default.</summary>
    public ReadOnlySpan<T> Values => _values.AsSpan(0, Count);

    /// <summary>The value of a row.</summary>
    public T this[int row] => _values[row];

    /// <summary>Appends a value.</summary>
    public void Append(T value)
    {
        if (Count == _values.Length) Array.Resize(ref _values, Math.Max(1024, Count * 2));
        _values[Count++] = value;
    }

    /// <summary>Appends <paramref name="count"/> rows and gives their room, to be filled by the caller.</summary>
    public Span<T> AppendRoom(int count)
    {
        if (Count + count > _values.Length) Array.Resize(ref _values, Math.Max(Count + count, _values.Length * 2));
        Span<T> room = _values.AsSpan(Count, count);
        Count += count;
        return room;
    }

    /// <inheritdoc/>
    public override void AppendNull()
    {
        MarkNull(Count);
        Append(default);
    }
}

/// <summary>A column of byte strings (text in UTF-8, or bytes) laid end to end in one buffer.</summary>
public sealed class BytesColumn : Column
{
    private byte[] _bytes = [];
    private int[] _ends = [];

    /// <summary>Bytes held by all rows together.</summary>
    public int ByteCount => Count == 0 ? 0 : _ends[Count - 1];

    /// <summary>The bytes of a row; empty for null rows.</summary>
    public ReadOnlySpan<byte> this[int row]
    {
        get
        {
            int start = row == 0 ? 0 : _ends[row - 1];
            return _bytes.AsSpan(start, _ends[row] - start);
        }
    }

    /// <summary>The bytes of all rows, end to end.</summary>
    public ReadOnlySpan<byte> All => _bytes.AsSpan(0, ByteCount);

    /// <summary>The row as text.</summary>
    public string GetString(int row) => System.Text.Encoding.UTF8.GetString(this[row]);

    /// <summary>Appends a copy of <paramref name="value"/>.</summary>
    public void Append(ReadOnlySpan<byte> value)
    {
        value.CopyTo(Reserve(value.Length));
        Commit(value.Length);
    }

    /// <summary>Appends <paramref name="value"/> as UTF-8; unpaired surrogates become U+FFFD.</summary>
    public void Append(ReadOnlySpan<char> value)
    {
        int written = System.Text.Encoding.UTF8.GetBytes(value, Reserve(System.Text.Encoding.UTF8.GetMaxByteCount(value.Length)));
        Commit(written);
    }

    /// <summary>Room for the next row of at most <paramref name="maximum"/> bytes; call <see cref="Commit"/> with the length used.</summary>
    public Span<byte> Reserve(int maximum)
    {
        int used = ByteCount;
        if ((long)used + maximum > _bytes.Length)
        {
            // not zeroed: only bytes that were written are ever read
            if ((long)used + maximum > Array.MaxLength)
                throw new EarshotException("more than 2 GB of text in one block of rows", "use more partitions: --partitions or --rows-per-partition", 2);
            byte[] larger =
                GC.AllocateUninitializedArray<byte>((int)Math.Min(Array.MaxLength, Math.Max((long)used + maximum, Math.Max(4096L, _bytes.Length * 2L))));
            _bytes.AsSpan(0, used).CopyTo(larger);
            _bytes = larger;
        }

        return _bytes.AsSpan(used, maximum);
    }

    /// <summary>Ends the row begun with <see cref="Reserve"/>.</summary>
    public void Commit(int length)
    {
        int used = ByteCount;
        if (Count == _ends.Length) Array.Resize(ref _ends, Math.Max(1024, Count * 2));
        _ends[Count++] = used + length;
    }

    /// <summary>Appends <paramref name="rows"/> rows of <paramref name="width"/> bytes each and gives their room, to be filled by the caller.</summary>
    public Span<byte> AppendRoom(int rows, int width)
    {
        int used = ByteCount;
        Span<byte> room = Reserve(checked(rows * width));
        if (Count + rows > _ends.Length) Array.Resize(ref _ends, Math.Max(Count + rows, _ends.Length * 2));
        for (int row = 1; row <= rows; row++) _ends[Count++] = used + (row * width);
        return room;
    }

    /// <inheritdoc/>
    public override void AppendNull()
    {
        MarkNull(Count);
        Commit(0);
    }
}

/// <summary>A column of <see cref="Width"/> floats a row, row-major.</summary>
public sealed class FloatArrayColumn(int width) : Column
{
    private float[] _values = [];

    /// <summary>Floats a row.</summary>
    public int Width { get; } = width;

    /// <summary>All values, rows × width.</summary>
    public ReadOnlySpan<float> Values => _values.AsSpan(0, Count * Width);

    /// <summary>Appends a row and gives its room, to be filled by the caller.</summary>
    public Span<float> AppendRoom()
    {
        int start = Count * Width;
        if (start + Width > _values.Length) Array.Resize(ref _values, Math.Max(start + Width, _values.Length * 2));
        Count++;
        return _values.AsSpan(start, Width);
    }

    /// <inheritdoc/>
    public override void AppendNull()
    {
        MarkNull(Count);
        AppendRoom().Clear();
    }
}
