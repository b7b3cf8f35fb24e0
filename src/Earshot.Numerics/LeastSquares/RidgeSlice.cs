using System.Buffers;
using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.LeastSquares;

/// <summary>
/// Conjugate gradients for <see cref="Width"/> outputs side by side; places beyond the outputs that there are hold zeros and stay zero. Names as in
/// the literature: solution x, residual of the normal equations r, direction p, t = A·p.
/// </summary>
internal sealed unsafe class RidgeSlice : IDisposable
{
    /// <summary>Outputs worked on at once.</summary>
    public const int Width = SliceKernels.Width;

    // sums over a chunk are floats, sums of chunks doubles
    private const int ChunkRows = 512;

    private readonly RidgeProblem _problem;
    private readonly int _threads;
    private readonly CancellationToken _cancellation;
    private readonly float[] _x;
    private readonly float[] _r;
    private readonly float[] _p;
    private readonly float[] _t;
    private readonly float[] _partial;
    private readonly double[] _residual = new double[Width];
    private readonly double[] _penalty = new double[Width];
    private readonly double[] _sum = new double[Width];
    private readonly float[] _factor = new float[Width];

    public RidgeSlice(RidgeProblem problem, int threads, CancellationToken cancellation)
    {
        (_problem, _threads, _cancellation) = (problem, threads, cancellation);
        _x = Rent(problem.Columns.Count);
        _r = Rent(problem.Columns.Count);
        _p = Rent(problem.Columns.Count);
        _t = Rent(problem.Rows.Count);
        _partial = Rent(Chunks.Count(Math.Max(problem.Rows.Count, problem.Columns.Count), ChunkRows));
    }

    public void Dispose()
    {
        foreach (float[] rented in new[] { _x, _r, _p, _t, _partial }) ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>x = E⁰, t = Y − A·x, r = Aᵀ·t, p = m·r, for the outputs from <paramref name="output"/> on.</summary>
    public void Begin(FloatMatrix targets, FloatMatrix start, int output, int outputs)
    {
        for (int used = 0; used < _problem.Used.Length; used++) Load(start[_problem.Used[used]], _x.AsSpan(used * Width, Width));
        ForEachChunk(_problem.Rows.Count, (first, end, _) =>
        {
            fixed (float* x = _x, t = _t)
            {
                SliceKernels.Gather(_problem.Rows, first, end, x, t);
            }

            for (int row = first; row < end; row++)
            {
                ReadOnlySpan<float> target = targets[row].Slice(output, outputs);
                Span<float> rest = _t.AsSpan(row * Width, Width);
                for (int i = 0; i < outputs; i++) rest[i] = target[i] - rest[i];
            }
        });
        ForEachChunk(_problem.Columns.Count, (first, end, sums) =>
        {
            fixed (float* t = _t, r = _r)
            {
                SliceKernels.Gather(_problem.Columns, first, end, t, r);
                SliceKernels.AddSquares(r, _problem.Preconditioner, first, end, sums);
            }
        });
        Collect(_problem.Columns.Count, _residual);
        Array.Clear(_factor);
        Turn();

        void Load(ReadOnlySpan<float> row, Span<float> to)
        {
            to.Clear();
            row.Slice(output, outputs).CopyTo(to);
        }
    }

    /// <summary>One iteration. In the last one only x moves.</summary>
    public void Advance(bool last)
    {
        ForEachChunk(_problem.Rows.Count, (first, end, sums) =>
        {
            fixed (float* p = _p, t = _t)
            {
                SliceKernels.Gather(_problem.Rows, first, end, p, t);
                SliceKernels.AddSquares(t, null, first, end, sums);
            }
        });
        Collect(_problem.Rows.Count, _sum);
        for (int i = 0; i < Width; i++) _factor[i] = Ratio(_residual[i], _sum[i] + _penalty[i]);
        ForEachChunk(_problem.Columns.Count, (first, end, sums) =>
        {
            fixed (float* x = _x, r = _r, p = _p, t = _t, factor = _factor)
            {
                SliceKernels.Step(x, factor, p, first, end);
                if (last) return;
                SliceKernels.Reduce(_problem, first, end, t, p, factor, r);
                SliceKernels.AddSquares(r, _problem.Preconditioner, first, end, sums);
            }
        });
        if (last) return;
        Collect(_problem.Columns.Count, _sum);
        for (int i = 0; i < Width; i++)
        {
            _factor[i] = Ratio(_sum[i], _residual[i]);
            _residual[i] = _sum[i];
        }

        Turn();
    }

    /// <summary>Writes x to the rows of the used columns.</summary>
    public void CopyTo(Span<float> solution, int dimensions, int output, int outputs)
    {
        for (int used = 0; used < _problem.Used.Length; used++)
            _x.AsSpan(used * Width, outputs).CopyTo(solution.Slice((_problem.Used[used] * dimensions) + output, outputs));
    }

    /// <summary>p = m·r + factor·p, and Σ λ p².</summary>
    private void Turn()
    {
        ForEachChunk(_problem.Columns.Count, (first, end, sums) =>
        {
            fixed (float* r = _r, p = _p, factor = _factor)
            {
                SliceKernels.Turn(p, factor, r, _problem.Preconditioner, first, end);
                SliceKernels.AddSquares(p, _problem.Penalties, first, end, sums);
            }
        });
        Collect(_problem.Columns.Count, _penalty);
    }

    private static float[] Rent(int rows) => ArrayPool<float>.Shared.Rent(checked(Math.Max(1, rows) * Width));

    private static float Ratio(double numerator, double denominator) => denominator > 0 ? (float)(numerator / denominator) : 0;

    private void ForEachChunk(int count, SliceBody body) => Chunks.ForEach(
        count,
        ChunkRows,
        _threads,
        (chunk, first, end) =>
        {
            Span<float> sums = _partial.AsSpan(chunk * Width, Width);
            sums.Clear();
            body(first, end, sums);
        },
        _cancellation);

    private void Collect(int count, double[] sums)
    {
        Array.Clear(sums);
        for (int chunk = 0; chunk < Chunks.Count(count, ChunkRows); chunk++)
            VectorKernels.AddTo(sums, _partial.AsSpan(chunk * Width, Width));
    }

    private delegate void SliceBody(int first, int end, Span<float> sums);
}
