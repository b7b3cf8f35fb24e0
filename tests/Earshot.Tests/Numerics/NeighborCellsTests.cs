using Earshot.Numerics;
using Earshot.Numerics.Neighbors;
using Earshot.Numerics.Vectors;

namespace Earshot.Tests.Numerics;

/// <summary>Searches of more rows than are searched by all pairs.</summary>
public sealed class NeighborCellsTests
{
    private const int Count = NeighborIndex.FewRows + 3000;

    [Theory]
    [InlineData(NeighborMetric.Cosine)]
    [InlineData(NeighborMetric.Euclidean)]
    public void Many_rows_are_searched_with_the_recall_that_was_asked_for_and_the_reported_one_is_true(NeighborMetric metric)
    {
        FloatMatrix rows = Topics(Count, 24);
        NeighborOptions options = new() { Metric = metric, Recall = 0.95 };
        NeighborTable exact = NearestNeighbors.Find(rows, options with { Recall = 1 }, threads: 2), found = NearestNeighbors.Find(rows, options, threads: 2);
        long hits = 0;
        for (int row = 0; row < Count; row++)
        {
            Assert.DoesNotContain(row, found[row].ToArray());
            foreach (int neighbor in found[row])
                if (exact[row].Contains(neighbor)) hits++;
        }

        double recall = hits / (15.0 * Count);
        Assert.InRange(recall, 0.945, 0.999);
        Assert.InRange(found.Recall, 0.95, 0.999);
        Assert.Equal(recall, found.Recall, 0.01); // 512 rows tell it within 0.003 or so
        Assert.Equal(1, exact.Recall);
    }

    [Fact]
    public void One_thread_and_several_find_the_same_and_the_same_again()
    {
        FloatMatrix rows = Topics(Count, 16);
        NeighborTable one = NearestNeighbors.Find(rows, new NeighborOptions(), threads: 1), several = NearestNeighbors.Find(rows, new NeighborOptions(), threads: 5);
        Assert.Equal(one.Recall, several.Recall);
        for (int row = 0; row < Count; row++)
        {
            Assert.True(one[row].SequenceEqual(several[row]));
            Assert.True(one.Distances(row).SequenceEqual(several.Distances(row)));
        }
    }

    [Theory]
    [InlineData(20, NeighborMetric.Cosine)]
    [InlineData(20, NeighborMetric.Euclidean)]
    [InlineData(160, NeighborMetric.Cosine)] // few of these dimensions hold most of the variance: a screen is used
    public void With_recall_1_many_rows_are_searched_exactly(int dimensions, NeighborMetric metric)
    {
        FloatMatrix rows = Topics(Count, dimensions);
        NeighborOptions options = new() { Metric = metric, Recall = 1 };
        Assert.Equal(dimensions == 160, Screen.Choose(rows, 1, 2, CancellationToken.None) is not null);
        NearestNeighborsTests.AssertSorted(rows, NearestNeighbors.Find(rows, options, threads: 2), options, every: 397);
    }

    [Fact]
    public void New_rows_find_equal_ones_among_many()
    {
        FloatMatrix rows = Topics(Count, 16);
        int[] chosen = [.. Enumerable.Range(0, 1500).Select(i => i * 12)];
        NeighborTable table = NeighborIndex.Build(rows, new NeighborOptions { Neighbors = 5 }, threads: 2).Find(rows.Select(chosen), threads: 2);
        Assert.Equal((1500, 5), (table.Count, table.Neighbors));
        Assert.InRange(table.Recall, 0.98, 1);
        for (int i = 0; i < chosen.Length; i++) Assert.Equal((chosen[i], 0f), (table[i][0], table.Distances(i)[0]));
    }

    [Fact]
    public void Many_empty_tickets_and_a_crowd_of_identical_ones_are_searched_in_time()
    {
        float[] values = FloatMatrix.GatherValues(Topics(Count, 8), [.. Enumerable.Range(0, Count)]);
        values.AsSpan(0, 4000 * 8).Clear();
        for (int row = 4000; row < 12_000; row++) values.AsSpan(4000 * 8, 8).CopyTo(values.AsSpan(row * 8));
        NeighborTable table = NearestNeighbors.Find(new FloatMatrix(values, 8), new NeighborOptions { Neighbors = 3 }, threads: 2);
        Assert.Equal([0, 1, 2], table[3999].ToArray());
        Assert.Equal([4000, 4001, 4002], table[11_999].ToArray());
        Assert.Equal([0f, 0f, 0f], table.Distances(11_999).ToArray());
    }

    // 60 clouds, each dimension narrower than the one before
    private static FloatMatrix Topics(int count, int dimensions)
    {
        SplitMix64 random = new((ulong)dimensions);
        float[] centres = new float[60 * dimensions], values = new float[count * dimensions];
        foreach (ref float value in centres.AsSpan()) value = (float)random.NextGaussian();
        for (int i = 0; i < values.Length; i++)
        {
            int row = i / dimensions, dimension = i % dimensions;
            values[i] = (centres[(row % 60 * dimensions) + dimension] + (float)random.NextGaussian()) / (1 + (0.15f * dimension));
        }

        return new FloatMatrix(values, dimensions);
    }
}
