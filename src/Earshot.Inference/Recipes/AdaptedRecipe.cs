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
    /// <param name="topics">The asset of the clusters that doubt is told by: they change with the sample alone, not with what people make of topics.</param>
    /// <param name="tickets">The asset of the tickets: some of their texts show how small a margin has to be to go to the teacher.</param>
    /// <param name="recheckPercent">Share of the different texts outside the sample that goes to the teacher, 0 to 100, about.</param>
    /// <param name="threads">Threads the teacher may use: partitions take turns, so each has all of them.</param>
    public static EmbeddingRecipe Create(
        Func<IEmbeddingModel> teacher,
        TeacherSampleAsset sample,
        AdaptedStudentAsset student,
        TopicModelAsset topics,
        AssetDefinition tickets,
        double recheckPercent,
        int threads)
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
            Options = new Dictionary<string, string> { ["recheck_percentile"] = recheckPercent.ToString() },
            Fit = student.Fit,
            CreateEncoder = datasets =>
            {
                lock (gate) shared ??= Share(datasets, student, topics, tickets, recheckPercent);
                return new Encoder(shared, teacher, threads, gate);
            },
        };
    }

    /// <summary>What the vectors are recorded as, for a teacher's name and revision.</summary>
    public static string ModelOf(string teacher) => $"adapted student of {teacher}";

    private static Shared Share(
        IDatasetReader datasets, AdaptedStudentAsset student, TopicModelAsset topics, AssetDefinition tickets, double recheckPercent)
    {
        CentroidMargins margin = new(topics.ReadCentroids(datasets));
        Student fitted = student.Read(datasets);
        Dictionary<long, (sbyte[] Vector, float Scale)> known = Known(datasets);
        return new Shared(fitted, known, margin, RecheckThreshold.Of(datasets, tickets, fitted, known.ContainsKey, margin, recheckPercent));
    }

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

    private sealed record Shared(Student Student, Dictionary<long, (sbyte[] Vector, float Scale)> Known, CentroidMargins Margin, float Threshold);

    private sealed class Encoder(Shared shared, Func<IEmbeddingModel> teacher, int threads, object turn) : IBlockEncoder
    {
        private const int Dimensions = Student.Dimensions;
        private const int BlockRows = 4096;

        private readonly StudentEncoder _student = shared.Student.CreateEncoder();
        private readonly DuplicateIndex _duplicates = new();

        public int Encode(BytesColumn texts, EncodedRows rows, Action<long> advance, CancellationToken cancellation)
        {
            Span<sbyte> vectors = MemoryMarshal.Cast<byte, sbyte>(rows.Vectors.AppendRoom(texts.Count, Dimensions));
            Span<float> scales = rows.Scales.AppendRoom(texts.Count);
            _student.Encode(texts, vectors, scales);
            ReadOnlySpan<int> firsts = _duplicates.Find(texts, out int distinct);
            bool[] byTeacher = new bool[texts.Count];
            List<int> unknown = [];
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

                if (shared.Known.TryGetValue((long)StableHash.Of(texts[row]), out (sbyte[] Vector, float Scale) known))
                {
                    known.Vector.CopyTo(vector);
                    (scales[row], byTeacher[row]) = (known.Scale, true);
                }
                else
                {
                    unknown.Add(row);
                }
            }

            Recheck(texts, Doubts(unknown, vectors, scales), vectors, scales, byTeacher, advance, cancellation);
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

        // those that stand most nearly between two topics
        private List<int> Doubts(List<int> rows, ReadOnlySpan<sbyte> vectors, ReadOnlySpan<float> scales)
        {
            float[] margins = new float[rows.Count];
            QuantizedMatrix block = new(Math.Min(BlockRows, rows.Count), Dimensions);
            for (int first = 0; first < rows.Count; first += block.Count)
            {
                int taken = Math.Min(block.Count, rows.Count - first);
                for (int i = 0; i < taken; i++)
                {
                    int row = rows[first + i];
                    vectors.Slice(row * Dimensions, Dimensions).CopyTo(block[i]);
                    block.Scales[i] = scales[row];
                }

                float[] found = new float[block.Count];
                shared.Margin.Of(block, found);
                found.AsSpan(0, taken).CopyTo(margins.AsSpan(first));
            }

            return [.. rows.Where((_, place) => margins[place] < shared.Threshold)];
        }

        private void Recheck(
            BytesColumn texts, List<int> doubts, Span<sbyte> vectors, Span<float> scales, bool[] byTeacher, Action<long> advance, CancellationToken cancellation)
        {
            int sent = doubts.Count;
            if (sent == 0)
            {
                advance(texts.Count);
                return;
            }

            sbyte[] answers = new sbyte[sent * Dimensions];
            float[] answerScales = new float[sent];
            int taken = 0;

            // The teacher's few texts take nearly all the time, so progress goes by them.
            long told = 0;
            lock (turn)
            {
                ModelRecipe.Embed(
                    teacher(), texts, CollectionsMarshal.AsSpan(doubts), threads,
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
                answers.AsSpan(i * Dimensions, Dimensions).CopyTo(vectors[(doubts[i] * Dimensions)..]);
                (scales[doubts[i]], byTeacher[doubts[i]]) = (answerScales[i], true);
            }
        }
    }
}
