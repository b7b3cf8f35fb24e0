using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Numerics;
using Earshot.Numerics.Vectors;

namespace Earshot.Evaluation;

/// <summary>Something that makes vectors of texts and is to be judged by them.</summary>
internal sealed class EvaluationSubject : IDisposable
{
    private const int PartTexts = 1024;
    private readonly IDisposable? _owned;

    private EvaluationSubject(string model, int dimensions, EmbedTexts embed, IDisposable? owned)
    {
        (Model, Dimensions, Embed, _owned) = (model, dimensions, embed, owned);
    }

    /// <summary>Writes the vector of each text to the row of its number, texts × dimensions.</summary>
    public delegate void EmbedTexts(BytesColumn texts, Memory<float> vectors, EmbedOptions options);

    /// <summary>Name and revision of the model.</summary>
    public string Model { get; }

    public int Dimensions { get; }

    public EmbedTexts Embed { get; }

    /// <summary>Whether a pass over the texts takes so little that one alone would measure the clock.</summary>
    public bool IsQuick => _owned is null;

    /// <summary>A transformer or a service; disposed with this.</summary>
    public static EvaluationSubject Of(IEmbeddingModel model) => new(model.Model, model.Dimensions, model.Embed, model);

    /// <summary>A student; rows are not reported as they are done, all are done at once.</summary>
    public static EvaluationSubject Of(ITextEmbedder embedder)
    {
        ConcurrentBag<ITextEncoder> idle = [];
        return new EvaluationSubject(embedder.Model, embedder.Dimensions, Embed, null);

        void Embed(BytesColumn texts, Memory<float> vectors, EmbedOptions options) => Chunks.ForEach(
            texts.Count,
            PartTexts,
            options.Threads,
            (_, first, end) =>
            {
                ITextEncoder encoder = idle.TryTake(out ITextEncoder? used) ? used : embedder.CreateEncoder();
                (BytesColumn part, BytesColumn numbers, ValueColumn<float> scales) = (new(), new(), new());
                for (int row = first; row < end; row++) part.Append(texts[row]);
                encoder.Encode(part, numbers, scales);
                for (int row = first; row < end; row++)
                {
                    Span<float> vector = vectors.Span.Slice(row * embedder.Dimensions, embedder.Dimensions);
                    Int8Quantization.Dequantize(MemoryMarshal.Cast<byte, sbyte>(numbers[row - first]), scales[row - first], vector);
                }

                idle.Add(encoder);
            },
            options.Cancellation);
    }

    public void Dispose() => _owned?.Dispose();
}
