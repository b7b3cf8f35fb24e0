using Earshot.Core.Columns;
using Earshot.Core.Sources;

namespace Earshot.Connectors.Files;

/// <summary>What the readers of text files have in common: blocks, progress, notes.</summary>
internal abstract class TextTableReader(SourceFile file) : ITableReader
{
    public IReadOnlyList<string> Columns { get; protected init; } = [];

    public long BytesRead => File.BytesRead;

    public long TotalBytes => File.TotalBytes;

    public IReadOnlyList<SourceNote> Notes => [.. File.Notes, .. OwnNotes(), .. Text.Notes()];

    protected SourceFile File { get; } = file;

    protected RowText Text { get; } = new();

    public bool Read(ColumnBatch batch, int maxRows, RejectSink rejects)
    {
        batch.Clear();
        long bytes = 0;
        while (batch.Count < maxRows && bytes < RawRows.BlockBytes)
        {
            int appended = AppendRow(batch, rejects);
            if (appended < 0) break;
            bytes += appended;
        }

        return batch.Count > 0;
    }

    public abstract void Dispose();

    /// <summary>Appends the next row that can be read and returns its bytes; -1 at the end.</summary>
    protected abstract int AppendRow(ColumnBatch batch, RejectSink rejects);

    protected virtual IEnumerable<SourceNote> OwnNotes() => [];

    /// <summary>What the user must know where a file broke off: what was read is not all there was.</summary>
    protected SourceNote BrokenOff(string failure) =>
        new($"{File.Name} is not whole: {failure}; only what comes before was read", "copy or export it again, then run the same command");

    protected Reject Rejected(long line, string reason, ReadOnlySpan<byte> row) => new(File.Name, line, reason, RowText.Excerpt(row));
}
