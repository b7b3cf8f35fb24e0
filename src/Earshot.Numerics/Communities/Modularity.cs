namespace Earshot.Numerics.Communities;

/// <summary>
/// Modularity with a resolution (Reichardt and Bornholdt 2006): Q(γ) = Σ over communities of w/m − γ(s/2m)², where m is the weight of all edges, w that of
/// the edges inside a community and s the strength of its nodes. At most 1; 0 without edges.
/// </summary>
internal static class Modularity
{
    /// <summary>Q(γ) of a partition.</summary>
    /// <param name="network">The nodes and their edges.</param>
    /// <param name="labels">Of each node its community, 0 or more and below the number of nodes.</param>
    /// <param name="resolution">γ.</param>
    public static double Of(Network network, ReadOnlySpan<int> labels, double resolution)
    {
        if (!(network.TotalStrength > 0)) return 0;
        double[] strengths = new double[network.Count];
        double inside = 0; // from both ends: 2w
        for (int node = 0; node < network.Count; node++)
        {
            strengths[labels[node]] += network.Strengths[node];
            inside += 2 * network.Loops[node];
            ReadOnlySpan<int> neighbors = network.Neighbors(node);
            ReadOnlySpan<double> weights = network.Weights(node);
            for (int i = 0; i < neighbors.Length; i++)
                if (labels[neighbors[i]] == labels[node]) inside += weights[i];
        }

        double expected = 0;
        foreach (double strength in strengths) expected += strength / network.TotalStrength * (strength / network.TotalStrength);
        return (inside / network.TotalStrength) - (resolution * expected);
    }
}
