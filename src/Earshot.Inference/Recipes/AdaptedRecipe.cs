using System.Runtime.InteropServices;
using Earshot.Core;
using Earshot.Core.Assets;
using Earshot.Core.Columns;
using Earshot.Core.Embeddings;
using Earshot.Core.Topics;
using Earshot.Inference.Students;
using Earshot.Numerics.Clustering;
using Earshot.Numerics.Vectors;

namespace Earshot.Inference.Recipes;

/// <summary>
/// Vectors by a student fitted to the corpus; the texts of its sample have the teacher's own, and so do those that stand most nearly between two topics:
/// for clusters, doubt is the margin between the best and the second best centroid.
/// </summary>
public static class AdaptedRecipe
{
    /// <summary>The recipe.</summary>
    /// <param name="teacher">Gives the teacher; asked for only when a text is in doubt.</param>
    /// <param name="sample">The asset of the teacher's sample.</param>
    /// <param name="student">The asset of the student fitted to it.</param>
    /// <param name="topics">The asset of the topics found on it.</param>
    /// <param name="recheckPercent">Share of the different texts of a block that goes to the teacher, 0 to 100.</param>
    /// <param name="threads">Threads the teacher may use: partitions take turns, so each has all of them.</param>
    public static EmbeddingRecipe Create(
        Func<IEmbeddingModel> teacher, TeacherSampleAsset sample, AdaptedStudentAsset student, TopicModelAsset topics, double recheckPercent, int threads)
    {
        object gate = new();
        Shared? shared = null;
        return new EmbeddingRecipe
        {
            Model = ModelOf(sample.Definition.Options["model"]),
            Dimensions = Student.Dimensions,
            Upstream =
            [
                new Upstream(sample.Definition.Name, PartitionMapping.All),
                new Upstream(student.Definition.Name, PartitionMapping.All),
                new Upstream(topics.Definition.Name, PartitionMapping.All),
            ],
            Options = new Dictionary<string, string> { ["recheck_percent"] = recheckPercent.ToString() },
            Fit = student.Fit,
            CreateEncoder = datasets =>
            {
                lock (gate) shared ??= new Shared(student.Read(datasets), Known(datasets), UnitCentroids(topics.Read(datasets)));
                return new Encoder(shared, teacher, recheckPercent, threads, gate);
            },
        };
    }

    /// <summary>What the vectors are recorded as, for a teacher's name and revision.</summary>
    public static string ModelOf(string teacher) => $"adapted student of {teacher}";

    private static Dictionary<long, (sbyte[] Vector, float Scale)> Known(IDatasetReader datasets)
    {
        ColumnBatch batch = new(TeacherSampleAsset.Columns);
        using IBatchReader reader = datasets.Open(TeacherSampleAsset.Name, TeacherSampleAsset.Name, batch.Schema);
        while (reader.Read(batch, int.MaxValue))
        {
        }

        Dictionary<long, (sbyte[], float)> known = new(batch.Count);
        for (int row = 0; row < batch.Count; row++)
        {
            known[batch.Int64(TeacherSampleAsset.TextHash)[row]] =
                (MemoryMarshal.Cast<byte, sbyte>(batch.Bytes(TeacherSampleAsset.Vector)[row]).ToArray(), batch.Float32(TeacherSampleAsset.Scale)[row]);
        }

        return known;
    }

    private static float[] UnitCentroids(KMeansModel model)
    {
        float[] centroids = model.Centroids.ToArray();
        for (int cluster = 0; cluster < model.Clusters; cluster++)
        {
            Span<float> centroid = centroids.AsSpan(cluster * model.Dimensions, model.Dimensions);
            float norm = VectorKernels.Norm(centroid);
            if (norm == 0) continue;
            for (int i = 0; i < centroid.Length; i++) centroid[i] /= norm;
        }

        return centroids;
    }

    private sealed record Shared(Student Student, Dictionary<long, (sbyte[] Vector, float Scale)> Known, float[] Centroids);

    private sealed class Encoder(Shared shared, Func<IEmbeddingModel> teacher, double recheckPercent, int threads, object turn) : IBlockEncoder
    {
        private const int Dimensions = Student.Dimensions;

        private readonly StudentEncoder _student = shared.Student.CreateEncoder();
        private readonly DuplicateIndex _duplicates = new();
        private readonly float[] _vector = new float[Dimensions];

