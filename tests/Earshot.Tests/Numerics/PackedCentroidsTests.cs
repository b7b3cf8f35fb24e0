using Earshot.Numerics.Clustering;

namespace Earshot.Tests.Numerics;

public sealed class PackedCentroidsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(20)]
    [InlineData(24)]
    [InlineData(25)]
    [InlineData(100)]
    public void The_nearest_centroid_and_its_dot_product_are_those_of_the_scalar_twin_at_every_length(int clusters)
    {
        for (int dimensions = 1; dimensions <= 257; dimensions += clusters == 20 ? 1 : 16)
        {
            float[] rows = VectorKernelsTests.Numbers(8 * dimensions, 5), centroids = VectorKernelsTests.Numbers(clusters * dimensions, 6);
            PackedCentroids packed = new(clusters, dimensions);
            packed.Load(centroids);
            int[] nearest = new int[8];
            float[] dots = new float[8];
            packed.FindNearest(rows, nearest, dots);
            for (int row = 0; row < 8; row++)
            {
                (int label, float dot) = Nearest(rows.AsSpan(row * dimensions, dimensions), centroids, clusters);
                Assert.Equal(label, nearest[row]);
                Assert.Equal(BitConverter.SingleToInt32Bits(dot), BitConverter.SingleToInt32Bits(dots[row]));
            }
        }
    }

    [Fact]
    public void Of_equal_centroids_the_lowest_wins_and_excluded_ones_never_do()
    {
        // 60 copies of one centroid: three panels, all lanes tied
        float[] centroids = [.. Enumerable.Repeat(new[] { 0.5f, 0.25f, 1f }, 60).SelectMany(part => part)];
        PackedCentroids packed = new(60, 3);
        int[] nearest = new int[4];
        float[] dots = new float[4];
        packed.Load(centroids);
        packed.FindNearest(new float[12], nearest, dots);
        Assert.Equal([0, 0, 0, 0], nearest);
        packed.Load(centroids, [.. Enumerable.Range(0, 60).Select(i => i < 29)]);
        packed.FindNearest(new float[12], nearest, dots);
        Assert.Equal([29, 29, 29, 29], nearest);
    }

    private static (int Label, float Dot) Nearest(ReadOnlySpan<float> row, float[] centroids, int clusters)
    {
        (int label, float best, float bestDot) = (0, float.NegativeInfinity, 0);
        for (int cluster = 0; cluster < clusters; cluster++)
        {
            ReadOnlySpan<float> centroid = centroids.AsSpan(cluster * row.Length, row.Length);
            float dot = 0;
            for (int i = 0; i < row.Length; i++) dot = MathF.FusedMultiplyAdd(row[i], centroid[i], dot);
            float score = dot + (-0.5f * Earshot.Numerics.Vectors.VectorKernels.Dot(centroid, centroid));
            if (score > best) (label, best, bestDot) = (cluster, score, dot);
        }

        return (label, bestDot);
    }
}
