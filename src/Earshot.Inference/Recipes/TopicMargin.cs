using Earshot.Numerics.Vectors;

namespace Earshot.Inference.Recipes;

/// <summary>How clearly a vector belongs to one topic: its cosine to the nearest centroid less that to the second nearest. The smaller, the more doubtful.</summary>
internal sealed class TopicMargin
{
    private readonly float[] _centroids;
    private readonly int _dimensions;

    public TopicMargin(FloatMatrix centroids)
    {
        _dimensions = centroids.Dimensions;
        _centroids = new float[centroids.Count * _dimensions];
        for (int cluster = 0; cluster < centroids.Count; cluster++)
        {
            centroids[cluster].CopyTo(_centroids.AsSpan(cluster * _dimensions));
            Span<float> centroid = _centroids.AsSpan(cluster * _dimensions, _dimensions);
            float norm = VectorKernels.Norm(centroid);
            if (norm == 0) continue;
            for (int i = 0; i < centroid.Length; i++) centroid[i] /= norm;
        }
    }

    /// <summary>The margin of a stored vector; infinite where there is one topic alone.</summary>
    /// <param name="vector">Numbers in int8.</param>
    /// <param name="scale">Their scale.</param>
    /// <param name="room">Room for as many floats.</param>
    public float Of(ReadOnlySpan<sbyte> vector, float scale, Span<float> room)
    {
        Int8Quantization.Dequantize(vector, scale, room);
        (float best, float second) = (float.NegativeInfinity, float.NegativeInfinity);
        for (int start = 0; start < _centroids.Length; start += _dimensions)
        {
            float cosine = VectorKernels.Dot(room, _centroids.AsSpan(start, _dimensions));
            if (cosine > best) (best, second) = (cosine, best);
            else if (cosine > second) second = cosine;
        }

        return best - second;
    }
}
