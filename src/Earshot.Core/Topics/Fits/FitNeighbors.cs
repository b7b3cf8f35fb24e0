using Earshot.Numerics.Communities;
using Earshot.Numerics.Components;
using Earshot.Numerics.Neighbors;
using Earshot.Numerics.Vectors;

namespace Earshot.Core.Topics.Fits;

/// <summary>Carries topics from the texts of a fit to others: the nearest of them vote, and what is near none fits nowhere.</summary>
internal sealed class FitNeighbors
{
    /// <summary>Principal components that neighbours are searched in.</summary>
    public const int Components = 96;

    private const int Voters = 15;

    // the nearest decide, and they are the ones that are found
    private const double Recall = 0.9;

    // of the texts of the fit themselves so many in a thousand would fit nowhere
    private const double OutsideOfThousand = 5;
    private const int NearestOfReach = 5;

    private readonly ReducedSpace? _space;
    private readonly NeighborIndex? _index;

    public FitNeighbors(QuantizedMatrix vectors, int threads, CancellationToken cancellation)
    {
        if (vectors.Count == 0) return;
        (_space, FloatMatrix rows) = ReducedSpace.Fit(vectors, Components, threads, cancellation);
        _index = NeighborIndex.Build(rows, new NeighborOptions { Neighbors = Voters, Metric = NeighborMetric.Cosine, Recall = Recall }, threads, cancellation);
    }

    /// <summary>How far texts of the fit are from their nearest, nearly all of them: see <see cref="TopicFit.Reach"/>.</summary>
    public float Reach(int threads, CancellationToken cancellation) =>
        _index is null ? float.PositiveInfinity : Reach(_index.FindAll(threads, cancellation));

    /// <summary>The same of nearest texts that were found elsewhere, in as many components.</summary>
    /// <param name="table">Of each text of the fit its nearest others.</param>
    public static float Reach(NeighborTable table)
    {
        if (table.Count <= 1 || table.Neighbors == 0) return float.PositiveInfinity;
        float[] distances = [.. Enumerable.Range(0, table.Count).Select(row => Distance(table, row))];
        Array.Sort(distances);
        return distances[(int)(distances.Length * (1 - (OutsideOfThousand / 1000)))];
    }

    /// <summary>Of each row its topic at the finest level and how much of the vote the main one has; −1 for what is farther than <paramref name="reach"/>.</summary>
    /// <param name="rows">Rows, none of zeros.</param>
    /// <param name="main">Of each text of the fit its topic at the main level.</param>
    /// <param name="leaves">Of each text of the fit its topic at the finest level.</param>
    /// <param name="reach">See <see cref="TopicFit.Reach"/>.</param>
    /// <param name="threads">Threads at most.</param>
    /// <param name="cancellation">Stops between chunks of rows.</param>
    public (int[] Leaves, float[] Shares) Vote(
        IRows rows, ReadOnlyMemory<int> main, ReadOnlyMemory<int> leaves, float reach, int threads, CancellationToken cancellation)
    {
        if (_space is null || _index is null) return ([.. Enumerable.Repeat(-1, rows.Count)], new float[rows.Count]);
        NeighborTable table = _index.Find(_space.Project(rows, threads, cancellation), threads, cancellation);
        (int[] voted, float[] shares) = NeighborVote.Nested(table, main, leaves, threads, cancellation);
        for (int row = 0; row < voted.Length; row++)
            if (Distance(table, row) > reach) (voted[row], shares[row]) = (-1, 0);
        return (voted, shares);
    }

    private static float Distance(NeighborTable table, int row)
    {
        ReadOnlySpan<float> distances = table.Distances(row)[..Math.Min(NearestOfReach, table.Neighbors)];
        float sum = 0;
        foreach (float distance in distances) sum += distance;
        return sum / Math.Max(1, distances.Length);
    }
}
