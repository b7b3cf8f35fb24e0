using Earshot.Numerics;
using Earshot.Numerics.LeastSquares;
using Earshot.Numerics.Vectors;

namespace Earshot.Inference.Students;

/// <summary>Cosines to the teacher of texts that a student was not fitted to, with the signals that go with them, and what follows from both.</summary>
internal sealed class OutOfFold(int texts)
{
    // keeps the six equations solvable where a signal does not vary; too small to be seen in the result
    private const double RelativeRidge = 1e-9;
    private const double LeastDiagonal = 1e-12;
    private const int ChunkTexts = 2048;

    private readonly FidelitySignals[] _signals = new FidelitySignals[texts];
    private readonly float[] _cosines = new float[texts];

    /// <summary>Mean of the cosines.</summary>
    public double Mean => _cosines.Sum(static cosine => (double)cosine) / _cosines.Length;

    /// <summary>A tenth of the cosines are below.</summary>
    public double TenthPercentile => _cosines.Order().ElementAt(_cosines.Length / 10);

    /// <summary>The mean of the unit vectors of texts.</summary>
    public static float[] MeanVector(Student student, TokenizedTexts texts, int threads, CancellationToken cancellation)
    {
        double[][] partial = new double[Chunks.Count(texts.Count, ChunkTexts)][];
        Chunks.ForEach(
            texts.Count,
            ChunkTexts,
            threads,
            (chunk, first, end) =>
            {
                StudentEncoder encoder = student.CreateEncoder();
                double[] sum = partial[chunk] = new double[Student.Dimensions];
                float[] z = new float[Student.Dimensions];
                for (int text = first; text < end; text++)
                {
                    encoder.EncodeIds(texts[text], z);
                    for (int i = 0; i < sum.Length; i++) sum[i] += z[i];
                }
            },
            cancellation);
        float[] mean = new float[Student.Dimensions];
        for (int i = 0; i < mean.Length; i++) mean[i] = (float)(partial.Sum(sum => sum[i]) / Math.Max(1, texts.Count));
        return mean;
    }

    /// <summary>Measures the texts of the given numbers.</summary>
    /// <param name="student">Fitted to other texts.</param>
    /// <param name="fidelity">Counts and mean of those other texts.</param>
    public void Measure(
        Student student, StudentFidelity fidelity, TokenizedTexts texts, FloatMatrix vectors, int[] numbers, int threads, CancellationToken cancellation) =>
        Chunks.ForEach(
            numbers.Length,
            ChunkTexts,
            threads,
            (_, first, end) =>
            {
                StudentEncoder encoder = student.CreateEncoder();
                float[] z = new float[Student.Dimensions];
                for (int i = first; i < end; i++)
                {
                    int text = numbers[i];
                    _signals[text] = encoder.EncodeIds(texts[text], z, fidelity);
                    _cosines[text] = VectorKernels.CosineSimilarity(z, vectors[text]);
                }
            },
            cancellation);

    /// <summary>The coefficients by which the signals predict the cosines best, in the sense of least squares.</summary>
    public double[] FitCoefficients()
    {
        const int Features = FidelitySignals.FeatureCount;
        double[] gram = new double[Features * Features], moments = new double[Features];
        Span<double> features = stackalloc double[Features];
        for (int text = 0; text < _cosines.Length; text++)
        {
            _signals[text].Write(features);
            for (int i = 0; i < Features; i++)
            {
                moments[i] += features[i] * _cosines[text];
                for (int j = 0; j <= i; j++) gram[(i * Features) + j] += features[i] * features[j];
            }
        }

        for (int i = 0; i < Features; i++) gram[(i * Features) + i] = (gram[(i * Features) + i] * (1 + RelativeRidge)) + LeastDiagonal;
        Cholesky.Solve(gram, moments, Features);
        return moments;
    }

    /// <summary>Pearson's correlation of the cosines with their predictions.</summary>
    public double Correlation(StudentFidelity fidelity)
    {
        double[] predicted = [.. _signals.Select(signals => (double)fidelity.Predict(signals))];
        double mean = Mean, predictedMean = predicted.Average(), xy = 0, xx = 0, yy = 0;
        for (int text = 0; text < predicted.Length; text++)
        {
            double x = predicted[text] - predictedMean, y = _cosines[text] - mean;
            xy += x * y;
            xx += x * x;
            yy += y * y;
        }

        return xx > 0 && yy > 0 ? xy / Math.Sqrt(xx * yy) : 0;
    }
}
