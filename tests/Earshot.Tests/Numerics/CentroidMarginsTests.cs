using Earshot.Numerics;
using Earshot.Numerics.Clustering;
using Earshot.Numerics.Vectors;

namespace Earshot.Tests.Numerics;

public sealed class CentroidMarginsTests
{
    [Theory]
    [InlineData(1, 300)]
    [InlineData(2, 1)]
    [InlineData(37, 600)]
    [InlineData(100, 257)]
    public void A_margin_is_what_sorting_all_cosines_gives(int centroids, int rows)
    {
        const int Dimensions = 24;
        FloatMatrix centres = Random(centroids, Dimensions, 1), vectors = UnitRows.Of(Random(rows, Dimensions, 2));
        float[] margins = new float[rows];
        new CentroidMargins(centres).Of(vectors, margins);
        for (int row = 0; row < rows; row++)
        {
            float[] cosines = [.. Enumerable.Range(0, centroids).Select(centre => VectorKernels.CosineSimilarity(vectors[row], centres[centre])).OrderDescending()];
            if (centroids == 1) Assert.Equal(float.PositiveInfinity, margins[row]);
            else Assert.Equal(cosines[0] - cosines[1], margins[row], 1e-5f);
        }
    }

    [Fact]
    public void A_rows_margin_does_not_depend_on_the_rows_beside_it()
    {
        CentroidMargins margins = new(Random(50, 384, 3));
        FloatMatrix rows = UnitRows.Of(Random(300, 384, 4));
        float[] together = new float[300], alone = new float[1];
        margins.Of(rows, together);
        for (int row = 0; row < 300; row += 7)
        {
            margins.Of(rows.Select([row]), alone);
            Assert.Equal(together[row], alone[0]);
        }
    }

    private static FloatMatrix Random(int rows, int dimensions, ulong seed)
    {
        SplitMix64 random = new(seed);
        return new FloatMatrix(Enumerable.Range(0, rows * dimensions).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray(), dimensions);
    }
}
