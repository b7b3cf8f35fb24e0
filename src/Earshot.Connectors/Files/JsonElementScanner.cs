using System.Buffers;

namespace Earshot.Connectors.Files;

/// <summary>
/// Finds where a JSON value ends by its brackets and strings, piece by piece, without checking it. A string ends at a line break at the latest: JSON
/// has none within strings, so a quote gone astray goes no further.
/// </summary>
internal struct JsonElementScanner
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> ScalarEnds = SearchValues.Create(",]} \t\r\n"u8);
    private int _depth;
    private bool _started;
    private bool _inString;
    private bool _escaped;

    /// <summary>
    /// Scans on in <paramref name="bytes"/>, which follow those of the call before; the first call's start at the value. Returns the length of the
    /// part that belongs to the value when the value ends here, else -1.
    /// </summary>
    public int Advance(ReadOnlySpan<byte> bytes)
    {
        int at = 0;
        while (at < bytes.Length)
        {
            if (_escaped)
            {
                _escaped = false;
                at++;
                continue;
            }

            ReadOnlySpan<byte> rest = bytes[at..];
            int next = _inString ? rest.IndexOfAny((byte)'"', (byte)'\\', (byte)'\n')
                : _depth > 0 ? rest.IndexOfAny(Structure)
                : !_started && rest[0] is (byte)'"' or (byte)'{' or (byte)'[' ? 0
                : rest.IndexOfAny(ScalarEnds);
            if (next < 0)
            {
                _started = true;
                return -1;
            }

            at += next;
            if (_depth == 0 && !_inString && (_started || bytes[at] is not ((byte)'"' or (byte)'{' or (byte)'['))) return at;
            _started = true;
            switch (bytes[at++])
            {
                case (byte)'\\':
                    _escaped = true;
                    break;
                case (byte)'"':
                case (byte)'\n':
                    _inString = !_inString;
                    if (!_inString && _depth == 0) return at;
                    break;
                case (byte)'{':
                case (byte)'[':
                    _depth++;
                    break;
                default:
                    if (--_depth == 0) return at;
                    break;
            }
        }

        return -1;
    }
}
