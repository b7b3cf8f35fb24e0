namespace Earshot.Numerics.Density;

/// <summary>What selection and scores ask of a condensed tree, by cluster; index 0 is the root.</summary>
internal sealed class ClusterHierarchy
{
    public ClusterHierarchy(CondensedTree tree)
    {
        int root = tree.Root;
        Parent = new int[tree.Clusters];
        Birth = new double[tree.Clusters];
        Size = new int[tree.Clusters];
        Death = new double[tree.Clusters];
        Stability = new double[tree.Clusters];
        IsLeaf = new bool[tree.Clusters];
        Parent[0] = -1;
        Size[0] = tree.Points;
        Array.Fill(IsLeaf, true);
        ReadOnlySpan<int> parents = tree.Parents, children = tree.Children, sizes = tree.Sizes;
        ReadOnlySpan<double> lambdas = tree.Lambdas;
        for (int row = 0; row < tree.Count; row++)
        {
            int parent = parents[row] - root, child = children[row] - root;
            Death[parent] = Math.Max(Death[parent], lambdas[row]);
            if (child < 0) continue;
            Parent[child] = parent;
            Birth[child] = lambdas[row];
            Size[child] = sizes[row];
            IsLeaf[parent] = false;
        }

        for (int row = 0; row < tree.Count; row++)
        {
            // between equal rows a cluster is born and falls apart at the same infinite density
            int parent = parents[row] - root;
            if (lambdas[row] > Birth[parent]) Stability[parent] += (lambdas[row] - Birth[parent]) * sizes[row];
        }
    }

    public int Count => Parent.Length;

    /// <summary>The cluster that each one falls out of; −1 for the root.</summary>
    public int[] Parent { get; }

    /// <summary>Density at which it falls out of its parent.</summary>
    public double[] Birth { get; }

    /// <summary>Density at which the last of its points, or its two parts, leave it.</summary>
    public double[] Death { get; }

    /// <summary>Points at birth.</summary>
    public int[] Size { get; }

    /// <summary>Σ over what leaves it of (λ − birth) · points: excess of mass.</summary>
    public double[] Stability { get; }

    /// <summary>Whether it falls apart into points only.</summary>
    public bool[] IsLeaf { get; }
}
