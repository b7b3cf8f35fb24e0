using Earshot.Inference.Tokenizing;
using Earshot.Numerics;
using Earshot.Numerics.LeastSquares;
using Earshot.Numerics.Vectors;

namespace Earshot.Inference.Students;

/// <summary>The rows of a student fitted to texts and their teacher vectors, and how the general student did on the same texts.</summary>
/// <param name="Student">The student, in int8 rows.</param>
/// <param name="GeneralLength">Mean ‖x‖ of the texts under the general student.</param>
/// <param name="GeneralCosine">Mean cosine of the general student's vectors to the teacher's.</param>
internal sealed unsafe record AdaptedTable(Student Student, double GeneralLength, double GeneralCosine)
{
    private const int QuantizedRows = 1024;

    /// <summary>
    /// Least squares from the general table: its rows are brought to a mean pooled length of 1 and mapped linearly to the teacher's vectors, then each
    /// row is moved by a ridge regression that pays for leaving its start.
    /// </summary>
    /// <param name="general">Where the rows start; rows it lacks start at zero.</param>
    /// <param name="texts">At least one.</param>
    /// <param name="vectors">Texts × 384, unit length.</param>
    public static AdaptedTable Fit(
        Student general, TokenizedTexts texts, FloatMatrix vectors, AdaptedStudentOptions options, int threads, CancellationToken cancellation)
    {
        StudentFeatures features = new(TokensOf(general, texts), BigramsOf(general, texts, options));
        SparseRows a = features.Assemble(texts);
        float[] rows = RowsOf(general, features);
        float[] pooled = a.Multiply(new FloatMatrix(rows, Student.Dimensions), threads, cancellation);
        float[] lengths = new float[texts.Count];
        double lengthSum = 0, cosineSum = 0;
        for (int text = 0; text < lengths.Length; text++)
        {
            ReadOnlySpan<float> x = pooled.AsSpan(text * Student.Dimensions, Student.Dimensions);
            lengthSum += lengths[text] = VectorKernels.Norm(x);
            cosineSum += VectorKernels.CosineSimilarity(x, vectors[text]);
        }

        // a mean length of 1 is what the penalties assume
        float scale = lengthSum > 0 ? (float)(lengths.Length / lengthSum) : 1;
        Scale(rows, scale);
        for (int text = 0; text < lengths.Length; text++) lengths[text] *= scale;
        float[] weights = StudentFeatures.RowWeights(lengths);
        for (int text = 0; text < lengths.Length; text++) Scale(pooled.AsSpan(text * Student.Dimensions, Student.Dimensions), scale * weights[text]);

        float[] map = LinearMap.Fit(
            new FloatMatrix(pooled, Student.Dimensions), vectors, (double)texts.Count / Student.Dimensions, towardsIdentity: true, threads, cancellation);
        float[] start = LinearMap.Apply(new FloatMatrix(rows, Student.Dimensions), new FloatMatrix(map, Student.Dimensions), threads, cancellation);
        float[] penalties = new float[features.Count];
        Array.Fill(penalties, options.Penalty);
        float[] fitted = RidgeRegression.Solve(
            a.ScaleRows(weights), vectors, new FloatMatrix(start, Student.Dimensions), penalties, options.Iterations, threads, cancellation);
        return new AdaptedTable(Quantize(options.Name, features, fitted, threads, cancellation), lengthSum / lengths.Length, cosineSum / lengths.Length);
    }

    private static ushort[] TokensOf(Student general, TokenizedTexts texts)
    {
        bool[] has = new bool[WordPieceTokenizer.VocabularySize];
        foreach (ushort id in general.Tokens) has[id] = true;
        int[] counts = texts.CountIds();
        return [.. Enumerable.Range(0, has.Length).Where(id => has[id] || counts[id] > 0).Select(id => (ushort)id)];
    }

    private static uint[] BigramsOf(Student general, TokenizedTexts texts, AdaptedStudentOptions options)
    {
        uint[] keys = [.. general.BigramKeys.Union(AdjacentPairs.MostFrequent(texts, options.Bigrams, options.LeastBigramCount))];
        Array.Sort(keys);
        return keys;
    }

    /// <summary>The general student's rows in the order of the columns, zeros where it has none.</summary>
    private static float[] RowsOf(Student general, StudentFeatures features)
    {
        float[] rows = new float[checked(features.Count * Student.Dimensions)];
        int tokens = features.Tokens.Length;
        for (int column = 0; column < features.Count; column++)
        {
            uint key = column < tokens ? 0 : features.Bigrams[column - tokens];
            int row = column < tokens ? general.RowsOfTokens[features.Tokens[column]] : general.Bigrams.Find((int)(key >> 16), (int)(key & 0xFFFF));
            if (row < 0) continue;
            ReadOnlySpan<sbyte> numbers = new(general.Rows + ((nint)row * Student.Dimensions), Student.Dimensions);
            Int8Quantization.Dequantize(numbers, general.Scales[row], rows.AsSpan(column * Student.Dimensions, Student.Dimensions));
        }

        GC.KeepAlive(general);
        return rows;
    }

    private static Student Quantize(string name, StudentFeatures features, float[] rows, int threads, CancellationToken cancellation)
    {
        Student student = new(name, revision: "", features.Tokens.ToArray(), features.Bigrams.ToArray());
        Chunks.ForEach(
            features.Count,
            QuantizedRows,
            threads,
            (_, first, end) =>
            {
                for (int row = first; row < end; row++)
                {
                    Span<sbyte> numbers = new(student.Rows + ((nint)row * Student.Dimensions), Student.Dimensions);
                    student.Scales[row] = Int8Quantization.Quantize(rows.AsSpan(row * Student.Dimensions, Student.Dimensions), numbers);
                }
            },
            cancellation);
        return student;
    }

    private static void Scale(Span<float> values, float factor)
    {
        foreach (ref float value in values) value *= factor;
    }
}
