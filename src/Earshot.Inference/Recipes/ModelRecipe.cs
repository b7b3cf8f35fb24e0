using System.Runtime.InteropServices;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Inference.Students;
using Earshot.Numerics.Vectors;

namespace Earshot.Inference.Recipes;

/// <summary>All vectors by a model that embeds every different text: the teacher, or a service.</summary>
public static class ModelRecipe
{
    // Slices are embedded one after another: a partition of 200,000 texts as floats would take 300 MB.
    private const int SliceTexts = 8_192;

    /// <summary>The recipe.</summary>
    /// <param name="model">Gives the model; asked for only when something is embedded.</param>
    /// <param name="name">Its name and revision.</param>
    /// <param name="dimensions">Numbers a vector.</param>
    /// <param name="threads">Threads it may use: partitions take turns, so each has all of them.</param>
    /// <param name="madeBy">How <c>made_by</c> calls it.</param>
    public static EmbeddingRecipe Create(Func<IEmbeddingModel> model, string name, int dimensions, int threads, ReadOnlySpan<byte> madeBy)
    {
        byte[] maker = madeBy.ToArray();
        object turn = new();
        return new EmbeddingRecipe { Model = name, Dimensions = dimensions, CreateEncoder = _ => new Encoder(model, dimensions, threads, maker, turn) };
    }

    /// <summary>Embeds the texts of some rows, slice by slice, and hands over each vector in signed bytes with its scale.</summary>
    internal static void Embed(
        IEmbeddingModel model, BytesColumn texts, ReadOnlySpan<int> rows, int threads, Action<int> advance, CancellationToken cancellation, Action<int, sbyte[], float> take)
    {
        BytesColumn slice = new();
        float[] vectors = new float[Math.Min(rows.Length, SliceTexts) * model.Dimensions];
        sbyte[] vector = new sbyte[model.Dimensions];
        for (int start = 0; start < rows.Length; start += SliceTexts)
        {
            ReadOnlySpan<int> part = rows.Slice(start, Math.Min(SliceTexts, rows.Length - start));
            slice.Clear();
            foreach (int row in part) slice.Append(texts[row]);
            Memory<float> room = vectors.AsMemory(0, part.Length * model.Dimensions);
            model.Embed(slice, room, new EmbedOptions { Threads = threads, Completed = done => advance(done.Length), Cancellation = cancellation });
            for (int i = 0; i < part.Length; i++)
            {
                float scale = Int8Quantization.Quantize(room.Span.Slice(i * model.Dimensions, model.Dimensions), vector);
                take(part[i], vector, scale);
            }
        }
    }

    private sealed class Encoder(Func<IEmbeddingModel> model, int dimensions, int threads, byte[] maker, object turn) : IBlockEncoder
    {
        private readonly DuplicateIndex _duplicates = new();

        public int Encode(BytesColumn texts, EncodedRows rows, Action<long> advance, CancellationToken cancellation)
        {
            ReadOnlySpan<int> firsts = _duplicates.Find(texts, out int distinct);
            List<int> asked = new(distinct);
            for (int row = 0; row < firsts.Length; row++)
                if (firsts[row] == row && !texts[row].IsEmpty) asked.Add(row);
            sbyte[] vectors = new sbyte[(long)texts.Count * dimensions];
            float[] scales = new float[texts.Count];
            lock (turn)
            {
                Embed(
                    model(), texts, CollectionsMarshal.AsSpan(asked), threads, count => advance(count), cancellation,
                    (row, vector, scale) =>
                    {
                        vector.CopyTo(vectors.AsSpan(row * dimensions));
                        scales[row] = scale;
                    });
            }

            for (int row = 0; row < texts.Count; row++)
            {
                int first = firsts[row];
                rows.Vectors.Append(MemoryMarshal.AsBytes(vectors.AsSpan(first * dimensions, dimensions)));
                rows.Scales.Append(scales[first]);
                rows.MadeBy.Append(texts[row].IsEmpty ? MadeBy.Nothing : maker);
            }

            advance(texts.Count - asked.Count);
            return distinct;
        }
    }
}
