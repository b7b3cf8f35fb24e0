using Earshot.Numerics.Vectors;

namespace Earshot.Core.Topics.Fits;

/// <summary>
/// Topics as a fit found them: the texts it looked at with their vectors, the topic that each is in at every level, and the topics themselves. Levels nest:
/// a topic lies within one of the level before. All other texts join by their nearest neighbours among these.
/// </summary>
public sealed class TopicFit
{
    private readonly Dictionary<int, FittedTopic> _topics;
    private readonly long[] _textHashes;
    private readonly int[] _leaves;
    private readonly float[] _memberships;

    /// <summary>A fit from its parts, which are kept, not copied.</summary>
    /// <param name="textHashes">Of each text its stable hash, all different.</param>
    /// <param name="leaves">Of each text its topic at the finest level, −1 where it is in none.</param>
    /// <param name="memberships">Of each text how much it belongs to its topic at the main level, 0 to 1.</param>
    /// <param name="vectors">A row a text.</param>
    /// <param name="parents">Of each topic that is not of the coarsest level the one that it lies within.</param>
    /// <param name="levels">How many levels there are, at least 1.</param>
    /// <param name="mainLevel">The level that the fit aimed at, below <paramref name="levels"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ, or a topic does not have an ancestor at each level.</exception>
    public TopicFit(
        long[] textHashes, int[] leaves, float[] memberships, QuantizedMatrix vectors, IReadOnlyDictionary<int, int> parents, int levels, int mainLevel)
    {
        if (leaves.Length != textHashes.Length || memberships.Length != textHashes.Length || vectors.Count != textHashes.Length)
            throw new ArgumentException($"{textHashes.Length} texts, {leaves.Length} topics, {memberships.Length} memberships, {vectors.Count} vectors", nameof(leaves));
        ArgumentOutOfRangeException.ThrowIfLessThan(levels, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(mainLevel);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(mainLevel, levels);
        (_textHashes, _leaves, _memberships, Vectors, Levels, MainLevel) = (textHashes, leaves, memberships, vectors, levels, mainLevel);
        _topics = Count(leaves, parents, levels);
    }

    /// <summary>How many levels there are; level 0 is the coarsest.</summary>
    public int Levels { get; }

    /// <summary>The level that the fit aimed at.</summary>
    public int MainLevel { get; }

    /// <summary>Mean cosine distance to its nearest texts of the fit, in the space that neighbours are searched in, beyond which a text fits nowhere.</summary>
    public float Reach { get; init; } = float.PositiveInfinity;

    /// <summary>The vectors of the texts.</summary>
    public QuantizedMatrix Vectors { get; }

    /// <summary>Of each text its stable hash.</summary>
    public ReadOnlySpan<long> TextHashes => _textHashes;

    /// <summary>Of each text its topic at the finest level, −1 where it is in none.</summary>
    public ReadOnlySpan<int> Leaves => _leaves;

    /// <summary>Of each text how much it belongs to its topic at the main level, 0 to 1.</summary>
    public ReadOnlySpan<float> Memberships => _memberships;

    /// <summary>All topics of all levels, by number.</summary>
    public IReadOnlyDictionary<int, FittedTopic> Topics => _topics;

    /// <summary>The topics of a level, the largest first, of one size by number.</summary>
    public IReadOnlyList<FittedTopic> AtLevel(int level) =>
        [.. _topics.Values.Where(topic => topic.Level == level).OrderByDescending(topic => topic.Texts).ThenBy(topic => topic.Id)];

    /// <summary>The topic of a level that a topic lies within; itself at its own level.</summary>
    /// <exception cref="KeyNotFoundException">There is no such topic.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The level is finer than the topic's own.</exception>
    public FittedTopic Ancestor(int topic, int level)
    {
        FittedTopic at = _topics[topic];
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, at.Level);
        while (at.Level > level) at = _topics[at.Parent!.Value];
        return at;
    }

    /// <summary>The same fit with other numbers for its topics.</summary>
    /// <param name="ids">Of each topic its new number; all different.</param>
    /// <exception cref="KeyNotFoundException">A topic has no new number.</exception>
    public TopicFit Renumbered(IReadOnlyDictionary<int, int> ids) => new(
        _textHashes,
        Array.ConvertAll(_leaves, leaf => leaf < 0 ? leaf : ids[leaf]),
        _memberships,
        Vectors,
        _topics.Values.Where(topic => topic.Parent is not null).ToDictionary(topic => ids[topic.Id], topic => ids[topic.Parent!.Value]),
        Levels,
        MainLevel)
    {
        Reach = Reach,
    };

    private static Dictionary<int, FittedTopic> Count(int[] leaves, IReadOnlyDictionary<int, int> parents, int levels)
    {
        Dictionary<int, FittedTopic> topics = [];
        foreach (IGrouping<int, int> leaf in leaves.Where(leaf => leaf >= 0).GroupBy(leaf => leaf))
        {
            int texts = leaf.Count(), id = leaf.Key;
            for (int level = levels - 1; level >= 0; level--)
            {
                int? parent = level == 0 ? null : parents.TryGetValue(id, out int above) ? above : throw new ArgumentException($"topic {id} lies within none", nameof(parents));
                int before = topics.TryGetValue(id, out FittedTopic? known) ? known.Texts : 0;
                if (known is not null && known.Level != level) throw new ArgumentException($"topic {id} is of two levels", nameof(parents));
                topics[id] = new FittedTopic(id, level, parent, before + texts);
                if (parent is not null) id = parent.Value;
            }
        }

        return topics;
    }
}
