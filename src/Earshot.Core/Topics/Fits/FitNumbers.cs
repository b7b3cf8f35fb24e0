namespace Earshot.Core.Topics.Fits;

/// <summary>Numbers for the topics of a fit.</summary>
internal static class FitNumbers
{
    /// <summary>A fit that has none before it: the topics of the main level are 0, 1, … by size, and those of the other levels, the coarsest first, go on from there.</summary>
    public static TopicFit First(FitSample sample, FoundTopics found)
    {
        int[] starts = new int[found.Levels.Count];
        int next = Count(found.Levels[found.MainLevel]);
        for (int level = 0; level < starts.Length; level++)
        {
            if (level == found.MainLevel) continue;
            starts[level] = next;
            next += Count(found.Levels[level]);
        }

        Dictionary<int, int> parents = [];
        IReadOnlyList<int> finest = found.Levels[^1];
        int[] leaves = [.. finest.Select(topic => topic < 0 ? -1 : topic + starts[^1])];
        for (int row = 0; row < leaves.Length; row++)
        {
            for (int level = 1; leaves[row] >= 0 && level < starts.Length; level++)
                parents[found.Levels[level][row] + starts[level]] = found.Levels[level - 1][row] + starts[level - 1];
        }

        return new TopicFit(sample.TextHashes, leaves, [.. found.Memberships], sample.Vectors, parents, starts.Length, found.MainLevel);
    }

    private static int Count(IReadOnlyList<int> topics) => topics.Count == 0 ? 0 : topics.Max() + 1;
}
