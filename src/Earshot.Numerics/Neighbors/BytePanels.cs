using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Earshot.Numerics.Vectors;

namespace Earshot.Numerics.Neighbors;

/// <summary>
/// Rows as 8-bit numbers times one scale, y ≈ s·q, laid out for <see cref="ByteProductKernel"/>, with what bounds the error: a pair that the kernel
/// leaves out is certainly farther apart than the distance its threshold was made of.
/// </summary>
/// <remarks>
/// With x = s·p + e, y = s·q + f: ½|x − y|² = ½|x|² + ½|y|² − x·y, and x·y ≤ s²·p·q + |x||f| + |e|·|s·q| (Cauchy and Schwarz). All that depends on y alone is
/// folded into what the integer sum starts from, all that depends on x alone into the threshold; both are rounded to the side that reports more.
/// </remarks>
internal sealed unsafe class BytePanels
{
    /// <summary>Most dimensions for which sums and thresholds stay within 32 bits.</summary>
    public const int MostDimensions = 8192;

    private const int ChunkPanels = 64;
    private const int SampledRows = 1024;
    private const int Lanes = 8;
    private const int LeastThreshold = -(1 << 30), MostThreshold = 1 << 28, MostStart = 1 << 29;

    private readonly sbyte[] _numbers;
    private readonly int[] _starts;
    private readonly int _dimensions;
    private readonly float _scale;
    private readonly double _mostLength, _mostQuantized, _mostError;

    /// <summary>Takes <paramref name="rows"/>, the cells one after the other.</summary>
    /// <param name="rows">Finite rows.</param>
    /// <param name="cellStarts">First row of each cell and the number of rows at last; each cell begins a panel.</param>
    public BytePanels(FloatMatrix rows, int[] cellStarts, int threads, CancellationToken cancellation)
    {
        if (rows.Dimensions > MostDimensions)
            throw new ArgumentException($"rows of {rows.Dimensions} dimensions; at most {MostDimensions} can be searched", nameof(rows));
        _dimensions = rows.Dimensions;
        Steps = (_dimensions + ByteProductKernel.StepBytes - 1) / ByteProductKernel.StepBytes;
        FirstPanels = new int[cellStarts.Length];
        for (int cell = 1; cell < cellStarts.Length; cell++)
            FirstPanels[cell] = FirstPanels[cell - 1] + Chunks.Count(cellStarts[cell] - cellStarts[cell - 1], ByteProductKernel.PanelRows);
        int panels = FirstPanels[^1];
        _numbers = GC.AllocateArray<sbyte>(checked(panels * PanelBytes), pinned: true);
        _starts = GC.AllocateUninitializedArray<int>(panels * ByteProductKernel.PanelRows, pinned: true);
        _starts.AsSpan().Fill(int.MinValue);
        _scale = BestScale(rows);

        int[] places = PlacesOf(cellStarts, rows.Count);
        Extremes[] extremes = new Extremes[Chunks.Count(rows.Count, ChunkPanels * ByteProductKernel.PanelRows)];
        float[] halves = new float[rows.Count], errors = new float[rows.Count];
        int[] sums = new int[rows.Count];
        Chunks.ForEach(
            rows.Count,
            ChunkPanels * ByteProductKernel.PanelRows,
            threads,
            (chunk, first, end) => extremes[chunk] = Load(rows, first, end, places, halves, errors, sums),
            cancellation);
        foreach (Extremes part in extremes)
        {
            _mostLength = Math.Max(_mostLength, part.Length);
            _mostQuantized = Math.Max(_mostQuantized, part.Quantized);
            _mostError = Math.Max(_mostError, part.Error);
        }

        for (int row = 0; row < rows.Count; row++)
        {
            double start = Math.Ceiling(((_mostLength * errors[row]) - halves[row]) / SquaredScale) + 1;
            _starts[places[row]] = (int)Math.Clamp(start, -MostStart, MostStart) - (ByteOffset * sums[row]);
        }
    }

    /// <summary>Added to the numbers of a query, to make bytes of them.</summary>
    public const int ByteOffset = 128;

    /// <summary>Groups of four dimensions.</summary>
    public int Steps { get; }

    /// <summary>First panel of each cell, and the number of panels at last.</summary>
    public int[] FirstPanels { get; }

    /// <summary>Bytes of a query.</summary>
    public int QueryBytes => Steps * ByteProductKernel.StepBytes;

    private int PanelBytes => QueryBytes * ByteProductKernel.PanelRows;

    private double SquaredScale => (double)_scale * _scale;

    /// <summary>Reports the pairs of six queries and the rows of some panels; see <see cref="ByteProductKernel.Scan"/>.</summary>
    public int Scan(byte** queries, int* thresholds, int panel, int count, int* hits)
    {
        // both arrays are pinned
        sbyte* numbers = (sbyte*)Marshal.UnsafeAddrOfPinnedArrayElement(_numbers, 0) + ((nint)panel * PanelBytes);
        int* starts = (int*)Marshal.UnsafeAddrOfPinnedArrayElement(_starts, panel * ByteProductKernel.PanelRows);
        return ByteProductKernel.Scan(queries, thresholds, numbers, starts, count, Steps, hits);
    }

