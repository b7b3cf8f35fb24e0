using Earshot.Core.Columns;

namespace Earshot.Core.Embeddings;

/// <summary>
/// An embedding model whose vectors cost enough to be kept: a transformer on this machine or a service. The vector of a text depends on nothing
/// but the text: not on its neighbours, the number of threads or what was embedded before. One call at a time.
/// </summary>
public interface IEmbeddingModel : IDisposable
{
    /// <summary>Name, revision and precision, as recorded with the vectors and part of the cache's key: a change of it makes them stale.</summary>
    string Model { get; }

    /// <summary>Numbers a vector.</summary>
    int Dimensions { get; }

    /// <summary>
    /// Embeds each of <paramref name="texts"/> (UTF-8, cleaned, not empty, each once) into the row of the same number of
    /// <paramref name="vectors"/> (texts × <see cref="Dimensions"/>, row by row, unit length).
    /// </summary>
    /// <exception cref="EarshotException">The model can't be run, or the service refused for good; rows reported complete are.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; rows reported complete are.</exception>
    void Embed(BytesColumn texts, Memory<float> vectors, EmbedOptions options);
}

/// <summary>How a call of <see cref="IEmbeddingModel.Embed"/> runs; its results do not depend on it.</summary>
public sealed record EmbedOptions
{
    /// <summary>Threads it may use; a service goes by its own number of requests at a time.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Called with the numbers of rows as they are done, one call at a time, from any thread: for progress, and to keep them.</summary>
    public Action<ReadOnlyMemory<int>> Completed { get; init; } = _ => { };

    public CancellationToken Cancellation { get; init; }
}
