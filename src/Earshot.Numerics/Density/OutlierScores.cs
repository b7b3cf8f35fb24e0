namespace Earshot.Numerics.Density;

/// <summary>
/// GLOSH (Campello, Moulavi, Zimek, Sander 2015): 1 − λ of a point / the density of the densest point of the cluster that it leaves. 0 amid a
/// cluster, towards 1 far from anything dense. Where the densest have equal rows, all others score 1.
/// </summary>
internal static class OutlierScores
{
    public static double[] Of(CondensedTree tree, ClusterHierarchy hierarchy)
    {
        double[] densest = [.. hierarchy.Death];
        for (int cluster = hierarchy.Count - 1; cluster > 0; cluster--)
            densest[hierarchy.Parent[cluster]] = Math.Max(densest[hierarchy.Parent[cluster]], densest[cluster]);
        double[] scores = new double[tree.Points];
        for (int row = 0; row < tree.Count; row++)
        {
            int point = tree.Children[row];
            if (point >= tree.Root) continue;
            double most = densest[tree.Parents[row] - tree.Root], lambda = tree.Lambdas[row];
            scores[point] = most <= 0 || double.IsInfinity(lambda) ? 0 : 1 - (lambda / most);
        }

        return scores;
    }
}
