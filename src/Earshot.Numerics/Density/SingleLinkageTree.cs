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

    /// <summary>The merges that the edges of a spanning tree make, which come in order of distance.</summary>
    public static SingleLinkageTree From(ReadOnlySpan<SpanningTreeEdge> edges)
    {
        SingleLinkageTree tree = new(edges.Length);
        int points = tree.Points;
        int[] above = new int[points], node = new int[points];
        for (int i = 0; i < points; i++) above[i] = node[i] = i;
        for (int i = 0; i < edges.Length; i++)
        {
            int left = Find(above, edges[i].First), right = Find(above, edges[i].Second);
            tree.Left[i] = node[left];
            tree.Right[i] = node[right];
            tree.Distance[i] = edges[i].Distance;
            tree.Size[i] = tree.SizeOf(node[left]) + tree.SizeOf(node[right]);
            (int larger, int smaller) = tree.SizeOf(node[left]) >= tree.SizeOf(node[right]) ? (left, right) : (right, left);
            above[smaller] = larger;
            node[larger] = points + i;
        }

        return tree;
    }

    public int SizeOf(int node) => node < Points ? 1 : Size[node - Points];

    /// <summary>The root of an item, halving the path to it.</summary>
    internal static int Find(int[] above, int item)
    {
        while (above[item] != item) item = above[item] = above[above[item]];
        return item;
    }
}
