namespace Earshot.Numerics.Density;

/// <summary>Labels and strengths that follow from the chosen clusters.</summary>
internal sealed class Memberships
{
    private Memberships(int points, int clusters)
    {
        Labels = new int[points];
        Strengths = new double[points];
        ClusterLabels = new int[clusters];
        Deaths = new double[clusters];
    }

    public int[] Labels { get; }

    public double[] Strengths { get; }

    /// <summary>Stability of each label against the most it could have, 0 to 1.</summary>
    public double[] Persistence { get; private set; } = [];

    /// <summary>By cluster of the hierarchy: the label of the chosen cluster that it is or lies in, or −1.</summary>
    public int[] ClusterLabels { get; }

    /// <summary>By cluster: the density at which that chosen cluster falls apart.</summary>
    public double[] Deaths { get; }

    public static Memberships From(CondensedTree tree, ClusterHierarchy hierarchy, ClusterChoice choice, HdbscanOptions options)
    {
        Memberships memberships = new(tree.Points, hierarchy.Count);
        int labels = memberships.LabelClusters(hierarchy, choice);
        double single = choice.Selected[0] ? LeastDensityOfSingleCluster(tree, hierarchy, options) : 0;
        memberships.LabelPoints(tree, single);
        memberships.Persistence = memberships.Persistences(hierarchy, choice, labels);
        return memberships;
    }

    private int LabelClusters(ClusterHierarchy hierarchy, ClusterChoice choice)
    {
        int labels = 0;
        for (int cluster = 0; cluster < hierarchy.Count; cluster++)
        {
            int parent = hierarchy.Parent[cluster];
            bool selected = choice.Selected[cluster];
            ClusterLabels[cluster] = selected ? labels++ : parent < 0 ? -1 : ClusterLabels[parent];
            Deaths[cluster] = selected || parent < 0 ? hierarchy.Death[cluster] : Deaths[parent];
        }

        return labels;
    }

    /// <summary>The one cluster of all rows keeps the points that stay until it first falls apart, or until epsilon.</summary>
    private static double LeastDensityOfSingleCluster(CondensedTree tree, ClusterHierarchy hierarchy, HdbscanOptions options) =>
        tree.Count == 0 ? 0 : options.SelectionEpsilon > 0 ? 1 / options.SelectionEpsilon : hierarchy.Death[0];

    private void LabelPoints(CondensedTree tree, double leastDensity)
    {
        Labels.AsSpan().Fill(-1);
        ReadOnlySpan<int> parents = tree.Parents, children = tree.Children;
        ReadOnlySpan<double> lambdas = tree.Lambdas;
        for (int row = 0; row < tree.Count; row++)
        {
            int point = children[row], cluster = parents[row] - tree.Root;
            if (point >= tree.Root || ClusterLabels[cluster] < 0 || lambdas[row] < leastDensity) continue;
            Labels[point] = ClusterLabels[cluster];
            Strengths[point] = Strength(lambdas[row], Deaths[cluster]);
        }
    }

    /// <summary>λ against the density at which the cluster falls apart, 0 to 1.</summary>
    public static double Strength(double lambda, double death) =>
        death <= 0 || !double.IsFinite(lambda) ? 1 : Math.Min(lambda, death) / death;

    private double[] Persistences(ClusterHierarchy hierarchy, ClusterChoice choice, int labels)
    {
        double[] persistence = new double[labels];
        int[] sizes = new int[labels];
        foreach (int label in Labels)
            if (label >= 0) sizes[label]++;
        double densest = 0;
        foreach (double death in hierarchy.Death) densest = Math.Max(densest, death);
        for (int cluster = 0; cluster < hierarchy.Count; cluster++)
        {
            if (!choice.Selected[cluster]) continue;
            int label = ClusterLabels[cluster];
            persistence[label] = double.IsInfinity(densest) || densest == 0 || sizes[label] == 0 ? 1 : choice.Stability[cluster] / (sizes[label] * densest);
        }

        return persistence;
    }
}
