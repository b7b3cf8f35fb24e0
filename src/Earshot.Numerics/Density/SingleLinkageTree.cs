namespace Earshot.Numerics.Density;

/// <summary>
/// Merges in order of distance: merge i joins <see cref="Left"/>[i] and <see cref="Right"/>[i] to node points + i; nodes below that number are points.
/// </summary>
internal sealed class SingleLinkageTree
{
    public SingleLinkageTree(int merges)
    {
        Left = new int[merges];
        Right = new int[merges];
        Distance = new double[merges];
        Size = new int[merges];
    }

    public int Points => Left.Length + 1;

    public int[] Left { get; }

    public int[] Right { get; }

    public double[] Distance { get; }

    /// <summary>Points below each merge.</summary>
    public int[] Size { get; }

    /// <summary>
    /// The merges that the edges of a spanning tree make, which come in order of distance. Of those at one distance the ones with a whole cluster come
    /// first, so that a point in between makes no cluster of what is too small without it; where there are two, the order of the edges decides.
    /// </summary>
    public static SingleLinkageTree From(ReadOnlySpan<SpanningTreeEdge> edges, int minClusterSize)
    {
        SingleLinkageTree tree = new(edges.Length);
        int[] above = new int[tree.Points], node = new int[tree.Points];
        for (int i = 0; i < above.Length; i++) above[i] = node[i] = i;
        List<(int Size, int Edge)> equal = [];
        for (int first = 0, end; first < edges.Length; first = end)
        {
            for (end = first + 1; end < edges.Length && edges[end].Distance == edges[first].Distance;) end++;
            equal.Clear();
            for (int i = first; i < end; i++)
            {
                int size = end - first == 1 ? 0 : Math.Max(tree.SizeOf(node[Find(above, edges[i].First)]), tree.SizeOf(node[Find(above, edges[i].Second)]));
                equal.Add((-Math.Min(size, minClusterSize), i));
            }

            equal.Sort();
            for (int i = 0; i < equal.Count; i++) tree.Merge(first + i, edges[equal[i].Edge], above, node);
        }

        return tree;
    }

    /// <summary>The root of an item, halving the path to it.</summary>
    internal static int Find(int[] above, int item)
    {
        while (above[item] != item) item = above[item] = above[above[item]];
        return item;
    }

    public int SizeOf(int node) => node < Points ? 1 : Size[node - Points];

    private void Merge(int merge, SpanningTreeEdge edge, int[] above, int[] node)
    {
        int left = Find(above, edge.First), right = Find(above, edge.Second);
        Left[merge] = node[left];
        Right[merge] = node[right];
        Distance[merge] = edge.Distance;
        int sizeOfLeft = SizeOf(node[left]), sizeOfRight = SizeOf(node[right]);
        Size[merge] = sizeOfLeft + sizeOfRight;
        (int larger, int smaller) = sizeOfLeft >= sizeOfRight ? (left, right) : (right, left);
        above[smaller] = larger;
        node[larger] = Points + merge;
    }
}
