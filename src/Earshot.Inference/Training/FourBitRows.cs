using Earshot.Numerics;

namespace Earshot.Inference.Training;

/// <summary>Rows of floats as four bits a number with a scale each: value = (nibble − 8) · scale.</summary>
/// <param name="Scales">Scale of each row.</param>
/// <param name="Values">Rows × width / 2 bytes; the low nibble is the even dimension, the high one the odd dimension after it.</param>
internal sealed record FourBitRows(Half[] Scales, byte[] Values)
{
    // Clipping the largest numbers makes the steps of all others finer: which share of max|x| is worth it is tried row by row.
    private static readonly float[] Clips = [1f, 0.9f, 0.8f, 0.7f];
    private const int ChunkRows = 256;

    /// <summary>Rounds each row by the clip that leaves the least squared error; of equal ones the first.</summary>
    /// <param name="rows">Rows × <paramref name="width"/> floats.</param>
    /// <param name="width">Numbers a row, even.</param>
    public static FourBitRows Quantize(ReadOnlyMemory<float> rows, int width, int threads)
    {
        int count = rows.Length / width;
        Half[] scales = new Half[count];
        byte[] values = new byte[checked(count * (width / 2))];
        Chunks.ForEach(count, ChunkRows, threads, (_, first, end) =>
        {
            for (int row = first; row < end; row++)
            {
                ReadOnlySpan<float> from = rows.Span.Slice(row * width, width);
                scales[row] = BestScale(from);
                Pack(from, (float)scales[row], values.AsSpan(row * (width / 2), width / 2));
            }
        });
        return new FourBitRows(scales, values);
    }

    private static Half BestScale(ReadOnlySpan<float> row)
    {
        float largest = 0;
        foreach (float value in row) largest = MathF.Max(largest, MathF.Abs(value));
        Half best = (Half)(largest / 7);
        double least = double.MaxValue;
        foreach (float clip in Clips)
        {
            Half scale = (Half)(clip * largest / 7);
            double error = 0;
            foreach (float value in row)
            {
                double difference = value - (Nibble(value, (float)scale) * (double)scale);
                error += difference * difference;
            }

            if (error < least) (least, best) = (error, scale);
        }

        return best;
    }

    // A row so short that its scale is 0 as float16 becomes zeros.
    private static int Nibble(float value, float scale) => scale == 0 ? 0 : (int)Math.Clamp(MathF.Round(value / scale), -8, 7);

    private static void Pack(ReadOnlySpan<float> row, float scale, Span<byte> packed)
    {
        for (int i = 0; i < packed.Length; i++)
            packed[i] = (byte)((Nibble(row[2 * i], scale) + 8) | ((Nibble(row[(2 * i) + 1], scale) + 8) << 4));
    }
}
