namespace Earshot.Connectors.Files;

/// <summary>
/// A window that slides over a stream: the bytes not yet consumed, in one piece. It grows while a row needs more, to twice the limit of a row at
/// the most, so memory does not depend on the length of the file. A stream that fails (damaged compression) ends, and says why.
/// </summary>
internal sealed class ByteWindow(Stream stream, int limit, Action<int>? advanced = null) : IDisposable
{
    private const int InitialCapacity = 256 << 10;
    private byte[] _buffer = new byte[Math.Min(InitialCapacity, limit)];
    private int _start;
    private int _end;

    /// <summary>The bytes at hand.</summary>
    public ReadOnlySpan<byte> Span => _buffer.AsSpan(_start, _end - _start);

    /// <summary>No more bytes will come than those at hand.</summary>
    public bool Ended { get; private set; }

    /// <summary>Why the stream broke off, or null.</summary>
    public string? Failure { get; private set; }

    /// <summary>The window holds as much as it may.</summary>
    public bool Full => _end - _start >= limit;

    /// <summary>Forgets the first <paramref name="count"/> bytes.</summary>
    public void Consume(int count) => _start += count;

    /// <summary>
    /// Adds bytes: fills the buffer to its end, doubling it first where it is full, so that scanning a row again after each call costs about
    /// twice the row. False when nothing was added: the stream has ended or the window is full.
    /// </summary>
    public bool Fill()
    {
        if (Ended || Full) return false;
        int held = _end - _start;
        byte[] target = held > _buffer.Length / 2 && _buffer.Length < limit ? new byte[(int)Math.Min(limit, _buffer.Length * 2L)] : _buffer;
        _buffer.AsSpan(_start, held).CopyTo(target);
        _buffer = target;
        _start = 0;
        _end = held;
        while (_end < _buffer.Length)
        {
            int read = ReadSome();
            if (read == 0)
            {
                Ended = true;
                break;
            }

            _end += read;
            advanced?.Invoke(read);
        }

        return _end > held;
    }

    public void Dispose() => stream.Dispose();

    private int ReadSome()
    {
        try
        {
            return stream.Read(_buffer, _end, _buffer.Length - _end);
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException)
        {
            Failure = fault is InvalidDataException
                ? "the compressed data is damaged or cut off here"
                : $"the file can't be read any further: {fault.Message.TrimEnd('.')}";
            return 0;
        }
    }
}
