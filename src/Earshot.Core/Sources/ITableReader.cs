using Earshot.Core.Columns;

namespace Earshot.Core.Sources;

/// <summary>
/// Rows of a foreign table as text, block by block, with the columns as the source names them. Not safe for several threads, save where said.
/// </summary>
public interface ITableReader : IDisposable
{
    /// <summary>
    /// The source's columns in its order: never empty, unique without regard to case, none among <see cref="RawRows.Reserved"/>.
    /// </summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>Bytes of the source consumed so far, as stored (compressed where it is). May be asked from another thread.</summary>
    long BytesRead { get; }

    /// <summary>Bytes of the source as stored; 0 when not known.</summary>
    long TotalBytes { get; }

    /// <summary>What the user should know about the source so far, in the order it was noticed; complete once <see cref="Read"/> has returned false.</summary>
    IReadOnlyList<SourceNote> Notes { get; }

    /// <summary>
    /// Empties <paramref name="batch"/> (made with <see cref="RawRows.Schema"/>) and fills it with the next rows: at most <paramref name="maxRows"/>,
    /// fewer where rows are large, so that a block stays within about <see cref="RawRows.BlockBytes"/>. Rows that can't be read go to
    /// <paramref name="rejects"/>. False, with an empty batch, when there are no more rows.
    /// </summary>
    bool Read(ColumnBatch batch, int maxRows, RejectSink rejects);
}

/// <summary>Something about a source that stops nothing: an encoding that was guessed, cells that were missing.</summary>
/// <param name="Message">What was noticed, without a full stop.</param>
/// <param name="Hint">The next step, or null.</param>
public sealed record SourceNote(string Message, string? Hint = null);

/// <summary>The layout of raw blocks: every column of the source as text, then the line that the row starts at.</summary>
public static class RawRows
{
    /// <summary>The last column of a block, 64-bit: the row's first line in its file counted from 1; in a JSON array the element's number, from 1.</summary>
    public const string LineColumn = "_line";

    /// <summary>Names that are added to a source's columns on their way into the bronze layer: none of its own may be called so.</summary>
    public static IReadOnlyList<string> Reserved { get; } = ["_file", LineColumn, "_created_at"];

    /// <summary>A block is ended early when its cells reach this many bytes.</summary>
    public const int BlockBytes = 32 << 20;

    /// <summary>The largest row or cell that is read; larger ones are rejected.</summary>
    public const int MaximumRowBytes = 16 << 20;

    /// <summary>The columns of a block for a source with <paramref name="columns"/>.</summary>
    public static IReadOnlyList<ColumnSchema> Schema(IReadOnlyList<string> columns) =>
        [.. columns.Select(name => new ColumnSchema(name, ColumnType.Text)), new ColumnSchema(LineColumn, ColumnType.Int64)];
}
