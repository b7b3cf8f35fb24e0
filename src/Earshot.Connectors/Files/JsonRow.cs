using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Earshot.Core;
using Earshot.Core.Columns;

namespace Earshot.Connectors.Files;

/// <summary>
/// Takes JSON objects apart into columns. Objects within become columns of their own, <c>outer.inner</c>, one level deep; what is deeper, and lists, stay
/// JSON text. Numbers, true and false keep their text. A file of bare strings has one column, <c>text</c>. Of keys that come twice the last one counts.
/// </summary>
internal sealed class JsonRow
{
    private const int MaximumColumns = 10_000;
    private static readonly JsonReaderOptions Options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 256 };
    private readonly Dictionary<byte[], int> _columns = new(Utf8Comparer.Instance);
    private readonly List<string> _names = [];
    private (int Start, int Length)[] _values = [];
    private byte[] _scratch = new byte[4096];
    private byte[] _name = new byte[256];
    private int _used;
    private bool _frozen;

    /// <summary>The columns seen, in the order in which they came.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>From now on columns that are not known are left out: only rows that can't be read have such.</summary>
    public void Freeze() => _frozen = true;

    /// <summary>Takes apart a value; columns not seen before are added. Returns why it can't be read, or null.</summary>
    /// <exception cref="EarshotException">There are too many different keys (exit 3).</exception>
    public string? Read(ReadOnlySpan<byte> value)
    {
        _used = 0;
        Array.Fill(_values, (0, -1));
        try
        {
            Utf8JsonReader reader = new(value, Options);
            reader.Read();
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    ReadObject(ref reader, value, 0);
                    break;
                case JsonTokenType.String:
                    Set(Column("text"u8), reader.ValueSpan, reader.ValueIsEscaped);
                    break;
                default:
                    return "is not a JSON object";
            }

            return reader.Read() ? "holds more than one JSON value" : null;
        }
        catch (JsonException fault)
        {
            int end = fault.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
            return "is not valid JSON: " + (end < 0 ? fault.Message : fault.Message[..end]).TrimEnd('.');
        }
    }

    /// <summary>Forgets all columns after the first <paramref name="count"/>.</summary>
    public void Forget(int count)
    {
        if (count == _names.Count) return;
        foreach ((byte[] name, int column) in _columns)
            if (column >= count) _columns.Remove(name);
        _names.RemoveRange(count, _names.Count - count);
    }

    /// <summary>Appends what was read last; returns its bytes.</summary>
    public int AppendTo(ColumnBatch batch, RowText text)
    {
        for (int i = 0; i < _names.Count; i++)
        {
            (int start, int length) = _values[i];
            if (length < 0) batch.Bytes(i).AppendNull();
            else text.Append(batch.Bytes(i), _scratch.AsSpan(start, length));
        }

        return _used;
    }

    private void ReadObject(ref Utf8JsonReader reader, ReadOnlySpan<byte> value, int prefix)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int name = AppendName(prefix, reader.ValueSpan, reader.ValueIsEscaped);
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject && prefix == 0)
            {
                if (name == _name.Length) Array.Resize(ref _name, name * 2);
                _name[name] = (byte)'.';
                ReadObject(ref reader, value, name + 1);
                continue;
            }

            int column = Column(_name.AsSpan(0, name));
            int start = (int)reader.TokenStartIndex;
            switch (reader.TokenType)
            {
                case JsonTokenType.Null:
                    if (column >= 0) _values[column] = (0, -1);
                    break;
                case JsonTokenType.String:
                    Set(column, reader.ValueSpan, reader.ValueIsEscaped);
                    break;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    reader.Skip();
                    Set(column, value[start..(int)reader.BytesConsumed], escaped: false);
                    break;
                default:
                    Set(column, reader.ValueSpan, escaped: false);
                    break;
            }
        }
    }

    private int AppendName(int prefix, ReadOnlySpan<byte> name, bool escaped)
    {
        if (_name.Length < prefix + name.Length) Array.Resize(ref _name, (prefix + name.Length) * 2);
        Span<byte> room = _name.AsSpan(prefix);
        if (escaped) return prefix + JsonText.Unescape(name, room);
        name.CopyTo(room);
        return prefix + name.Length;
    }

    private int Column(ReadOnlySpan<byte> name)
    {
        if (_columns.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(name, out int column)) return column;
        if (_frozen) return -1;
        if (_names.Count == MaximumColumns)
        {
            throw new EarshotException(
                $"the JSON objects have over {MaximumColumns:N0} different keys",
                "keys that are ids or dates can't become columns: turn them into a list first",
                3);
        }

        column = _names.Count;
        _columns.Add(name.ToArray(), column);
        _names.Add(Encoding.UTF8.GetString(name));
        if (column == _values.Length)
        {
            Array.Resize(ref _values, Math.Max(16, column * 2));
            Array.Fill(_values, (0, -1), column, _values.Length - column);
        }

        return column;
    }

    private void Set(int column, ReadOnlySpan<byte> value, bool escaped)
    {
        if (column < 0) return;
        if (_used + value.Length > _scratch.Length) Array.Resize(ref _scratch, Math.Max(_used + value.Length, _scratch.Length * 2));
        Span<byte> room = _scratch.AsSpan(_used);
        int length = value.Length;
        if (escaped) length = JsonText.Unescape(value, room);
        else value.CopyTo(room);
        _values[column] = (_used, length);
        _used += length;
    }

    private sealed class Utf8Comparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static Utf8Comparer Instance { get; } = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode([DisallowNull] byte[] obj) => (int)StableHash.Of(obj);

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate) => (int)StableHash.Of(alternate);
    }
}
