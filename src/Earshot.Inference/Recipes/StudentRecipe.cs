using System.Runtime.InteropServices;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Inference.Students;

namespace Earshot.Inference.Recipes;

/// <summary>All vectors by a student that is there before the run: the general one.</summary>
public static class StudentRecipe
{
    /// <summary>The recipe.</summary>
    public static EmbeddingRecipe Create(Student student) => new()
    {
        Model = $"{student.Name}@{student.Revision}",
        Dimensions = Student.Dimensions,
        CreateEncoder = _ => new Encoder(student.CreateEncoder()),
    };

    private sealed class Encoder(StudentEncoder student) : IBlockEncoder
    {
        public int Encode(BytesColumn texts, EncodedRows rows, Action<long> advance, CancellationToken cancellation)
        {
            Span<sbyte> vectors = MemoryMarshal.Cast<byte, sbyte>(rows.Vectors.AppendRoom(texts.Count, Student.Dimensions));
            Span<float> scales = rows.Scales.AppendRoom(texts.Count);
            int distinct = student.Encode(texts, vectors, scales);
            for (int row = 0; row < texts.Count; row++)
            {
                bool empty = texts[row].IsEmpty;
                rows.MadeBy.Append(empty ? MadeBy.Nothing : MadeBy.Student);
                if (!empty) continue;
                vectors.Slice(row * Student.Dimensions, Student.Dimensions).Clear();
                scales[row] = 0;
            }

            advance(texts.Count);
            return distinct;
        }
    }
}
