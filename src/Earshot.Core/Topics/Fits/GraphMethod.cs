using System.Globalization;
using Earshot.Numerics.Communities;
using Earshot.Numerics.Vectors;

namespace Earshot.Core.Topics.Fits;

/// <summary>Communities of the neighbour graph, at three levels: a coarse one to be read on one screen, the main one, and a fine one within it.</summary>
public sealed class GraphMethod : ITopicMethod
{
    /// <summary>Groups that the topics of a fit lie in at most: so many can be read at once.</summary>
    public const int MostGroups = 20;

    private readonly GraphTopicsOptions _options;

    /// <summary>The method.</summary>
    /// <param name="topics">Topics of the main level, about; 0 leaves the number to the texts.</param>
    /// <param name="seed">Seed of every random choice.</param>
    public GraphMethod(int topics, ulong seed) => _options = new GraphTopicsOptions { Topics = topics, Seed = seed, MostCoarsest = MostGroups, Components = FitNeighbors.Components };

    public string Name => "graph";

    public ulong Seed => _options.Seed;

    public IReadOnlyDictionary<string, string> Options => new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["seed"] = _options.Seed.ToString(CultureInfo.InvariantCulture),
        ["topics"] = _options.Topics == 0 ? "by the texts" : _options.Topics.ToString(CultureInfo.InvariantCulture),
    };

    public FoundTopics Find(IRows vectors, int[]? previous, int threads, CancellationToken cancellation)
    {
        if (vectors.Count < 2 * _options.LeastSize) return OneTopic(vectors.Count);
        GraphTopicsFit fit = GraphTopics.Fit(vectors, _options, previous, threads, cancellation);
        return new FoundTopics([.. fit.Levels.Reverse().Select(level => level.Labels)], fit.Levels.Count - 1 - fit.MainLevel, fit.Memberships)
        {
            Neighbors = fit.Neighbors,
        };
    }

    // too few to be told apart
    private static FoundTopics OneTopic(int texts) => new([new int[texts]], 0, [.. Enumerable.Repeat(1f, texts)]);
}
