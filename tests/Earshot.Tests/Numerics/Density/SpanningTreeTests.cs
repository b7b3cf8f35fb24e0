using Earshot.Numerics.Density;
using Earshot.Numerics.Neighbors;
using Earshot.Numerics.Vectors;

namespace Earshot.Tests.Numerics.Density;

/// <summary>Core distances and spanning trees against all pairs of points.</summary>
public sealed class SpanningTreeTests
{
    // squares summed in another order
    private const double Tolerance = 1e-12;

    [Theory]
    [InlineData(2, 1, 1)]
    [InlineData(7, 3, 2)]
    [InlineData(33, 1, 3)]
    [InlineData(64, 2, 1)]
    [InlineData(257, 2, 4)]
    [InlineData(600, 3, 7)]
    [InlineData(600, 4, 599)]
    [InlineData(500, 9, 5)]
    [InlineData(300, 21, 5)]
    public void A_tree_of_boxes_finds_the_same_edges_as_all_pairs_do(int count, int dimensions, int samples)
    {
        FloatMatrix rows = HdbscanTests.Rows(count, dimensions);
        double[] values = [.. Enumerable.Range(0, count).SelectMany(row => rows[row].ToArray()).Select(value => (double)value)];
        Check(new KdTreeSpace(values, dimensions, NeighborMetric.Euclidean, 2, default), rows, NeighborMetric.Euclidean, samples);
        if (dimensions > 1) Check(new KdTreeSpace(values, dimensions, NeighborMetric.Cosine, 2, default), rows, NeighborMetric.Cosine, samples);
    }

    [Theory]
    [InlineData(2, 1, 1)]
    [InlineData(63, 8, 2)]
    [InlineData(257, 31, 4)]
    [InlineData(300, 33, 299)]
    [InlineData(600, 100, 7)]
    public void Blocks_of_products_find_the_same_edges_as_all_pairs_do(int count, int dimensions, int samples)
    {
        FloatMatrix rows = HdbscanTests.Rows(count, dimensions);
        Check(new BlockedSpace(rows, NeighborMetric.Euclidean, 2, default), rows, NeighborMetric.Euclidean, samples);
        if (dimensions > 1) Check(new BlockedSpace(rows, NeighborMetric.Cosine, 2, default), rows, NeighborMetric.Cosine, samples);
    }

    [Fact]
    public void Rows_far_from_the_origin_are_told_apart_by_more_than_floats_hold()
    {
        FloatMatrix near = HdbscanTests.Rows(400, 24);
        FloatMatrix far = new(Enumerable.Range(0, 400).SelectMany(row => near[row].ToArray()).Select(value => value + 4096).ToArray(), 24);
        Check(new BlockedSpace(far, NeighborMetric.Euclidean, 2, default), far, NeighborMetric.Euclidean, 3);
    }

    [Fact]
    public void Rows_of_zeros_are_alike_and_at_cosine_distance_1_from_all_others()
    {
        float[] values = FloatMatrix.GatherValues(HdbscanTests.Rows(120, 3), [.. Enumerable.Range(0, 120)]);
        foreach (int row in new[] { 5, 50, 77 }) values.AsSpan(row * 3, 3).Clear();
        FloatMatrix rows = new(values, 3);
        double[] doubles = Array.ConvertAll(values, value => (double)value);
        Check(new KdTreeSpace(doubles, 3, NeighborMetric.Cosine, 1, default), rows, NeighborMetric.Cosine, 1, edges: false);
        Check(new BlockedSpace(rows, NeighborMetric.Cosine, 1, default), rows, NeighborMetric.Cosine, 1, edges: false);
    }

    [Fact]
    public void Many_equal_rows_are_linked_to_the_first_of_them_and_not_slow()
    {
        double[] values = new double[80_000];
        for (int row = 0; row < 40_000; row++) values[2 * row] = row % 3 == 0 ? 1 : 0;
        KdTreeSpace space = new(values, 2, NeighborMetric.Euclidean, 2, default);
        SpanningTreeEdge[] edges = MutualReachability.SpanningTree(space, space.SquaredCoreDistances(5, 2, default), NeighborMetric.Euclidean, 2, default);
        Assert.Equal(39_998, edges.Count(edge => edge.Distance == 0));
        Assert.Equal(1, edges[^1].Distance);
    }

    private static void Check(IPointSpace space, FloatMatrix rows, NeighborMetric metric, int samples, bool edges = true)
    {
        double[,] squared = new double[rows.Count, rows.Count];
        for (int x = 0; x < rows.Count; x++)
            for (int y = 0; y < rows.Count; y++) squared[x, y] = metric == NeighborMetric.Cosine ? TwiceCosineDistance(rows, x, y) : Squared(rows, x, y);
        double[] cores = space.SquaredCoreDistances(samples, 2, default);
        double[] expectedCores = [.. Enumerable.Range(0, rows.Count).Select(Core)];
        for (int point = 0; point < cores.Length; point++) Assert.Equal(expectedCores[space.Rows[point]], cores[point], Tolerance * Math.Max(1, cores[point]));
        SpanningTreeEdge[] found = MutualReachability.SpanningTree(space, cores, metric, 2, default);
        (int First, int Second, double Weight)[] expected = Prim(squared, expectedCores);
        Assert.Equal(expected.Length, found.Length);
        double[] weights = [.. expected.Select(edge => MutualReachability.Distance(edge.Weight, metric)).Order()];
        for (int i = 0; i < weights.Length; i++) Assert.Equal(weights[i], found[i].Distance, 1e-9);
        if (edges) Assert.Equal(expected.Select(edge => (edge.First, edge.Second)).Order(), found.Select(edge => (edge.First, edge.Second)).Order());

        double Core(int row) =>
            Enumerable.Range(0, rows.Count).Where(other => other != row).Select(other => squared[row, other]).Order().ElementAt(samples - 1);
    }

    // the plainest way there is, ties by distance and then by numbers
    private static (int First, int Second, double Weight)[] Prim(double[,] squared, double[] cores)
    {
        int count = cores.Length;
        List<(int, int, double)> edges = [];
        var best = new (double Weight, double Length, int First, int Second)[count];
        Array.Fill(best, (double.MaxValue, 0, 0, 0));
        HashSet<int> outside = [.. Enumerable.Range(1, count - 1)];
        for (int last = 0; outside.Count > 0;)
        {
            foreach (int row in outside)
            {
                double length = squared[last, row];
                var edge = (Math.Max(length, Math.Max(cores[last], cores[row])), length, Math.Min(last, row), Math.Max(last, row));
                if (edge.CompareTo(best[row]) < 0) best[row] = edge;
            }

            last = outside.MinBy(row => best[row]);
            outside.Remove(last);
            edges.Add((best[last].First, best[last].Second, best[last].Weight));
        }

        return [.. edges];
    }

    private static double Squared(FloatMatrix rows, int x, int y)
    {
        double sum = 0;
        for (int i = 0; i < rows.Dimensions; i++) sum += ((double)rows[x][i] - rows[y][i]) * ((double)rows[x][i] - rows[y][i]);
        return sum;
    }

    private static double TwiceCosineDistance(FloatMatrix rows, int x, int y)
    {
        double dot = 0, left = 0, right = 0;
        for (int i = 0; i < rows.Dimensions; i++)
        {
            dot += (double)rows[x][i] * rows[y][i];
            left += (double)rows[x][i] * rows[x][i];
            right += (double)rows[y][i] * rows[y][i];
        }

        return left == 0 || right == 0 ? (left == right ? 0 : 2) : 2 * (1 - (dot / Math.Sqrt(left * right)));
    }
}
