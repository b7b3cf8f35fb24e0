using System.Runtime.Intrinsics;
using Earshot.Numerics.Graphs;

namespace Earshot.Numerics.Manifold;

/// <summary>
/// S = D^(−½)·W·D^(−½) of a graph, times blocks of vectors (node by node, <see cref="Lanes"/> doubles at a time). Its eigenvalues lie in −1 to 1, and
/// 1 − λ are those of the normalised Laplacian, with the same eigenvectors.
/// </summary>
internal sealed class NormalizedAdjacency
{
    /// <summary>Blocks have a multiple of so many vectors.</summary>
    public const int Lanes = 4;

    private const int ChunkNodes = 1024;

    private readonly WeightedGraph _graph;
    private readonly float[] _inverseRoots;

    public NormalizedAdjacency(WeightedGraph graph)
    {
        _graph = graph;
        Trivial = new double[graph.Count];
        _inverseRoots = new float[graph.Count];
        double total = 0;
        for (int node = 0; node < graph.Count; node++)
        {
            double degree = 0;
            foreach (float weight in graph.Weights(node)) degree += weight;
            total += degree;
            Trivial[node] = Math.Sqrt(degree);
            _inverseRoots[node] = degree > 0 ? (float)(1 / Math.Sqrt(degree)) : 0;
        }

        for (int node = 0; node < graph.Count && total > 0; node++) Trivial[node] /= Math.Sqrt(total);
    }

    public int Count => _graph.Count;

    /// <summary>The eigenvector of length 1 with eigenvalue 1: square roots of the degrees.</summary>
    public double[] Trivial { get; }

    /// <summary>S as a dense matrix, row-major.</summary>
    public double[] ToDense()
    {
        double[] dense = new double[Count * Count];
        for (int node = 0; node < Count; node++)
        {
            ReadOnlySpan<int> neighbors = _graph.Neighbors(node);
            for (int i = 0; i < neighbors.Length; i++)
                dense[(node * Count) + neighbors[i]] = (double)_graph.Weights(node)[i] * _inverseRoots[node] * _inverseRoots[neighbors[i]];
        }

        return dense;
    }

    /// <summary>result = scale · (S·x − shift·x) − keep · result.</summary>
    /// <param name="x">Count × width, node by node.</param>
    /// <param name="result">The same shape; read only where <paramref name="keep"/> is not 0.</param>
    /// <param name="width">Vectors of the block, a multiple of <see cref="Lanes"/>.</param>
    public void Multiply(double[] x, double[] result, int width, double scale, double shift, double keep, int threads, CancellationToken cancellation) =>
        Chunks.ForEach(
            Count,
            ChunkNodes,
            threads,
            (_, first, end) =>
            {
                double[] sums = new double[width];
                for (int node = first; node < end; node++)
                {
                    Array.Clear(sums);
                    ReadOnlySpan<int> neighbors = _graph.Neighbors(node);
                    ReadOnlySpan<float> weights = _graph.Weights(node);
                    for (int i = 0; i < neighbors.Length; i++)
                        AddMultiple(sums, x.AsSpan(neighbors[i] * width, width), (double)weights[i] * _inverseRoots[node] * _inverseRoots[neighbors[i]]);
                    Span<double> target = result.AsSpan(node * width, width);
                    ReadOnlySpan<double> own = x.AsSpan(node * width, width);
                    for (int i = 0; i < width; i++) target[i] = (scale * (sums[i] - (shift * own[i]))) - (keep == 0 ? 0 : keep * target[i]);
                }
            },
            cancellation);

    private static void AddMultiple(Span<double> sums, ReadOnlySpan<double> x, double factor)
    {
        Vector256<double> factors = Vector256.Create(factor);
        for (int i = 0; i < sums.Length; i += Lanes)
            Vector256.FusedMultiplyAdd(factors, Vector256.Create(x.Slice(i, Lanes)), Vector256.Create<double>(sums.Slice(i, Lanes))).CopyTo(sums[i..]);
    }
}
