using Earshot.Core.Topics.Fits;

namespace Earshot.Core.Topics.Life;

/// <summary>How often texts that two fits both looked at are in a topic of a level of the one and in a topic of a level of the other.</summary>
internal sealed class SharedTexts
{
    private readonly Dictionary<(int Before, int After), int> _both = [];
    private readonly Dictionary<int, int> _before = [];
    private readonly Dictionary<int, int> _after = [];

    /// <summary>The counts of two levels.</summary>
    /// <param name="previous">The fit before.</param>
    /// <param name="previousLevel">A level of it.</param>
    /// <param name="next">The next fit.</param>
    /// <param name="nextLevel">A level of it.</param>
    /// <param name="rows">Of each text of the next fit its row in the fit before, −1 where that did not look at it.</param>
    public SharedTexts(TopicFit previous, int previousLevel, TopicFit next, int nextLevel, ReadOnlySpan<int> rows)
    {
        Dictionary<int, int> before = Ancestors(previous, previousLevel), after = Ancestors(next, nextLevel);
        for (int text = 0; text < rows.Length; text++)
        {
            if (rows[text] < 0) continue;
            int old = before[previous.Leaves[rows[text]]], @new = after[next.Leaves[text]];
            if (old >= 0) _before[old] = OfBefore(old) + 1;
            if (@new >= 0) _after[@new] = OfAfter(@new) + 1;
            if (old >= 0 && @new >= 0) _both[(old, @new)] = Both(old, @new) + 1;
        }
    }

    /// <summary>Pairs of topics that have a text in common.</summary>
    public IEnumerable<(int Before, int After)> Pairs => _both.Keys;

    /// <summary>Texts of an earlier topic that both fits looked at.</summary>
    public int OfBefore(int topic) => _before.GetValueOrDefault(topic);

    /// <summary>Texts of a later topic that both fits looked at.</summary>
    public int OfAfter(int topic) => _after.GetValueOrDefault(topic);

    /// <summary>Texts that are in both topics.</summary>
    public int Both(int before, int after) => _both.GetValueOrDefault((before, after));

    /// <summary>Of each text of <paramref name="next"/> its row in <paramref name="previous"/>, −1 where it is not there.</summary>
    public static int[] Rows(TopicFit previous, TopicFit next)
    {
        Dictionary<long, int> rows = new(previous.TextHashes.Length);
        for (int row = 0; row < previous.TextHashes.Length; row++) rows[previous.TextHashes[row]] = row;
        var found = new int[next.TextHashes.Length];
        for (int text = 0; text < found.Length; text++) found[text] = rows.TryGetValue(next.TextHashes[text], out int row) ? row : -1;
        return found;
    }

    /// <summary>Of each finest topic the topic of a level that it lies within; −1, no topic, stays.</summary>
    public static Dictionary<int, int> Ancestors(TopicFit fit, int level)
    {
        Dictionary<int, int> ancestors = new() { [-1] = -1 };
        foreach (FittedTopic topic in fit.Topics.Values)
            if (topic.Level == fit.Levels - 1) ancestors[topic.Id] = fit.Ancestor(topic.Id, level).Id;
        return ancestors;
    }
}
