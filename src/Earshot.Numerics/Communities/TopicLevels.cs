namespace Earshot.Numerics.Communities;

/// <summary>Levels around a partition that nest: finer ones inside its communities, coarser ones of them as wholes.</summary>
internal sealed class TopicLevels(Network network, int[] main, LeidenOptions options, int leastSize)
{
    /// <summary>The level that the others are built around.</summary>
    public GraphTopicsLevel Main => Level(main, options.Resolution);

    /// <summary>Levels at multiples of γ above 1, the finest first.</summary>
    public GraphTopicsLevel[] Finer(double[] multiples, CancellationToken cancellation)
    {
        GraphTopicsLevel[] levels = new GraphTopicsLevel[multiples.Length];
        int[] outer = main;
        for (int i = multiples.Length - 1; i >= 0; i--)
        {
            // without the edges between communities, none can form across them
            double resolution = multiples[i] * options.Resolution;
            Network inside = network.Agreed([outer]);
            int[] found = Leiden.Run(inside, options with { Resolution = resolution, MaxIterations = 1 }, null, cancellation);
            outer = SmallCommunities.Merge(inside, found, leastSize);
            levels[i] = Level(outer, resolution);
        }

        return levels;
    }

    /// <summary>Levels at multiples of γ below 1, the coarsest last; of that one at most <paramref name="most"/> topics, 0 for no limit.</summary>
    public GraphTopicsLevel[] Coarser(double[] multiples, int most, CancellationToken cancellation)
    {
        GraphTopicsLevel[] levels = new GraphTopicsLevel[multiples.Length];
        int[] inner = main;
        for (int i = 0; i < multiples.Length; i++)
        {
            double resolution = multiples[i] * options.Resolution;
            int[] parts = [.. inner];
            Network communities = network.Aggregate(parts, Partition.Compact(parts));
            inner = Partition.Join(parts, Leiden.Run(communities, options with { Resolution = resolution }, null, cancellation));
            if (most > 0 && i == multiples.Length - 1) inner = Agglomeration.Reduce(network, inner, most, resolution);
            levels[i] = Level(inner, resolution);
        }

        return levels;
    }

    private GraphTopicsLevel Level(int[] labels, double resolution)
    {
        int[] ordered = Partition.BySize(labels);
        return new GraphTopicsLevel(resolution, ordered, Partition.Sizes(ordered).Length, Modularity.Of(network, ordered, resolution));
    }
}
