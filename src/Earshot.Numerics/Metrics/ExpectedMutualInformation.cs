namespace Earshot.Numerics.Metrics;

/// <summary>
/// The mutual information of two labelings with given sizes of classes and clusters, on average over all ways to shuffle one of them (Vinh, Epps,
/// Bailey 2010, equation 24). Costs about (classes × clusters × size of a part).
/// </summary>
internal static class ExpectedMutualInformation
{
    public static double Of(ContingencyTable table)
    {
        long n = table.Rows;
        double sum = 0;
        foreach (long a in table.ClassSizes)
        {
            foreach (long b in table.ClusterSizes)
            {
                // the number in the cell is hypergeometric
                double fixedPart = LogFactorial(a) + LogFactorial(b) + LogFactorial(n - a) + LogFactorial(n - b) - LogFactorial(n);
                for (long cell = Math.Max(1, a + b - n); cell <= Math.Min(a, b); cell++)
                {
                    double logProbability = fixedPart - LogFactorial(cell) - LogFactorial(a - cell) - LogFactorial(b - cell) - LogFactorial(n - a - b + cell);
                    sum += (double)cell / n * Math.Log((double)n * cell / ((double)a * b)) * Math.Exp(logProbability);
                }
            }
        }

        return sum;
    }

    /// <summary>ln n!, by Stirling's series from 16 on (error below 1e-14 of the value).</summary>
    internal static double LogFactorial(long n)
    {
        if (n < 16)
        {
            double product = 1;
            for (long i = 2; i <= n; i++) product *= i;
            return Math.Log(product);
        }

        double x = n + 1.0, inverse = 1 / x, square = inverse * inverse;
        double series = inverse * ((1.0 / 12) - (square * ((1.0 / 360) - (square * ((1.0 / 1260) - (square * (1.0 / 1680)))))));
        return ((x - 0.5) * Math.Log(x)) - x + 0.91893853320467274 + series; // 0.9189… = ln(2π)/2
    }
}
