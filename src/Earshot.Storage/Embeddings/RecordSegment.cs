using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Earshot.Storage.Embeddings;

/// <summary>One file of a <see cref="RecordStore"/>: written by one process, to its end, and read by any number.</summary>
internal sealed class RecordSegment : IDisposable
{
    internal const string Extension = ".segment";

    private const int BlockRecords = 256; // written or read at once: 400 kB of 384 floats

    private readonly SafeFileHandle _file;
    private readonly RecordLayout _layout;
    private byte[] _buffer = [];

    private RecordSegment(string path, SafeFileHandle file, RecordLayout layout)
    {
        Path = path;
        _file = file;
        _layout = layout;
    }

    internal string Path { get; }

    /// <summary>Records it has room for so far, those that are not there included.</summary>
    internal int Records { get; private set; }

    internal long Bytes => RandomAccess.GetLength(_file);

    /// <summary>Makes a segment to write to.</summary>
    /// <exception cref="IOException">There is a file of that name, or no room.</exception>
    internal static RecordSegment Create(string path, RecordLayout layout)
    {
        SafeFileHandle file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
        try
        {
            RandomAccess.Write(file, layout.Header(), 0);
            return new RecordSegment(path, file, layout);
        }
        catch
        {
            file.Dispose();
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Opens a segment to read; null where the file is not one, or of a newer version.</summary>
    internal static RecordSegment? Open(string path, out RecordLayout? layout, out bool isNewer)
    {
        SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] header = new byte[RecordLayout.HeaderBytes];
        layout = RecordLayout.Parse(header.AsSpan(0, RandomAccess.Read(file, header, 0)), out isNewer);
        if (layout is not null) return new RecordSegment(path, file, layout);
        file.Dispose();
        return null;
    }

    /// <summary>Gives each record's key to <paramref name="append"/>, in order; zero where none is there, or the file was cut before its record.</summary>
    /// <returns>The records that are cut off; <see cref="Forget"/> them, so that they are told of once.</returns>
    internal List<int> ReadKeys(Action<UInt128> append)
    {
        List<UInt128> keys = [];
        UInt128[] page = new UInt128[RecordLayout.PageRecords];
        for (int read = RecordLayout.PageRecords; read == RecordLayout.PageRecords;)
        {
            read = ReadFully(MemoryMarshal.AsBytes(page.AsSpan()), _layout.KeyAt(keys.Count)) / RecordLayout.KeyBytes;
            keys.AddRange(page.AsSpan(0, read));
        }

        // The length is asked for after the keys: a writer puts down records first, so whatever key was seen has its record within it.
        long length = Bytes;
        List<int> lost = [];
        while (keys.Count > 0 && keys[^1] == UInt128.Zero) keys.RemoveAt(keys.Count - 1);
        for (int record = keys.Count - 1; record >= 0 && _layout.RecordAt(record) + _layout.Stride > length; record--)
        {
            if (keys[record] == UInt128.Zero) continue;
            keys[record] = UInt128.Zero;
            lost.Add(record);
        }

        foreach (UInt128 key in keys) append(key);
        Records = keys.Count;
        return lost;
    }

    /// <summary>
    /// Reads <paramref name="count"/> records of one page with their checksums, <see cref="RecordLayout.Stride"/> bytes each; valid until the next call.
    /// </summary>
    internal ReadOnlySpan<byte> Read(int first, int count)
    {
        Span<byte> block = Buffer(count);
        block[ReadFully(block, _layout.RecordAt(first))..].Clear();
        return block;
    }

    /// <summary>How many records, from <paramref name="first"/> to at most <paramref name="last"/>, one call of <see cref="Read"/> gives.</summary>
    internal static int BlockLength(int first, int last) =>
        Math.Min(Math.Min(BlockRecords, last - first + 1), RecordLayout.PageRecords - (first % RecordLayout.PageRecords));

    /// <summary>Appends records: first what they hold, then their keys, so that a key that can be read has a record.</summary>
    internal void Append(ReadOnlySpan<UInt128> keys, ReadOnlySpan<byte> records)
    {
        while (!keys.IsEmpty)
        {
            int count = BlockLength(Records, Records + keys.Length - 1);
            Span<byte> block = Buffer(count);
            for (int i = 0; i < count; i++)
            {
                ReadOnlySpan<byte> record = records.Slice(i * _layout.Width, _layout.Width);
                Span<byte> place = block.Slice(i * _layout.Stride, _layout.Stride);
                record.CopyTo(place);
                BinaryPrimitives.WriteUInt64LittleEndian(place[_layout.Width..], RecordLayout.Checksum(keys[i], record));
            }

            RandomAccess.Write(_file, block, _layout.RecordAt(Records));
            RandomAccess.Write(_file, MemoryMarshal.AsBytes(keys[..count]), _layout.KeyAt(Records));
            Records += count;
            keys = keys[count..];
            records = records[(count * _layout.Width)..];
        }
    }

    /// <summary>Zeroes the key of a record in the file, if it can be written; another process that has read it before finds out for itself.</summary>
    internal void Forget(int record)
    {
        try
        {
            using SafeFileHandle file = File.OpenHandle(Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            Span<byte> zero = stackalloc byte[RecordLayout.KeyBytes];
            zero.Clear();
            RandomAccess.Write(file, zero, _layout.KeyAt(record));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is met again next time.
        }
    }

    internal void Flush() => RandomAccess.FlushToDisk(_file);

    public void Dispose() => _file.Dispose();

    private Span<byte> Buffer(int records)
    {
        if (_buffer.Length < records * _layout.Stride) _buffer = new byte[records * _layout.Stride];
        return _buffer.AsSpan(0, records * _layout.Stride);
    }

    private int ReadFully(Span<byte> destination, long at)
    {
        int read = 0;
        for (int more = -1; more != 0 && read < destination.Length; read += more) more = RandomAccess.Read(_file, destination[read..], at + read);
        return read;
    }
}
