namespace Earshot.Numerics.Graphs;

/// <summary>
/// What makes the distances of one row comparable with those of others (McInnes, Healy, Melville 2018, algorithm 3; in floats, with the
/// limits of umap-learn).
/// </summary>
/// <param name="Rho">Distance up to which a neighbour is fully connected.</param>
/// <param name="Sigma">Scale of the decay beyond it, above 0.</param>
internal readonly record struct DistanceScale(float Rho, float Sigma)
{
    private const int Bisections = 64;
    private const float Tolerance = 1e-5f;

    // σ is at least this share of the mean distance, so that equal distances do not make it vanish
    private const float LeastShareOfMean = 1e-3f;

    /// <summary>
    /// ρ from the nearest different rows, and the σ at which Σ exp(−max(0, d − ρ)/σ) over the other rows is log₂ k, where k counts the row itself.
    /// </summary>
    /// <param name="distances">Ascending.</param>
    /// <param name="isNew">
    /// False for a row among its neighbours' own rows: k is one more than <paramref name="distances"/>. True for a new row: its nearest neighbour takes
    /// the place that the row itself has there, and does not count in the sum.
    /// </param>
    /// <param name="localConnectivity">As in <see cref="FuzzySetOptions.LocalConnectivity"/>.</param>
    /// <param name="meanOfAll">Mean distance over all rows, the rows themselves counted, for rows whose ρ is 0.</param>
    /// <param name="excess">Room for <see cref="DecayKernel.Padded"/> of the distances; holds max(0, d − ρ) afterwards, then +∞.</param>
    public static DistanceScale Fit(ReadOnlySpan<float> distances, bool isNew, double localConnectivity, float meanOfAll, Span<float> excess)
    {
        int counted = isNew ? distances.Length : distances.Length + 1;
        float rho = RhoOf(distances, localConnectivity);
        excess.Fill(float.PositiveInfinity);
        for (int i = 0; i < distances.Length; i++) excess[i] = Math.Max(0, distances[i] - rho);
        float first = excess[0];
        if (isNew) excess[0] = float.PositiveInfinity;
        float sigma = Bisect(excess, (float)SplitMix64.PortableLog(counted) / (float)SplitMix64.PortableLog(2));
        excess[0] = first;
        float mean = rho > 0 ? SumOf(distances) / counted : meanOfAll;
        return new DistanceScale(rho, Math.Max(sigma, LeastShareOfMean * mean));
    }

    /// <summary>Σ dᵢ, added in double.</summary>
    public static float SumOf(ReadOnlySpan<float> distances)
    {
        double sum = 0;
        foreach (float distance in distances) sum += distance;
        return (float)sum;
    }

    private static float RhoOf(ReadOnlySpan<float> distances, double localConnectivity)
    {
        int zeros = 0;
        while (zeros < distances.Length && !(distances[zeros] > 0)) zeros++;
        ReadOnlySpan<float> positive = distances[zeros..];
        if (positive.IsEmpty) return 0;
        if (positive.Length < localConnectivity) return positive[^1];
        int whole = (int)localConnectivity;
        float part = (float)(localConnectivity - whole);
        if (whole == 0) return part * positive[0];
        float rho = positive[whole - 1];
        return part > Tolerance ? rho + (part * (positive[whole] - rho)) : rho;
    }

    private static float Bisect(ReadOnlySpan<float> excess, float target)
    {
        float low = 0, high = float.PositiveInfinity, sigma = 1;
        for (int step = 0; step < Bisections; step++)
        {
            float sum = DecayKernel.Sum(excess, sigma);
            if (Math.Abs(sum - target) < Tolerance) break;
            if (sum > target) high = sigma;
            else low = sigma;
            sigma = float.IsPositiveInfinity(high) ? sigma * 2 : (low + high) / 2;
        }

        return sigma;
    }
}
