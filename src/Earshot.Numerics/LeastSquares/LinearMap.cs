using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.LeastSquares;

/// <summary>A dense linear map of rows, y ≈ x·M, by ridge regression: M = (PᵀP + c·I)⁻¹ (PᵀY + c·M⁰), which minimises ‖P·M − Y‖² + c‖M − M⁰‖².</summary>
public static class LinearMap
{
    // bounds the inputs × outputs sums kept by chunk
    private const int MostChunks = 16;
    private const int LeastChunkRows = 512;
    private const int ApplyRows = 256;

    /// <summary>Fits M.</summary>
    /// <param name="inputs">P, n × inputs; finite.</param>
    /// <param name="targets">Y, n × outputs; finite.</param>
    /// <param name="penalty">c, above 0.</param>
    /// <param name="towardsIdentity">Whether M⁰ is the identity (inputs = outputs), not zero.</param>
    /// <param name="threads">Threads at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between chunks of rows.</param>
    /// <returns>M, inputs × outputs, row-major.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or the penalty is not above 0.</exception>
    public static float[] Fit(
        FloatMatrix inputs, FloatMatrix targets, double penalty, bool towardsIdentity = false, int threads = 1, CancellationToken cancellation = default)
    {
        if (inputs.Count != targets.Count) throw new ArgumentException($"{targets.Count} rows of targets for {inputs.Count} rows", nameof(targets));
        if (!(penalty > 0) || !double.IsFinite(penalty))
            throw new ArgumentException($"the penalty is {penalty}; it must be above 0 and finite", nameof(penalty));
        int width = inputs.Dimensions, outputs = targets.Dimensions;
        if (towardsIdentity && width != outputs)
            throw new ArgumentException($"a map from {width} to {outputs} numbers has no identity", nameof(towardsIdentity));

        double[] gram = SumOfProducts(inputs, inputs, threads, cancellation);
        double[] moments = SumOfProducts(inputs, targets, threads, cancellation);
        for (int i = 0; i < width; i++)
        {
            gram[(i * width) + i] += penalty;
            if (towardsIdentity) moments[(i * width) + i] += penalty;
        }

        Cholesky.Solve(gram, moments, width);
        return Array.ConvertAll(moments, static value => (float)value);
    }

    /// <summary>x·M for each row x: n × outputs floats, row-major.</summary>
    /// <param name="rows">n × inputs.</param>
    /// <param name="map">M, inputs × outputs.</param>
    /// <param name="threads">Threads at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between chunks of rows.</param>
    /// <exception cref="ArgumentException">The dimensions differ.</exception>
    public static float[] Apply(FloatMatrix rows, FloatMatrix map, int threads = 1, CancellationToken cancellation = default)
    {
        if (rows.Dimensions != map.Count) throw new ArgumentException($"rows of {rows.Dimensions} numbers for a map of {map.Count}", nameof(map));
        float[] products = new float[checked(rows.Count * map.Dimensions)];
        PackedColumns packed = new(map);
        Chunks.ForEach(
            rows.Count,
            ApplyRows,
            threads,
            (_, first, end) => ProductKernel.Multiply(rows, first, end, packed, products.AsSpan(first * map.Dimensions)),
            cancellation);
        return products;
    }

    private static double[] SumOfProducts(FloatMatrix left, FloatMatrix right, int threads, CancellationToken cancellation)
    {
        int size = Math.Max(LeastChunkRows, (left.Count + MostChunks - 1) / MostChunks);
        double[][] partial = [.. Enumerable.Range(0, Chunks.Count(left.Count, size)).Select(_ => new double[left.Dimensions * right.Dimensions])];
        Chunks.ForEach(
            left.Count, size, threads, (chunk, first, end) => ProductKernel.AddTransposedProduct(left, right, first, end, partial[chunk]), cancellation);
        double[] sum = new double[left.Dimensions * right.Dimensions];
        foreach (double[] part in partial)
            for (int i = 0; i < sum.Length; i++) sum[i] += part[i];
        return sum;
    }
}
