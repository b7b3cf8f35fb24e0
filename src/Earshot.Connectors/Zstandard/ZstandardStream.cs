using System.Buffers.Binary;

namespace Earshot.Connectors.Zstandard;

/// <summary>
/// Reads a file compressed by zstd (RFC 8878), frame after frame; dictionaries are not known, content checksums are not looked at. Memory is
/// the frame's window and a block. The base library has no zstd and no package of it restores, see docs/decisions.
/// </summary>
public sealed class ZstandardStream(Stream source) : Stream
{
    private const uint Magic = 0xFD2FB528;
    private const long LargestWindow = 128L << 20;

    private readonly byte[] _block = new byte[BlockDecoder.LargestBlock];
    private byte[] _window = [];
    private BlockDecoder _decoder = new();
    private int _windowSize;
    private int _written;
    private int _given;
    private bool _inFrame;
    private bool _hasChecksum;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The data is damaged or not zstd.</exception>
    /// <exception cref="EndOfStreamException">The file is cut short.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        while (_given == _written)
        {
            if (!_inFrame && !StartFrame()) return 0;
            if (_inFrame) ReadBlock();
        }

        int count = Math.Min(buffer.Length, _written - _given);
        _window.AsSpan(_given, count).CopyTo(buffer);
        _given += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) source.Dispose();
        base.Dispose(disposing);
    }

    private bool StartFrame()
    {
        Span<byte> header = stackalloc byte[8];
        int first = source.ReadAtLeast(header[..4], 4, throwOnEndOfStream: false);
        if (first == 0) return false;
        if (first < 4) throw new EndOfStreamException("the zstd data is cut short");
        uint magic = BinaryPrimitives.ReadUInt32LittleEndian(header);
        if ((magic & 0xFFFFFFF0) == 0x184D2A50)
        {
            source.ReadExactly(header[..4]);
            Skip(BinaryPrimitives.ReadUInt32LittleEndian(header));
            return true;
        }

        if (magic != Magic) throw new InvalidDataException("the data is not zstd");
        int descriptor = ReadByteExactly();
        bool singleSegment = (descriptor & 32) != 0;
        _hasChecksum = (descriptor & 4) != 0;
        long window = 0;
        if (!singleSegment)
        {
            int exponent = ReadByteExactly();
            long unit = 1L << (10 + (exponent >> 3));
            window = unit + (unit / 8 * (exponent & 7));
        }

        int dictionary = (descriptor & 3) switch { 3 => 4, var bytes => bytes };
        if (ReadNumber(dictionary) != 0) throw new InvalidDataException("the zstd data needs a dictionary");
        int sizeBytes = (descriptor >> 6) switch { 0 => singleSegment ? 1 : 0, 1 => 2, 2 => 4, _ => 8 };
        ulong size = ReadNumber(sizeBytes) + (sizeBytes == 2 ? 256u : 0u);
        if (singleSegment) window = (long)Math.Min(size, long.MaxValue);
        if (window > LargestWindow) throw new InvalidDataException($"the zstd data needs a window of {window} bytes; at most {LargestWindow} are taken");
        _windowSize = (int)Math.Max(window, BlockDecoder.LargestBlock);
        if (_window.Length < 2 * _windowSize + BlockDecoder.LargestBlock) _window = new byte[(2 * _windowSize) + BlockDecoder.LargestBlock];
        _decoder = new BlockDecoder();
        _written = _given = 0;
        _inFrame = true;
        return true;
    }

    private void ReadBlock()
    {
        // The window's worth of content moves to the front when there is no room for another block.
        if (_written + BlockDecoder.LargestBlock > _window.Length)
        {
            int kept = Math.Min(_written, _windowSize);
            _window.AsSpan(_written - kept, kept).CopyTo(_window);
            _written = _given = kept;
        }

        int header = (int)ReadNumber(3);
        int size = header >> 3;
        if (size > BlockDecoder.LargestBlock) throw new InvalidDataException("the zstd data is damaged: a block is too large");
        switch (header >> 1 & 3)
        {
            case 0:
                source.ReadExactly(_window.AsSpan(_written, size));
                _written += size;
                break;
            case 1:
                _window.AsSpan(_written, size).Fill((byte)ReadByteExactly());
                _written += size;
                break;
            case 2:
                source.ReadExactly(_block.AsSpan(0, size));
                _written += _decoder.Decode(
                    _block.AsSpan(0, size), _window.AsSpan(0, Math.Min(_window.Length, _written + BlockDecoder.LargestBlock)), 0, _written);
                break;
            default: throw new InvalidDataException("the zstd data is damaged: a block has no kind");
        }

        if ((header & 1) == 0) return;
        _inFrame = false;
        if (_hasChecksum) ReadNumber(4);
    }

    private int ReadByteExactly()
    {
        int value = source.ReadByte();
        return value < 0 ? throw new EndOfStreamException("the zstd data is cut short") : value;
    }

    private ulong ReadNumber(int bytes)
    {
        Span<byte> buffer = stackalloc byte[8];
        buffer.Clear();
        source.ReadExactly(buffer[..bytes]);
        return BinaryPrimitives.ReadUInt64LittleEndian(buffer);
    }

    private void Skip(long bytes)
    {
        Span<byte> buffer = stackalloc byte[4096];
        while (bytes > 0)
        {
            int part = (int)Math.Min(bytes, buffer.Length);
            source.ReadExactly(buffer[..part]);
            bytes -= part;
        }
    }
}
