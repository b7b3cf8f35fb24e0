using Earshot.Numerics;
using Earshot.Numerics.Neighbors;
using Earshot.Numerics.Vectors;

namespace Earshot.Tests.Numerics.Graphs;

/// <summary>Neighbours by sorting everything, and of rows drawn at random.</summary>
internal static class Naive
{
    public static NeighborTable EuclideanNeighbors(FloatMatrix matrix, int count, int neighbors)
    {
        int[] rows = new int[count * neighbors];
        float[] distances = new float[count * neighbors];
        for (int row = 0; row < count; row++)
        {
            int self = row;
            (double Distance, int Row)[] sorted =
                [.. Enumerable.Range(0, count).Where(other => other != self).Select(other => (Distance(matrix, self, other), other)).Order().Take(neighbors)];
            for (int i = 0; i < neighbors; i++) (rows[(row * neighbors) + i], distances[(row * neighbors) + i]) = (sorted[i].Row, (float)sorted[i].Distance);
        }

        return new NeighborTable(count, neighbors, rows, distances);
    }

    /// <summary>Different neighbours of each row, drawn at random, with ascending distances; some rows begin with distances of 0.</summary>
    public static NeighborTable RandomNeighbors(int count, int neighbors, ulong seed)
    {
        SplitMix64 random = new(seed);
        int[] rows = new int[count * neighbors];
        float[] distances = new float[count * neighbors];
        for (int row = 0; row < count; row++)
        {
            int[] others = random.NextSample(count - 1, neighbors);
            float distance = 0;
            for (int i = 0; i < neighbors; i++)
            {
                distance += random.NextInt32(4) == 0 ? 0 : (float)random.NextDouble();
                (rows[(row * neighbors) + i], distances[(row * neighbors) + i]) = (others[i] + (others[i] >= row ? 1 : 0), distance);
            }
        }

        return new NeighborTable(count, neighbors, rows, distances);
    }

    private static double Distance(FloatMatrix matrix, int x, int y)
    {
        double sum = 0;
        for (int i = 0; i < matrix.Dimensions; i++) sum += ((double)matrix[x][i] - matrix[y][i]) * ((double)matrix[x][i] - matrix[y][i]);
        return Math.Sqrt(sum);
    }
}
