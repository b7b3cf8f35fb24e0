using Earshot.Numerics;
using Earshot.Numerics.LeastSquares;
using Earshot.Numerics.Vectors;

namespace Earshot.Tests.Numerics;

public sealed class SparseRowsTests
{
    [Fact]
    public void The_transpose_has_rows_and_columns_exchanged_and_its_transpose_is_the_matrix()
    {
        SparseRows a = Matrix(31, 17, [3]);
        SparseRows t = a.Transpose();
        double[][] dense = Dense(a), transposed = Dense(t);
        for (int row = 0; row < 31; row++)
            for (int column = 0; column < 17; column++) Assert.Equal(dense[row][column], transposed[column][row]);
        SparseRows back = t.Transpose();
        Assert.Equal(a.RowStarts.ToArray(), back.RowStarts.ToArray());
        Assert.Equal(a.Columns.ToArray(), back.Columns.ToArray());
        Assert.Equal(a.Values.ToArray(), back.Values.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(37)]
    public void The_product_is_that_of_the_definition_for_any_number_of_threads(int outputs)
    {
        SparseRows a = Matrix(600, 17, [3]);
        FloatMatrix dense = new(VectorKernelsTests.Numbers(17 * outputs, 5), outputs);
        float[] product = a.Multiply(dense);
        double[][] rows = Dense(a);
        for (int row = 0; row < 600; row++)
        {
            for (int o = 0; o < outputs; o++)
                Assert.Equal(rows[row].Select((value, column) => value * dense[column][o]).Sum(), product[(row * outputs) + o], 1e-6);
        }

        foreach (int threads in new[] { 2, 3, 8 }) Assert.Equal(product, a.Multiply(dense, threads));
        Assert.Throws<ArgumentException>(() => a.Multiply(new FloatMatrix(new float[16], 1)));
    }

    [Fact]
    public void Rows_are_scaled_one_factor_each()
    {
        SparseRows a = Matrix(5, 4, []);
        double[][] scaled = Dense(a.ScaleRows([1, 2, 0, -1, 0.5f])), dense = Dense(a);
        double[] factors = [1, 2, 0, -1, 0.5];
        for (int row = 0; row < 5; row++) Assert.Equal(dense[row].Select(value => value * factors[row]), scaled[row]);
        Assert.Throws<ArgumentException>(() => a.ScaleRows([1, 2]));
    }

    [Fact]
    public void Arrays_that_do_not_belong_together_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new SparseRows([], [], [], 1));
        Assert.Throws<ArgumentException>(() => new SparseRows([1, 1], [0], [1], 1));
        Assert.Throws<ArgumentException>(() => new SparseRows([0, 2], [0], [1], 1));
        Assert.Throws<ArgumentException>(() => new SparseRows([0, 1], [0], [1, 2], 1));
        Assert.Throws<ArgumentException>(() => new SparseRows([0, 2, 1, 2], [0, 0], [1, 1], 1));
        Assert.Throws<ArgumentException>(() => new SparseRows([0, 1], [1], [1], 1));
        Assert.Throws<ArgumentException>(() => new SparseRows([0, 1], [-1], [1], 1));
    }

    /// <summary>A matrix with 0 to 9 entries a row, none in the given columns.</summary>
    internal static SparseRows Matrix(int rows, int columns, int[] without)
    {
        SplitMix64 random = new(SplitMix64.Derive(4, (ulong)rows, (ulong)columns));
        List<int> starts = [0], columnOf = [];
        List<float> values = [];
        for (int row = 0; row < rows; row++)
        {
            foreach (int column in random.NextSample(columns, Math.Min(columns, row % 10)).Except(without))
            {
                columnOf.Add(column);
                values.Add((float)random.NextDouble() - 0.3f);
            }

            starts.Add(columnOf.Count);
        }

        return new SparseRows([.. starts], [.. columnOf], [.. values], columns);
    }

    internal static double[][] Dense(SparseRows a)
    {
        double[][] dense = [.. Enumerable.Range(0, a.Count).Select(_ => new double[a.ColumnCount])];
        for (int row = 0; row < a.Count; row++)
            for (int entry = a.RowStarts[row]; entry < a.RowStarts[row + 1]; entry++) dense[row][a.Columns[entry]] += a.Values[entry];
        return dense;
    }
}
