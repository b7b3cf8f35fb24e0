using System.Collections.Concurrent;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Numerics;
using Earshot.Numerics.Vectors;

namespace Earshot.Inference.Students;

/// <summary>
/// A student behind the port of the dearer models, for whoever compares them or wants floats: its vectors are of length 1 but for their rounding to
/// bytes. Partitions of tickets are encoded by <see cref="StudentEncoder"/>, straight into bytes.
/// </summary>
public sealed class StudentModel(Student student) : IEmbeddingModel
{
    private const int ChunkTexts = 1024;

    private readonly ConcurrentBag<StudentEncoder> _idle = [];
    private readonly Lock _reporting = new();

    public string Model => $"{student.Name}@{student.Revision}";

    public int Dimensions => Student.Dimensions;

    /// <inheritdoc/>
    public void Embed(BytesColumn texts, Memory<float> vectors, EmbedOptions options)
    {
        if (vectors.Length != (long)texts.Count * Dimensions)
            throw new ArgumentException($"room for {vectors.Length} numbers does not fit {texts.Count} texts of {Dimensions}", nameof(vectors));
        Chunks.ForEach(texts.Count, ChunkTexts, options.Threads, (_, first, end) => EmbedRows(texts, first, end, vectors, options), options.Cancellation);
    }

    public void Dispose() => _idle.Clear();

    private void EmbedRows(BytesColumn texts, int first, int end, Memory<float> vectors, EmbedOptions options)
    {
        int count = end - first;
        StudentEncoder encoder = _idle.TryTake(out StudentEncoder? used) ? used : student.CreateEncoder();
        BytesColumn part = new();
        for (int row = first; row < end; row++) part.Append(texts[row]);
        sbyte[] values = new sbyte[count * Dimensions];
        float[] scales = new float[count];
        encoder.Encode(part, values, scales);
        _idle.Add(encoder);
        for (int row = 0; row < count; row++)
            Int8Quantization.Dequantize(values.AsSpan(row * Dimensions, Dimensions), scales[row], vectors.Span.Slice((first + row) * Dimensions, Dimensions));
        int[] done = [.. Enumerable.Range(first, count)];
        lock (_reporting) options.Completed(done);
    }
}
