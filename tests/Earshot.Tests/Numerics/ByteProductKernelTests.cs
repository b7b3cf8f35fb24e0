using System.Runtime.Intrinsics.X86;
using Earshot.Numerics;
using Earshot.Numerics.Neighbors;

namespace Earshot.Tests.Numerics;

public sealed unsafe class ByteProductKernelTests
{
    private const int Panels = 3, Rows = Panels * ByteProductKernel.PanelRows;

    [Fact]
    public void Pairs_reported_on_every_machine_are_those_of_the_scalar_twin_at_every_length()
    {
        for (int steps = 1; steps <= 65; steps++) AssertReportsAsTheTwin<PortableStep>(steps, extreme: false);
        AssertReportsAsTheTwin<PortableStep>(2048, extreme: true);
    }

    [Fact]
    public void Pairs_reported_with_AVX2_are_those_of_the_scalar_twin_at_every_length()
    {
        Assert.SkipUnless(Avx2.IsSupported, "this processor has no AVX2");
        for (int steps = 1; steps <= 65; steps++) AssertReportsAsTheTwin<Avx2Step>(steps, extreme: false);
        AssertReportsAsTheTwin<Avx2Step>(2048, extreme: true);
    }

    [Fact]
    public void Pairs_reported_with_VNNI_are_those_of_the_scalar_twin_at_every_length()
    {
        Assert.SkipUnless(AvxVnni.IsSupported, "this processor has no VNNI");
        for (int steps = 1; steps <= 65; steps++) AssertReportsAsTheTwin<VnniStep>(steps, extreme: false);
        AssertReportsAsTheTwin<VnniStep>(2048, extreme: true);
    }

    // thresholds are sums that occur, so that a sum that is off by one is seen
    private static void AssertReportsAsTheTwin<TStep>(int steps, bool extreme)
        where TStep : struct, IByteProductStep
    {
        int dimensions = steps * ByteProductKernel.StepBytes;
        SplitMix64 random = new((ulong)dimensions);
        byte[] queries = new byte[ByteProductKernel.TileQueries * dimensions];
        sbyte[] rows = new sbyte[Rows * dimensions], panels = new sbyte[rows.Length];
        for (int i = 0; i < queries.Length; i++) queries[i] = extreme ? byte.MaxValue : (byte)random.NextInt32(256);
        for (int i = 0; i < rows.Length; i++) rows[i] = extreme ? (sbyte)(i / dimensions % 2 == 0 ? 127 : -127) : (sbyte)(random.NextInt32(255) - 127);
        int[] starts = new int[Rows], thresholds = new int[ByteProductKernel.TileQueries], hits = new int[thresholds.Length * Rows];
        foreach (ref int start in starts.AsSpan()) start = random.NextInt32(1 << 20) - (1 << 19);
        for (int row = 0; row < Rows; row++)
            for (int k = 0; k < dimensions; k++)
                panels[(row / 16 * 16 * dimensions) + (k / 4 * 64) + (row % 16 * 4) + (k % 4)] = rows[(row * dimensions) + k];
        for (int query = 0; query < thresholds.Length; query++) thresholds[query] = Sum(query, random.NextInt32(Rows));
        thresholds[^1] = int.MaxValue;
        List<(int Query, int Row)> expected = [];
        for (int query = 0; query < thresholds.Length; query++)
            for (int row = 0; row < Rows; row++)
                if (Sum(query, row) >= thresholds[query]) expected.Add((query, row));

        int count;
        fixed (byte* q = queries)
        fixed (sbyte* p = panels)
        fixed (int* s = starts, t = thresholds, h = hits)
        {
            byte** pointers = stackalloc byte*[thresholds.Length];
            for (int i = 0; i < thresholds.Length; i++) pointers[i] = q + (i * dimensions);
            count = ByteProductKernel.Scan<TStep>(pointers, t, p, s, Panels, steps, h);
        }

        Assert.Equal(expected, hits[..count].Select(hit => (hit >> ByteProductKernel.QueryShift, hit & 0xFFFF)).Order());

        int Sum(int query, int row)
        {
            int sum = starts[row];
            for (int k = 0; k < dimensions; k++) sum += queries[(query * dimensions) + k] * rows[(row * dimensions) + k];
            return sum;
        }
    }
}
