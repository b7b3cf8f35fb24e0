namespace Earshot.Numerics.Communities;

/// <summary>Fewer communities, one pair at a time.</summary>
internal static class Agglomeration
{
    /// <summary>
    /// Labels in which, again and again, the two neighbouring communities whose joining costs the least quality became one, until
    /// <paramref name="communities"/> are left or none has a neighbour. Labels 0, 1, … in the order in which they first come.
    /// </summary>
    /// <param name="network">The nodes and their edges.</param>
    /// <param name="labels">Of each node its community, 0 or more and below the number of nodes.</param>
    /// <param name="communities">Wanted, at least 1.</param>
    /// <param name="resolution">γ of the quality.</param>
    public static int[] Reduce(Network network, ReadOnlySpan<int> labels, int communities, double resolution)
    {
        int[] joined = labels.ToArray();
        int count = Partition.Compact(joined);
        Network level = network.Aggregate(joined, count);
        while (count > communities && Cheapest(level, resolution) is (int one, int other))
        {
            int[] groups = Partition.Singletons(count);
            groups[other] = one;
            count = Partition.Compact(groups);
            joined = Partition.Join(joined, groups);
            level = level.Aggregate(groups, count);
        }

        return joined;
    }

    private static (int One, int Other)? Cheapest(Network communities, double resolution)
    {
        (int, int)? cheapest = null;
        double most = double.NegativeInfinity, scale = resolution / communities.TotalStrength;
        for (int one = 0; one < communities.Count; one++)
        {
            ReadOnlySpan<int> neighbors = communities.Neighbors(one);
            ReadOnlySpan<double> weights = communities.Weights(one);
            for (int i = 0; i < neighbors.Length; i++)
            {
                if (neighbors[i] < one) continue;
                double gain = weights[i] - (scale * communities.Strengths[one] * communities.Strengths[neighbors[i]]);
                if (gain > most) (cheapest, most) = ((one, neighbors[i]), gain);
            }
        }

        return cheapest;
    }
}
