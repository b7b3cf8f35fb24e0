using System.Buffers;
using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.Neighbors;

/// <summary>Rows whose neighbours are wanted.</summary>
/// <param name="Rows">As <see cref="SearchedRows"/> gives them.</param>
/// <param name="Screened">The same in the coordinates of the screen.</param>
/// <param name="Selves">The place of each among the searched rows, to be left out; empty where they are others.</param>
/// <param name="Lists">Where their neighbours go.</param>
internal sealed record Queries(FloatMatrix Rows, FloatMatrix Screened, int[] Selves, NeighborLists Lists);

/// <summary>
/// The neighbours of some queries: cell by cell, tiles of six queries meet the cell's rows in 8 bits, and what is not certainly farther than the farthest
/// neighbour so far is measured in floats. Which rows come first makes no difference to what is found.
/// </summary>
internal sealed unsafe class SliceSearch
{
    /// <summary>Queries of a slice at most.</summary>
    public const int MostQueries = 240;

    private const int Tile = ByteProductKernel.TileQueries;
    private const int Panel = ByteProductKernel.PanelRows;

    // 512 rows of 384 bytes are 197 kB: they stay in the second-level cache for all tiles
    private const int BlockPanels = 32;

    // a list that is still empty takes all that comes: few at first
    private const int FirstPanels = 2;

    private readonly SearchedCells _searched;
    private readonly Queries _queries;
    private readonly int _first;
    private readonly int _count;
    private readonly float _margin;
    private readonly byte[] _bytes;
    private readonly double[] _bounds;
    private readonly int[] _thresholds;
    private readonly float[] _scores;
    private readonly float[] _best;
    private readonly int[] _hits = new int[Tile * BlockPanels * Panel];

    /// <summary>Prepares the search for the queries from <paramref name="first"/> to <paramref name="end"/> − 1.</summary>
    /// <param name="searched">The rows to search.</param>
    /// <param name="queries">All queries.</param>
    /// <param name="margin">How much below that of its best cell the score of a cell may be for a query to look into it.</param>
    public SliceSearch(SearchedCells searched, Queries queries, int first, int end, float margin)
    {
        (_searched, _queries, _first, _count, _margin) = (searched, queries, first, end - first, margin);
        _bytes = ArrayPool<byte>.Shared.Rent(_count * searched.Panels.QueryBytes);
        _bounds = new double[_count];
        _thresholds = new int[_count];
        _best = new float[_count];
        _scores = ArrayPool<float>.Shared.Rent(_count * searched.Cells.Count);
    }

    /// <summary>Fills the lists, once.</summary>
    public void Run()
    {
        Prepare();
        (float Lead, int Cell)[] visits = Visits();
        int[] chosen = new int[_count];
        foreach ((_, int cell) in visits) Visit(cell, chosen.AsSpan(0, Choose(cell, chosen, near: true)));

        // who found too few rows in the cells nearby looks into the others as well
        foreach ((_, int cell) in visits) Visit(cell, chosen.AsSpan(0, Choose(cell, chosen, near: false)));
        for (int query = _first; query < _first + _count; query++) _queries.Lists.Finish(query, _searched.Metric);
        ArrayPool<byte>.Shared.Return(_bytes);
        ArrayPool<float>.Shared.Return(_scores);
    }

    private void Prepare()
    {
        int size = _searched.Panels.QueryBytes;
        _searched.Cells.Score(_queries.Screened, _first, _first + _count, _scores);
        _best.AsSpan().Fill(float.NegativeInfinity);
        for (int cell = 0; cell < _searched.Cells.Count; cell++)
        {
            ReadOnlySpan<float> scores = _scores.AsSpan(cell * _count, _count);
            for (int i = 0; i < scores.Length; i++) _best[i] = Math.Max(_best[i], scores[i]);
        }

        for (int i = 0; i < _count; i++)
        {
            ReadOnlySpan<float> row = _queries.Rows[_first + i];
            _queries.Lists.Clear(_first + i);
            _bounds[i] = _searched.Panels.Quantize(_queries.Screened[_first + i], _bytes.AsSpan(i * size, size), _searched.Slack(row));
            _thresholds[i] = _searched.Panels.Threshold(_bounds[i], double.PositiveInfinity);
            if (_searched.Metric == NeighborMetric.Cosine && VectorKernels.Norm(row) == 0) TakeLowest(i);
        }
    }

