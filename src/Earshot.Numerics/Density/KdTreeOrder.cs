namespace Earshot.Numerics.Density;

/// <summary>The order of points in a balanced tree: halves by the median of the widest side, and so on.</summary>
internal static class KdTreeOrder
{
    // this many subtrees are ordered at once; above them each level is one piece of work for each node
    private const int SharedLevels = 6;

    /// <summary>The row of each point.</summary>
    public static int[] Of(double[] values, int dimensions, int levels, int threads, CancellationToken cancellation)
    {
        int count = values.Length / dimensions;
        int[] rows = new int[count];
        for (int row = 0; row < count; row++) rows[row] = row;
        Keyed[] keys = new Keyed[count];
        int shared = Math.Min(SharedLevels, levels);
        for (int level = 0; level < shared; level++)
        {
            int depth = level;
            Chunks.ForEach(1 << level, 1, threads, (node, _, _) => Halve(node, depth), cancellation);
        }

        Chunks.ForEach(1 << shared, 1, threads, (node, _, _) => Order(node, shared), cancellation);
        return rows;

        void Order(int node, int level)
        {
            if (level == levels) return;
            Halve(node, level);
            Order(2 * node, level + 1);
            Order((2 * node) + 1, level + 1);
        }

        void Halve(int node, int level)
        {
            int first = Start(2 * node, level + 1), middle = Start((2 * node) + 1, level + 1), end = Start((2 * node) + 2, level + 1);
            Span<int> part = rows.AsSpan(first, end - first);
            Span<Keyed> keyed = keys.AsSpan(first, end - first);
            int side = WidestSide(values, dimensions, part);
            for (int i = 0; i < part.Length; i++) keyed[i] = new Keyed(values[(part[i] * dimensions) + side], part[i]);
            Split(keyed, middle - first);
            for (int i = 0; i < part.Length; i++) part[i] = keyed[i].Row;
        }

        int Start(int node, int level) => (int)(((long)count * node) >> level);
    }

    private static int WidestSide(double[] values, int dimensions, ReadOnlySpan<int> rows)
    {
        Span<double> low = dimensions <= 64 ? stackalloc double[dimensions] : new double[dimensions];
        Span<double> high = dimensions <= 64 ? stackalloc double[dimensions] : new double[dimensions];
        values.AsSpan(rows[0] * dimensions, dimensions).CopyTo(low);
        low.CopyTo(high);
        foreach (int row in rows)
        {
            ReadOnlySpan<double> point = values.AsSpan(row * dimensions, dimensions);
            for (int i = 0; i < point.Length; i++)
            {
                if (point[i] < low[i]) low[i] = point[i];
                if (point[i] > high[i]) high[i] = point[i];
            }
        }

        int widest = 0;
        for (int i = 1; i < dimensions; i++)
            if (high[i] - low[i] > high[widest] - low[widest]) widest = i;
        return widest;
    }

    /// <summary>Puts the smallest <paramref name="middle"/> keys first (Hoare's quickselect; the pivots are drawn, so that no order of rows is slow).</summary>
    private static void Split(Span<Keyed> keys, int middle)
    {
        SplitMix64 random = new((ulong)keys.Length);
        int low = 0, high = keys.Length - 1;
        while (low < high)
        {
            int count = high - low + 1;
            double pivot = Median(keys[low + random.NextInt32(count)].Key, keys[low + (count / 2)].Key, keys[low + random.NextInt32(count)].Key);
            int i = low, j = high;
            while (i <= j)
            {
                while (keys[i].Key < pivot) i++;
                while (keys[j].Key > pivot) j--;
                if (i > j) break;
                (keys[i], keys[j]) = (keys[j], keys[i]);
                i++;
                j--;
            }

            if (middle <= j) high = j;
            else if (middle >= i) low = i;
            else return;
        }
    }

    private static double Median(double a, double b, double c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));

    private readonly record struct Keyed(double Key, int Row);
}
