using Earshot.Numerics.Graphs;

namespace Earshot.Numerics.Communities;

/// <summary>A graph as community detection sees it, of single nodes or of groups of them: weights and their sums in double. Immutable.</summary>
internal sealed class Network
{
    private readonly int[] _offsets;
    private readonly int[] _neighbors;
    private readonly double[] _weights;
    private readonly double[] _loops;
    private readonly double[] _strengths;

    private Network(int[] offsets, int[] neighbors, double[] weights, double[] loops)
    {
        (_offsets, _neighbors, _weights, _loops) = (offsets, neighbors, weights, loops);
        _strengths = new double[loops.Length];
        for (int node = 0; node < loops.Length; node++)
        {
            double strength = 2 * loops[node];
            foreach (double weight in Weights(node)) strength += weight;
            _strengths[node] = strength;
            TotalStrength += strength;
        }
    }

    /// <summary>Nodes.</summary>
    public int Count => _loops.Length;

    /// <summary>2m: twice the weight of all edges, also of those inside nodes.</summary>
    public double TotalStrength { get; }

    /// <summary>Of each node the weight of its edges, those inside it twice.</summary>
    public ReadOnlySpan<double> Strengths => _strengths;

    /// <summary>Of each node the weight of the edges inside it.</summary>
    public ReadOnlySpan<double> Loops => _loops;

    /// <summary>Other nodes that <paramref name="node"/> has edges to.</summary>
    public ReadOnlySpan<int> Neighbors(int node) => _neighbors.AsSpan(_offsets[node], _offsets[node + 1] - _offsets[node]);

    /// <summary>The weights of those edges.</summary>
    public ReadOnlySpan<double> Weights(int node) => _weights.AsSpan(_offsets[node], _offsets[node + 1] - _offsets[node]);

    /// <summary>The network of single nodes.</summary>
    public static Network Of(WeightedGraph graph)
    {
        int[] offsets = new int[graph.Count + 1], neighbors = new int[graph.Entries];
        double[] weights = new double[graph.Entries], loops = new double[graph.Count];
        int used = 0;
        for (int node = 0; node < graph.Count; node++)
        {
            ReadOnlySpan<int> others = graph.Neighbors(node);
            ReadOnlySpan<float> tied = graph.Weights(node);
            for (int i = 0; i < others.Length; i++)
            {
                if (others[i] == node) loops[node] = tied[i];
                else (neighbors[used], weights[used++]) = (others[i], tied[i]);
            }

            offsets[node + 1] = used;
        }

        return new Network(offsets, neighbors, weights, loops);
    }

    /// <summary>The network whose nodes are groups of nodes: what lies between two groups is one edge, what lies within is inside.</summary>
    /// <param name="groupOf">Of each node its group, 0 to <paramref name="groups"/> − 1, each with at least one node.</param>
    /// <param name="groups">Groups.</param>
    public Network Aggregate(ReadOnlySpan<int> groupOf, int groups)
    {
        (int[] starts, int[] members) = Partition.Members(groupOf, groups);
        int[] offsets = new int[groups + 1];
        List<int> neighbors = [];
        List<double> weights = [];
        double[] loops = new double[groups];
        WeightSums sums = new(groups);
        for (int group = 0; group < groups; group++)
        {
            for (int i = starts[group]; i < starts[group + 1]; i++)
            {
                int node = members[i];
                loops[group] += _loops[node];
                ReadOnlySpan<int> others = Neighbors(node);
                ReadOnlySpan<double> tied = Weights(node);
                for (int j = 0; j < others.Length; j++) sums.Add(groupOf[others[j]], tied[j]);
            }

            foreach (int other in sums.Touched)
            {
                double weight = sums[other];
                if (other == group)
                {
                    loops[group] += weight / 2; // seen from both ends
                    continue;
                }

                neighbors.Add(other);
                weights.Add(weight);
            }

            sums.Clear();
            offsets[group + 1] = neighbors.Count;
        }

        return new Network(offsets, [.. neighbors], [.. weights], loops);
    }

    /// <summary>The network in which each edge weighs as much as before times the share of labelings that put its ends together; 0 is no edge.</summary>
    /// <param name="labelings">One or more, each with a label for every node.</param>
    public Network Agreed(IReadOnlyList<int[]> labelings)
    {
        // labels of one node side by side: one line of the cache an edge
        int runs = labelings.Count;
        int[] labels = new int[checked(Count * runs)];
        for (int run = 0; run < runs; run++)
            for (int node = 0; node < Count; node++) labels[(node * runs) + run] = labelings[run][node];
        int[] offsets = new int[Count + 1], neighbors = new int[_neighbors.Length];
        double[] weights = new double[_weights.Length];
        int used = 0;
        for (int node = 0; node < Count; node++)
        {
            ReadOnlySpan<int> own = labels.AsSpan(node * runs, runs), others = Neighbors(node);
            ReadOnlySpan<double> tied = Weights(node);
            for (int i = 0; i < others.Length; i++)
            {
                int together = 0;
                ReadOnlySpan<int> other = labels.AsSpan(others[i] * runs, runs);
                for (int run = 0; run < runs; run++) together += own[run] == other[run] ? 1 : 0;
                if (together > 0) (neighbors[used], weights[used++]) = (others[i], tied[i] * together / runs);
            }

            offsets[node + 1] = used;
        }

        return new Network(offsets, neighbors, weights, _loops);
    }
}
