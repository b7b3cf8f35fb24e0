using Earshot.Numerics.Vectors;

namespace Earshot.Tests.Numerics.Evaluation;

/// <summary>Ridge classification with an intercept, written down as the normal equations and solved by Gauss's elimination.</summary>
internal static class NaiveRidge
{
    public static int CountRight(FloatMatrix rows, int[] labels, int classes, int[] fitted, int[] measured, double penalty)
    {
        // the intercept is a last column of ones without a penalty: the same as taking means off
        int n = rows.Dimensions + 1;
        double[,] system = new double[n, n + classes];
        foreach (int row in fitted)
        {
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++) system[i, j] += Value(row, i) * Value(row, j);
                system[i, n + labels[row]] += Value(row, i);
            }
        }

        for (int i = 0; i < n - 1; i++) system[i, i] += penalty;
        Eliminate(system, n);
        return measured.Count(row => Enumerable.Range(0, classes).MaxBy(label => Enumerable.Range(0, n).Sum(i => Value(row, i) * system[i, n + label])) == labels[row]);

        double Value(int row, int i) => i < rows.Dimensions ? rows[row][i] : 1;
    }

    private static void Eliminate(double[,] system, int n)
    {
        for (int pivot = 0; pivot < n; pivot++)
        {
            double value = system[pivot, pivot];
            for (int j = 0; j < system.GetLength(1); j++) system[pivot, j] /= value;
            for (int i = 0; i < n; i++)
            {
                double factor = system[i, pivot];
                for (int j = 0; i != pivot && j < system.GetLength(1); j++) system[i, j] -= factor * system[pivot, j];
            }
        }
    }
}
