namespace Earshot.Numerics.Communities;

/// <summary>Labels of nodes as the parts of a whole: numbering them, listing them, joining them.</summary>
internal static class Partition
{
    /// <summary>Each node by itself.</summary>
    public static int[] Singletons(int count)
    {
        int[] labels = new int[count];
        for (int node = 0; node < count; node++) labels[node] = node;
        return labels;
    }

    /// <summary>Renames labels in place to 0, 1, … in the order in which they first come, and counts them.</summary>
    /// <param name="labels">0 or more and below their number.</param>
    public static int Compact(Span<int> labels)
    {
        int[] names = new int[labels.Length];
        int used = 0;
        foreach (ref int label in labels)
        {
            if (names[label] == 0) names[label] = ++used;
            label = names[label] - 1;
        }

        return used;
    }

    /// <summary>Labels of any value as labels 0, 1, … in the order in which they first come; each negative one is a part by itself.</summary>
    public static int[] Of(ReadOnlySpan<int> labels)
    {
        Dictionary<int, int> names = [];
        int[] parts = new int[labels.Length];
        int used = 0;
        for (int node = 0; node < parts.Length; node++)
        {
            if (labels[node] < 0) parts[node] = used++;
            else if (names.TryGetValue(labels[node], out int part)) parts[node] = part;
            else names.Add(labels[node], parts[node] = used++);
        }

        return parts;
    }

    /// <summary>Labels 0, 1, … by the size of the parts, the largest first; of parts of one size that with the lowest node.</summary>
    public static int[] BySize(ReadOnlySpan<int> labels)
    {
        int[] parts = Of(labels);
        int[] sizes = Sizes(parts), order = Singletons(sizes.Length), rank = new int[sizes.Length];
        Array.Sort(order, (one, other) => sizes[one] != sizes[other] ? sizes[other].CompareTo(sizes[one]) : one.CompareTo(other));
        for (int i = 0; i < order.Length; i++) rank[order[i]] = i;
        return Join(parts, rank);
    }

    /// <summary>Nodes of each part of labels 0, 1, ….</summary>
    public static int[] Sizes(ReadOnlySpan<int> labels)
    {
        int parts = 0;
        foreach (int label in labels) parts = Math.Max(parts, label + 1);
        int[] sizes = new int[parts];
        foreach (int label in labels) sizes[label]++;
        return sizes;
    }

    /// <summary>The nodes of part p, ascending: Nodes[Starts[p]] up to Nodes[Starts[p + 1]].</summary>
    public static (int[] Starts, int[] Nodes) Members(ReadOnlySpan<int> labels, int parts)
    {
        int[] starts = new int[parts + 1], nodes = new int[labels.Length];
        foreach (int label in labels) starts[label + 1]++;
        for (int part = 0; part < parts; part++) starts[part + 1] += starts[part];
        int[] next = starts[..^1];
        for (int node = 0; node < labels.Length; node++) nodes[next[labels[node]]++] = node;
        return (starts, nodes);
    }

    /// <summary>Labels of nodes where those of the parts that they are in are given.</summary>
    public static int[] Join(ReadOnlySpan<int> partOf, ReadOnlySpan<int> labelOfPart)
    {
        int[] labels = new int[partOf.Length];
        for (int node = 0; node < labels.Length; node++) labels[node] = labelOfPart[partOf[node]];
        return labels;
    }

    /// <summary>The parts cut where no path inside them leads from one node to another.</summary>
    public static int[] Components(Network network, ReadOnlySpan<int> labels)
    {
        int[] components = new int[labels.Length];
        Array.Fill(components, -1);
        Stack<int> open = [];
        int used = 0;
        for (int start = 0; start < labels.Length; start++)
        {
            if (components[start] >= 0) continue;
            components[start] = used;
            open.Push(start);
            while (open.TryPop(out int node))
            {
                foreach (int neighbor in network.Neighbors(node))
                {
                    if (components[neighbor] >= 0 || labels[neighbor] != labels[node]) continue;
                    components[neighbor] = used;
                    open.Push(neighbor);
                }
            }

            used++;
        }

        return components;
    }
}
