using Earshot.Numerics.Graphs;

namespace Earshot.Numerics.Manifold;

/// <summary>Parts of a graph with no edge between them, numbered by their lowest node.</summary>
internal sealed class ConnectedComponents
{
    private readonly int[] _nodes;
    private readonly int[] _starts;

    private ConnectedComponents(int[] labels, int[] nodes, int[] starts)
    {
        Labels = labels;
        _nodes = nodes;
        _starts = starts;
    }

    /// <summary>Components; 0 of an empty graph.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>The component of each node.</summary>
    public int[] Labels { get; }

    /// <summary>The nodes of a component, ascending.</summary>
    public ReadOnlySpan<int> Nodes(int component) => _nodes.AsSpan(_starts[component].._starts[component + 1]);

    /// <summary>Finds them by breadth-first search.</summary>
    public static ConnectedComponents Of(WeightedGraph graph)
    {
        int[] labels = new int[graph.Count], nodes = new int[graph.Count];
        Array.Fill(labels, -1);
        List<int> starts = [0];
        int found = 0;
        for (int root = 0; root < graph.Count; root++)
        {
            if (labels[root] >= 0) continue;
            int component = starts.Count - 1, next = found;
            labels[root] = component;
            nodes[found++] = root;
            while (next < found)
            {
                foreach (int neighbor in graph.Neighbors(nodes[next++]))
                {
                    if (labels[neighbor] >= 0) continue;
                    labels[neighbor] = component;
                    nodes[found++] = neighbor;
                }
            }

            starts.Add(found);
            nodes.AsSpan(starts[component]..found).Sort();
        }

        return new ConnectedComponents(labels, nodes, [.. starts]);
    }

    /// <summary>The graph of one component; its node i is the i-th of <see cref="Nodes"/>.</summary>
    public WeightedGraph Subgraph(WeightedGraph graph, int component)
    {
        if (Count == 1) return graph;
        ReadOnlySpan<int> nodes = Nodes(component);
        int[] offsets = new int[nodes.Length + 1];
        for (int i = 0; i < nodes.Length; i++) offsets[i + 1] = offsets[i] + graph.Neighbors(nodes[i]).Length;
        int[] neighbors = new int[offsets[^1]];
        float[] weights = new float[offsets[^1]];
        for (int i = 0; i < nodes.Length; i++)
        {
            ReadOnlySpan<int> source = graph.Neighbors(nodes[i]);
            for (int j = 0; j < source.Length; j++) neighbors[offsets[i] + j] = nodes.BinarySearch(source[j]);
            graph.Weights(nodes[i]).CopyTo(weights.AsSpan(offsets[i]));
        }

        return new WeightedGraph(offsets, neighbors, weights);
    }
}
