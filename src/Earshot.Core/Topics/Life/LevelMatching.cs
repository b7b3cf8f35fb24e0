using Earshot.Core.Topics.Fits;

namespace Earshot.Core.Topics.Life;

/// <summary>The topics of one level of two fits: which are the same, and what became of the others.</summary>
internal sealed class LevelMatching
{
    /// <summary>Jaccard's index from which on two topics are the same: of two of one size, 57 % of each are in both.</summary>
    internal const double SameTexts = 0.4;

    /// <summary>Shared texts of a topic that are enough to tell, where they are not half of its texts anyway.</summary>
    internal const int EnoughTexts = 10;

    /// <summary>Cosine of centroids below which two topics are never the same.</summary>
    internal const double SameCentroid = 0.8;

    /// <summary>How much nearer the same topic's centroid must be than the next one's: its distance, 1 − cosine, at most this share of that one's.</summary>
    internal const double ClearlyNearer = 0.5;

    // A part of a split has this share of the texts at least; what tears off a smaller piece has not split.
    private const double LeastPart = 0.1;
    private const double Mostly = 0.5;
    private const double AboutTheSame = 0.1;

    private readonly TopicFit _previous;
    private readonly TopicFit _next;
    private readonly SharedTexts _shared;
    private readonly (TopicCentroids Before, TopicCentroids After)? _centroids;
    private readonly IReadOnlyList<FittedTopic> _old;
    private readonly IReadOnlyList<FittedTopic> _new;
    private readonly Dictionary<int, int> _after = [];
    private readonly Dictionary<int, int> _before = [];

    public LevelMatching(
        TopicFit previous, int levelBefore, TopicFit next, int level, SharedTexts shared, (TopicCentroids Before, TopicCentroids After)? centroids)
    {
        (_previous, LevelBefore, _next, Level, _shared, _centroids) = (previous, levelBefore, next, level, shared, centroids);
        (_old, _new) = (previous.AtLevel(levelBefore), next.AtLevel(level));
        MatchByTexts();
        MatchByCentroids();
    }

    public int LevelBefore { get; }

    public int Level { get; }

    /// <summary>Topics that are the same, by the numbers they have in their fits.</summary>
    public IEnumerable<(int Before, int After)> Same => _after.Select(pair => (pair.Key, pair.Value));

    /// <summary>What became of the topics of this level.</summary>
    /// <param name="numbers">Of each topic of the next fit the number it goes by.</param>
    public IEnumerable<TopicTransition> Transitions(IReadOnlyDictionary<int, int> numbers)
    {
        HashSet<int> toldBefore = [], toldAfter = [];
        foreach (FittedTopic old in _old)
        {
            int[] parts = [.. _new.Select(topic => topic.Id).Where(topic => IsPart(old.Id, topic))];
            if (parts.Length < 2) continue;
            toldBefore.Add(old.Id);
            toldAfter.UnionWith(parts);
            yield return Transition(TopicTransitionKind.Split, [old.Id], parts, numbers);
        }

        foreach (FittedTopic @new in _new)
        {
            int[] parts = [.. _old.Select(topic => topic.Id).Where(topic => IsAbsorbed(topic, @new.Id))];
            if (parts.Length < 2) continue;
            toldBefore.UnionWith(parts);
            toldAfter.Add(@new.Id);
            yield return Transition(TopicTransitionKind.Merged, parts, [@new.Id], numbers);
        }

        foreach (FittedTopic old in _old)
        {
            if (toldBefore.Contains(old.Id)) continue;
            if (!_after.TryGetValue(old.Id, out int @new)) yield return Transition(TopicTransitionKind.Died, [old.Id], [], numbers);
            else if (!toldAfter.Contains(@new)) yield return Transition(Kind(old.Id, @new), [old.Id], [@new], numbers);
        }

        foreach (FittedTopic @new in _new)
            if (!toldAfter.Contains(@new.Id) && !_before.ContainsKey(@new.Id)) yield return Transition(TopicTransitionKind.Born, [], [@new.Id], numbers);
    }

    // Greedy is as good as the best assignment here: a topic has rarely two partners with two fifths in common.
    private void MatchByTexts()
    {
        IEnumerable<TopicOverlap> alike = _shared.Pairs.Where(pair => IsEnough(pair.Before, pair.After))
            .Select(pair => Overlap(pair.Before, pair.After, cosine: false)).Where(pair => pair.Jaccard >= SameTexts);
        foreach (TopicOverlap pair in alike.OrderByDescending(pair => pair.Jaccard).ThenBy(pair => pair.Before).ThenBy(pair => pair.After))
        {
            if (!_after.ContainsKey(pair.Before) && !_before.ContainsKey(pair.After)) Join(pair.Before, pair.After);
        }
    }

