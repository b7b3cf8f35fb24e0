using Earshot.Numerics.LeastSquares;
using Earshot.Numerics.Vectors;

namespace Earshot.Tests.Numerics;

public sealed class RidgeRegressionTests
{
    // float rounding of about 40 iterations on numbers near 1
    private const double SolvedTolerance = 2e-5;

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(70)]
    public void The_solution_is_that_of_the_dense_normal_equations(int outputs)
    {
        Problem problem = new(rows: 90, columns: 40, outputs);
        float[] solved = problem.Solve(iterations: 40);
        double[] expected = problem.SolveDensely();
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], solved[i], SolvedTolerance);
    }

    [Fact]
    public void A_column_that_no_row_mentions_keeps_its_start_to_the_bit()
    {
        Problem problem = new(rows: 90, columns: 40, outputs: 33);
        float[] solved = problem.Solve(iterations: 12);
        foreach (int column in Problem.Unmentioned)
            Assert.Equal(problem.Start[column].ToArray(), solved.AsSpan(column * 33, 33).ToArray());
        Assert.NotEqual(problem.Start[1].ToArray(), solved.AsSpan(33, 33).ToArray());
    }

    [Fact]
    public void The_result_is_the_same_bits_for_1_2_3_and_8_threads_and_more_threads_than_slices()
    {
        Problem problem = new(rows: 1_700, columns: 1_100, outputs: 70);
        float[] one = problem.Solve(iterations: 5);
        foreach (int threads in new[] { 2, 3, 8 }) Assert.Equal(one, problem.Solve(iterations: 5, threads));
    }

    [Fact]
    public void More_iterations_come_nearer_and_12_are_enough()
    {
        Problem problem = new(rows: 400, columns: 120, outputs: 8);
        double[] expected = problem.SolveDensely();
        double[] errors = [.. new[] { 0, 1, 3, 6, 12 }.Select(iterations => problem.Solve(iterations).Zip(expected, (x, y) => Math.Abs(x - y)).Max())];
        for (int i = 1; i < errors.Length; i++) Assert.True(errors[i] < errors[i - 1], string.Join(' ', errors));
        Assert.True(errors[^1] < 0.01 * errors[0], string.Join(' ', errors));
        Assert.Equal(problem.Start[0].ToArray(), problem.Solve(0).AsSpan(0, 8).ToArray());
    }

    [Fact]
    public void Each_output_is_a_problem_of_its_own()
    {
        Problem problem = new(rows: 90, columns: 40, outputs: 70);
        float[] all = problem.Solve(iterations: 6);
        FloatMatrix targets = Column(problem.Targets, 41), start = Column(problem.Start, 41);
        float[] alone = RidgeRegression.Solve(problem.A, targets, start, problem.Penalties, 6);
        Assert.Equal(alone, Enumerable.Range(0, 40).Select(column => all[(column * 70) + 41]));
    }

    [Fact]
    public void Nothing_to_fit_leaves_the_start_as_it_is()
    {
        float[] start = [1, 2, 3, 4];
        SparseRows none = new([0], [], [], 2);
        Assert.Equal(start, RidgeRegression.Solve(none, new FloatMatrix(Array.Empty<float>(), 2), new FloatMatrix(start, 2), [1, 1]));
        SparseRows exact = new([0, 1], [1], [1], 2);
        Assert.Equal(start, RidgeRegression.Solve(exact, new FloatMatrix(new float[] { 3, 4 }, 2), new FloatMatrix(start, 2), [0, 0]));
    }

    [Fact]
    public void Shapes_and_penalties_that_do_not_fit_are_refused()
    {
        Problem p = new(rows: 90, columns: 40, outputs: 3);
        Assert.Throws<ArgumentException>(() => RidgeRegression.Solve(p.A, p.Start, p.Start, p.Penalties));
        Assert.Throws<ArgumentException>(() => RidgeRegression.Solve(p.A, p.Targets, p.Targets, p.Penalties));
        Assert.Throws<ArgumentException>(() => RidgeRegression.Solve(p.A, p.Targets, Column(p.Start, 0), p.Penalties));
        Assert.Throws<ArgumentException>(() => RidgeRegression.Solve(p.A, p.Targets, p.Start, p.Penalties.AsSpan(1)));
        foreach (float bad in new[] { -1, float.NaN, float.PositiveInfinity })
            Assert.Throws<ArgumentException>(() => RidgeRegression.Solve(p.A, p.Targets, p.Start, [.. p.Penalties[1..], bad]));
    }

    [Fact]
    public void A_cancelled_solve_ends()
    {
        Problem problem = new(rows: 90, columns: 40, outputs: 3);
        Assert.ThrowsAny<OperationCanceledException>(() =>
            RidgeRegression.Solve(problem.A, problem.Targets, problem.Start, problem.Penalties, 12, 2, new CancellationToken(canceled: true)));
    }

    private static FloatMatrix Column(FloatMatrix matrix, int column) => new(Enumerable.Range(0, matrix.Count).Select(row => matrix[row][column]).ToArray(), 1);

    private sealed class Problem
    {
        public static readonly int[] Unmentioned = [0, 7, 39];

        public Problem(int rows, int columns, int outputs)
        {
            A = SparseRowsTests.Matrix(rows, columns, Unmentioned);
            Targets = new FloatMatrix(VectorKernelsTests.Numbers(rows * outputs, 12), outputs);
            Start = new FloatMatrix(VectorKernelsTests.Numbers(columns * outputs, 13), outputs);
            Penalties = [.. VectorKernelsTests.Numbers(columns, 14).Select(value => 1.5f + value)];
        }

        public SparseRows A { get; }

        public FloatMatrix Targets { get; }

        public FloatMatrix Start { get; }

        public float[] Penalties { get; }

        public float[] Solve(int iterations, int threads = 1) => RidgeRegression.Solve(A, Targets, Start, Penalties, iterations, threads);

        /// <summary>(AᵀA + Λ) E = AᵀY + Λ E⁰ in doubles by elimination.</summary>
        public double[] SolveDensely()
        {
            int n = A.ColumnCount, outputs = Targets.Dimensions;
            double[][] dense = SparseRowsTests.Dense(A);
            double[][] system = [.. Enumerable.Range(0, n).Select(_ => new double[n + outputs])];
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++) system[i][j] = dense.Sum(row => row[i] * row[j]) + (i == j ? Penalties[i] : 0);
                for (int o = 0; o < outputs; o++)
                    system[i][n + o] = dense.Select((row, number) => row[i] * Targets[number][o]).Sum() + (Penalties[i] * (double)Start[i][o]);
            }

            for (int pivot = 0; pivot < n; pivot++)
            {
                for (int i = 0; i < n; i++)
                {
                    if (i == pivot) continue;
                    double factor = system[i][pivot] / system[pivot][pivot];
                    for (int j = pivot; j < n + outputs; j++) system[i][j] -= factor * system[pivot][j];
                }
            }

            return [.. system.SelectMany((row, i) => row[n..].Select(value => value / row[i]))];
        }
    }
}
