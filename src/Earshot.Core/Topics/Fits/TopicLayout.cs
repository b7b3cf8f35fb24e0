using System.Globalization;
using Earshot.Core.Topics.Life;

namespace Earshot.Core.Topics.Fits;

/// <summary>Which topics of a view are shown at a detail, and where each text's is among them: looked up once for rows by the million.</summary>
internal sealed class TopicLayout
{
    private readonly Dictionary<int, int> _ofLeaf = [];
    private readonly Dictionary<long, int> _ofMoved = [];

    /// <summary>The topics of a detail.</summary>
    /// <param name="fit">The fit.</param>
    /// <param name="view">The fit as people left it.</param>
    /// <param name="detail">0 for the coarsest; beyond the finest, that one.</param>
    public TopicLayout(TopicFit fit, TopicView view, int detail)
    {
        detail = Math.Clamp(detail, 0, fit.Levels - 1);
        Topics = [.. view.Topics(detail).Select(topic => new ShownTopic(topic.Id, Path(topic.Path)))];
        Dictionary<int, int> places = Topics.Select((topic, place) => (topic.Id, place)).ToDictionary();
        foreach (FittedTopic leaf in fit.AtLevel(fit.Levels - 1))
        {
            _ofLeaf[leaf.Id] = places[view.ShownFor(leaf.Id, detail)];
            Main[leaf.Id] = view.ShownFor(leaf.Id, fit.MainLevel);
        }

        foreach (long text in view.MovedTexts) _ofMoved[text] = places[view.Shown(text, -1, detail)];
    }

    /// <summary>The topics, the largest first.</summary>
    public IReadOnlyList<ShownTopic> Topics { get; }

    /// <summary>Of each finest topic the one that it is part of at the main level.</summary>
    public Dictionary<int, int> Main { get; } = [];

    /// <summary>The place in <see cref="Topics"/> of a text.</summary>
    /// <param name="text">Its hash.</param>
    /// <param name="leaf">The topic of the finest level that it is in, −1 for none.</param>
    /// <returns>−1 for none.</returns>
    public int PlaceOf(long text, int leaf) => _ofMoved.TryGetValue(text, out int place) ? place : _ofLeaf.GetValueOrDefault(leaf, -1);

    /// <summary>Whether people put a text where it is.</summary>
    public bool IsMoved(long text) => _ofMoved.Count > 0 && _ofMoved.ContainsKey(text);

    private static string Path(IReadOnlyList<int> topics) => string.Join('/', topics.Select(topic => topic.ToString(CultureInfo.InvariantCulture)));
}
