using Earshot.Numerics.LeastSquares;
using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.Evaluation;

/// <summary>
/// How much of the labels a linear classifier finds: ridge regression from the vectors to one output a label (1 for the rows that have it, else 0), with an
/// intercept that is not penalised; the largest output is the label, as in scikit-learn's RidgeClassifier. Fitted on a random half of the rows and measured on the
/// other, both ways round.
/// </summary>
internal static class LinearProbe
{
    /// <summary>Share of the rows that get their own label; NaN for no rows.</summary>
    /// <param name="rows">Finite rows.</param>
    /// <param name="labels">A label a row, from 0 to <paramref name="classes"/> − 1.</param>
    /// <param name="classes">Labels there are.</param>
    /// <param name="penalty">λ, above 0.</param>
    /// <param name="seed">Decides the halves.</param>
    /// <param name="threads">Threads at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between chunks of rows.</param>
    public static double Accuracy(
        FloatMatrix rows, ReadOnlySpan<int> labels, int classes, double penalty, ulong seed, int threads = 1, CancellationToken cancellation = default)
    {
        SplitMix64 random = new(seed);
        int[] one = random.NextSample(rows.Count, rows.Count / 2);
        int[] other = [.. Enumerable.Range(0, rows.Count).Except(one)];
        int right = CountRight(rows, labels, classes, one, other, penalty, threads, cancellation)
            + CountRight(rows, labels, classes, other, one, penalty, threads, cancellation);
        return (double)right / rows.Count;
    }

    /// <summary>Fits on <paramref name="fitted"/> and counts the <paramref name="measured"/> rows that get their own label.</summary>
    internal static int CountRight(
        FloatMatrix rows, ReadOnlySpan<int> labels, int classes, int[] fitted, int[] measured, double penalty, int threads, CancellationToken cancellation)
    {
        if (fitted.Length == 0) return 0;
        float[] inputs = FloatMatrix.GatherValues(rows, fitted);
        float[] targets = new float[checked(fitted.Length * classes)];
        for (int i = 0; i < fitted.Length; i++) targets[(i * classes) + labels[fitted[i]]] = 1;
        float[] inputMeans = Center(inputs, rows.Dimensions), targetMeans = Center(targets, classes);
        float[] map = LinearMap.Fit(new FloatMatrix(inputs, rows.Dimensions), new FloatMatrix(targets, classes), penalty, towardsIdentity: false, threads, cancellation);

        float[] asked = FloatMatrix.GatherValues(rows, measured);
        for (int i = 0; i < asked.Length; i++) asked[i] -= inputMeans[i % rows.Dimensions];
        float[] outputs = LinearMap.Apply(new FloatMatrix(asked, rows.Dimensions), new FloatMatrix(map, classes), threads, cancellation);
        int right = 0;
        for (int i = 0; i < measured.Length; i++)
        {
            Span<float> scores = outputs.AsSpan(i * classes, classes);
            for (int label = 0; label < classes; label++) scores[label] += targetMeans[label];
            if (Largest(scores) == labels[measured[i]]) right++;
        }

        return right;
    }

    /// <summary>Takes the mean of each column off, and gives the means.</summary>
    private static float[] Center(float[] values, int columns)
    {
        double[] sums = new double[columns];
        for (int start = 0; start < values.Length; start += columns) VectorKernels.AddTo(sums, values.AsSpan(start, columns));
        float[] means = Array.ConvertAll(sums, sum => (float)(sum * columns / values.Length));
        for (int i = 0; i < values.Length; i++) values[i] -= means[i % columns];
        return means;
    }

    private static int Largest(ReadOnlySpan<float> scores)
    {
        int best = 0;
        for (int i = 1; i < scores.Length; i++)
            if (scores[i] > scores[best]) best = i;
        return best;
    }
}
