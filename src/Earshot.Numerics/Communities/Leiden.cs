namespace Earshot.Numerics.Communities;

/// <summary>
/// Communities by Leiden (Traag, Waltman and van Eck 2019) on modularity with a resolution: local moving, refinement, aggregation, again on the network of
/// the refined parts, until no part moves. Communities are connected and the quality never falls. One thread; the same seed gives the same labels.
/// </summary>
internal static class Leiden
{
    // a smaller rise of the quality, which is at most 1, is rounding
    private const double LeastRise = 1e-12;

    /// <summary>Of each node its community, labelled 0, 1, … in the order in which they first come.</summary>
    /// <param name="network">The nodes and their edges.</param>
    /// <param name="options">How to find them.</param>
    /// <param name="initial">Labels to start from, 0 or more and below the number of nodes; null: each node by itself.</param>
    /// <param name="cancellation">Looked at now and then.</param>
    public static int[] Run(Network network, LeidenOptions options, int[]? initial = null, CancellationToken cancellation = default)
    {
        options.ThrowIfInvalid();
        int[] labels = initial is null ? Partition.Singletons(network.Count) : Partition.Components(network, initial);
        if (!(network.TotalStrength > 0)) return labels;
        SplitMix64 random = new(options.Seed);
        double quality = Modularity.Of(network, labels, options.Resolution);
        for (int iteration = 0; iteration < options.MaxIterations; iteration++)
        {
            int[] next = Iterate(network, labels, options, ref random, cancellation);
            double risen = Modularity.Of(network, next, options.Resolution);
            if (risen < quality + LeastRise) break;
            (labels, quality) = (next, risen);
        }

        Partition.Compact(labels);
        return labels;
    }

    private static int[] Iterate(Network network, int[] initial, LeidenOptions options, ref SplitMix64 random, CancellationToken cancellation)
    {
        int[] nodeOf = Partition.Singletons(network.Count), labels = [.. initial];
        for (Network level = network; ;)
        {
            cancellation.ThrowIfCancellationRequested();
            LocalMoving.Run(level, labels, options.Resolution, ref random, cancellation);
            if (Partition.Compact(labels) == level.Count) return nodeOf;
            int[] parts = Refinement.Run(level, labels, options.Resolution, options.Randomness, ref random, out int count);
            if (count == level.Count)
            {
                // no two nodes were joined: what the moving found is taken as it is, cut where it is not connected
                parts = labels = Partition.Components(level, labels);
                count = Partition.Compact(labels);
                if (count == level.Count) return nodeOf;
            }

            int[] labelOfPart = new int[count];
            for (int node = 0; node < parts.Length; node++) labelOfPart[parts[node]] = labels[node];
            level = level.Aggregate(parts, count);
            nodeOf = Partition.Join(nodeOf, parts);
            labels = labelOfPart;
        }
    }
}
