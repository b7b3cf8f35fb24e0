using Earshot.Numerics.Graphs;

namespace Earshot.Numerics.Manifold;

/// <summary>
/// Which neighbours pull at a point in which epoch: an edge is due in as many epochs as its weight says, spread evenly. Nothing is kept between epochs:
/// rates are fractions of 2³², and an edge is due in epoch t = 1, 2, … when t·rate wraps around. Both directions of an edge have one weight, so both
/// ends see it in the same epochs.
/// </summary>
/// <param name="graph">Its weights, divided by the largest, are the share of epochs.</param>
internal sealed class LayoutEdges(WeightedGraph graph)
{
    private readonly uint[] _rates = RatesOf(graph);

    /// <summary>Points.</summary>
    public int Count => graph.Count;

    public ReadOnlySpan<int> Neighbors(int point) => graph.Neighbors(point);

    /// <summary>How often each neighbour is due.</summary>
    public ReadOnlySpan<uint> Rates(int point) => _rates.AsSpan(graph.Offsets[point]..graph.Offsets[point + 1]);

    /// <summary>The rate of an edge that is due in the share <paramref name="weight"/> / <paramref name="largest"/> of all epochs.</summary>
    public static uint RateOf(float weight, float largest) => (uint)Math.Min(uint.MaxValue, (double)weight / largest * 4294967296.0);

    private static uint[] RatesOf(WeightedGraph graph)
    {
        float largest = 0;
        for (int point = 0; point < graph.Count; point++)
            foreach (float weight in graph.Weights(point)) largest = Math.Max(largest, weight);
        uint[] rates = new uint[graph.Entries];
        for (int point = 0, at = 0; point < graph.Count; point++)
            foreach (float weight in graph.Weights(point)) rates[at++] = RateOf(weight, largest);
        return rates;
    }
}