    // every row is at distance 1 from a row of zeros
    private void TakeLowest(int i)
    {
        int self = _queries.Selves.Length == 0 ? -1 : _searched.Cells.Order[_queries.Selves[_first + i]];
        for (int number = 0, left = _queries.Lists.Length; left > 0; number++)
        {
            if (number == self) continue;
            _queries.Lists.Offer(_first + i, 1, number);
            left--;
        }

        _best[i] = float.PositiveInfinity; // no cell is near enough
    }

    // the nearest cells first: what is found there keeps most of the rest from being measured
    private (float Lead, int Cell)[] Visits()
    {
        (float Lead, int Cell)[] visits = new (float, int)[_searched.Cells.Count];
        for (int cell = 0; cell < visits.Length; cell++)
        {
            ReadOnlySpan<float> scores = _scores.AsSpan(cell * _count, _count);
            float lead = float.NegativeInfinity;
            for (int i = 0; i < scores.Length; i++) lead = Math.Max(lead, scores[i] - _best[i]);
            visits[cell] = (lead, cell);
        }

        Array.Sort(visits, (x, y) => x.Lead != y.Lead ? y.Lead.CompareTo(x.Lead) : x.Cell - y.Cell);
        return visits;
    }

    private int Choose(int cell, int[] chosen, bool near)
    {
        ReadOnlySpan<float> scores = _scores.AsSpan(cell * _count, _count);
        int count = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            if (scores[i] >= _best[i] - _margin != near) continue;
            if (near || float.IsPositiveInfinity(_queries.Lists.Worst(_first + i).Half)) chosen[count++] = i;
        }

        return count;
    }

    private void Visit(int cell, ReadOnlySpan<int> chosen)
    {
        int[] panels = _searched.Panels.FirstPanels;
        for (int block = panels[cell]; block < panels[cell + 1]; block += BlockPanels)
        {
            int blockEnd = Math.Min(panels[cell + 1], block + BlockPanels);
            int firstRow = _searched.Cells.Starts[cell] + ((block - panels[cell]) * Panel);
            for (int tile = 0; tile < chosen.Length; tile += Tile)
                ScanBlock(chosen[tile..Math.Min(chosen.Length, tile + Tile)], block, blockEnd, firstRow);
        }
    }

    private void ScanBlock(ReadOnlySpan<int> tile, int panel, int end, int firstRow)
    {
        bool begins = false;
        foreach (int i in tile) begins |= float.IsPositiveInfinity(_queries.Lists.Worst(_first + i).Half);
        byte** rows = stackalloc byte*[Tile];
        int* thresholds = stackalloc int[Tile];
        fixed (byte* bytes = _bytes)
        fixed (int* hits = _hits)
        {
            for (int i = 0; i < Tile; i++) rows[i] = bytes + ((nint)tile[Math.Min(i, tile.Length - 1)] * _searched.Panels.QueryBytes);
            for (int run = begins ? FirstPanels : BlockPanels; panel < end; panel += run, run *= 2)
            {
                int count = Math.Min(run, end - panel);
                for (int i = 0; i < Tile; i++) thresholds[i] = i < tile.Length ? ThresholdFor(tile[i], firstRow) : int.MaxValue;
                Measure(tile, firstRow, _searched.Panels.Scan(rows, thresholds, panel, count, hits));
                firstRow += count * Panel;
            }
        }
    }

    // numbers ascend within a cell: once a list is full of equals of the query, later ones never enter
    private int ThresholdFor(int i, int firstRow)
    {
        (float half, int number) = _queries.Lists.Worst(_first + i);
        return half == 0 && _searched.Cells.Order[firstRow] > number ? int.MaxValue : _thresholds[i];
    }

    private void Measure(ReadOnlySpan<int> tile, int firstRow, int hits)
    {
        if (hits == 0) return;
        foreach (int hit in _hits.AsSpan(0, hits))
        {
            int query = _first + tile[hit >> ByteProductKernel.QueryShift], place = firstRow + (hit & ((1 << ByteProductKernel.QueryShift) - 1));
            if (_queries.Selves.Length > 0 && _queries.Selves[query] == place) continue;
            _queries.Lists.Offer(query, _searched.HalfSquare(_queries.Rows[query], place), _searched.Cells.Order[place]);
        }

        foreach (int i in tile) _thresholds[i] = _searched.Panels.Threshold(_bounds[i], _queries.Lists.Worst(_first + i).Half);
    }
}
