using Earshot.Core.Sources;

namespace Earshot.Connectors.Files;

/// <summary>How the values of a JSON file stand in it.</summary>
internal enum JsonLayout
{
    /// <summary>One value a line.</summary>
    Lines,

    /// <summary>The elements of an array, which is the file or the first array of objects within the file's object.</summary>
    Array,

    /// <summary>The file is one object.</summary>
    Single,
}

/// <summary>Hands out the values of a JSON file as bytes, one after the other.</summary>
internal sealed class JsonElements : IDisposable
{
    private const string TooLong = "is longer than 16 MB";
    private readonly ByteWindow _window;
    private readonly JsonLayout _layout;
    private long _number;
    private bool _ended;

    public JsonElements(SourceFile file, JsonLayout layout)
    {
        _window = file.Open(RawRows.MaximumRowBytes);
        _layout = layout;
    }

    /// <summary>The line (in <see cref="JsonLayout.Lines"/>) or number of the value handed out last, from 1.</summary>
    public long Number => _number;

    /// <summary>Why the file broke off, or null.</summary>
    public string? Failure => _window.Failure;

    public void Dispose() => _window.Dispose();

    /// <summary>Goes to the first element of the array; false when the file is an object without an array of objects.</summary>
    public bool FindArray()
    {
        byte first = Peek();
        if (first == 0) return false;
        _window.Consume(1);
        if (first == (byte)'[') return true;
        while (true)
        {
            if (Peek() is not (byte)'"') return false;
            SkipValue();
            if (Peek() != (byte)':') return false;
            _window.Consume(1);
            if (Peek() == (byte)'[')
            {
                _window.Consume(1);
                if (Peek() == (byte)'{') return true;
                SkipList();
            }
            else
            {
                SkipValue();
            }

            if (Peek() != (byte)',') return false;
            _window.Consume(1);
        }
    }

    /// <summary>
    /// The next value, valid until the next call. False at the end. <paramref name="fault"/> says why a value can't be read; it is then the start of it.
    /// </summary>
    public bool Next(out ReadOnlySpan<byte> value, out string? fault)
    {
        value = default;
        fault = null;
        if (_ended) return false;
        return _layout == JsonLayout.Lines ? NextLine(out value, out fault) : NextElement(out value, out fault);
    }

    private bool NextLine(out ReadOnlySpan<byte> value, out string? fault)
    {
        fault = null;
        while (true)
        {
            ReadOnlySpan<byte> span = _window.Span;
            int end = span.IndexOf((byte)'\n');
            if (end < 0 && !_window.Ended && !_window.Full)
            {
                _window.Fill();
                continue;
            }

            if (end < 0 && !_window.Ended)
            {
                _number++;
                fault = TooLong;
                value = span[..(Reject.ExcerptLength * 4)].ToArray();
                SkipLine();
                return true;
            }

            bool last = end < 0;
            value = span[..(last ? span.Length : end)];
            _window.Consume(last ? span.Length : end + 1);
            if (last) _ended = true;
            if (!last || !value.IsEmpty || _window.Failure is not null) _number++;
            if (last && _window.Failure is not null)
            {
                fault = _window.Failure;
                return true;
            }

            if (value.IndexOfAnyExcept(" \t\r"u8) >= 0) return true;
            if (last) return false;
        }
    }

    private bool NextElement(out ReadOnlySpan<byte> value, out string? fault)
    {
        value = default;
        fault = null;
        byte first = Peek();
        while (first == (byte)',')
        {
            _window.Consume(1);
            first = Peek();
        }

        if (_layout == JsonLayout.Single && _number == 1) first = (byte)']';
        if (first is (byte)']' or (byte)'}')
        {
            _ended = true;
            return false;
        }

        _number++;
        if (first == 0)
        {
            _ended = true;
            fault = _window.Failure ?? "the file ends before the array does";
            return true;
        }

        return ScanElement(out value, out fault);
    }

    private bool ScanElement(out ReadOnlySpan<byte> value, out string? fault)
    {
        JsonElementScanner scanner = default;
        byte[]? start = null;
        int scanned = 0;
        while (true)
        {
            ReadOnlySpan<byte> span = _window.Span;
            int length = scanner.Advance(span[scanned..]);
            if (length >= 0)
            {
                value = start ?? span[..(scanned + length)];
                fault = start is null ? null : TooLong;
                _window.Consume(scanned + length);
                return true;
            }

            scanned = span.Length;
            if (_window.Ended)
            {
                _ended = true;
                value = start ?? span;
                fault = _window.Failure ?? "the file ends inside it";
                return true;
            }

            if (_window.Full)
            {
                start ??= span[..(Reject.ExcerptLength * 4)].ToArray();
                _window.Consume(scanned);
                scanned = 0;
            }

            _window.Fill();
        }
    }

    /// <summary>Steps over blanks; the byte after them, or 0 at the end.</summary>
    private byte Peek()
    {
        while (true)
        {
            ReadOnlySpan<byte> span = _window.Span;
            int at = span.IndexOfAnyExcept(" \t\r\n"u8);
            _window.Consume(at < 0 ? span.Length : at);
            if (at >= 0) return span[at];
            if (!_window.Fill()) return 0;
        }
    }

    private void SkipValue()
    {
        JsonElementScanner scanner = default;
        while (true)
        {
            ReadOnlySpan<byte> span = _window.Span;
            int length = scanner.Advance(span);
            _window.Consume(length < 0 ? span.Length : length);
            if (length >= 0 || !_window.Fill()) return;
        }
    }

    /// <summary>Steps over the rest of a list of which the opening bracket has been consumed.</summary>
    private void SkipList()
    {
        while (Peek() is not (0 or (byte)']' or (byte)'}'))
        {
            if (Peek() == (byte)',') _window.Consume(1);
            else SkipValue();
        }

        if (Peek() != 0) _window.Consume(1);
    }

    private void SkipLine()
    {
        while (true)
        {
            int end = _window.Span.IndexOf((byte)'\n');
            _window.Consume(end < 0 ? _window.Span.Length : end + 1);
            if (end >= 0 || !_window.Fill()) return;
        }
    }
}
