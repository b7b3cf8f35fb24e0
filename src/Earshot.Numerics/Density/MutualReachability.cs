using Earshot.Numerics.Neighbors;

namespace Earshot.Numerics.Density;

/// <summary>The minimum spanning tree of points under mutual reachability, by Borůvka's method (as March, Ram, Gray 2010 do on trees).</summary>
internal static class MutualReachability
{
    /// <summary>Edges by mutual reachability, equal ones by distance and then row numbers; the same for any number of threads.</summary>
    /// <param name="space">Two points or more.</param>
    /// <param name="cores">Squared core distance of each point.</param>
    /// <param name="metric">What squared Euclidean distances are turned into.</param>
    /// <param name="threads">Threads at most.</param>
    /// <param name="cancellation">Stops between chunks.</param>
    public static SpanningTreeEdge[] SpanningTree(IPointSpace space, double[] cores, NeighborMetric metric, int threads, CancellationToken cancellation)
    {
        List<ReachabilityEdge> edges = new(space.Count - 1);
        SpanningForest forest = new(space.Rows, cores, Representatives(space, cores, edges));
        while (forest.ComponentCount > 1)
        {
            forest.Begin(threads, cancellation);
            space.SearchForeign(forest, threads, cancellation);
            forest.Merge(edges, threads, cancellation);
        }

        return Sorted(edges, metric);
    }

    /// <summary>The distance that a squared Euclidean distance stands for.</summary>
    public static double Distance(double squared, NeighborMetric metric) => metric == NeighborMetric.Cosine ? squared / 2 : Math.Sqrt(squared);

    // Of equal rows denser than all else, the one with the lowest number is linked to the others and stands for them: it could be exchanged for any,
    // so all of them would have to be compared.
    private static int[] Representatives(IPointSpace space, double[] cores, List<ReachabilityEdge> edges)
    {
        int[] representatives = [.. Enumerable.Range(0, cores.Length)];
        int[] rows = space.Rows.ToArray();
        int[] packed = [.. representatives.Where(point => cores[point] == 0)];
        packed.AsSpan().Sort((left, right) => space.Compare(left, right) is var order and not 0 ? order : rows[left].CompareTo(rows[right]));
        for (int i = 1; i < packed.Length; i++)
        {
            if (space.Compare(packed[i - 1], packed[i]) != 0) continue;
            int representative = representatives[packed[i]] = representatives[packed[i - 1]];
            edges.Add(new ReachabilityEdge(rows[representative], rows[packed[i]], 0, 0));
        }

        return representatives;
    }

    private static SpanningTreeEdge[] Sorted(List<ReachabilityEdge> edges, NeighborMetric metric)
    {
        double[] weights = new double[edges.Count];
        ReachabilityEdge[] sorted = [.. edges];
        for (int i = 0; i < weights.Length; i++) weights[i] = sorted[i].Weight;
        weights.AsSpan().Sort(sorted.AsSpan());
        for (int first = 0, end; first < sorted.Length; first = end)
        {
            for (end = first + 1; end < sorted.Length && weights[end] == weights[first];) end++;
            if (end - first == 1) continue;
            sorted.AsSpan(first, end - first).Sort(static (x, y) => (x.Length, x.First, x.Second).CompareTo((y.Length, y.First, y.Second)));
        }

        return Array.ConvertAll(sorted, edge => new SpanningTreeEdge(edge.First, edge.Second, Distance(edge.Weight, metric)));
    }
}
