using Earshot.Numerics.Neighbors;

namespace Earshot.Numerics.Graphs;

/// <summary>One weight of the strengths a, b of both directions: t(a + b − ab) + (1 − t)ab, where a direction that is not there has 0.</summary>
internal static class DirectedUnion
{
    private const int ChunkRows = 1024;

    /// <summary>The symmetric graph; weights of 0 are no edges.</summary>
    /// <param name="table">Neighbours of each row, none twice.</param>
    /// <param name="strengths">How strongly each row is tied to each, in the layout of the table.</param>
    /// <param name="mixRatio">t, 0 to 1.</param>
    public static WeightedGraph Of(NeighborTable table, float[] strengths, double mixRatio, int threads, CancellationToken cancellation)
    {
        (int[] outgoing, float[] outgoingStrengths) = Sorted(table, strengths, threads, cancellation);
        Incoming incoming = Incoming.Of(table, strengths);
        int count = table.Count, neighbors = table.Neighbors;
        int[] offsets = new int[count + 1];
        float mix = (float)mixRatio;
        Chunks.ForEach(
            count,
            ChunkRows,
            threads,
            (_, first, end) =>
            {
                for (int row = first; row < end; row++)
                    offsets[row + 1] = Merge(Out(row), OutStrengths(row), incoming.Rows(row), incoming.Strengths(row), mix, default, default);
            },
            cancellation);
        for (int row = 0; row < count; row++) offsets[row + 1] = checked(offsets[row + 1] + offsets[row]);
        int[] nodes = new int[offsets[count]];
        float[] weights = new float[offsets[count]];
        Chunks.ForEach(
            count,
            ChunkRows,
            threads,
            (_, first, end) =>
            {
                for (int row = first; row < end; row++)
                {
                    Range entries = offsets[row]..offsets[row + 1];
                    Merge(Out(row), OutStrengths(row), incoming.Rows(row), incoming.Strengths(row), mix, nodes.AsSpan(entries), weights.AsSpan(entries));
                }
            },
            cancellation);
        return new WeightedGraph(offsets, nodes, weights);

        ReadOnlySpan<int> Out(int row) => outgoing.AsSpan(row * neighbors, neighbors);
        ReadOnlySpan<float> OutStrengths(int row) => outgoingStrengths.AsSpan(row * neighbors, neighbors);
    }

    /// <summary>Two ascending lists as one: how many entries it has, and, where there is room, the entries.</summary>
    private static int Merge(
        ReadOnlySpan<int> outgoing, ReadOnlySpan<float> a, ReadOnlySpan<int> incoming, ReadOnlySpan<float> b, float mix, Span<int> nodes, Span<float> weights)
    {
        int i = 0, j = 0, used = 0;
        while (i < outgoing.Length || j < incoming.Length)
        {
            int one = i < outgoing.Length ? outgoing[i] : int.MaxValue, other = j < incoming.Length ? incoming[j] : int.MaxValue;
            float to = one <= other ? a[i++] : 0, from = other <= one ? b[j++] : 0;
            float both = to * from, weight = (mix * (to + from - both)) + ((1 - mix) * both);
            if (!(weight > 0)) continue;
            if (used < nodes.Length) (nodes[used], weights[used]) = (Math.Min(one, other), weight);
            used++;
        }

        return used;
    }

    private static (int[] Rows, float[] Strengths) Sorted(NeighborTable table, float[] strengths, int threads, CancellationToken cancellation)
    {
        int neighbors = table.Neighbors;
        int[] rows = new int[strengths.Length];
        float[] sorted = new float[strengths.Length];
        Chunks.ForEach(
            table.Count,
            ChunkRows,
            threads,
            (_, first, end) =>
            {
                for (int row = first; row < end; row++)
                {
                    Span<int> keys = rows.AsSpan(row * neighbors, neighbors);
                    Span<float> values = sorted.AsSpan(row * neighbors, neighbors);
                    table[row].CopyTo(keys);
                    strengths.AsSpan(row * neighbors, neighbors).CopyTo(values);
                    keys.Sort(values);
                }
            },
            cancellation);
        return (rows, sorted);
    }

    /// <summary>Of each row the rows that have it as a neighbour, ascending.</summary>
    private sealed class Incoming(int[] offsets, int[] rows, float[] strengths)
    {
        public ReadOnlySpan<int> Rows(int row) => rows.AsSpan(offsets[row]..offsets[row + 1]);

        public ReadOnlySpan<float> Strengths(int row) => strengths.AsSpan(offsets[row]..offsets[row + 1]);

        public static Incoming Of(NeighborTable table, float[] strengths)
        {
            int[] offsets = new int[table.Count + 1], rows = new int[strengths.Length];
            float[] sorted = new float[strengths.Length];
            for (int row = 0; row < table.Count; row++)
                foreach (int neighbor in table[row]) offsets[neighbor + 1]++;
            for (int row = 0; row < table.Count; row++) offsets[row + 1] += offsets[row];
            int[] next = offsets[..^1];
            for (int row = 0; row < table.Count; row++)
            {
                ReadOnlySpan<int> neighbors = table[row];
                for (int i = 0; i < neighbors.Length; i++)
                {
                    int place = next[neighbors[i]]++;
                    (rows[place], sorted[place]) = (row, strengths[(row * table.Neighbors) + i]);
                }
            }

            return new Incoming(offsets, rows, sorted);
        }
    }
}
