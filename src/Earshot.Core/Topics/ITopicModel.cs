using Earshot.Numerics.Vectors;

namespace Earshot.Core.Topics;

/// <summary>A topic that tickets are shown in.</summary>
/// <param name="Id">Its number, <c>topic_id</c> in <c>assignments</c>.</param>
/// <param name="Path">The numbers of the topics that it lies within and its own, the coarsest first, divided by slashes: 105/3.</param>
internal sealed record ShownTopic(int Id, string Path)
{
    /// <summary>The coarsest topic that it lies within: itself where it lies within none.</summary>
    public int Group => int.Parse(Path.AsSpan(0, Path.IndexOf('/') is var end and >= 0 ? end : Path.Length));
}

/// <summary>Topics ready to take tickets. Safe to use from several threads.</summary>
internal interface ITopicModel
{
    /// <summary>The topics, in an order that is the same wherever places in it are given.</summary>
    IReadOnlyList<ShownTopic> Topics { get; }

    /// <summary>The mean vector of each of <see cref="Topics"/>.</summary>
    FloatMatrix Centroids { get; }

    /// <summary>The topic of each row.</summary>
    /// <param name="rows">Vectors; rows of zeros are texts without a word.</param>
    /// <param name="textHashes">Of each row the stable hash of its text.</param>
    /// <param name="result">Where it goes.</param>
    /// <param name="threads">Threads at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between chunks of rows.</param>
    void Assign(IRows rows, ReadOnlySpan<long> textHashes, TopicAssignments result, int threads, CancellationToken cancellation);
}
