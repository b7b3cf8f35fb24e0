using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.Clustering;

/// <summary>A finished fit.</summary>
/// <param name="Model">The clusters.</param>
/// <param name="Labels">The cluster of each row.</param>
/// <param name="TotalInertia">Sum of the squared distances of all rows to their centroids.</param>
/// <param name="Iterations">Lloyd iterations of the start that was kept.</param>
internal sealed record KMeansFit(KMeansModel Model, IReadOnlyList<int> Labels, double TotalInertia, int Iterations);

/// <summary>k-means by Lloyd's iterations over all rows, from k-means++ starts. For more rows than fit in memory: <see cref="MiniBatchKMeans"/>.</summary>
internal static class KMeans
{
    /// <summary>
    /// Clusters <paramref name="rows"/>; of <see cref="KMeansOptions.Initialisations"/> starts the one with the least inertia is kept.
    /// A cluster that becomes empty starts again at the row farthest from its centroid. No rows give zeros with counts of 0.
    /// </summary>
    /// <param name="rows">Finite rows.</param>
    /// <param name="options">See <see cref="KMeansOptions"/>.</param>
    /// <param name="threads">Threads at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between chunks of rows.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static KMeansFit Fit(IRows rows, KMeansOptions options, int threads = 1, CancellationToken cancellation = default)
    {
        options.ThrowIfInvalid();
        int side = Math.Min(threads, options.Initialisations);
        KMeansFit[] fits = new KMeansFit[options.Initialisations];

        // Starts side by side share nothing, where threads within one would wait for each other at every iteration; the last one to settle takes over
        // the threads of those that are done.
        int running = 0;
        Chunks.ForEach(fits.Length, 1, side, (_, first, end) =>
        {
            Interlocked.Increment(ref running);
            try
            {
                for (int start = first; start < end; start++) fits[start] = FitOnce(rows, start, options, () => Math.Max(1, threads / Volatile.Read(ref running)), cancellation);
            }
            finally
            {
                Interlocked.Decrement(ref running);
            }
        });
        KMeansFit best = fits[0];
        foreach (KMeansFit fit in fits)
            if (fit.TotalInertia < best.TotalInertia) best = fit;
        return best;
    }

    private static KMeansFit FitOnce(IRows rows, int start, KMeansOptions options, Func<int> threads, CancellationToken cancellation)
    {
        SplitMix64 random = new(SplitMix64.Derive(options.Seed, 1, (ulong)start));
        FloatMatrix sample = FloatMatrix.Gather(rows, random.NextSample(rows.Count, Math.Min(rows.Count, options.InitialSample)));
        float[] centroids = PlusPlusStart.Choose(sample, options.Clusters, ref random, threads(), cancellation);
        return Settle(rows, centroids, options, threads, cancellation);
    }

    /// <summary>Clusters <paramref name="rows"/> from given centroids; of the options only the iterations and the tolerance count.</summary>
    /// <param name="rows">Finite rows.</param>
    /// <param name="centroids">k × d finite floats, row-major; k is what they make, whatever the options say.</param>
    /// <param name="options">See <see cref="KMeansOptions"/>.</param>
    /// <param name="threads">Threads at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between chunks of rows.</param>
    /// <exception cref="ArgumentException">An option is out of range, or <paramref name="centroids"/> are no whole number of rows.</exception>
    public static KMeansFit FitFrom(
        IRows rows, ReadOnlySpan<float> centroids, KMeansOptions options, int threads = 1, CancellationToken cancellation = default)
    {
        options.ThrowIfInvalid();
        if (centroids.IsEmpty || centroids.Length % rows.Dimensions != 0)
            throw new ArgumentException($"{centroids.Length} floats are no centroids of {rows.Dimensions} dimensions", nameof(centroids));
        return Settle(rows, centroids, options, () => threads, cancellation);
    }

