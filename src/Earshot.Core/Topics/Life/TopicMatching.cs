using Earshot.Core.Topics.Fits;

namespace Earshot.Core.Topics.Life;

/// <summary>
/// Which topic of a refit is which of the fit before. Topics of one level are the same when at least two fifths of the texts of either, of those that both
/// fits looked at, are in both (Jaccard's index; after Greene, Doyle, Cunningham 2010, with splits and absorptions as in MONIC, Spiliopoulou et al. 2006).
/// Where too few texts are shared to tell, they are the same when their centroids are nearest to each other by far. What is near but not clearly the same is
/// another topic.
/// </summary>
internal static class TopicMatching
{
    /// <summary>The numbers of the next fit's topics and what became of those of the fit before.</summary>
    /// <param name="previous">The fit before, with the numbers that its topics go by.</param>
    /// <param name="next">The next fit; its numbers tell its topics apart and mean nothing else.</param>
    /// <param name="nextNumber">The first number that no topic ever had.</param>
    /// <param name="comparable">Whether the vectors of both are by the same model; they are not compared where they have not the same length.</param>
    /// <exception cref="ArgumentOutOfRangeException">A topic of <paramref name="previous"/> has <paramref name="nextNumber"/> or a higher number.</exception>
    public static TopicMatch Match(TopicFit previous, TopicFit next, int nextNumber, bool comparable = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(nextNumber, previous.Topics.Keys.DefaultIfEmpty(-1).Max());
        int[] rows = SharedTexts.Rows(previous, next);
        bool compare = comparable && previous.Vectors.Dimensions == next.Vectors.Dimensions;
        (TopicCentroids, TopicCentroids)? centroids = compare ? (new TopicCentroids(previous), new TopicCentroids(next)) : null;
        List<LevelMatching> levels = [];
        for (int level = 0; level < next.Levels; level++)
        {
            if (LevelBefore(previous, next, level) is not { } before) continue;
            levels.Add(new LevelMatching(previous, before, next, level, new SharedTexts(previous, before, next, level, rows), centroids));
        }

        Dictionary<int, int> numbers = [];
        foreach (LevelMatching level in levels)
            foreach ((int old, int @new) in level.Same) numbers[@new] = old;
        GiveNew(next, numbers, ref nextNumber);

        IEnumerable<TopicTransition> transitions = levels.SelectMany(level => level.Transitions(numbers))
            .Concat(LevelsGone(previous, levels))
            .Concat(LevelsNew(next, levels, numbers));
        return new TopicMatch(
            next.Renumbered(numbers),
            nextNumber,
            [
                .. transitions.OrderBy(transition => transition.Level).ThenBy(transition => transition.Kind)
                    .ThenBy(transition => transition.After.Concat(transition.Before).First()),
            ]);
    }

    // Main level with main level; coarser ones by their number, so that the first is with the first; finer ones by how far below the main level they lie.
    private static int? LevelBefore(TopicFit previous, TopicFit next, int level)
    {
        if (level < next.MainLevel) return level < previous.MainLevel ? level : null;
        int before = previous.MainLevel + level - next.MainLevel;
        return before < previous.Levels ? before : null;
    }

    private static void GiveNew(TopicFit fit, Dictionary<int, int> numbers, ref int next)
    {
        foreach (int level in Enumerable.Range(0, fit.Levels).OrderBy(level => level != fit.MainLevel))
            foreach (FittedTopic topic in fit.AtLevel(level))
                if (!numbers.ContainsKey(topic.Id)) numbers[topic.Id] = next++;
    }

    private static IEnumerable<TopicTransition> LevelsGone(TopicFit previous, List<LevelMatching> levels) =>
        from level in Enumerable.Range(0, previous.Levels)
        where levels.TrueForAll(matched => matched.LevelBefore != level)
        from topic in previous.AtLevel(level)
        select new TopicTransition(TopicTransitionKind.Died, level, [topic.Id], [], (double)topic.Texts / previous.TextHashes.Length, 0, []);

    private static IEnumerable<TopicTransition> LevelsNew(TopicFit next, List<LevelMatching> levels, Dictionary<int, int> numbers) =>
        from level in Enumerable.Range(0, next.Levels)
        where levels.TrueForAll(matched => matched.Level != level)
        from topic in next.AtLevel(level)
        select new TopicTransition(TopicTransitionKind.Born, level, [], [numbers[topic.Id]], 0, (double)topic.Texts / next.TextHashes.Length, []);
}
