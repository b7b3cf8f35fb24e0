using Earshot.Numerics.Components;
using Earshot.Numerics.Graphs;

namespace Earshot.Numerics.Manifold;

/// <summary>Eigenvectors of a connected graph's normalised Laplacian.</summary>
/// <param name="Values">Eigenvalues, 0 to 2, ascending, without the first, which is 0.</param>
/// <param name="Vectors">Unit vectors, one an eigenvalue, each with its entry of largest magnitude positive.</param>
/// <param name="Residual">Largest |S·v − λ·v|.</param>
internal sealed record LaplacianEigenvectors(double[] Values, double[][] Vectors, double Residual)
{
    // of so few, the dense matrix costs less than a filter
    private const int DenseNodes = 96;
    private const int GuardVectors = 4;
    private const int MostDegree = 64;

    // a filter of that many times the reciprocal rate of growth makes the largest eigenvalue e⁶ times as strong as those that it damps
    private const double Growth = 6;

    /// <summary>
    /// The eigenvectors of the <paramref name="count"/> smallest eigenvalues but the first. Of few nodes by the dense matrix; else by subspace
    /// iteration with Chebyshev polynomials as filters (Zhou, Saad, Tiago, Chelikowsky 2006), from a random block.
    /// </summary>
    /// <param name="graph">A connected graph.</param>
    /// <param name="count">1 to nodes − 1.</param>
    /// <param name="tolerance">Stops when no residual is larger.</param>
    /// <param name="rounds">Stops after that many filters in any case.</param>
    /// <param name="seed">Of the random block.</param>
    public static LaplacianEigenvectors Of(
        WeightedGraph graph, int count, double tolerance, int rounds, ulong seed, int threads = 1, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(count, graph.Count);
        NormalizedAdjacency adjacency = new(graph);
        bool few = graph.Count <= Math.Max(DenseNodes, 4 * count);
        return few ? Dense(adjacency, count) : Filtered(adjacency, count, tolerance, rounds, seed, threads, cancellation);
    }

    private static LaplacianEigenvectors Dense(NormalizedAdjacency adjacency, int count)
    {
        int n = adjacency.Count;
        double[] matrix = adjacency.ToDense(), values = new double[n];
        SymmetricEigen.Decompose(matrix, values);
        double[][] vectors = [.. Enumerable.Range(1, count).Select(i => Signed(matrix.AsSpan(i * n, n).ToArray()))];
        return new LaplacianEigenvectors([.. values.Skip(1).Take(count).Select(value => 1 - value)], vectors, 0);
    }

    private static LaplacianEigenvectors Filtered(
        NormalizedAdjacency adjacency, int count, double tolerance, int rounds, ulong seed, int threads, CancellationToken cancellation)
    {
        int n = adjacency.Count, lanes = NormalizedAdjacency.Lanes, width = (count + GuardVectors + lanes - 1) / lanes * lanes;
        SplitMix64 random = new(seed);
        double[] block = new double[n * width], other = new double[n * width];
        for (int i = 0; i < block.Length; i++) block[i] = random.NextGaussian();
        double cut = 0.5, residual = double.MaxValue;
        double[] values = new double[width];
        for (int round = 0; round < rounds && residual > tolerance; round++)
        {
            (block, other) = Filter(adjacency, block, other, width, cut, threads, cancellation);
            VectorBlock.Orthonormalize(block, width, adjacency.Trivial, threads);
            adjacency.Multiply(block, other, width, 1, 0, 0, threads, cancellation);
            double[] rotation = VectorBlock.TransposedProduct(block, other, width, threads);
            SymmetricEigen.Decompose(rotation, values);
            VectorBlock.Rotate(block, rotation, width, threads);
            VectorBlock.Rotate(other, rotation, width, threads);
            residual = VectorBlock.LargestResidual(block, other, values, width, count);
            cut = Math.Clamp(values[^1], 0, 1 - 1e-9);
        }

        double[][] vectors = [.. Enumerable.Range(0, count).Select(i => Signed([.. Enumerable.Range(0, n).Select(node => block[(node * width) + i])]))];
        return new LaplacianEigenvectors([.. values.Take(count).Select(value => 1 - value)], vectors, residual);
    }

    /// <summary>Damps what belongs to eigenvalues of −1 to <paramref name="cut"/>, and what is above it the less the nearer to 1 it is.</summary>
    private static (double[] Filtered, double[] Spare) Filter(
        NormalizedAdjacency adjacency, double[] block, double[] other, int width, double cut, int threads, CancellationToken cancellation)
    {
        double half = (cut + 1) / 2, centre = (cut - 1) / 2;
        int degree = (int)Math.Clamp(Growth / Math.Sqrt(2 * (1 - cut) / half), 4, MostDegree);
        double first = half / (1 - centre), sigma = first;
        adjacency.Multiply(block, other, width, sigma / half, centre, 0, threads, cancellation);
        for (int i = 1; i < degree; i++)
        {
            double next = 1 / ((2 / first) - sigma);
            adjacency.Multiply(other, block, width, 2 * next / half, centre, sigma * next, threads, cancellation);
            (block, other) = (other, block);
            sigma = next;
        }

        return (other, block);
    }

    private static double[] Signed(double[] vector)
    {
        int largest = 0;
        for (int i = 1; i < vector.Length; i++)
            if (Math.Abs(vector[i]) > Math.Abs(vector[largest])) largest = i;
        return vector[largest] < 0 ? Array.ConvertAll(vector, value => -value) : vector;
    }
}
