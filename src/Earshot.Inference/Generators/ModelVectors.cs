using Earshot.Core.Columns;
using Earshot.Core.Embeddings;

namespace Earshot.Inference.Generators;

/// <summary>The vectors of a teacher or a remote model.</summary>
internal sealed class ModelVectors(IEmbeddingModel model, int threads) : IVectorSource
{
    public string Model => model.Model;

    public int Dimensions => model.Dimensions;

    public object Inner => model;

    public void Embed(BytesColumn texts, Memory<float> vectors, CancellationToken cancellation) =>
        model.Embed(texts, vectors, new EmbedOptions { Threads = threads, Cancellation = cancellation });

    public void Dispose() => model.Dispose();
}
