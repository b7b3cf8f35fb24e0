using Earshot.Numerics.Graphs;
using Earshot.Numerics.Neighbors;

namespace Earshot.Numerics.Communities;

/// <summary>New rows join the communities of rows that have labels, without a new fit.</summary>
public static class NeighborVote
{
    private const int ChunkRows = 1024;

    /// <summary>
    /// The label of each new row that its neighbours give the most weight to (of equals that of the nearest neighbour), and the share of the weight
    /// that it has, 0 to 1. A neighbour's weight is how strongly the row is tied to it in UMAP's fuzzy set. −1 and 0 where no neighbour has a label.
    /// </summary>
    /// <param name="neighbors">Of each new row its nearest rows among those with labels.</param>
    /// <param name="labels">Of each of those its label; negative ones do not vote.</param>
    /// <param name="threads">Threads at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between chunks of rows.</param>
    public static (int[] Labels, float[] Shares) Of(
        NeighborTable neighbors, ReadOnlyMemory<int> labels, int threads = 1, CancellationToken cancellation = default) =>
        Nested(neighbors, labels, labels, threads, cancellation);

    /// <summary>
    /// The same for labels that nest: the neighbours choose an outer label, whose share is given, and those of them that have it choose an inner one, which
    /// is given.
    /// </summary>
    /// <param name="neighbors">Of each new row its nearest rows among those with labels.</param>
    /// <param name="outer">Of each of those its label; negative ones do not vote.</param>
    /// <param name="inner">Of each of those its label within the outer one.</param>
    /// <param name="threads">Threads at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between chunks of rows.</param>
    public static (int[] Labels, float[] Shares) Nested(
        NeighborTable neighbors, ReadOnlyMemory<int> outer, ReadOnlyMemory<int> inner, int threads = 1, CancellationToken cancellation = default)
    {
        float[] strengths = new float[checked(neighbors.Count * neighbors.Neighbors)];
        FuzzySet.Strengths(neighbors, isNew: true, new FuzzySetOptions().LocalConnectivity, strengths, threads, cancellation);
        int[] voted = new int[neighbors.Count];
        float[] shares = new float[neighbors.Count];
        Chunks.ForEach(
            neighbors.Count,
            ChunkRows,
            threads,
            (_, first, end) =>
            {
                for (int row = first; row < end; row++)
                {
                    ReadOnlySpan<float> weights = strengths.AsSpan(row * neighbors.Neighbors, neighbors.Neighbors);
                    (voted[row], shares[row]) = Vote(neighbors[row], weights, outer.Span, outer.Span, within: null);
                    if (voted[row] >= 0 && !inner.Equals(outer)) voted[row] = Vote(neighbors[row], weights, inner.Span, outer.Span, voted[row]).Label;
                }
            },
            cancellation);
        return (voted, shares);
    }

    private static (int Label, float Share) Vote(
        ReadOnlySpan<int> voters, ReadOnlySpan<float> weights, ReadOnlySpan<int> labels, ReadOnlySpan<int> outer, int? within)
    {
        (int label, float most, float all) = (-1, 0, 0);
        for (int i = 0; i < voters.Length; i++)
        {
            int candidate = labels[voters[i]];
            if (candidate < 0 || (within is { } only && outer[voters[i]] != only)) continue;
            all += weights[i];
            float votes = 0;
            for (int j = i; j < voters.Length; j++)
                if (labels[voters[j]] == candidate) votes += weights[j];

            // counted at its nearest voter a label has all its votes, further on fewer
            if (votes > most) (label, most) = (candidate, votes);
        }

        return (label, all > 0 ? Math.Min(1, most / all) : 0);
    }
}
