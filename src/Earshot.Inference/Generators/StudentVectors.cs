using System.Runtime.InteropServices;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Numerics.Vectors;

namespace Earshot.Inference.Generators;

/// <summary>The vectors of a static student, in floats.</summary>
internal sealed class StudentVectors(ITextEmbedder embedder) : IVectorSource
{
    private readonly ITextEncoder _encoder = embedder.CreateEncoder();
    private readonly BytesColumn _values = new();
    private readonly ValueColumn<float> _scales = new();

    public string Model => embedder.Model;

    public int Dimensions => embedder.Dimensions;

    public object Inner => embedder;

    public void Embed(BytesColumn texts, Memory<float> vectors, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        _values.Clear();
        _scales.Clear();
        _encoder.Encode(texts, _values, _scales);
        for (int row = 0; row < texts.Count; row++)
            Int8Quantization.Dequantize(MemoryMarshal.Cast<byte, sbyte>(_values[row]), _scales[row], vectors.Span.Slice(row * Dimensions, Dimensions));
    }

    public void Dispose()
    {
    }
}
