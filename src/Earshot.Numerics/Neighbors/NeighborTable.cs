namespace Earshot.Numerics.Neighbors;

/// <summary>The nearest other rows of each row, nearest first: what graphs, UMAP and HDBSCAN share.</summary>
public sealed class NeighborTable
{
    private readonly int[] _rows;
    private readonly float[] _distances;

    /// <summary>Neighbours that were found elsewhere.</summary>
    /// <param name="count">Rows.</param>
    /// <param name="neighbors">Neighbours of each row.</param>
    /// <param name="rows">count × neighbours numbers of rows; the row itself is not among them.</param>
    /// <param name="distances">Their distances, ascending within each row, 0 or more.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public NeighborTable(int count, int neighbors, int[] rows, float[] distances)
    {
        long cells = (long)count * neighbors;
        if (rows.Length != cells || distances.Length != cells)
            throw new ArgumentException($"{rows.Length} rows and {distances.Length} distances; {count} × {neighbors} were expected", nameof(rows));
        Count = count;
        Neighbors = neighbors;
        _rows = rows;
        _distances = distances;
    }

    internal NeighborTable(int count, int neighbors)
        : this(count, neighbors, new int[checked(count * neighbors)], new float[checked(count * neighbors)])
    {
    }

    /// <summary>Rows.</summary>
    public int Count { get; }

    /// <summary>Share of the true neighbours that are here, 0 to 1, measured on a sample of rows; 1 where the search was exact.</summary>
    public double Recall { get; internal set; } = 1;

    /// <summary>Neighbours of each row.</summary>
    public int Neighbors { get; }

    /// <summary>Numbers of the rows nearest to row <paramref name="row"/>.</summary>
    public ReadOnlySpan<int> this[int row] => _rows.AsSpan(row * Neighbors, Neighbors);

    /// <summary>Their distances to it, ascending.</summary>
    public ReadOnlySpan<float> Distances(int row) => _distances.AsSpan(row * Neighbors, Neighbors);

    internal Span<int> RowsOf(int row) => _rows.AsSpan(row * Neighbors, Neighbors);

    internal Span<float> DistancesOf(int row) => _distances.AsSpan(row * Neighbors, Neighbors);
}
