using Earshot.Core.Analysis;
using Earshot.Core.Columns;
using Earshot.Numerics.Vectors;

namespace Earshot.Core.Clusters;

/// <summary>A block of tickets and where they came to lie.</summary>
public sealed class ClusteredBlock
{
    internal ClusteredBlock(ColumnBatch columns, IRows vectors, int[] clusters, float[] memberships, int[] corpusRows)
    {
        (Columns, Vectors, Clusters, Memberships, CorpusRows) = (columns, vectors, clusters, memberships, corpusRows);
        Tickets = ColumnsOf(columns);
    }

    /// <summary>The tickets.</summary>
    public TicketColumns Tickets { get; }

    /// <summary>Of each the position of the deepest cluster that it is in; −1 where it has no text.</summary>
    public IReadOnlyList<int> Clusters { get; }

    /// <summary>How firmly each belongs there, 0 to 1.</summary>
    public IReadOnlyList<float> Memberships { get; }

    /// <summary>The row of the corpus that each has the text of; −1 where it has none, or the corpus is a sample without it.</summary>
    public IReadOnlyList<int> CorpusRows { get; }

    internal ColumnBatch Columns { get; }

    internal IRows Vectors { get; }

    /// <summary>The columns that <see cref="ClusteredTickets"/> reads, by name.</summary>
    internal static TicketColumns ColumnsOf(ColumnBatch batch) => new()
    {
        TicketId = batch.Int64(0),
        MessageText = batch.Bytes(1),
        CleanText = batch.Bytes(2),
        Title = batch.Bytes(3),
        CreatedAt = batch.Int64(4),
        SourceId = batch.Bytes(5),
    };
}
