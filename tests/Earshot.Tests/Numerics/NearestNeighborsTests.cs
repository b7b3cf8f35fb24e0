using Earshot.Numerics;
using Earshot.Numerics.Neighbors;
using Earshot.Numerics.Vectors;

namespace Earshot.Tests.Numerics;

public sealed class NearestNeighborsTests
{
    // what the reference allows; distances of floats are off by a few millionths
    private const float DistanceTolerance = 4e-6f;

    [Theory]
    [InlineData("cosine", NeighborMetric.Cosine)]
    [InlineData("euclidean", NeighborMetric.Euclidean)]
    public void Neighbours_of_real_embeddings_are_those_of_scikit_learn_but_where_two_are_as_near(string golden, NeighborMetric metric)
    {
        NeighborTable table = NearestNeighbors.Find(Golden.Embeddings, new NeighborOptions { Metric = metric }, threads: 2);
        AssertGolden(table, $"neighbors/{golden}15", mostDiffering: 29); // rows that the reference lists as having near ties
        Assert.Equal((0f, 1102), (table.Distances(533)[0], table[533][0])); // the pair of equal rows
        Assert.Equal(1, table.Recall);
    }

    [Theory]
    [InlineData("cosine", NeighborMetric.Cosine)]
    [InlineData("euclidean", NeighborMetric.Euclidean)]
    public void Neighbours_of_new_rows_among_old_ones_are_those_of_scikit_learn(string golden, NeighborMetric metric)
    {
        FloatMatrix heldOut = new(Golden.Read<float>("inputs/heldout80.f32"), 384);
        NeighborIndex index = NeighborIndex.Build(Golden.Embeddings, new NeighborOptions { Metric = metric }, threads: 2);
        AssertGolden(index.Find(heldOut, threads: 2), $"neighbors/heldout80.{golden}15", mostDiffering: 2);
    }

    [Theory]
    [InlineData(1, 5, 3)]
    [InlineData(2, 1, 3)]
    [InlineData(6, 17, 9)]
    [InlineData(255, 8, 4)]
    [InlineData(257, 33, 20)]
    [InlineData(700, 40, 1)]
    [InlineData(1500, 3, 30)]
    public void Neighbours_are_those_of_a_sort_of_all_pairs_with_the_lowest_number_first_among_equals(int count, int dimensions, int neighbors)
    {
        FloatMatrix rows = Rows(count, dimensions);
        foreach (NeighborMetric metric in Enum.GetValues<NeighborMetric>())
        {
            NeighborOptions options = new() { Neighbors = neighbors, Metric = metric };
            AssertSorted(rows, NearestNeighbors.Find(rows, options, threads: 3), options, every: 1);
        }
    }

    [Theory]
    [InlineData(1e-12f, 0f)]
    [InlineData(1e12f, 0f)]
    [InlineData(1f, 300f)]
    public void Neighbours_of_tiny_huge_and_far_off_rows_are_exact_too(float factor, float offset)
    {
        float[] values = FloatMatrix.GatherValues(Rows(600, 20), [.. Enumerable.Range(0, 600)]);
        foreach (ref float value in values.AsSpan()) value = (value * factor) + offset;
        values[77] *= 1000; // one number so large that it is cut off
        FloatMatrix rows = new(values, 20);
        NeighborOptions options = new() { Metric = NeighborMetric.Euclidean };
        AssertSorted(rows, NearestNeighbors.Find(rows, options), options, every: 1);
    }

    [Fact]
    public void Nobody_is_near_a_row_of_zeros_and_it_breaks_nothing()
    {
        float[] values = FloatMatrix.GatherValues(Rows(40, 8), [.. Enumerable.Range(0, 40)]);
        values.AsSpan(8, 8).Clear();
        NeighborTable table = NearestNeighbors.ByCosine(new FloatMatrix(values, 8), 39);
        Assert.Equal(Enumerable.Range(0, 40).Where(row => row != 1), table[1].ToArray());
        Assert.All(table.Distances(1).ToArray(), distance => Assert.Equal(1, distance));
        for (int row = 0; row < 40; row++)
            if (row != 1) Assert.Equal(1, table.Distances(row)[table[row].IndexOf(1)]);
    }

    [Fact]
    public void Of_many_identical_tickets_each_gets_the_lowest_others_at_distance_0()
    {
        FloatMatrix rows = new(Enumerable.Repeat(new[] { 0.6f, 0.8f, 0f }, 5000).SelectMany(row => row).ToArray(), 3);
        NeighborTable table = NearestNeighbors.ByCosine(rows, 4, threads: 2);
        Assert.Equal([1, 2, 3, 4], table[0].ToArray());
        Assert.Equal([0, 1, 3, 4], table[2].ToArray());
        Assert.Equal([0, 1, 2, 3], table[4999].ToArray());
        for (int row = 0; row < 5000; row++) Assert.False(table.Distances(row).ContainsAnyExcept(0f));
    }

