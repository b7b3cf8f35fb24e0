using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.Neighbors;

/// <summary>Nearest neighbours of rows among each other, in one call; <see cref="NeighborIndex"/> keeps what it makes for further searches.</summary>
public static class NearestNeighbors
{
    /// <summary>The nearest other rows of each row; of equally near ones the lowest numbers.</summary>
    /// <param name="rows">Finite rows.</param>
    /// <param name="options">See <see cref="NeighborOptions"/>.</param>
    /// <param name="threads">Threads at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between chunks of rows.</param>
    /// <exception cref="ArgumentException">An option is out of range, a row holds NaN or infinity (the message names it), or the dimensions are above 8,192.</exception>
    public static NeighborTable Find(IRows rows, NeighborOptions options, int threads = 1, CancellationToken cancellation = default) =>
        NeighborIndex.Build(rows, options, threads, cancellation).FindAll(threads, cancellation);

    /// <summary>The <paramref name="neighbors"/> other rows with the largest cosine to each row, whatever their number: exact.</summary>
    public static NeighborTable ByCosine(IRows rows, int neighbors, int threads = 1, CancellationToken cancellation = default) =>
        Find(rows, new NeighborOptions { Neighbors = neighbors, Recall = 1 }, threads, cancellation);
}
