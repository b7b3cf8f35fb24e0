using System.Text.Json;
using Earshot.Numerics.Components;
using Earshot.Numerics.Vectors;

namespace Earshot.Tests.Numerics;

public sealed class PrincipalComponentsTests
{
    // an axis is as sharp as the gap of its variance to the neighbours'
    private const double AxisTolerance = 1e-6;
    private const double ProjectionTolerance = 1e-5;

    [Fact]
    public void Mean_axes_variances_and_projections_are_those_of_numpy()
    {
        JsonElement expected = Golden.Json("components/x3000.json");
        FloatMatrix rows = Golden.Embeddings;
        PrincipalComponents components = PrincipalComponents.Fit(rows, 96, 2);
        double[] mean = Golden.Read<double>("components/x3000.mean.f64"), axes = Golden.Read<double>("components/x3000.first96.f64");
        double[] variances = expected.GetProperty("variances_first_128").Doubles();
        for (int i = 0; i < 384; i++) Assert.Equal(mean[i], components.Mean[i], 1e-9);
        for (int axis = 0; axis < 96; axis++)
        {
            Assert.Equal(variances[axis], components.Variances[axis], 1e-9);
            for (int i = 0; i < 384; i++) Assert.Equal(axes[(axis * 384) + i], components.Axes[(axis * 384) + i], AxisTolerance);
        }

        Assert.Equal(expected.GetProperty("total_variance").GetDouble(), components.TotalVariance, 1e-9);
        Assert.Equal(expected.GetProperty("share_of_96").GetDouble(), components.Variances.ToArray().Sum() / components.TotalVariance, 1e-9);
        float[] coordinates = new float[rows.Count * 96];
        components.Project(rows, coordinates, 2);
        double[] projected = Golden.Read<double>("components/x3000.projected_first50rows.f64");
        for (int i = 0; i < projected.Length; i++) Assert.Equal(projected[i], coordinates[i], ProjectionTolerance);
    }

    [Fact]
    public void The_result_is_the_same_bits_for_1_2_and_8_threads()
    {
        FloatMatrix rows = FloatMatrix.Gather(Golden.Embeddings, [.. Enumerable.Range(0, 1_700)]);
        PrincipalComponents one = PrincipalComponents.Fit(rows, 3);
        foreach (int threads in new[] { 2, 8 })
        {
            PrincipalComponents many = PrincipalComponents.Fit(rows, 3, threads);
            Assert.Equal(one.Axes.ToArray().Select(BitConverter.DoubleToInt64Bits), many.Axes.ToArray().Select(BitConverter.DoubleToInt64Bits));
            Assert.Equal(one.Variances.ToArray().Select(BitConverter.DoubleToInt64Bits), many.Variances.ToArray().Select(BitConverter.DoubleToInt64Bits));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(13)]
    [InlineData(64)]
    public void Eigenvectors_of_any_symmetric_matrix_are_orthonormal_and_rebuild_it(int n)
    {
        float[] numbers = VectorKernelsTests.Numbers(n * n, 8);
        double[] matrix = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) matrix[(i * n) + j] = i % 5 == 2 || j % 5 == 2 ? 0 : numbers[(Math.Min(i, j) * n) + Math.Max(i, j)];
        double[] vectors = [.. matrix], values = new double[n];
        SymmetricEigen.Decompose(vectors, values);
        for (int i = 0; i < n; i++)
        {
            if (i > 0) Assert.True(values[i - 1] >= values[i]);
            for (int j = 0; j < n; j++)
            {
                double product = 0, rebuilt = 0;
                for (int k = 0; k < n; k++)
                {
                    product += vectors[(i * n) + k] * vectors[(j * n) + k];
                    rebuilt += values[k] * vectors[(k * n) + i] * vectors[(k * n) + j];
                }

                Assert.Equal(i == j ? 1 : 0, product, 1e-13 * n);
                Assert.Equal(matrix[(i * n) + j], rebuilt, 1e-13 * n);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(6)]
    public void No_rows_one_row_and_identical_rows_have_axes_and_no_variance(int count)
    {
        FloatMatrix rows = new(Enumerable.Repeat(0.3f, count * 5).ToArray(), 5);
        PrincipalComponents components = PrincipalComponents.Fit(rows, 2);
        Assert.Equal([0d, 0d], components.Variances.ToArray());
        float[] coordinates = new float[count * 2];
        components.Project(rows, coordinates);
        Assert.All(coordinates, coordinate => Assert.Equal(0f, coordinate, 1e-6f));
    }
}
