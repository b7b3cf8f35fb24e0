using Earshot.Numerics.Neighbors;
using Earshot.Numerics.Vectors;

namespace Earshot.Core.Topics.Fits;

/// <summary>A way to find topics in vectors.</summary>
public interface ITopicMethod
{
    /// <summary>Its name, as <c>--method</c> has it.</summary>
    string Name { get; }

    /// <summary>Options that the result depends on, by name.</summary>
    IReadOnlyDictionary<string, string> Options { get; }

    /// <summary>Seed of every random choice.</summary>
    ulong Seed { get; }

    /// <summary>Finds topics.</summary>
    /// <param name="vectors">A row a text, none of zeros.</param>
    /// <param name="previous">Of each row its topic at the main level of the fit before, −1 for a new text; null where there is none. A method may pass it over.</param>
    /// <param name="threads">Threads at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between pieces of work.</param>
    FoundTopics Find(IRows vectors, int[]? previous, int threads, CancellationToken cancellation);
}

/// <summary>Topics that were found.</summary>
/// <param name="Levels">Of each level, the coarsest first, the topic of each row: 0, 1, … by size; −1 for none, then at every level.</param>
/// <param name="MainLevel">Which of the levels was aimed at.</param>
/// <param name="Memberships">Of each row how much it belongs to its topic at the main level, 0 to 1.</param>
public sealed record FoundTopics(IReadOnlyList<IReadOnlyList<int>> Levels, int MainLevel, IReadOnlyList<float> Memberships)
{
    /// <summary>The nearest rows of each, in <see cref="FitNeighbors"/>' space, where the method looked for them; null where it did not.</summary>
    public NeighborTable? Neighbors { get; init; }
}
