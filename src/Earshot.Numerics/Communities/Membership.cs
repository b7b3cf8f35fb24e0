namespace Earshot.Numerics.Communities;

/// <summary>How surely a node belongs to its community.</summary>
internal static class Membership
{
    /// <summary>Of each node the share of its edges' weight that stays inside its community, 0 to 1; 0 for a node without edges.</summary>
    public static float[] Of(Network network, ReadOnlySpan<int> labels)
    {
        float[] shares = new float[network.Count];
        for (int node = 0; node < shares.Length; node++)
        {
            ReadOnlySpan<int> neighbors = network.Neighbors(node);
            ReadOnlySpan<double> weights = network.Weights(node);
            double inside = 2 * network.Loops[node];
            for (int i = 0; i < neighbors.Length; i++)
                if (labels[neighbors[i]] == labels[node]) inside += weights[i];
            if (network.Strengths[node] > 0) shares[node] = (float)(inside / network.Strengths[node]);
        }

        return shares;
    }
}
