using System.Runtime.InteropServices;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Core.Text;
using Earshot.Numerics.Vectors;

namespace Earshot.Core.Tags;

/// <summary>The descriptions of the categories as unit vectors, made as the tickets' are.</summary>
internal sealed class TagVectors
{
    private readonly float[][] _vectors;
    private readonly int[] _categories;

    private TagVectors(float[][] vectors, int[] categories, int count) => (_vectors, _categories, Count) = (vectors, categories, count);

    /// <summary>Categories.</summary>
    public int Count { get; }

    /// <summary>Embeds the descriptions, cleaned as tickets are.</summary>
    public static TagVectors Create(IReadOnlyList<TagCategory> categories, IBlockEncoder encoder, int dimensions, CancellationToken cancellation)
    {
        BytesColumn texts = new();
        List<int> owners = [];
        for (int category = 0; category < categories.Count; category++)
        {
            foreach (string text in categories[category].Texts)
            {
                texts.Append(TextCleaner.Clean(TextOrigin.Plain, "", text).AsSpan());
                owners.Add(category);
            }
        }

        EncodedRows encoded = new(new BytesColumn(), new ValueColumn<float>(), new BytesColumn());
        encoder.Encode(texts, encoded, _ => { }, cancellation);
        float[][] vectors = new float[texts.Count][];
        for (int row = 0; row < vectors.Length; row++)
        {
            float[] vector = vectors[row] = new float[dimensions];
            Int8Quantization.Dequantize(MemoryMarshal.Cast<byte, sbyte>(encoded.Vectors[row]), encoded.Scales[row], vector);
            float norm = VectorKernels.Norm(vector);
            for (int i = 0; norm > 0 && i < vector.Length; i++) vector[i] /= norm;
        }

        return new TagVectors(vectors, [.. owners], categories.Count);
    }

    /// <summary>The cosine of a vector to the nearest description of each category, −1 to 1; −1 for a vector or a description of zeros.</summary>
    /// <param name="vector">Any length.</param>
    /// <param name="similarities">One number a category.</param>
    public void Similarities(ReadOnlySpan<float> vector, Span<float> similarities)
    {
        similarities.Fill(-1);
        float norm = VectorKernels.Norm(vector);
        if (norm == 0) return;
        for (int row = 0; row < _vectors.Length; row++)
        {
            float cosine = Math.Clamp(VectorKernels.Dot(vector, _vectors[row]) / norm, -1f, 1f);
            similarities[_categories[row]] = Math.Max(similarities[_categories[row]], cosine);
        }
    }
}
