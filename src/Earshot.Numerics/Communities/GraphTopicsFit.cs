using Earshot.Numerics.Graphs;
using Earshot.Numerics.Neighbors;

namespace Earshot.Numerics.Communities;

/// <summary>Topics that were found.</summary>
public sealed record GraphTopicsFit
{
    internal GraphTopicsFit(WeightedGraph graph, IReadOnlyList<GraphTopicsLevel> levels, int mainLevel, float[] memberships)
    {
        (Graph, Levels, MainLevel, Memberships) = (graph, levels, mainLevel, memberships);
    }

    /// <summary>The graph whose communities they are: a node a row.</summary>
    public WeightedGraph Graph { get; }

    /// <summary>The nearest rows that its edges came from, in the components; null where the graph was given.</summary>
    public NeighborTable? Neighbors { get; init; }

    /// <summary>The levels, finest first: a topic of one lies within a topic of the next.</summary>
    public IReadOnlyList<GraphTopicsLevel> Levels { get; }

    /// <summary>Which of the levels has the γ that was asked for.</summary>
    public int MainLevel { get; }

    /// <summary>Of each row its topic at the main level: 0, 1, … by size, the largest first (of one size, that with the lowest row).</summary>
    public IReadOnlyList<int> Labels => Levels[MainLevel].Labels;

    /// <summary>Topics at the main level.</summary>
    public int Count => Levels[MainLevel].Count;

    /// <summary>Of each row the share of its ties that stay inside its topic at the main level, 0 to 1; 0 for a row that is tied to none.</summary>
    public IReadOnlyList<float> Memberships { get; }
}

/// <summary>Topics of one level.</summary>
/// <param name="Resolution">Its γ.</param>
/// <param name="Labels">Of each row its topic: 0, 1, … by size, the largest first (of one size, that with the lowest row).</param>
/// <param name="Count">Topics.</param>
/// <param name="Quality">Modularity Q(γ) = Σ w/m − γ(s/2m)² on the graph, at most 1; comparable at one γ only.</param>
public sealed record GraphTopicsLevel(double Resolution, IReadOnlyList<int> Labels, int Count, double Quality);