    private void MatchByCentroids()
    {
        if (_centroids is null) return;
        foreach (FittedTopic old in _old)
        {
            if (_after.ContainsKey(old.Id) || ClearlyNearest(_new, topic => Cosine(old.Id, topic)) is not { } @new) continue;
            if (_before.ContainsKey(@new) || IsEnough(old.Id, @new)) continue;
            if (ClearlyNearest(_old, topic => Cosine(topic, @new)) == old.Id) Join(old.Id, @new);
        }
    }

    private static int? ClearlyNearest(IReadOnlyList<FittedTopic> topics, Func<int, double> cosine)
    {
        (int Topic, double Cosine) nearest = (-1, -2);
        double second = -2;
        foreach (FittedTopic topic in topics)
        {
            double at = cosine(topic.Id);
            if (at > nearest.Cosine) (nearest, second) = ((topic.Id, at), nearest.Cosine);
            else second = Math.Max(second, at);
        }

        return nearest.Cosine >= SameCentroid && (topics.Count == 1 || 1 - nearest.Cosine <= ClearlyNearer * (1 - second)) ? nearest.Topic : null;
    }

    private void Join(int old, int @new) => (_after[old], _before[@new]) = (@new, old);

    private bool IsEnough(int old, int @new) =>
        Tells(_shared.OfBefore(old), _previous.Topics[old].Texts) && Tells(_shared.OfAfter(@new), _next.Topics[@new].Texts);

    private static bool Tells(int shared, int texts) => shared >= EnoughTexts || 2 * shared >= texts;

    // The topic itself, or one of its own that is mostly made of it; what flows over to a topic that goes on from another is no part.
    private bool IsPart(int old, int @new)
    {
        int both = _shared.Both(old, @new);
        if (both == 0 || both < LeastPart * _shared.OfBefore(old)) return false;
        return _before.TryGetValue(@new, out int from) ? from == old : IsEnough(old, @new) && both >= Mostly * _shared.OfAfter(@new);
    }

    private bool IsAbsorbed(int old, int @new)
    {
        int both = _shared.Both(old, @new);
        if (both == 0) return false;
        return _after.TryGetValue(old, out int to) ? to == @new : IsEnough(old, @new) && both >= Mostly * _shared.OfBefore(old);
    }

    private TopicTransitionKind Kind(int old, int @new)
    {
        double before = ShareBefore(old), after = ShareAfter(@new);
        return after > before * (1 + AboutTheSame) ? TopicTransitionKind.Grown
            : after < before * (1 - AboutTheSame) ? TopicTransitionKind.Shrunk : TopicTransitionKind.Continued;
    }

    private TopicTransition Transition(TopicTransitionKind kind, IReadOnlyList<int> before, IReadOnlyList<int> after, IReadOnlyDictionary<int, int> numbers)
    {
        IEnumerable<TopicOverlap> evidence = before.SelectMany(_ => after, (old, @new) => Overlap(old, @new, cosine: true));
        if (before.Count == 0) evidence = Nearest(_old.Select(old => Overlap(old.Id, after[0], cosine: true)));
        if (after.Count == 0) evidence = Nearest(_new.Select(@new => Overlap(before[0], @new.Id, cosine: true)));
        return new TopicTransition(
            kind, after.Count == 0 ? LevelBefore : Level, before, [.. after.Select(topic => numbers[topic])], before.Sum(ShareBefore), after.Sum(ShareAfter),
            [
                .. evidence.OrderByDescending(pair => pair.Shared).ThenBy(pair => pair.Before).ThenBy(pair => pair.After)
                    .Select(pair => pair with { After = numbers[pair.After] }),
            ]);
    }

    // By texts where some are shared, else by centroids; nothing where neither says anything.
    private static IEnumerable<TopicOverlap> Nearest(IEnumerable<TopicOverlap> pairs) =>
        pairs.Where(pair => pair.Shared > 0 || pair.Cosine is not null)
            .OrderByDescending(pair => pair.Jaccard).ThenByDescending(pair => pair.Cosine).ThenBy(pair => pair.Before).ThenBy(pair => pair.After).Take(1);

    private TopicOverlap Overlap(int old, int @new, bool cosine) => new(
        old, @new, _shared.Both(old, @new), _shared.OfBefore(old), _shared.OfAfter(@new),
        cosine && _centroids is not null ? Math.Round(Cosine(old, @new), 4) : null);

    private double Cosine(int old, int @new) => TopicCentroids.Cosine(_centroids!.Value.Before, old, _centroids.Value.After, @new);

    private double ShareBefore(int topic) => (double)_previous.Topics[topic].Texts / _previous.TextHashes.Length;

    private double ShareAfter(int topic) => (double)_next.Topics[topic].Texts / _next.TextHashes.Length;
}
