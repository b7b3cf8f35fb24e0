namespace Earshot.Numerics.Graphs;

/// <summary>
/// An undirected graph with weighted edges, immutable: of each node its neighbours ascending, with weights (compressed sparse rows). An edge
/// stands at both of its ends with the same weight; one from a node to itself stands once.
/// </summary>
public sealed class WeightedGraph
{
    private readonly int[] _offsets;
    private readonly int[] _neighbors;
    private readonly float[] _weights;

    internal WeightedGraph(int[] offsets, int[] neighbors, float[] weights)
    {
        _offsets = offsets;
        _neighbors = neighbors;
        _weights = weights;
    }

    /// <summary>Nodes.</summary>
    public int Count => _offsets.Length - 1;

    /// <summary>Entries of all nodes together: twice the edges between different nodes, and the edges from a node to itself.</summary>
    public int Entries => _neighbors.Length;

    /// <summary>Count + 1 numbers: the entries of node i are those from Offsets[i] up to Offsets[i + 1].</summary>
    public ReadOnlySpan<int> Offsets => _offsets;

    /// <summary>The nodes that <paramref name="node"/> has edges to, ascending.</summary>
    public ReadOnlySpan<int> Neighbors(int node) => _neighbors.AsSpan(_offsets[node].._offsets[node + 1]);

    /// <summary>The weights of those edges, above 0.</summary>
    public ReadOnlySpan<float> Weights(int node) => _weights.AsSpan(_offsets[node].._offsets[node + 1]);

    /// <summary>A graph of edges in any order; those that stand several times, in either direction, are added up.</summary>
    /// <param name="count">Nodes.</param>
    /// <param name="from">One end of each edge, below <paramref name="count"/>.</param>
    /// <param name="to">The other end.</param>
    /// <param name="weights">Finite weights above 0.</param>
    /// <exception cref="ArgumentException">The lengths differ, a node is not below <paramref name="count"/>, or a weight is not finite and above 0.</exception>
    public static WeightedGraph FromEdges(int count, ReadOnlySpan<int> from, ReadOnlySpan<int> to, ReadOnlySpan<float> weights)
    {
        if (from.Length != to.Length || from.Length != weights.Length)
            throw new ArgumentException($"{from.Length} and {to.Length} ends for {weights.Length} weights", nameof(weights));
        List<(int Node, int Neighbor, float Weight)> entries = new(2 * weights.Length);
        for (int edge = 0; edge < weights.Length; edge++)
        {
            (int one, int other, float weight) = (from[edge], to[edge], weights[edge]);
            if ((uint)one >= (uint)count || (uint)other >= (uint)count) throw new ArgumentException($"edge {edge} joins {one} and {other} of {count} nodes");
            if (!(weight > 0 && float.IsFinite(weight)))
                throw new ArgumentException(FormattableString.Invariant($"edge {edge} weighs {weight}; weights are above 0"), nameof(weights));
            entries.Add((one, other, weight));
            if (one != other) entries.Add((other, one, weight));
        }

        // by weight too, so that the order of the edges makes no difference to what is added up
        entries.Sort();
        int[] offsets = new int[count + 1], neighbors = new int[entries.Count];
        float[] summed = new float[entries.Count];
        int used = 0;
        for (int i = 0; i < entries.Count; i++)
        {
            (int node, int neighbor, float weight) = entries[i];
            bool again = i > 0 && entries[i - 1].Node == node && entries[i - 1].Neighbor == neighbor;
            if (!again) neighbors[used++] = neighbor;
            summed[used - 1] += weight;
            offsets[node + 1] = used;
        }

        for (int node = 0; node < count; node++) offsets[node + 1] = Math.Max(offsets[node + 1], offsets[node]);
        return new WeightedGraph(offsets, neighbors[..used], summed[..used]);
    }
}
