using Earshot.Core.Columns;
using Earshot.Inference.Students;
using Earshot.Numerics.LeastSquares;
using Earshot.Numerics.Vectors;

namespace Earshot.Inference.Training;

/// <summary>Pooled vectors x = A·E of many texts, seen block by block: their lengths, and their cosines to the teacher's.</summary>
internal static class StudentQuality
{
    // all pooled vectors at once would take as much memory as the teacher's
    private const int BlockRows = 16_384;

    /// <summary>‖x‖ of each text.</summary>
    public static float[] Lengths(SparseRows a, FloatMatrix rows, int threads, CancellationToken cancellation)
    {
        float[] lengths = new float[a.Count];
        ForEachPooled(a, rows, threads, cancellation, (text, pooled) => lengths[text] = (float)Math.Sqrt(SquaredLength(pooled)));
        return lengths;
    }

    /// <summary>x · y / ‖x‖ of each text with its unit vector y; 0 where x is 0.</summary>
    public static double[] Cosines(SparseRows a, FloatMatrix rows, FloatMatrix vectors, int threads, CancellationToken cancellation)
    {
        double[] cosines = new double[a.Count];
        ForEachPooled(a, rows, threads, cancellation, (text, pooled) => cosines[text] = Cosine(pooled, vectors[text]));
        return cosines;
    }

    /// <summary>Mean cosine of a student's vectors to <paramref name="vectors"/>, over the texts from <paramref name="first"/> on.</summary>
    public static double MeanCosine(Student student, BytesColumn texts, FloatMatrix vectors, int first)
    {
        StudentEncoder encoder = student.CreateEncoder();
        float[] vector = new float[Student.Dimensions];
        double sum = 0;
        for (int text = first; text < texts.Count; text++)
        {
            encoder.EncodeFloat(texts[text], vector);
            sum += Cosine(vector, vectors[text]);
        }

        return sum / (texts.Count - first);
    }

    /// <summary>‖x‖².</summary>
    public static double SquaredLength(ReadOnlySpan<float> x)
    {
        double sum = 0;
        foreach (float value in x) sum += (double)value * value;
        return sum;
    }

    private static double Cosine(ReadOnlySpan<float> x, ReadOnlySpan<float> unit)
    {
        double product = 0;
        for (int i = 0; i < x.Length; i++) product += (double)x[i] * unit[i];
        double square = SquaredLength(x);
        return square == 0 ? 0 : product / Math.Sqrt(square);
    }

    private static void ForEachPooled(SparseRows a, FloatMatrix rows, int threads, CancellationToken cancellation, PooledBody body)
    {
        for (int first = 0; first < a.Count; first += BlockRows)
        {
            int end = Math.Min(a.Count, first + BlockRows);
            FloatMatrix pooled = new(Block(a, first, end).Multiply(rows, threads, cancellation), rows.Dimensions);
            for (int text = first; text < end; text++) body(text, pooled[text - first]);
        }
    }

    private static SparseRows Block(SparseRows a, int first, int end)
    {
        int begin = a.RowStarts[first];
        Range entries = begin..a.RowStarts[end];
        int[] starts = a.RowStarts[first..(end + 1)].ToArray();
        for (int i = 0; i < starts.Length; i++) starts[i] -= begin;
        return new SparseRows(starts, a.Columns[entries].ToArray(), a.Values[entries].ToArray(), a.ColumnCount);
    }

    private delegate void PooledBody(int text, ReadOnlySpan<float> pooled);
}
