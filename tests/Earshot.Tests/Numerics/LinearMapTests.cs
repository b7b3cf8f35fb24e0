using Earshot.Numerics.LeastSquares;
using Earshot.Numerics.Vectors;

namespace Earshot.Tests.Numerics;

public sealed class LinearMapTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 33)]
    [InlineData(8, 32)]
    [InlineData(19, 5)]
    [InlineData(40, 70)]
    public void The_map_leaves_no_gradient(int inputs, int outputs)
    {
        const int Rows = 700;
        FloatMatrix p = new(VectorKernelsTests.Numbers(Rows * inputs, 21), inputs), y = new(VectorKernelsTests.Numbers(Rows * outputs, 22), outputs);
        float[] map = LinearMap.Fit(p, y, penalty: 3);
        double[,] rest = new double[Rows, outputs];
        for (int row = 0; row < Rows; row++)
            for (int o = 0; o < outputs; o++) rest[row, o] = y[row][o] - Enumerable.Range(0, inputs).Sum(i => (double)p[row][i] * map[(i * outputs) + o]);
        for (int i = 0; i < inputs; i++)
        {
            // Pᵀ(Y − PM) = cM at the least squares; the sums have 700 terms of size 1
            for (int o = 0; o < outputs; o++)
                Assert.Equal(3.0 * map[(i * outputs) + o], Enumerable.Range(0, Rows).Sum(row => p[row][i] * rest[row, o]), 1e-3);
        }
    }

    [Fact]
    public void A_heavy_penalty_gives_zero_or_the_identity()
    {
        FloatMatrix p = new(VectorKernelsTests.Numbers(60, 23), 6), y = new(VectorKernelsTests.Numbers(60, 24), 6);
        Assert.All(LinearMap.Fit(p, y, 1e9), value => Assert.Equal(0, value, 1e-6));
        float[] identity = LinearMap.Fit(p, y, 1e9, towardsIdentity: true);
        for (int i = 0; i < 36; i++) Assert.Equal(i % 7 == 0 ? 1 : 0, identity[i], 1e-6);
    }

    [Fact]
    public void A_map_that_made_the_targets_is_found_and_applied()
    {
        FloatMatrix p = new(VectorKernelsTests.Numbers(900 * 40, 25), 40), made = new(VectorKernelsTests.Numbers(40 * 37, 26), 37);
        float[] targets = LinearMap.Apply(p, made);
        for (int row = 0; row < 900; row += 37)
        {
            for (int o = 0; o < 37; o++)
                Assert.Equal(Enumerable.Range(0, 40).Sum(i => (double)p[row][i] * made[i][o]), targets[(row * 37) + o], 1e-5);
        }

        float[] found = LinearMap.Fit(p, new FloatMatrix(targets, 37), 1e-6);
        for (int i = 0; i < found.Length; i++) Assert.Equal(made[i / 37][i % 37], found[i], 1e-4);
    }

    [Fact]
    public void The_result_is_the_same_bits_for_1_2_3_and_8_threads()
    {
        FloatMatrix p = new(VectorKernelsTests.Numbers(5_001 * 9, 27), 9), y = new(VectorKernelsTests.Numbers(5_001 * 9, 28), 9);
        float[] map = LinearMap.Fit(p, y, 1), applied = LinearMap.Apply(p, new FloatMatrix(map, 9));
        foreach (int threads in new[] { 2, 3, 8 })
        {
            Assert.Equal(map, LinearMap.Fit(p, y, 1, towardsIdentity: false, threads));
            Assert.Equal(applied, LinearMap.Apply(p, new FloatMatrix(map, 9), threads));
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        FloatMatrix p = new(new float[12], 3), y = new(new float[8], 2);
        Assert.Throws<ArgumentException>(() => LinearMap.Fit(p, new FloatMatrix(new float[6], 2), 1));
        Assert.Throws<ArgumentException>(() => LinearMap.Fit(p, y, 0));
        Assert.Throws<ArgumentException>(() => LinearMap.Fit(p, y, double.NaN));
        Assert.Throws<ArgumentException>(() => LinearMap.Fit(p, y, 1, towardsIdentity: true));
        Assert.Throws<ArgumentException>(() => LinearMap.Apply(p, new FloatMatrix(new float[8], 2)));
        Assert.Throws<ArithmeticException>(() => Cholesky.Solve([1, 2, 2, 1], [1, 1], 2));
        Assert.Throws<ArgumentException>(() => Cholesky.Solve([1, 2, 2], [1, 1], 2));
    }
}
