using Earshot.Numerics.Graphs;

namespace Earshot.Numerics.Manifold;

/// <summary>
/// Which neighbours pull at a point in which step: an edge is due as often as its weight says, spread evenly. Nothing is kept between steps: rates are
/// fractions of 2³², and an edge is due in step t = 1, 2, … when t·rate wraps around. Both directions of an edge have one weight, so both ends see it
/// in the same steps.
/// </summary>
/// <param name="graph">The edges.</param>
/// <param name="largestShare">Share of the steps in which an edge of the largest weight is due, above 0 up to 1.</param>
internal sealed class LayoutEdges(WeightedGraph graph, double largestShare)
{
    private readonly uint[] _rates = RatesOf(graph, largestShare);

    /// <summary>Points.</summary>
    public int Count => graph.Count;

    public ReadOnlySpan<int> Neighbors(int point) => graph.Neighbors(point);

    /// <summary>How often each neighbour is due.</summary>
    public ReadOnlySpan<uint> Rates(int point) => _rates.AsSpan(graph.Offsets[point]..graph.Offsets[point + 1]);

    /// <summary>The rate of an edge that is due in a share of all steps, 0 to 1.</summary>
    public static uint RateOf(double share) => (uint)Math.Min(uint.MaxValue, share * 4294967296.0);

    private static uint[] RatesOf(WeightedGraph graph, double largestShare)
    {
        float largest = 0;
        for (int point = 0; point < graph.Count; point++)
            foreach (float weight in graph.Weights(point)) largest = Math.Max(largest, weight);
        uint[] rates = new uint[graph.Entries];
        for (int point = 0, at = 0; point < graph.Count; point++)
            foreach (float weight in graph.Weights(point)) rates[at++] = RateOf((double)weight / largest * largestShare);
        return rates;
    }
}
