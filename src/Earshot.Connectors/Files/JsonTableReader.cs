using Earshot.Core;
using Earshot.Core.Columns;
using Earshot.Core.Sources;

namespace Earshot.Connectors.Files;

/// <summary>Reads JSON Lines, a JSON array, or the array within a JSON object. The file is read twice: first for its columns, then for its rows.</summary>
internal sealed class JsonTableReader : TextTableReader
{
    private readonly JsonElements _elements;
    private readonly JsonRow _row = new();

    /// <summary>Opens a file of JSON and finds its columns.</summary>
    /// <exception cref="EarshotException">It holds no row that can be read (exit 3).</exception>
    public JsonTableReader(SourceFile file, JsonLayout layout)
        : base(file)
    {
        string? fault = FindColumns(file, ref layout);
        if (_row.Names.Count == 0)
            throw fault is null
                ? file.Refused("has no rows", SourceFile.Empty)
                : file.Refused($"holds no row that can be read; the first one {fault}", "a list of objects is wanted, or one object a line");
        _row.Freeze();
        Columns = UniqueNames.From(_row.Names);
        _elements = Open(file, layout);
    }

    /// <summary>How the values stand in a file that starts with <paramref name="sample"/>; null when it is no JSON.</summary>
    public static JsonLayout? LayoutOf(ReadOnlySpan<byte> sample, bool whole, bool namedLines)
    {
        int start = sample.IndexOfAnyExcept(" \t\r\n"u8);
        if (start < 0) return null;
        sample = sample[start..];
        if (sample[0] == (byte)'[') return JsonLayout.Array;
        if (sample[0] is not ((byte)'{' or (byte)'"')) return null;
        if (namedLines || sample[0] == (byte)'"') return JsonLayout.Lines;
        JsonElementScanner scanner = default;
        int length = scanner.Advance(sample);
        if (length < 0) return JsonLayout.Single;
        int next = sample[length..].IndexOfAnyExcept(" \t\r\n"u8);
        return next < 0 ? (whole ? JsonLayout.Single : JsonLayout.Lines) : JsonLayout.Lines;
    }

    public override void Dispose() => _elements.Dispose();

    protected override IEnumerable<SourceNote> OwnNotes() => _elements.Failure is { } failure ? [BrokenOff(failure)] : [];

    protected override int AppendRow(ColumnBatch batch, RejectSink rejects)
    {
        while (_elements.Next(out ReadOnlySpan<byte> value, out string? fault))
        {
            ReadOnlySpan<byte> mended = Text.Mend(value);
            fault ??= _row.Read(mended);
            if (fault is null)
            {
                batch.Int64(Columns.Count).Append(_elements.Number);
                return _row.AppendTo(batch, Text);
            }

            rejects(Rejected(_elements.Number, fault, mended));
        }

        return -1;
    }

    /// <summary>A file that is one object is looked through for an array of objects; without one it is a row itself.</summary>
    private static JsonElements Open(SourceFile file, JsonLayout layout)
    {
        JsonElements elements = new(file, layout);
        if (layout == JsonLayout.Array) elements.FindArray();
        return elements;
    }

    private string? FindColumns(SourceFile file, ref JsonLayout layout)
    {
        if (layout == JsonLayout.Single)
        {
            using JsonElements search = new(file, JsonLayout.Array);
            if (search.FindArray()) layout = JsonLayout.Array;
        }

        string? first = null;
        RowText text = new();
        using JsonElements elements = Open(file, layout);
        while (elements.Next(out ReadOnlySpan<byte> value, out string? fault))
        {
            int known = _row.Names.Count;
            fault ??= _row.Read(text.Mend(value));
            if (fault is null) continue;
            first ??= fault;

            // What a broken row named before it broke is no column.
            _row.Forget(known);
        }

        return first;
    }
}
