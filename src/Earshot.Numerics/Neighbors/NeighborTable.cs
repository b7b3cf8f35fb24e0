namespace Earshot.Numerics.Neighbors;

/// <summary>The nearest other rows of each row, nearest first.</summary>
public sealed class NeighborTable
{
    private readonly int[] _rows;
    private readonly float[] _similarities;

    internal NeighborTable(int count, int neighbors)
    {
        Count = count;
        Neighbors = neighbors;
        _rows = new int[checked(count * neighbors)];
        _similarities = new float[_rows.Length];
    }

    /// <summary>Rows.</summary>
    public int Count { get; }

    /// <summary>Neighbours of each row.</summary>
    public int Neighbors { get; }

    /// <summary>Numbers of the rows nearest to row <paramref name="row"/>.</summary>
    public ReadOnlySpan<int> this[int row] => _rows.AsSpan(row * Neighbors, Neighbors);

    /// <summary>Their cosines to it, descending.</summary>
    public ReadOnlySpan<float> Similarities(int row) => _similarities.AsSpan(row * Neighbors, Neighbors);

    internal Span<int> RowsOf(int row) => _rows.AsSpan(row * Neighbors, Neighbors);

    internal Span<float> SimilaritiesOf(int row) => _similarities.AsSpan(row * Neighbors, Neighbors);
}
