using Earshot.Numerics;

namespace Earshot.Tests.Numerics;

public sealed class SplitMix64Tests
{
    [Fact]
    public void The_sequence_is_the_published_one_so_that_seeds_mean_the_same_for_ever()
    {
        SplitMix64 random = new(1234567);
        ulong[] expected = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];
        foreach (ulong value in expected) Assert.Equal(value, random.NextUInt64());
    }

    [Fact]
    public void Bounded_numbers_stay_in_range_and_are_equally_likely()
    {
        SplitMix64 random = new(7);
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++) counts[random.NextInt32(7)]++;
        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));
        for (int i = 0; i < 100; i++) Assert.Equal(0, random.NextInt32(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SplitMix64(1).NextInt32(0));
    }

    [Fact]
    public void A_large_bound_is_not_biased_towards_low_numbers()
    {
        // with a plain remainder of 31 bits, two thirds of the numbers would fall in the lower half
        const int Bound = 3 << 29;
        SplitMix64 random = new(3);
        int low = 0;
        for (int i = 0; i < 20_000; i++) if (random.NextInt32(Bound) < Bound / 2) low++;
        Assert.InRange(low, 9_700, 10_300);
    }

    [Fact]
    public void Doubles_fill_zero_to_one_and_gaussians_have_mean_0_and_variance_1()
    {
        SplitMix64 random = new(11);
        double sum = 0, gaussians = 0, squares = 0, fourth = 0;
        const int Draws = 100_000;
        for (int i = 0; i < Draws; i++)
        {
            double uniform = random.NextDouble(), gaussian = random.NextGaussian();
            Assert.True(uniform is >= 0 and < 1);
            sum += uniform;
            gaussians += gaussian;
            squares += gaussian * gaussian;
            fourth += Math.Pow(gaussian, 4);
        }

        Assert.Equal(0.5, sum / Draws, 0.005);
        Assert.Equal(0, gaussians / Draws, 0.015);
        Assert.Equal(1, squares / Draws, 0.02);
        Assert.Equal(3, fourth / Draws, 0.15);
    }

    [Fact]
    public void The_logarithm_behind_gaussians_agrees_with_the_platforms()
    {
        SplitMix64 random = new(12);
        for (int i = 0; i < 10_000; i++)
        {
            double x = random.NextDouble() + 1e-300;
            double expected = Math.Log(x);
            Assert.Equal(expected, SplitMix64.PortableLog(x), 4e-16 * Math.Max(1, Math.Abs(expected)));
        }
    }

    [Fact]
    public void Derived_streams_differ_by_every_part_and_by_their_order()
    {
        HashSet<ulong> seen = [];
        for (ulong seed = 0; seed < 20; seed++)
        {
            Assert.True(seen.Add(SplitMix64.Derive(seed)));
            for (ulong a = 0; a < 20; a++)
            {
                Assert.True(seen.Add(SplitMix64.Derive(seed, a)));
                for (ulong b = 0; b < 20; b++) Assert.True(seen.Add(SplitMix64.Derive(seed, a, b)));
            }
        }
    }

    [Fact]
    public void Samples_are_distinct_ascending_and_reach_every_row()
    {
        SplitMix64 random = new(5);
        int[] hits = new int[10];
        for (int i = 0; i < 3_000; i++)
        {
            int[] sample = random.NextSample(10, 4);
            for (int j = 1; j < 4; j++) Assert.True(sample[j - 1] < sample[j]);
            foreach (int row in sample) hits[row]++;
        }

        Assert.All(hits, count => Assert.InRange(count, 1_080, 1_320));
        Assert.Equal([0, 1, 2], random.NextSample(3, 3));
        Assert.Empty(random.NextSample(0, 0));
    }
}
