namespace Earshot.Numerics.Communities;

/// <summary>Communities too small to stand alone join a neighbour.</summary>
internal static class SmallCommunities
{
    /// <summary>
    /// Labels in which each community below <paramref name="leastSize"/> joined the community that it shares the most edge weight with (of equals that with the
    /// lowest label), until none is left that has a neighbour. Labels 0, 1, … in the order in which they first come.
    /// </summary>
    /// <param name="network">The nodes and their edges.</param>
    /// <param name="labels">Of each node its community, 0 or more and below the number of nodes.</param>
    /// <param name="leastSize">Nodes; 1 leaves all as they are.</param>
    public static int[] Merge(Network network, ReadOnlySpan<int> labels, int leastSize)
    {
        int[] merged = labels.ToArray();
        int count = Partition.Compact(merged);
        for (bool isMerging = true; isMerging;)
        {
            int[] sizes = Partition.Sizes(merged);
            if (sizes.All(size => size >= leastSize)) break;
            Network communities = network.Aggregate(merged, count);
            int[] joined = Partition.Singletons(count);
            isMerging = false;
            for (int community = 0; community < count; community++)
            {
                if (sizes[community] >= leastSize || communities.Neighbors(community).IsEmpty) continue;
                joined[Root(joined, community)] = Root(joined, StrongestNeighbor(communities, community));
                isMerging = true;
            }

            for (int community = 0; community < count; community++) joined[community] = Root(joined, community);
            merged = Partition.Join(merged, joined);
            count = Partition.Compact(merged);
        }

        return merged;
    }

    private static int StrongestNeighbor(Network communities, int community)
    {
        ReadOnlySpan<int> neighbors = communities.Neighbors(community);
        ReadOnlySpan<double> weights = communities.Weights(community);
        int best = 0;
        for (int i = 1; i < neighbors.Length; i++)
            if (weights[i] > weights[best] || (weights[i] == weights[best] && neighbors[i] < neighbors[best])) best = i;
        return neighbors[best];
    }

    private static int Root(int[] joined, int community)
    {
        while (joined[community] != community) community = joined[community];
        return community;
    }
}
