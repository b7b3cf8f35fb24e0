using Earshot.Core.Topics.Fits;

namespace Earshot.Core.Topics.Life;

/// <summary>
/// Of each finest topic, and of each text that was moved, the topics that it lies within from level 0 to the finest, as edits leave them. A topic stands
/// in several places of a path where it was put into one that is more than a level coarser.
/// </summary>
internal sealed class TopicPaths
{
    private readonly SortedDictionary<int, int[]> _ofLeaf = [];
    private readonly Dictionary<long, int[]> _ofText = [];
    private readonly Dictionary<int, int> _sizes = [];

    public TopicPaths(TopicFit fit)
    {
        Levels = fit.Levels;
        foreach (FittedTopic leaf in fit.Topics.Values.Where(topic => topic.Level == fit.Levels - 1))
        {
            _ofLeaf[leaf.Id] = [.. Enumerable.Range(0, fit.Levels).Select(level => fit.Ancestor(leaf.Id, level).Id)];
            _sizes[leaf.Id] = leaf.Texts;
        }
    }

    public int Levels { get; }

    /// <summary>The finest topics of the fit, by number, with their paths.</summary>
    public IEnumerable<KeyValuePair<int, int[]>> OfLeaves => _ofLeaf;

    /// <summary>The path of a finest topic of the fit; null where there is none of this number.</summary>
    public int[]? OfLeaf(int leaf) => _ofLeaf.GetValueOrDefault(leaf);

    /// <summary>The paths of the texts that were moved, by hash.</summary>
    public IReadOnlyDictionary<long, int[]> OfMoved => _ofText;

    /// <summary>The coarsest level at which a topic is, as the edits so far leave it; −1 where it is nowhere.</summary>
    public int LevelOf(int topic) => _ofLeaf.Values.Select(path => Array.IndexOf(path, topic)).Where(level => level >= 0).DefaultIfEmpty(-1).Min();

    /// <summary>The different topics within a topic at the next finer level, by number.</summary>
    public int[] Within(int topic)
    {
        int level = LevelOf(topic);
        if (level < 0 || level + 1 >= Levels) return [];
        return [.. _ofLeaf.Values.Where(path => path[level] == topic).Select(path => path[level + 1]).Distinct().Order()];
    }

    /// <summary>The topics of any level that have exactly the tickets of one, itself among them, the coarsest first; none where it is nowhere.</summary>
    public int[] SameAs(int topic)
    {
        int[][] all = [.. _ofLeaf.Values, .. _ofText.Values];
        int[][] own = [.. all.Where(path => path.Contains(topic))];
        if (own.Length == 0) return [];
        return [.. own[0].Distinct().Where(other => Array.TrueForAll(all, path => path.Contains(other) == path.Contains(topic)))];
    }

    /// <summary>The topics that stand above a topic in any path, and itself.</summary>
    public IEnumerable<int> Above(int topic) =>
        _ofLeaf.Values.Where(path => path.Contains(topic)).SelectMany(path => path.TakeWhile(other => other != topic)).Append(topic);

    /// <summary>Puts all of a topic into another that is not finer: at its level and above, its paths are those of the other.</summary>
    public void Put(int topic, int into)
    {
        (int from, int to) = (LevelOf(topic), LevelOf(into));
        int[] target = LargestIn(into);
        foreach (int[] path in _ofLeaf.Values.Concat(_ofText.Values).Where(path => path[from] == topic).ToArray())
        {
            target.AsSpan(0, to + 1).CopyTo(path);
            path.AsSpan(to + 1, Math.Max(0, from - to)).Fill(topic);
        }
    }

    /// <summary>Puts a text into a topic: into the largest of the finest topics within it.</summary>
    public void Move(long text, int into) => _ofText[text] = [.. LargestIn(into)];

    private int[] LargestIn(int topic)
    {
        int level = LevelOf(topic);
        return [.. _ofLeaf.Where(leaf => leaf.Value[level] == topic).OrderByDescending(leaf => _sizes[leaf.Key]).ThenBy(leaf => leaf.Key).First().Value];
    }
}
