using System.Runtime.InteropServices;
using Earshot.Inference;
using Earshot.Inference.Students;
using Earshot.Inference.Training;
using Earshot.Numerics;

namespace Earshot.Tests.Inference.Training;

public sealed class StudentFileTests
{
    [Fact]
    public void The_rows_of_the_student_that_ships_are_written_as_the_file_that_ships()
    {
        byte[] file = EmbeddedFile.Bytes(Student.GeneralFile).ToArray();
        SafetensorsFile tensors = new(file, "general");
        ReadOnlySpan<byte> ids = tensors.Tensor("tokens.id", "U16", 2, null, out _);
        ReadOnlySpan<byte> keys = tensors.Tensor("bigrams.key", "U32", 4, null, out _);
        FourBitRows Rows(SafetensorsFile from, string name) => new(
            MemoryMarshal.Cast<byte, Half>(from.Tensor(name + ".scale", "F16", 2, null, out _)).ToArray(),
            from.Tensor(name + ".q", "U8", 1, 192, out _).ToArray());
        Assert.Equal(file, StudentFileWriter.Write(
            MemoryMarshal.Cast<byte, ushort>(ids), Rows(tensors, "tokens"), MemoryMarshal.Cast<byte, uint>(keys), Rows(tensors, "bigrams")));
    }

    [Fact]
    public void Four_bits_take_the_clip_with_the_least_error()
    {
        SplitMix64 random = new(3);
        float[] rows = new float[40 * 384];
        for (int i = 0; i < rows.Length; i++) rows[i] = (float)(random.NextGaussian() * Math.ScaleB(1, (i / 384 / 2) - 15));
        FourBitRows packed = FourBitRows.Quantize(rows, 384, threads: 2);
        for (int row = 0; row < 40; row++)
        {
            float[] values = rows[(row * 384)..((row + 1) * 384)];
            double[] errors = [.. new[] { 1f, 0.9f, 0.8f, 0.7f }.Select(clip => Error(values, (double)(Half)(clip * values.Max(MathF.Abs) / 7)))];
            double found = 0;
            for (int i = 0; i < 384; i++)
            {
                int nibble = (packed.Values[(row * 192) + (i / 2)] >> (4 * (i % 2))) & 15;
                found += Math.Pow(values[i] - ((nibble - 8) * (double)packed.Scales[row]), 2);
            }

            Assert.Equal(errors.Min(), found, errors.Min() * 1e-9);
        }

        static double Error(float[] values, double scale) =>
            values.Sum(value => Math.Pow(value - (scale == 0 ? 0 : Math.Clamp(Math.Round(value / scale), -8, 7) * scale), 2));
    }

    [Fact]
    public void A_row_of_zeros_stays_zero()
    {
        FourBitRows packed = FourBitRows.Quantize(new float[384], 384, threads: 1);
        Assert.Equal((Half)0, packed.Scales[0]);
        Assert.All(packed.Values, value => Assert.Equal(0x88, value));
    }
}
