namespace Earshot.Numerics.Communities;

/// <summary>Labels of an earlier partition for all nodes of a network, of which some are new.</summary>
internal static class WarmStart
{
    /// <summary>
    /// Labels 0, 1, … to start from: known nodes keep theirs, new ones take the label that weighs most among their neighbours, nearest to known ones first;
    /// those that no path leads to from a known one are by themselves.
    /// </summary>
    /// <param name="network">The nodes and their edges.</param>
    /// <param name="known">Of each node its label, 0 or more; negative for new nodes.</param>
    public static int[] Labels(Network network, ReadOnlySpan<int> known)
    {
        int[] labels = known.ToArray();
        int[] waiting = [.. Partition.Singletons(labels.Length).Where(node => labels[node] < 0)];
        int[] parts = Partition.Of(labels);
        WeightSums sums = new(labels.Length);
        while (waiting.Length > 0)
        {
            // all of a round vote by the labels of the round before, so that their order makes no difference
            (int Node, int Part)[] voted = [.. waiting.Select(node => (node, Vote(network, node, labels, parts, sums))).Where(vote => vote.Item2 >= 0)];
            if (voted.Length == 0) break;
            foreach ((int node, int part) in voted) (labels[node], parts[node]) = (0, part);
            waiting = [.. waiting.Where(node => labels[node] < 0)];
        }

        Partition.Compact(parts);
        return parts;
    }

    private static int Vote(Network network, int node, int[] labels, int[] parts, WeightSums sums)
    {
        ReadOnlySpan<int> neighbors = network.Neighbors(node);
        ReadOnlySpan<double> weights = network.Weights(node);
        for (int i = 0; i < neighbors.Length; i++)
            if (labels[neighbors[i]] >= 0) sums.Add(parts[neighbors[i]], weights[i]);
        int best = -1;
        foreach (int part in sums.Touched)
            if (best < 0 || sums[part] > sums[best] || (sums[part] == sums[best] && part < best)) best = part;
        sums.Clear();
        return best;
    }
}