    // Lloyd's iterations; how many threads there are is asked before each.
    private static KMeansFit Settle(IRows rows, ReadOnlySpan<float> centroids, KMeansOptions options, Func<int> threads, CancellationToken cancellation)
    {
        int dimensions = rows.Dimensions;
        int clusters = centroids.Length / dimensions;
        float[] current = centroids.ToArray();
        AssignmentPass pass = new(clusters, dimensions);
        int[] labels = new int[rows.Count], previous = new int[rows.Count];
        Array.Fill(previous, -1);
        float[] distances = new float[rows.Count];
        double tolerance = options.Tolerance == 0 || rows.Count == 0 ? 0 : options.Tolerance * MeanVariance(rows, threads(), cancellation);
        int iteration = 0;
        for (bool settled = rows.Count == 0; !settled && iteration < options.MaxIterations; iteration++)
        {
            pass.Load(current);
            ClusterTotals totals = pass.Run(rows, 0, rows.Count, new RowResults(labels, default, distances), withSums: true, threads(), cancellation);
            Reseed(rows, labels, distances, totals);
            double shift = Move(current, totals);
            settled = shift <= tolerance || labels.AsSpan().SequenceEqual(previous);
            (labels, previous) = (previous, labels);
        }

        pass.Load(current);
        ClusterTotals final = pass.Run(rows, 0, rows.Count, new RowResults(labels, default, default), withSums: false, threads(), cancellation);
        double mean = rows.Count == 0 ? 0 : final.SquaredDistance / rows.Count;
        return new KMeansFit(new KMeansModel(dimensions, current, final.Counts, mean, rows.Count), labels, final.SquaredDistance, iteration);
    }

    private static void Reseed(IRows rows, int[] labels, float[] distances, ClusterTotals totals)
    {
        int[] empty = [.. Enumerable.Range(0, totals.Counts.Length).Where(cluster => totals.Counts[cluster] == 0)];
        List<int> seeds = FarthestRows.Choose(rows, 0, labels, distances, totals.Counts, empty.Length);
        float[] values = new float[rows.Dimensions];
        for (int i = 0; i < seeds.Count; i++)
        {
            int donor = labels[seeds[i]];
            rows.Read(seeds[i], values);
            Span<double> given = totals.Sum(donor), taken = totals.Sum(empty[i]);
            for (int j = 0; j < values.Length; j++)
            {
                given[j] -= values[j];
                taken[j] = values[j];
            }

            totals.Counts[donor]--;
            totals.Counts[empty[i]] = 1;
        }
    }

    /// <summary>Moves each centroid to the mean of its rows (one without rows stays) and gives the sum of the squared moves.</summary>
    private static double Move(float[] centroids, ClusterTotals totals)
    {
        double shift = 0;
        for (int cluster = 0; cluster < totals.Counts.Length; cluster++)
        {
            if (totals.Counts[cluster] == 0) continue;
            ReadOnlySpan<double> sum = totals.Sum(cluster);
            for (int i = 0; i < sum.Length; i++)
            {
                ref float value = ref centroids[(cluster * sum.Length) + i];
                float moved = (float)(sum[i] / totals.Counts[cluster]);
                shift += ((double)moved - value) * ((double)moved - value);
                value = moved;
            }
        }

        return shift;
    }

    private static double MeanVariance(IRows rows, int threads, CancellationToken cancellation)
    {
        // with one centroid at the origin, the totals are Σx and Σ|x|²
        AssignmentPass pass = new(1, rows.Dimensions);
        pass.Load(new float[rows.Dimensions]);
        ClusterTotals totals = pass.Run(rows, 0, rows.Count, default, withSums: true, threads, cancellation);
        double squaredMean = 0;
        foreach (double sum in totals.Sums) squaredMean += sum / rows.Count * (sum / rows.Count);
        return Math.Max(0, (totals.SquaredDistance / rows.Count) - squaredMean) / rows.Dimensions;
    }
}
