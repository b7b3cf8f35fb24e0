using Earshot.Core;
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
    /// <exception cref="EarshotException">What was opened is another model than was named: its vectors would be kept as that one's.</exception>
    public void Embed(BytesColumn texts, Memory<float> vectors, EmbedOptions options)
    {
        _opened ??= open();
        if (_opened.Model != model || _opened.Dimensions != dimensions)
        {
            throw new EarshotException(
                $"the model that was opened is {_opened.Model} with {_opened.Dimensions} numbers a vector, not {model} with {dimensions}",
                "its files changed after the command was started, or the workspace was built with another: run the same command again");
        }

        _opened.Embed(texts, vectors, options);
    }

    public void Dispose() => _opened?.Dispose();
}
