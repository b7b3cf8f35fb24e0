using Earshot.Core.Columns;
using Earshot.Core.Embeddings;

namespace Earshot.Inference.Recipes;

/// <summary>A model that is opened when the first text is embedded: where the cache has them all, it never is.</summary>
/// <param name="model">Its name, known before.</param>
/// <param name="dimensions">Numbers a vector.</param>
/// <param name="open">Opens it.</param>
public sealed class DeferredModel(string model, int dimensions, Func<IEmbeddingModel> open) : IEmbeddingModel
{
    private IEmbeddingModel? _opened;

    public string Model => model;

    public int Dimensions => dimensions;

    /// <inheritdoc/>
    public void Embed(BytesColumn texts, Memory<float> vectors, EmbedOptions options) => (_opened ??= open()).Embed(texts, vectors, options);

    public void Dispose() => _opened?.Dispose();
}
