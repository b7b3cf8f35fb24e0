using Earshot.Numerics.Components;
using Earshot.Numerics.Graphs;
using Earshot.Numerics.Neighbors;
using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.Communities;

/// <summary>
/// Topics as communities of the neighbour graph: principal components, nearest neighbours by cosine, UMAP's fuzzy set, Leiden. Every row gets a topic, nobody
/// says how many there are, and the same input gives the same bytes for any number of threads. Where the defaults come from: docs/decisions/graph-topics.md.
/// </summary>
public static class GraphTopics
{
    // where communities are only counted
    private const int SearchIterations = 1;
    private const int Iterations = 2;

    // runs agree on more topics or on fewer than one finds; too many can be joined
    private const double SearchExcess = 1.1;

    /// <summary>Nearest other rows that a row is tied to where nobody says so: 15 to 4,500 rows, then one for every 300, 30 at most.</summary>
    /// <param name="rows">Rows, 0 or more.</param>
    public static int DefaultNeighbors(int rows) => Math.Clamp(rows / 300, 15, 30);

    /// <summary>
    /// γ where nobody says so: 3 to 13,000 rows, then 3 · √(13,000 / rows): one γ cuts more topics out of the same matter where there are more rows of it.
    /// </summary>
    /// <param name="rows">Rows, 0 or more.</param>
    public static double DefaultResolution(int rows) => 3 * Math.Sqrt(13_000.0 / Math.Max(13_000, rows));

    /// <summary>
    /// Least share of the nearest rows that are found: all of them to 30,000 rows, then 0.98 (<see cref="NeighborOptions.Recall"/>), in less than half the time.
    /// </summary>
    /// <param name="rows">Rows, 0 or more.</param>
    public static double DefaultRecall(int rows) => rows <= 30_000 ? 1 : 0.98;

    /// <summary>Runs that have to agree where nobody says so: 8, and fewer above 20,000 rows, so that time grows no faster than the rows.</summary>
    /// <param name="rows">Rows, 0 or more.</param>
    public static int DefaultRuns(int rows) => Math.Clamp(160_000 / Math.Max(1, rows), 1, 8);

    /// <summary>Topics of vectors.</summary>
    /// <param name="vectors">A row of finite numbers for each text, of any length; only their directions count.</param>
    /// <param name="options">Null: the defaults.</param>
    /// <param name="previous">
    /// Of each row its topic in an earlier fit, negative for new rows: the search then starts from there and leans on it, so that a topic stays the
    /// same topic. Null: from nothing.
    /// </param>
    /// <param name="threads">Threads at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between pieces of work.</param>
    /// <exception cref="ArgumentException">
    /// An option is out of range, <paramref name="previous"/> does not have a number for each row, or a row holds NaN or an infinity (the message names it).
    /// </exception>
    public static GraphTopicsFit Fit(
        IRows vectors, GraphTopicsOptions? options = null, int[]? previous = null, int threads = 1, CancellationToken cancellation = default)
    {
        options ??= new GraphTopicsOptions();
        options.ThrowIfInvalid();
        FloatMatrix rows = ReducedSpace.Fit(vectors, options.Components, threads, cancellation).Rows;
        NeighborOptions search = new()
        {
            Neighbors = options.Neighbors > 0 ? options.Neighbors : DefaultNeighbors(rows.Count),
            Recall = DefaultRecall(rows.Count),
            Seed = options.Seed,
        };
        NeighborTable table = NearestNeighbors.Find(rows, search, threads, cancellation);
        GraphTopicsFit fit = OfGraph(FuzzySet.Graph(table, null, threads, cancellation), options, previous, threads, cancellation);
        return fit with { Neighbors = table };
    }

    /// <summary>Topics of a graph that is there already, such as one that a map was drawn from.</summary>
    /// <param name="graph">A node a row.</param>
    /// <param name="options">Null: the defaults. Components and neighbours have done their work.</param>
    /// <param name="previous">As in <see cref="Fit"/>.</param>
    /// <param name="threads">Threads at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between pieces of work.</param>
    /// <exception cref="ArgumentException">An option is out of range, or <paramref name="previous"/> does not have a number for each node.</exception>
    public static GraphTopicsFit OfGraph(
        WeightedGraph graph, GraphTopicsOptions? options = null, int[]? previous = null, int threads = 1, CancellationToken cancellation = default)
    {
        options ??= new GraphTopicsOptions();
        options.ThrowIfInvalid();
        if (previous is not null && previous.Length != graph.Count)
            throw new ArgumentException($"{previous.Length} earlier topics for {graph.Count} rows", nameof(previous));
        Network network = Network.Of(graph);
        double resolution = options.Resolution > 0 ? options.Resolution : DefaultResolution(graph.Count);
        if (options.Topics > 0) resolution = ResolutionSearch.Find((int)Math.Ceiling(options.Topics * SearchExcess), resolution, Count);
        LeidenOptions leiden = new() { Resolution = resolution, MaxIterations = Iterations, Seed = options.Seed };
        int runs = options.Runs > 0 ? options.Runs : DefaultRuns(graph.Count);
        int[]? initial = previous is null ? null : WarmStart.Labels(network, previous);
        int[] found = Consensus.Run(network, leiden, runs, initial, threads, cancellation);
        int[] main = SmallCommunities.Merge(network, found, options.LeastSize);
        if (options.Topics > 0) main = Agglomeration.Reduce(network, main, options.Topics, resolution);
        TopicLevels levels = new(network, main, leiden, options.LeastSize);
        double[] finer = [.. options.Levels.Where(level => level > 1)], coarser = [.. options.Levels.Where(level => level < 1)];
        return new GraphTopicsFit(
            graph,
            [.. levels.Finer(finer, cancellation), levels.Main, .. levels.Coarser(coarser, options.MostCoarsest, cancellation)],
            finer.Length,
            Membership.Of(network, main));

        int Count(double tried)
        {
            LeidenOptions quick = new() { Resolution = tried, MaxIterations = SearchIterations, Seed = options.Seed };
            int[] labels = Leiden.Run(network, quick, null, cancellation);
            return Partition.Sizes(SmallCommunities.Merge(network, labels, options.LeastSize)).Length;
        }
    }
}
