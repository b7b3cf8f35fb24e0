namespace Earshot.Numerics.Neighbors;

/// <summary>The nearest so far of each query, ordered by half the squared distance and then by number; places not yet taken are infinitely far.</summary>
/// <param name="table">Holds them: half squared distances until <see cref="Finish"/>.</param>
/// <param name="rows">The row of the table for each query; empty where that is the query's number.</param>
internal sealed class NeighborLists(NeighborTable table, int[] rows)
{
    /// <summary>Neighbours of each query.</summary>
    public int Length => table.Neighbors;

    /// <summary>Empties the list of a query.</summary>
    public void Clear(int query)
    {
        table.DistancesOf(RowOf(query)).Fill(float.PositiveInfinity);
        table.RowsOf(RowOf(query)).Fill(int.MaxValue);
    }

    /// <summary>What a further neighbour must be below, by distance and then by number.</summary>
    public (float Half, int Number) Worst(int query) => (table.DistancesOf(RowOf(query))[^1], table.RowsOf(RowOf(query))[^1]);

    /// <summary>Takes a neighbour if it is nearer than the farthest of the list.</summary>
    public void Offer(int query, float half, int number)
    {
        Span<float> halves = table.DistancesOf(RowOf(query));
        Span<int> numbers = table.RowsOf(RowOf(query));
        int place = halves.Length - 1;
        if (!IsNearer(half, number, halves[place], numbers[place])) return;
        for (; place > 0 && IsNearer(half, number, halves[place - 1], numbers[place - 1]); place--)
            (halves[place], numbers[place]) = (halves[place - 1], numbers[place - 1]);
        (halves[place], numbers[place]) = (half, number);
    }

    /// <summary>Makes distances of the half squares: 1 − cosine is one, the Euclidean distance the root of twice it.</summary>
    public void Finish(int query, NeighborMetric metric)
    {
        if (metric == NeighborMetric.Cosine) return;
        foreach (ref float value in table.DistancesOf(RowOf(query))) value = MathF.Sqrt(2 * value);
    }

    private static bool IsNearer(float half, int number, float otherHalf, int otherNumber) => half < otherHalf || (half == otherHalf && number < otherNumber);

    private int RowOf(int query) => rows.Length == 0 ? query : rows[query];
}
