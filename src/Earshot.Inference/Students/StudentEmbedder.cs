using System.Runtime.InteropServices;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;

namespace Earshot.Inference.Students;

/// <summary>A student as the pipeline's embedder.</summary>
public sealed class StudentEmbedder(Student student) : ITextEmbedder
{
    public string Model => $"{student.Name}@{student.Revision}";

    public int Dimensions => Student.Dimensions;

    public ITextEncoder CreateEncoder() => new Encoder(student.CreateEncoder());

    private sealed class Encoder(StudentEncoder encoder) : ITextEncoder
    {
        public int Encode(BytesColumn texts, BytesColumn vectors, ValueColumn<float> scales) => encoder.Encode(
            texts, MemoryMarshal.Cast<byte, sbyte>(vectors.AppendRoom(texts.Count, Student.Dimensions)), scales.AppendRoom(texts.Count));
    }
}
