using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.Neighbors;

/// <summary>Rows ready to be searched: cell by cell, in floats, and in 8 bits as the screen shows them.</summary>
internal sealed class SearchedCells
{
    private readonly Screen? _screen;
    private readonly bool[] _zeros;
    private readonly double _slackShare;
    private readonly float _mostHalf;

    private SearchedCells(FloatMatrix rows, FloatMatrix screened, Screen? screen, Cells cells, NeighborMetric metric, int threads, CancellationToken cancellation)
    {
        (Rows, Screened, Cells, Metric, _screen) = (rows, screened, cells, metric, screen);
        Panels = new BytePanels(screened, cells.Starts, threads, cancellation);
        bool[] zeros = new bool[metric == NeighborMetric.Cosine ? rows.Count : 0];
        for (int row = 0; row < zeros.Length; row++) zeros[row] = !rows[row].ContainsAnyExcept(0f);
        _zeros = zeros.AsSpan().Contains(true) ? zeros : [];

        // A dot product is a chain of d roundings at most, each of 2⁻²⁴ of what is there, and a sum of squares of far fewer; four times that covers what
        // goes into half a squared distance on both ways, by the screen and by the differences.
        _slackShare = 4.0 * (rows.Dimensions + 32) / (1 << 24);
        for (int row = 0; row < rows.Count; row++) _mostHalf = Math.Max(_mostHalf, HalfOf(rows[row]));
    }

    /// <summary>The rows, in the order of the cells.</summary>
    public FloatMatrix Rows { get; }

    /// <summary>The same in the coordinates of the screen.</summary>
    public FloatMatrix Screened { get; }

    public Cells Cells { get; }

    public NeighborMetric Metric { get; }

    public BytePanels Panels { get; }

    /// <summary>Few rows, as they are.</summary>
    /// <param name="rows">As <see cref="SearchedRows"/> gives them.</param>
    public static SearchedCells OfFew(FloatMatrix rows, NeighborMetric metric, int threads, CancellationToken cancellation) =>
        new(rows, rows, null, Cells.One(rows.Count, rows.Dimensions), metric, threads, cancellation);

    /// <summary>Many rows, by cells.</summary>
    /// <param name="rows">As <see cref="SearchedRows"/> gives them.</param>
    /// <param name="exact">Whether queries will look into all cells: a screen pays then, less so where they look into near ones, of which much passes.</param>
    public static SearchedCells OfMany(FloatMatrix rows, bool exact, NeighborMetric metric, ulong seed, int threads, CancellationToken cancellation)
    {
        Screen? screen = exact ? Screen.Choose(rows, SplitMix64.Derive(seed, 3), threads, cancellation) : null;
        FloatMatrix shown = screen?.Apply(rows, threads, cancellation) ?? rows;
        Cells cells = Cells.Fit(shown, SplitMix64.Derive(seed, 1), threads, cancellation);
        FloatMatrix ordered = rows.Select(cells.Order);
        return new SearchedCells(ordered, screen is null ? ordered : shown.Select(cells.Order), screen, cells, metric, threads, cancellation);
    }

    /// <summary>Other rows in the coordinates of the screen.</summary>
    public FloatMatrix ToScreen(FloatMatrix rows, int threads, CancellationToken cancellation) => _screen?.Apply(rows, threads, cancellation) ?? rows;

    /// <summary>What rounding may change of half the squared distance between <paramref name="query"/> and any row.</summary>
    public double Slack(ReadOnlySpan<float> query) => _slackShare * (HalfOf(query) + _mostHalf);

    /// <summary>Half the squared distance, for cosine the distance itself.</summary>
    public float HalfSquare(ReadOnlySpan<float> query, int place) =>
        _zeros.Length > 0 && _zeros[place] ? 1 : 0.5f * VectorKernels.SquaredEuclidean(query, Rows[place]);

    /// <summary>Searches for all queries, slice by slice.</summary>
    public void Search(Queries queries, float margin, int threads, CancellationToken cancellation) =>
        Chunks.ForEach(
            queries.Rows.Count,
            SliceSearch.MostQueries,
            threads,
            (_, first, end) => new SliceSearch(this, queries, first, end, margin).Run(),
            cancellation);

    private static float HalfOf(ReadOnlySpan<float> row) => 0.5f * VectorKernels.Dot(row, row);
}
