using Earshot.Numerics;
using Earshot.Numerics.Neighbors;
using Earshot.Numerics.Vectors;

namespace Earshot.Tests.Numerics;

public sealed class NearestNeighborsTests
{
    // 384 roundings of a float below 1 add up to about a millionth; the reference allows 1e-5
    private const float DistanceTolerance = 4e-6f;

    [Fact]
    public void Neighbours_of_real_embeddings_are_those_of_scikit_learn_but_where_two_are_as_near()
    {
        int[] expected = Golden.Read<int>("neighbors/cosine15.ids.i32");
        float[] distances = Golden.Read<float>("neighbors/cosine15.dist.f32");
        NeighborTable table = NearestNeighbors.ByCosine(Golden.Embeddings, 15, threads: 2);
        int differing = 0;
        for (int row = 0; row < table.Count; row++)
        {
            if (!table[row].SequenceEqual(expected.AsSpan(row * 15, 15))) differing++;
            for (int i = 0; i < 15; i++) Assert.Equal(distances[(row * 15) + i], table.Distances(row)[i], DistanceTolerance);
        }

        Assert.InRange(differing, 0, 29); // rows that the reference lists as having near ties
    }

    [Theory]
    [InlineData(1, 5, 3)]
    [InlineData(2, 1, 3)]
    [InlineData(6, 17, 9)]
    [InlineData(255, 8, 4)]
    [InlineData(257, 33, 20)]
    [InlineData(700, 40, 1)]
    public void Neighbours_are_those_of_a_sort_of_all_pairs_with_the_lowest_number_first_among_equals(int count, int dimensions, int neighbors)
    {
        FloatMatrix rows = Rows(count, dimensions);
        NeighborTable table = NearestNeighbors.ByCosine(rows, neighbors, threads: 3);
        Assert.Equal((count, Math.Min(neighbors, count - 1)), (table.Count, table.Neighbors));
        for (int row = 0; row < count; row++)
        {
            int self = row;
            (float Cosine, int Row)[] sorted = [.. Enumerable.Range(0, count).Where(other => other != self).Select(other => (Dot(rows, self, other), other)).OrderBy(pair => -pair.Item1).ThenBy(pair => pair.other)];
            for (int i = 0; i < table.Neighbors; i++)
            {
                Assert.Equal(Math.Max(0, 1 - sorted[i].Cosine), table.Distances(row)[i]);
                Assert.Equal(sorted[i].Row, table[row][i]);
            }
        }
    }

    [Fact]
    public void Nobody_is_near_a_row_of_zeros_and_it_breaks_nothing()
    {
        float[] values = FloatMatrix.GatherValues(Rows(40, 8), [.. Enumerable.Range(0, 40)]);
        values.AsSpan(8, 8).Clear();
        NeighborTable table = NearestNeighbors.ByCosine(new FloatMatrix(values, 8), 3);
        Assert.Equal([0, 2, 3], table[1].ToArray());
        Assert.Equal([1f, 1f, 1f], table.Distances(1).ToArray());
    }

    // every fifth row repeats an earlier one, so that there are ties
    private static FloatMatrix Rows(int count, int dimensions)
    {
        SplitMix64 random = new((ulong)(count + dimensions));
        float[] values = new float[count * dimensions];
        foreach (ref float value in values.AsSpan()) value = (float)random.NextGaussian();
        for (int row = 5; row < count; row += 5) values.AsSpan((row / 3 * dimensions), dimensions).CopyTo(values.AsSpan(row * dimensions));
        return UnitRows.Of(new FloatMatrix(values, dimensions));
    }

    // one chain of fused multiply-adds, as the kernel documents
    private static float Dot(FloatMatrix rows, int x, int y)
    {
        float sum = 0;
        for (int i = 0; i < rows.Dimensions; i++) sum = MathF.FusedMultiplyAdd(rows[x][i], rows[y][i], sum);
        return sum;
    }
}
