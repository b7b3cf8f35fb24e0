using System.Globalization;

namespace Earshot.Core.Topics.Fits;

/// <summary>Which topics of a fit are shown: those of one of its levels.</summary>
internal sealed class TopicLayout
{
    private readonly Dictionary<int, int> _places = [];

    /// <summary>The topics of a level.</summary>
    /// <param name="fit">The fit.</param>
    /// <param name="level">0 for the coarsest; beyond the finest, that one.</param>
    public TopicLayout(TopicFit fit, int level)
    {
        level = Math.Clamp(level, 0, fit.Levels - 1);
        IReadOnlyList<FittedTopic> shown = fit.AtLevel(level);
        Topics = [.. shown.Select(topic => new ShownTopic(topic.Id, Path(fit, topic)))];
        Dictionary<int, int> places = shown.Select((topic, place) => (topic.Id, place)).ToDictionary();
        foreach (FittedTopic leaf in fit.AtLevel(fit.Levels - 1)) _places[leaf.Id] = places[fit.Ancestor(leaf.Id, level).Id];
    }

    /// <summary>The topics, the largest first.</summary>
    public IReadOnlyList<ShownTopic> Topics { get; }

    /// <summary>The place in <see cref="Topics"/> of a topic of the finest level; −1 for none.</summary>
    public int PlaceOf(int leaf) => _places.GetValueOrDefault(leaf, -1);

    private static string Path(TopicFit fit, FittedTopic topic) =>
        string.Join('/', Enumerable.Range(0, topic.Level + 1).Select(level => fit.Ancestor(topic.Id, level).Id.ToString(CultureInfo.InvariantCulture)));
}
