using System.Collections.Concurrent;
using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.LeastSquares;

/// <summary>
/// Sparse least squares with a penalty on leaving a start: the E that minimises ‖A·E − Y‖² + Σⱼ λⱼ‖Eⱼ − E⁰ⱼ‖², by conjugate gradients on the
/// normal equations (Hestenes and Stiefel 1952; CGLS in Björck, Numerical Methods for Least Squares Problems, 7.4) with Jacobi's
/// preconditioner 1/(Σᵢ Aᵢⱼ² + λⱼ).
/// </summary>
/// <remarks>
/// Each output (column of Y) has step lengths of its own, so outputs are problems apart that share only A. They are solved 32 at a time
/// (<see cref="RidgeSlice"/>). Both products of an iteration, A·p and Aᵀ·t, are gathers over the rows of A and of its transpose. All additions
/// have a fixed order: the same bytes for any number of threads and on every instruction set.
/// </remarks>
public static class RidgeRegression
{
    /// <summary>Solves for all outputs at once. A column of A without an entry keeps its starting row exactly.</summary>
    /// <param name="a">A, rows × columns; finite.</param>
    /// <param name="targets">Y, rows × outputs; finite.</param>
    /// <param name="start">E⁰, columns × outputs: where the iterations begin, and what the penalty pulls to.</param>
    /// <param name="penalties">λ of each column, 0 or more; with 0 the solution may not be unique.</param>
    /// <param name="iterations">Iterations, 0 or more; 12 are enough where λ is about 1 and rows of A about 1 long.</param>
    /// <param name="threads">Threads at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops within an iteration.</param>
    /// <returns>E, columns × outputs, row-major.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or a penalty is negative or not finite.</exception>
    public static float[] Solve(
        SparseRows a,
        FloatMatrix targets,
        FloatMatrix start,
        ReadOnlySpan<float> penalties,
        int iterations = 12,
        int threads = 1,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(iterations);
        ThrowIfShapesDiffer(a, targets, start, penalties);
        float[] solution = new float[checked(start.Count * start.Dimensions)];
        for (int column = 0; column < start.Count; column++) start.Read(column, solution.AsSpan(column * start.Dimensions, start.Dimensions));
        RidgeProblem problem = new(a, penalties);
        int slices = Chunks.Count(start.Dimensions, RidgeSlice.Width);
        int side = Math.Clamp(threads, 1, Math.Max(1, slices));
        ConcurrentBag<RidgeSlice> idle = [];
        Chunks.ForEach(
            start.Dimensions,
            RidgeSlice.Width,
            side,
            (_, first, end) =>
            {
                if (!idle.TryTake(out RidgeSlice? slice)) slice = new RidgeSlice(problem, Math.Max(1, threads / side), cancellation);
                slice.Begin(targets, start, first, end - first);
                for (int iteration = 1; iteration <= iterations; iteration++) slice.Advance(last: iteration == iterations);
                slice.CopyTo(solution, start.Dimensions, first, end - first);
                idle.Add(slice);
            },
            cancellation);
        return solution;
    }

    private static void ThrowIfShapesDiffer(SparseRows a, FloatMatrix targets, FloatMatrix start, ReadOnlySpan<float> penalties)
    {
        if (targets.Count != a.Count) throw new ArgumentException($"{targets.Count} rows of targets for {a.Count} rows", nameof(targets));
        if (start.Count != a.ColumnCount) throw new ArgumentException($"{start.Count} starting rows for {a.ColumnCount} columns", nameof(start));
        if (start.Dimensions != targets.Dimensions)
            throw new ArgumentException($"starting rows of {start.Dimensions} outputs; the targets have {targets.Dimensions}", nameof(start));
        if (penalties.Length != a.ColumnCount) throw new ArgumentException($"{penalties.Length} penalties for {a.ColumnCount} columns", nameof(penalties));
        foreach (float penalty in penalties)
        {
            if (!(penalty >= 0) || !float.IsFinite(penalty))
                throw new ArgumentException($"a penalty is {penalty}; allowed are finite numbers from 0 on", nameof(penalties));
        }
    }
}
