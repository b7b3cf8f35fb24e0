using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.Neighbors;

/// <summary>Recall of a search by cells, told by some queries for which the search is made exactly as well.</summary>
internal static class RecallSample
{
    /// <summary>Queries of a sample.</summary>
    public const int Size = 512;

    /// <summary>
    /// The margin with which a search finds the share <paramref name="recall"/> of the neighbours of a sample of the rows; infinity where that would
    /// mean to look into half of everything or more.
    /// </summary>
    public static float MarginFor(SearchedCells searched, int neighbors, double recall, ulong seed, int threads, CancellationToken cancellation)
    {
        SplitMix64 random = new(seed);
        int[] places = random.NextSample(searched.Rows.Count, Size);
        Queries sample = Exact(searched, searched.Rows.Select(places), places, neighbors, threads, cancellation, out NeighborTable exact);
        float[] scores = new float[Size * searched.Cells.Count], best = new float[Size];
        searched.Cells.Score(sample.Screened, 0, Size, scores);
        best.AsSpan().Fill(float.NegativeInfinity);
        for (int i = 0; i < scores.Length; i++) best[i % Size] = Math.Max(best[i % Size], scores[i]);
        float[] gaps = new float[Size * neighbors];
        for (int i = 0; i < gaps.Length; i++)
        {
            int row = i / neighbors, cell = searched.Cells.Labels[exact[row][i % neighbors]];
            gaps[i] = best[row] - scores[(cell * Size) + row];
        }

        Array.Sort(gaps);
        float margin = gaps[(int)Math.Ceiling(recall * gaps.Length) - 1];
        long pairs = 0;
        for (int i = 0; i < scores.Length; i++)
            if (scores[i] >= best[i % Size] - margin) pairs += searched.Cells.Starts[(i / Size) + 1] - searched.Cells.Starts[i / Size];
        return pairs * 2 >= (long)Size * searched.Rows.Count ? float.PositiveInfinity : margin;
    }

    /// <summary>The share of their true neighbours that a sample of the queries found.</summary>
    public static double Measure(SearchedCells searched, Queries queries, NeighborTable found, int[] targets, ulong seed, int threads, CancellationToken cancellation)
    {
        SplitMix64 random = new(seed);
        int[] chosen = random.NextSample(queries.Rows.Count, Math.Min(queries.Rows.Count, Size));
        int[] selves = queries.Selves.Length == 0 ? [] : Array.ConvertAll(chosen, query => queries.Selves[query]);
        Exact(searched, queries.Rows.Select(chosen), selves, found.Neighbors, threads, cancellation, out NeighborTable exact);
        long hits = 0;
        for (int i = 0; i < chosen.Length; i++)
        {
            ReadOnlySpan<int> row = found[targets.Length == 0 ? chosen[i] : targets[chosen[i]]];
            foreach (int neighbor in exact[i])
                if (row.Contains(neighbor)) hits++;
        }

        return (double)hits / ((long)chosen.Length * found.Neighbors);
    }

    private static Queries Exact(
        SearchedCells searched, FloatMatrix rows, int[] selves, int neighbors, int threads, CancellationToken cancellation, out NeighborTable table)
    {
        table = new NeighborTable(rows.Count, neighbors);
        Queries queries = new(rows, searched.ToScreen(rows, threads, cancellation), selves, new NeighborLists(table, []));
        searched.Search(queries, float.PositiveInfinity, threads, cancellation);
        return queries;
    }
}
