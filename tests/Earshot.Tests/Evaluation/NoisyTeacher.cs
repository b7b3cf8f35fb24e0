using Earshot.Core;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Inference.Students;
using Earshot.Numerics;

namespace Earshot.Tests.Evaluation;

/// <summary>Stands for a transformer: the general student's vector of a text, disturbed by the text's own noise.</summary>
internal sealed class NoisyTeacher(string model, float noise) : IEmbeddingModel
{
    public string Model => model;

    public int Dimensions => Student.Dimensions;

    public int TextsSeen { get; private set; }

    public bool IsDisposed { get; private set; }

    public void Embed(BytesColumn texts, Memory<float> vectors, EmbedOptions options)
    {
        StudentEncoder encoder = Student.General.CreateEncoder();
        for (int row = 0; row < texts.Count; row++)
        {
            Span<float> vector = vectors.Span.Slice(row * Dimensions, Dimensions);
            encoder.EncodeFloat(texts[row], vector);
            SplitMix64 random = new(StableHash.Of(texts[row]));
            foreach (ref float value in vector) value += noise * (float)random.NextGaussian();
            float length = Earshot.Numerics.Vectors.VectorKernels.Norm(vector);
            foreach (ref float value in vector) value /= length;
            options.Completed(new[] { row });
        }

        TextsSeen += texts.Count;
    }

    public void Dispose() => IsDisposed = true;
}
