using System.Runtime.CompilerServices;
using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.LeastSquares;

/// <summary>
/// Conjugate gradients for <see cref="Width"/> outputs side by side; places beyond the outputs that there are hold zeros and stay zero. Names as in
/// the literature: solution x, residual of the normal equations r, direction p, t = A·p. Keeps its memory from one <see cref="Begin"/> to the next.
/// </summary>
internal sealed unsafe class RidgeSlice
{
    /// <summary>Outputs worked on at once.</summary>
    public const int Width = SliceKernels.Width;

    // sums over a chunk are floats, sums of chunks doubles
    private const int ChunkRows = 512;
    private const int CacheLineFloats = 16;
    private const int CacheLineBytes = CacheLineFloats * sizeof(float);

    private readonly RidgeProblem _problem;
    private readonly int _threads;
    private readonly CancellationToken _cancellation;
    private readonly float[] _pinned;
    private readonly float* _x;
    private readonly float* _r;
    private readonly float* _p;
    private readonly float* _t;
    private readonly float[] _partial;
    private readonly double[] _residual = new double[Width];
    private readonly double[] _penalty = new double[Width];
    private readonly double[] _sum = new double[Width];
    private readonly float[] _factor = new float[Width];

    public RidgeSlice(RidgeProblem problem, int threads, CancellationToken cancellation)
    {
        (_problem, _threads, _cancellation) = (problem, threads, cancellation);
        int columns = problem.Columns.Count, rows = problem.Rows.Count;
        _pinned = GC.AllocateUninitializedArray<float>(checked((((3 * columns) + rows) * Width) + CacheLineFloats), pinned: true);
        _x = (float*)(((nuint)Unsafe.AsPointer(ref _pinned[0]) + CacheLineBytes - 1) & ~(nuint)(CacheLineBytes - 1));
        _r = _x + ((nint)columns * Width);
        _p = _r + ((nint)columns * Width);
        _t = _p + ((nint)columns * Width);
        _partial = new float[Chunks.Count(Math.Max(rows, columns), ChunkRows) * Width];
    }

    /// <summary>x = E⁰, t = Y − A·x, r = Aᵀ·t, p = m·r, for the outputs from <paramref name="output"/> on.</summary>
    public void Begin(FloatMatrix targets, FloatMatrix start, int output, int outputs)
    {
        for (int used = 0; used < _problem.Used.Length; used++) Load(start[_problem.Used[used]], Row(_x, used));
        ForEachChunk(_problem.Rows.Count, (first, end, _) =>
        {
            SliceKernels.Gather(_problem.Rows, first, end, _x, _t);
            for (int row = first; row < end; row++)
            {
                ReadOnlySpan<float> target = targets[row].Slice(output, outputs);
                Span<float> rest = Row(_t, row);
                for (int i = 0; i < outputs; i++) rest[i] = target[i] - rest[i];
            }
        });
        ForEachChunk(_problem.Columns.Count, (first, end, sums) =>
        {
            SliceKernels.Gather(_problem.Columns, first, end, _t, _r);
            SliceKernels.AddSquares(_r, _problem.Preconditioner, first, end, sums);
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
            SliceKernels.Gather(_problem.Rows, first, end, _p, _t);
            SliceKernels.AddSquares(_t, default, first, end, sums);
        });
        Collect(_problem.Rows.Count, _sum);
        for (int i = 0; i < Width; i++) _factor[i] = Ratio(_residual[i], _sum[i] + _penalty[i]);
        ForEachChunk(_problem.Columns.Count, (first, end, sums) =>
        {
            fixed (float* factor = _factor)
            {
                SliceKernels.Step(_x, factor, _p, first, end);
                if (last) return;
                SliceKernels.Reduce(_problem, first, end, _t, _p, factor, _r);
            }

            SliceKernels.AddSquares(_r, _problem.Preconditioner, first, end, sums);
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
            Row(_x, used)[..outputs].CopyTo(solution.Slice((_problem.Used[used] * dimensions) + output, outputs));
    }

    /// <summary>p = m·r + factor·p, and Σ λ p².</summary>
    private void Turn()
    {
        ForEachChunk(_problem.Columns.Count, (first, end, sums) =>
        {
            fixed (float* factor = _factor) SliceKernels.Turn(_p, factor, _r, _problem.Preconditioner, first, end);
            SliceKernels.AddSquares(_p, _problem.Penalties, first, end, sums);
        });
        Collect(_problem.Columns.Count, _penalty);
    }

    private static Span<float> Row(float* rows, int row) => new(rows + ((nint)row * Width), Width);

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
