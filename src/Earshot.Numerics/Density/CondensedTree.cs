namespace Earshot.Numerics.Density;

/// <summary>
/// The hierarchy of clusters that are large enough (Campello, Moulavi, Sander 2013). Each row is a child leaving its parent: a point, or one of the
/// two clusters that the parent falls apart into, at a density λ = 1 / distance. Numbers below <see cref="Points"/> are rows of the input, the
/// others clusters; a cluster's number is higher than its parent's.
/// </summary>
public sealed class CondensedTree
{
    private readonly int[] _parents, _children, _sizes;
    private readonly double[] _lambdas;

    private CondensedTree(int points, int rows)
    {
        Points = points;
        _parents = new int[rows];
        _children = new int[rows];
        _sizes = new int[rows];
        _lambdas = new double[rows];
    }

    /// <summary>Rows of the input.</summary>
    public int Points { get; }

    /// <summary>Number of the cluster that holds all points; equal to <see cref="Points"/>.</summary>
    public int Root => Points;

    /// <summary>Clusters, numbered from <see cref="Root"/> on.</summary>
    public int Clusters { get; private set; } = 1;

    /// <summary>Cluster that is left, for each row of the tree.</summary>
    public ReadOnlySpan<int> Parents => _parents.AsSpan(0, Count);

    /// <summary>Point or cluster that leaves it.</summary>
    public ReadOnlySpan<int> Children => _children.AsSpan(0, Count);

    /// <summary>Density at which it leaves, 1 / distance; infinite between equal rows.</summary>
    public ReadOnlySpan<double> Lambdas => _lambdas.AsSpan(0, Count);

    /// <summary>Points that leave: 1, or the size of a cluster.</summary>
    public ReadOnlySpan<int> Sizes => _sizes.AsSpan(0, Count);

    /// <summary>Rows of the tree.</summary>
    public int Count { get; private set; }

    /// <summary>A tree of <paramref name="points"/> points that never were together.</summary>
    internal static CondensedTree Empty(int points) => new(points, 0);

    /// <summary>Leaves of <paramref name="tree"/> what splits off fewer points than a cluster has as points that leave one by one.</summary>
    internal static CondensedTree From(SingleLinkageTree tree, int minClusterSize)
    {
        // a split leaves two clusters of at least that size, so there are at most points / size - 1 of them
        CondensedTree condensed = new(tree.Points, checked(tree.Points + (2 * (tree.Points / minClusterSize))));
        Queue<(int Node, int Cluster)> large = new();
        large.Enqueue((tree.Points + tree.Points - 2, condensed.Root));
        Stack<int> small = new();

        // level by level, so that numbers of clusters are those of the reference implementation
        while (large.TryDequeue(out (int Node, int Cluster) at))
        {
            int merge = at.Node - tree.Points;
            double lambda = tree.Distance[merge] > 0 ? 1 / tree.Distance[merge] : double.PositiveInfinity;
            int left = tree.Left[merge], right = tree.Right[merge];
            bool split = tree.SizeOf(left) >= minClusterSize && tree.SizeOf(right) >= minClusterSize;
            foreach (int child in (ReadOnlySpan<int>)[left, right])
            {
                if (tree.SizeOf(child) < minClusterSize) condensed.AddPoints(tree, child, at.Cluster, lambda, small);
                else if (!split) large.Enqueue((child, at.Cluster));
                else large.Enqueue((child, condensed.AddCluster(at.Cluster, lambda, tree.SizeOf(child))));
            }
        }

        return condensed;
    }

    private int AddCluster(int parent, double lambda, int size)
    {
        Add(parent, Root + Clusters, lambda, size);
        return Root + Clusters++;
    }

    private void AddPoints(SingleLinkageTree tree, int node, int parent, double lambda, Stack<int> pending)
    {
        pending.Push(node);
        while (pending.TryPop(out int next))
        {
            if (next < Points)
            {
                Add(parent, next, lambda, 1);
                continue;
            }

            pending.Push(tree.Right[next - Points]);
            pending.Push(tree.Left[next - Points]);
        }
    }

    private void Add(int parent, int child, double lambda, int size)
    {
        _parents[Count] = parent;
        _children[Count] = child;
        _lambdas[Count] = lambda;
        _sizes[Count++] = size;
    }
}
