using System.Runtime.InteropServices;
using Earshot.Core.Columns;
using Earshot.Numerics.Vectors;

namespace Earshot.Core.Embeddings;

/// <summary>A block of stored vectors as rows for the algorithms, without a copy.</summary>
/// <param name="vectors">The column <c>vector</c>: <paramref name="dimensions"/> signed bytes a row.</param>
/// <param name="scales">The column <c>scale</c>.</param>
/// <param name="dimensions">Numbers a vector.</param>
internal sealed class EmbeddingRows(BytesColumn vectors, ValueColumn<float> scales, int dimensions) : IRows
{
    public int Count => scales.Count;

    public int Dimensions => dimensions;

    public void Read(int row, Span<float> destination) =>
        Int8Quantization.Dequantize(MemoryMarshal.Cast<byte, sbyte>(vectors[row]), scales[row], destination);
}
