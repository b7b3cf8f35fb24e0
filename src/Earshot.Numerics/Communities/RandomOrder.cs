namespace Earshot.Numerics.Communities;

/// <summary>Numbers in an order in which any is equally likely (Fisher and Yates).</summary>
internal static class RandomOrder
{
    /// <summary>0 to <paramref name="count"/> − 1.</summary>
    public static int[] Of(int count, ref SplitMix64 random)
    {
        int[] order = Partition.Singletons(count);
        for (int last = count - 1; last > 0; last--)
        {
            int other = random.NextInt32(last + 1);
            (order[last], order[other]) = (order[other], order[last]);
        }

        return order;
    }
}