    /// <summary>Writes the bytes of a query and gives the part of its threshold that does not depend on the distance.</summary>
    /// <param name="slack">What rounding may change of half a squared distance.</param>
    public double Quantize(ReadOnlySpan<float> query, Span<byte> bytes, double slack)
    {
        bytes.Clear();
        float error = MathF.Sqrt(Quantize(query, _scale, MemoryMarshal.Cast<byte, sbyte>(bytes), out _, out _));
        for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)(bytes[i] + ByteOffset);
        float half = 0.5f * VectorKernels.Dot(query, query);
        double longer = Math.Max(0, Math.Sqrt(2 * half) - _mostLength);
        return half - (error * _mostQuantized) - (longer * _mostError) - slack;
    }

    /// <summary>The threshold that reports every row whose half squared distance is at most <paramref name="half"/>.</summary>
    public int Threshold(double query, double half) => (int)Math.Clamp(Math.Floor((query - half) / SquaredScale), LeastThreshold, MostThreshold);

    private Extremes Load(FloatMatrix rows, int first, int end, int[] places, float[] halves, float[] errors, int[] sums)
    {
        Extremes extremes = default;
        sbyte[] numbers = new sbyte[QueryBytes];
        for (int row = first; row < end; row++)
        {
            halves[row] = 0.5f * VectorKernels.Dot(rows[row], rows[row]);
            errors[row] = MathF.Sqrt(Quantize(rows[row], _scale, numbers, out sums[row], out double squares));
            extremes.Length = Math.Max(extremes.Length, Math.Sqrt(2 * halves[row]));
            extremes.Quantized = Math.Max(extremes.Quantized, _scale * Math.Sqrt(squares));
            extremes.Error = Math.Max(extremes.Error, errors[row]);
            Span<int> panel = MemoryMarshal.Cast<sbyte, int>(_numbers.AsSpan(places[row] / ByteProductKernel.PanelRows * PanelBytes, PanelBytes));
            ReadOnlySpan<int> groups = MemoryMarshal.Cast<sbyte, int>(numbers);
            int lane = places[row] % ByteProductKernel.PanelRows;
            for (int k = 0; k < groups.Length; k++) panel[(k * ByteProductKernel.PanelRows) + lane] = groups[k];
        }

        return extremes;
    }

    private static int[] PlacesOf(int[] cellStarts, int count)
    {
        int[] places = new int[count];
        int place = 0;
        for (int cell = 0; cell + 1 < cellStarts.Length; cell++)
        {
            for (int row = cellStarts[cell]; row < cellStarts[cell + 1]; row++) places[row] = place++;
            place = (place + ByteProductKernel.PanelRows - 1) / ByteProductKernel.PanelRows * ByteProductKernel.PanelRows;
        }

        return places;
    }

    // A few large numbers may be cut off for the sake of all others: their rows get a larger error, and so more is reported of them.
    private static float BestScale(FloatMatrix rows)
    {
        int step = Math.Max(1, rows.Count / SampledRows);
        float most = 0;
        for (int row = 0; row < rows.Count; row += step)
            foreach (float value in rows[row]) most = Math.Max(most, Math.Abs(value));
        if (most < LeastScale * Int8Quantization.MaximumMagnitude) return LeastScale;
        sbyte[] numbers = new sbyte[rows.Dimensions];
        (float best, double least) = (0, double.PositiveInfinity);
        for (float scale = most / Int8Quantization.MaximumMagnitude, tried = 0; tried < 12; tried++, scale *= 0.9f)
        {
            double sum = 0;
            for (int row = 0; row < rows.Count; row += step) sum += MathF.Sqrt(Quantize(rows[row], scale, numbers, out _, out _));
            if (sum < least) (best, least) = (scale, sum);
        }

        return best;
    }

    // the square of a smaller scale has too few digits
    private const float LeastScale = 1e-16f;

    /// <summary>Numbers of a row, cut off at ±127; gives the squared length of what they miss.</summary>
    private static float Quantize(ReadOnlySpan<float> row, float scale, Span<sbyte> numbers, out int sum, out double squares)
    {
        float inverse = 1 / scale;
        ref float source = ref MemoryMarshal.GetReference(row);
        ref sbyte target = ref MemoryMarshal.GetReference(numbers);
        Vector256<float> missed = default;
        Vector256<int> sums = default;
        int i = 0;
        for (; i <= row.Length - Lanes; i += Lanes)
        {
            Vector256<float> value = Vector256.LoadUnsafe(ref source, (nuint)i);
            Vector256<float> rounded = Vector256.Min(Vector256.Max(Vector256.Round(value * inverse), Vector256.Create(-127f)), Vector256.Create(127f));
            Vector256<float> error = value - (rounded * scale);
            missed = Vector256.FusedMultiplyAdd(error, error, missed);
            Vector256<int> number = Vector256.ConvertToInt32(rounded);
            sums += number;
            Vector128<short> words = Vector128.Narrow(number.GetLower(), number.GetUpper());
            Vector64.Narrow(words.GetLower(), words.GetUpper()).StoreUnsafe(ref target, (nuint)i);
        }

        float rest = Vector256.Sum(missed);
        sum = Vector256.Sum(sums);
        for (; i < row.Length; i++)
        {
            float rounded = Math.Clamp(MathF.Round(row[i] * inverse), -127f, 127f), error = row[i] - (rounded * scale);
            rest += error * error;
            numbers[i] = (sbyte)rounded;
            sum += numbers[i];
        }

        int square = 0;
        foreach (sbyte number in numbers) square += number * number;
        squares = square;
        return rest;
    }

    private struct Extremes
    {
        public double Length, Quantized, Error;
    }
}