    [Fact]
    public void No_rows_or_a_single_one_have_no_neighbours()
    {
        Assert.Equal(0, NearestNeighbors.Find(new FloatMatrix(Array.Empty<float>(), 4), new NeighborOptions()).Count);
        NeighborTable one = NearestNeighbors.Find(new FloatMatrix(new float[] { 1, 2 }, 2), new NeighborOptions());
        Assert.Equal((1, 0), (one.Count, one.Neighbors));
    }

    [Fact]
    public void A_vector_with_NaN_or_an_infinity_is_refused_by_its_row()
    {
        foreach (float bad in new[] { float.NaN, float.PositiveInfinity, 1e30f })
        {
            float[] values = FloatMatrix.GatherValues(Rows(50, 8), [.. Enumerable.Range(0, 50)]);
            values[(17 * 8) + 3] = bad;
            foreach (NeighborMetric metric in Enum.GetValues<NeighborMetric>())
                Assert.Contains("row 17", Assert.Throws<ArgumentException>(() => NearestNeighbors.Find(new FloatMatrix(values, 8), new NeighborOptions { Metric = metric }, 2)).Message);
        }
    }

    [Fact]
    public void All_faults_of_the_options_are_said_at_once()
    {
        NeighborOptions options = new() { Neighbors = 0, Recall = double.NaN, Metric = (NeighborMetric)7 };
        Assert.Equal(3, options.Validate().Count);
        Assert.Throws<ArgumentException>(() => NearestNeighbors.Find(Rows(10, 2), options));
    }

    [Fact]
    public void A_search_can_be_stopped()
    {
        using CancellationTokenSource stop = new();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => NearestNeighbors.Find(Rows(500, 8), new NeighborOptions(), 2, stop.Token));
    }

    /// <summary>Every fifth row repeats an earlier one, so that there are ties.</summary>
    internal static FloatMatrix Rows(int count, int dimensions)
    {
        SplitMix64 random = new((ulong)(count + dimensions));
        float[] values = new float[count * dimensions];
        foreach (ref float value in values.AsSpan()) value = (float)random.NextGaussian();
        for (int row = 5; row < count; row += 5) values.AsSpan(row / 3 * dimensions, dimensions).CopyTo(values.AsSpan(row * dimensions));
        return new FloatMatrix(values, dimensions);
    }

    /// <summary>Compares with a sort of all pairs, bit by bit; <paramref name="every"/>th rows only.</summary>
    internal static void AssertSorted(FloatMatrix rows, NeighborTable table, NeighborOptions options, int every)
    {
        bool cosine = options.Metric == NeighborMetric.Cosine;
        FloatMatrix measured = cosine ? UnitRows.Of(rows) : rows;
        Assert.Equal((rows.Count, Math.Min(options.Neighbors, rows.Count - 1)), (table.Count, table.Neighbors));
        for (int row = 0; row < rows.Count; row += every)
        {
            float[] distances = new float[rows.Count];
            for (int other = 0; other < rows.Count; other++) distances[other] = VectorKernels.SquaredEuclidean(measured[row], measured[other]);
            distances[row] = float.PositiveInfinity;
            int[] order = [.. Enumerable.Range(0, rows.Count)];
            Array.Sort(order, (x, y) => distances[x] != distances[y] ? distances[x].CompareTo(distances[y]) : x - y);
            Assert.Equal(order[..table.Neighbors], table[row].ToArray());
            for (int i = 0; i < table.Neighbors; i++)
            {
                float square = distances[order[i]];
                Assert.Equal(cosine ? 0.5f * square : MathF.Sqrt(square), table.Distances(row)[i]);
            }
        }
    }

    private static void AssertGolden(NeighborTable table, string name, int mostDiffering)
    {
        int[] expected = Golden.Read<int>(name + ".ids.i32");
        float[] distances = Golden.Read<float>(name + ".dist.f32");
        Assert.Equal(expected.Length, table.Count * 15);
        int differing = 0;
        for (int row = 0; row < table.Count; row++)
        {
            if (!table[row].SequenceEqual(expected.AsSpan(row * 15, 15))) differing++;
            for (int i = 0; i < 15; i++) Assert.Equal(distances[(row * 15) + i], table.Distances(row)[i], DistanceTolerance);
        }

        Assert.InRange(differing, 0, mostDiffering);
    }
}
