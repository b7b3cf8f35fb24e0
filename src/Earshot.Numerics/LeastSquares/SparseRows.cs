using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.LeastSquares;

/// <summary>A matrix of mostly zeros, row by row (compressed sparse rows). Immutable: the arrays given to it must not be changed afterwards.</summary>
public sealed class SparseRows
{
    private const int ChunkRows = 256;

    private readonly int[] _rowStarts;
    private readonly int[] _columns;
    private readonly float[] _values;

    /// <summary>A view of the three arrays; nothing is copied.</summary>
    /// <param name="rowStarts">Rows + 1 positions, ascending from 0: row i has the entries from rowStarts[i] to rowStarts[i + 1] − 1.</param>
    /// <param name="columns">Column of each entry, 0 to <paramref name="columnCount"/> − 1; the order within a row is the order of additions.</param>
    /// <param name="values">Value of each entry.</param>
    /// <param name="columnCount">Columns.</param>
    /// <exception cref="ArgumentException">The arrays do not describe such a matrix.</exception>
    public SparseRows(int[] rowStarts, int[] columns, float[] values, int columnCount)
    {
        if (rowStarts.Length == 0 || rowStarts[0] != 0 || rowStarts[^1] != columns.Length || columns.Length != values.Length)
            throw new ArgumentException(
                $"{rowStarts.Length} row starts, {columns.Length} columns and {values.Length} values do not belong together", nameof(rowStarts));
        for (int row = 1; row < rowStarts.Length; row++)
        {
            if (rowStarts[row] < rowStarts[row - 1])
                throw new ArgumentException($"row {row - 1} ends at {rowStarts[row]}, before its start {rowStarts[row - 1]}", nameof(rowStarts));
        }

        foreach (int column in columns)
            if ((uint)column >= (uint)columnCount) throw new ArgumentException($"column {column} of a matrix of {columnCount} columns", nameof(columns));
        (_rowStarts, _columns, _values, ColumnCount) = (rowStarts, columns, values, columnCount);
    }

    /// <summary>Rows.</summary>
    public int Count => _rowStarts.Length - 1;

    /// <summary>Columns.</summary>
    public int ColumnCount { get; }

    /// <summary>Entries that are stored.</summary>
    public int EntryCount => _columns.Length;

    /// <summary>Rows + 1 positions in <see cref="Columns"/> and <see cref="Values"/>.</summary>
    public ReadOnlySpan<int> RowStarts => _rowStarts;

    /// <summary>Column of each entry.</summary>
    public ReadOnlySpan<int> Columns => _columns;

    /// <summary>Value of each entry.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>The same matrix by columns; the entries of a column stand in the order of the rows.</summary>
    public SparseRows Transpose()
    {
        int[] starts = new int[ColumnCount + 1];
        foreach (int column in _columns) starts[column + 1]++;
        for (int column = 0; column < ColumnCount; column++) starts[column + 1] += starts[column];
        int[] rows = new int[_columns.Length], next = starts.AsSpan(0, ColumnCount).ToArray();
        float[] values = new float[_columns.Length];
        for (int row = 0; row < Count; row++)
        {
            for (int entry = _rowStarts[row]; entry < _rowStarts[row + 1]; entry++)
            {
                int to = next[_columns[entry]]++;
                rows[to] = row;
                values[to] = _values[entry];
            }
        }

        return new SparseRows(starts, rows, values, Count);
    }

    /// <summary>Row i times <paramref name="factors"/>[i].</summary>
    /// <exception cref="ArgumentException">There is not one factor a row.</exception>
    public SparseRows ScaleRows(ReadOnlySpan<float> factors)
    {
        if (factors.Length != Count) throw new ArgumentException($"{factors.Length} factors for {Count} rows", nameof(factors));
        float[] values = new float[_values.Length];
        for (int row = 0; row < Count; row++)
            for (int entry = _rowStarts[row]; entry < _rowStarts[row + 1]; entry++) values[entry] = _values[entry] * factors[row];
        return new SparseRows(_rowStarts, _columns, values, ColumnCount);
    }

    /// <summary>The product with a matrix of one row a column of this one: rows × outputs floats, row-major.</summary>
    /// <param name="dense">Columns × outputs.</param>
    /// <param name="threads">Threads at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between chunks of rows.</param>
    /// <exception cref="ArgumentException"><paramref name="dense"/> has another number of rows than this has columns.</exception>
    public float[] Multiply(FloatMatrix dense, int threads = 1, CancellationToken cancellation = default)
    {
        if (dense.Count != ColumnCount) throw new ArgumentException($"{dense.Count} rows to multiply with {ColumnCount} columns", nameof(dense));
        int outputs = dense.Dimensions;
        float[] product = new float[checked(Count * outputs)];
        Chunks.ForEach(
            Count,
            ChunkRows,
            threads,
            (_, first, end) =>
            {
                for (int row = first; row < end; row++)
                {
                    Span<float> sum = product.AsSpan(row * outputs, outputs);
                    for (int entry = _rowStarts[row]; entry < _rowStarts[row + 1]; entry++)
                        VectorKernels.AddScaled(sum, _values[entry], dense[_columns[entry]]);
                }
            },
            cancellation);
        return product;
    }
}
