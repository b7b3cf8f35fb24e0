using Earshot.Numerics;
using Earshot.Numerics.Vectors;

namespace Earshot.Tests.Numerics;

public sealed class VectorKernelsTests
{
    public static TheoryData<int> Lengths => [.. Enumerable.Range(0, 258)];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Kernels_give_the_bits_of_their_scalar_twins_at_every_length(int length)
    {
        float[] x = Numbers(length, 1), y = Numbers(length, 2);
        Assert.Equal(Bits(Chains(x, y, (a, b, sum) => MathF.FusedMultiplyAdd(a, b, sum))), Bits(VectorKernels.Dot(x, y)));
        Assert.Equal(
            Bits(Chains(x, y, (a, b, sum) => MathF.FusedMultiplyAdd(a - b, a - b, sum))), Bits(VectorKernels.SquaredEuclidean(x, y)));
        Assert.Equal(Bits(MathF.Sqrt(VectorKernels.Dot(x, x))), Bits(VectorKernels.Norm(x)));
        double exact = x.Zip(y, (a, b) => (double)a * b).Sum();
        Assert.Equal(exact, VectorKernels.Dot(x, y), 1e-6 * (1 + length)); // float rounding of |terms| below 1
        Assert.Equal(0, VectorKernels.SquaredEuclidean(x, x));

        double[] sums = [.. y.Select(value => (double)value)], twin = [.. sums];
        VectorKernels.AddTo(sums, x);
        for (int i = 0; i < length; i++) Assert.Equal(twin[i] + x[i], sums[i]);

        float[] scaled = [.. y];
        VectorKernels.AddScaled(scaled, 0.7f, x);
        for (int i = 0; i < length; i++) Assert.Equal(MathF.FusedMultiplyAdd(0.7f, x[i], y[i]), scaled[i]);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Quantising_gives_the_numbers_of_its_scalar_twin_at_every_length(int length)
    {
        float[] row = Numbers(length, 3);
        sbyte[] numbers = new sbyte[length];
        float scale = Int8Quantization.Quantize(row, numbers);
        float maximum = length == 0 ? 0 : row.Max(MathF.Abs);
        Assert.Equal(maximum / 127, scale);
        float[] back = new float[length];
        Int8Quantization.Dequantize(numbers, scale, back);
        for (int i = 0; i < length; i++)
        {
            Assert.Equal((sbyte)MathF.Round(row[i] * (127 / maximum), MidpointRounding.ToEven), numbers[i]);
            Assert.Equal(Bits(numbers[i] * scale), Bits(back[i]));
            Assert.Equal(row[i], back[i], scale * 0.50001f);
        }
    }

    [Fact]
    public void Ties_round_to_even_and_the_extremes_are_127()
    {
        float[] row = [.. Enumerable.Repeat(new[] { 127f, -127f, 0.5f, 1.5f, 2.5f, -0.5f, -1.5f, -2.5f }, 3).SelectMany(part => part)];
        sbyte[] numbers = new sbyte[row.Length];
        Assert.Equal(1f, Int8Quantization.Quantize(row, numbers));
        Assert.Equal(Enumerable.Repeat(new sbyte[] { 127, -127, 0, 2, 2, 0, -2, -2 }, 3).SelectMany(part => part), numbers);
    }

    [Fact]
    public void Rows_of_zeros_have_scale_0_and_rows_that_are_not_finite_are_refused_wherever_the_fault_is()
    {
        Assert.Equal(0, Int8Quantization.Quantize(new float[20], new sbyte[20]));
        Assert.Equal(0, Int8Quantization.Quantize([float.Epsilon, 1e-38f], new sbyte[2]));
        foreach (float bad in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            for (int at = 0; at < 20; at++)
            {
                float[] row = Numbers(20, 4);
                row[at] = bad;
                Assert.Throws<ArgumentException>(() => Int8Quantization.Quantize(row, new sbyte[20]));
            }
        }
    }

    [Fact]
    public void Real_embeddings_keep_their_direction_in_8_bits()
    {
        FloatMatrix rows = Golden.Embeddings;
        QuantizedMatrix quantized = new(rows.Count, rows.Dimensions);
        float[] back = new float[rows.Dimensions];
        float worst = 1;
        for (int row = 0; row < rows.Count; row++)
        {
            quantized.Quantize(row, rows[row]);
            quantized.Read(row, back);
            worst = Math.Min(worst, VectorKernels.CosineSimilarity(rows[row], back));
        }

        Assert.InRange(worst, 0.9999f, 1f);
    }

    [Fact]
    public void The_cosine_of_a_row_of_zeros_is_0()
    {
        Assert.Equal(0, VectorKernels.CosineSimilarity([0, 0], [1, 2]));
        Assert.Equal(-1, VectorKernels.CosineSimilarity([-2, -4], [1, 2]), 1e-6f);
    }

    internal static float[] Numbers(int length, ulong stream)
    {
        SplitMix64 random = new(SplitMix64.Derive(99, stream, (ulong)length));
        float[] numbers = new float[length];
        for (int i = 0; i < length; i++) numbers[i] = (float)((random.NextDouble() * 2) - 1);
        return numbers;
    }

    /// <summary>The definition, one number at a time: 32 chains, then 32 → 16 (as a + b, c + d) → 8 → 4 → 2 → 1.</summary>
    private static float Chains(float[] x, float[] y, Func<float, float, float, float> add)
    {
        float[] chains = new float[32];
        for (int i = 0; i < x.Length; i++) chains[i % 32] = add(x[i], y[i], chains[i % 32]);
        float[] eight = new float[8];
        for (int i = 0; i < 8; i++) eight[i] = (chains[i] + chains[i + 8]) + (chains[i + 16] + chains[i + 24]);
        float[] four = new float[4];
        for (int i = 0; i < 4; i++) four[i] = eight[i] + eight[i + 4];
        return (four[0] + four[2]) + (four[1] + four[3]);
    }

    private static int Bits(float value) => BitConverter.SingleToInt32Bits(value);
}