        public int Encode(BytesColumn texts, EncodedRows rows, Action<long> advance, CancellationToken cancellation)
        {
            Span<sbyte> vectors = MemoryMarshal.Cast<byte, sbyte>(rows.Vectors.AppendRoom(texts.Count, Dimensions));
            Span<float> scales = rows.Scales.AppendRoom(texts.Count);
            _student.Encode(texts, vectors, scales);
            ReadOnlySpan<int> firsts = _duplicates.Find(texts, out int distinct);
            bool[] byTeacher = new bool[texts.Count];
            List<Doubt> doubts = new(distinct);
            for (int row = 0; row < firsts.Length; row++)
            {
                if (firsts[row] != row) continue;
                Span<sbyte> vector = vectors.Slice(row * Dimensions, Dimensions);
                if (texts[row].IsEmpty)
                {
                    vector.Clear();
                    scales[row] = 0;
                    continue;
                }

                ulong hash = StableHash.Of(texts[row]);
                if (shared.Known.TryGetValue((long)hash, out (sbyte[] Vector, float Scale) known))
                {
                    known.Vector.CopyTo(vector);
                    (scales[row], byTeacher[row]) = (known.Scale, true);
                }
                else
                {
                    doubts.Add(new Doubt(Margin(vector, scales[row]), hash, row));
                }
            }

            Recheck(texts, doubts, vectors, scales, byTeacher, advance, cancellation);
            for (int row = 0; row < firsts.Length; row++)
            {
                int first = firsts[row];
                if (first != row)
                {
                    vectors.Slice(first * Dimensions, Dimensions).CopyTo(vectors[(row * Dimensions)..]);
                    scales[row] = scales[first];
                }

                rows.MadeBy.Append(texts[row].IsEmpty ? MadeBy.Nothing : byTeacher[first] ? MadeBy.Teacher : MadeBy.Student);
            }

            return distinct;
        }

        private void Recheck(BytesColumn texts, List<Doubt> doubts, Span<sbyte> vectors, Span<float> scales, bool[] byTeacher, Action<long> advance, CancellationToken cancellation)
        {
            int sent = (int)(doubts.Count * recheckPercent / 100);
            if (sent == 0)
            {
                advance(texts.Count);
                return;
            }

            doubts.Sort();
            int[] asked = [.. doubts.Take(sent).Select(doubt => doubt.Row).Order()];
            sbyte[] answers = new sbyte[sent * Dimensions];
            float[] answerScales = new float[sent];
            int taken = 0;

            // The teacher's few texts take nearly all the time, so progress goes by them.
            long told = 0;
            lock (turn)
            {
                ModelRecipe.Embed(
                    teacher(), texts, asked, threads,
                    count =>
                    {
                        long before = told * texts.Count / sent;
                        told += count;
                        advance((told * texts.Count / sent) - before);
                    },
                    cancellation,
                    (_, vector, scale) =>
                    {
                        vector.CopyTo(answers.AsSpan(taken * Dimensions));
                        answerScales[taken++] = scale;
                    });
            }

            for (int i = 0; i < sent; i++)
            {
                answers.AsSpan(i * Dimensions, Dimensions).CopyTo(vectors[(asked[i] * Dimensions)..]);
                (scales[asked[i]], byTeacher[asked[i]]) = (answerScales[i], true);
            }
        }

        private float Margin(ReadOnlySpan<sbyte> vector, float scale)
        {
            Int8Quantization.Dequantize(vector, scale, _vector);
            (float best, float second) = (float.NegativeInfinity, float.NegativeInfinity);
            for (int start = 0; start < shared.Centroids.Length; start += Dimensions)
            {
                float cosine = VectorKernels.Dot(_vector, shared.Centroids.AsSpan(start, Dimensions));
                if (cosine > best) (best, second) = (cosine, best);
                else if (cosine > second) second = cosine;
            }

            return best - second;
        }

        // Ties by the text, not by its place: the same texts are sent wherever they stand.
        private readonly record struct Doubt(float Margin, ulong Hash, int Row) : IComparable<Doubt>
        {
            public int CompareTo(Doubt other) => Margin != other.Margin ? Margin.CompareTo(other.Margin) : Hash.CompareTo(other.Hash);
        }
    }
}
