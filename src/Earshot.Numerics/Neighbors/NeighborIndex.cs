using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.Neighbors;

/// <summary>
/// Rows made ready for searches of their neighbours, which may be many: of all rows among each other, or of new rows among them. Up to
/// <see cref="FewRows"/> rows every search is exact; beyond, each query looks into the cells of k-means nearest to it, as many as the asked-for recall needs.
/// Searches may run side by side.
/// </summary>
public sealed class NeighborIndex
{
    /// <summary>Rows up to which searching all pairs costs less than making cells.</summary>
    public const int FewRows = 16_384;

    // finds about half of what is missing
    private const float WiderMargin = 1.2f;

    private readonly NeighborOptions _options;
    private readonly SearchedCells _searched;
    private readonly float _margin;

    private NeighborIndex(NeighborOptions options, SearchedCells searched, float margin) => (_options, _searched, _margin) = (options, searched, margin);

    /// <summary>Rows.</summary>
    public int Count => _searched.Rows.Count;

    /// <summary>Makes <paramref name="rows"/> ready; they are copied, unless they are few floats compared by Euclidean distance.</summary>
    /// <param name="rows">Finite rows.</param>
    /// <param name="options">See <see cref="NeighborOptions"/>.</param>
    /// <param name="threads">Threads at most; no result depends on it.</param>
    /// <param name="cancellation">Stops between chunks of rows.</param>
    /// <exception cref="ArgumentException">An option is out of range, a row holds NaN or infinity (the message names it), or there are more than 8,192
    /// dimensions.</exception>
    public static NeighborIndex Build(IRows rows, NeighborOptions options, int threads = 1, CancellationToken cancellation = default)
    {
        options.ThrowIfInvalid();
        FloatMatrix read = SearchedRows.Read(rows, options.Metric, threads, cancellation);
        if (rows.Count <= FewRows) return new NeighborIndex(options, SearchedCells.OfFew(read, options.Metric, threads, cancellation), float.PositiveInfinity);
        bool exact = options.Recall == 1;
        SearchedCells searched = SearchedCells.OfMany(read, exact, options.Metric, options.Seed, threads, cancellation);

        // a sample tells recall to within a fraction of a per cent: aim a little higher
        double aim = options.Recall + ((1 - options.Recall) / 4);
        float margin = exact
            ? float.PositiveInfinity
            : RecallSample.MarginFor(searched, options.Neighbors, aim, SplitMix64.Derive(options.Seed, 2), threads, cancellation);
        return new NeighborIndex(options, searched, margin);
    }

    /// <summary>The neighbours of each row among all others.</summary>
    public NeighborTable FindAll(int threads = 1, CancellationToken cancellation = default)
    {
        int neighbors = Math.Clamp(Count - 1, 0, _options.Neighbors);
        int[] places = [.. Enumerable.Range(0, Count)];
        return Find(_searched.Rows, _searched.Screened, places, _searched.Cells.Order, neighbors, threads, cancellation);
    }

    /// <summary>The neighbours of other rows among the rows of the index; an equal row counts.</summary>
    /// <exception cref="ArgumentException">The dimensions differ, or a query holds NaN or infinity.</exception>
    public NeighborTable Find(IRows queries, int threads = 1, CancellationToken cancellation = default)
    {
        if (queries.Dimensions != _searched.Rows.Dimensions)
            throw new ArgumentException($"queries of {queries.Dimensions} dimensions; the rows have {_searched.Rows.Dimensions}", nameof(queries));
        FloatMatrix rows = SearchedRows.Read(queries, _options.Metric, threads, cancellation);
        FloatMatrix screened = _searched.ToScreen(rows, threads, cancellation);

        // queries of one cell after the other look into the same cells together
        int[] order = _searched.Cells.Count > 1 ? _searched.Cells.OrderOf(screened, threads, cancellation) : [];
        if (order.Length > 0)
        {
            bool same = ReferenceEquals(rows, screened);
            rows = rows.Select(order);
            screened = same ? rows : screened.Select(order);
        }

        return Find(rows, screened, [], order, Math.Min(Count, _options.Neighbors), threads, cancellation);
    }

    private NeighborTable Find(
        FloatMatrix rows, FloatMatrix screened, int[] selves, int[] targets, int neighbors, int threads, CancellationToken cancellation)
    {
        NeighborTable table = new(rows.Count, neighbors);
        if (neighbors == 0 || rows.Count == 0) return table;
        Queries queries = new(rows, screened, selves, new NeighborLists(table, targets));

        // so few queries are searched exactly in the time that it takes to measure how well they are searched otherwise
        float margin = rows.Count <= 2 * RecallSample.Size ? float.PositiveInfinity : _margin;
        for (; ; margin *= WiderMargin)
        {
            _searched.Search(queries, margin, threads, cancellation);
            if (float.IsPositiveInfinity(margin)) return table;
            table.Recall = RecallSample.Measure(_searched, queries, table, targets, SplitMix64.Derive(_options.Seed, 4), threads, cancellation);
            if (table.Recall >= _options.Recall) return table;
        }
    }
}
