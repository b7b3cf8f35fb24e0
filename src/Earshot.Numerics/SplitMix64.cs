using System.Numerics;

namespace Earshot.Numerics;

/// <summary>
/// A seeded generator of random numbers, the same on every machine (SplitMix64; Steele, Lea, Flood 2014). Eight bytes of state. A mutable
/// struct: pass it by <see langword="ref"/>, a copy repeats the same numbers. Not for secrets.
/// </summary>
/// <param name="seed">Any number; each gives another sequence.</param>
public struct SplitMix64(ulong seed)
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;
    private const double TwoToMinus53 = 1.0 / (1UL << 53);
    private ulong _state = seed;

    /// <summary>
    /// A seed for an independent sequence: (seed, "which partition", "which row") and the like. The order of <paramref name="stream"/>
    /// matters, and so does its length.
    /// </summary>
    public static ulong Derive(ulong seed, params ReadOnlySpan<ulong> stream)
    {
        ulong derived = Mix(seed + GoldenGamma);
        foreach (ulong part in stream) derived = Mix(BitOperations.RotateLeft(derived, 23) ^ Mix(part + GoldenGamma));
        return derived;
    }

    /// <summary>All 64 bits random.</summary>
    public ulong NextUInt64() => Mix(_state += GoldenGamma);

    /// <summary>A number from 0 to <paramref name="bound"/> − 1, each equally likely (Lemire 2019).</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is below 1.</exception>
    public int NextInt32(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        ulong high = Math.BigMul(NextUInt64(), (ulong)bound, out ulong low);
        if (low >= (ulong)bound) return (int)high;

        // the smallest products are one too many for some results: refuse as many as make all equally likely
        ulong refused = (0 - (ulong)bound) % (ulong)bound;
        while (low < refused) high = Math.BigMul(NextUInt64(), (ulong)bound, out low);
        return (int)high;
    }

    /// <summary>A number in [0, 1), a multiple of 2⁻⁵³.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * TwoToMinus53;

    /// <summary>A number from the normal distribution with mean 0 and variance 1 (Marsaglia's polar method).</summary>
    public double NextGaussian()
    {
        double x, square;
        do
        {
            x = (2 * NextDouble()) - 1;
            double y = (2 * NextDouble()) - 1;
            square = (x * x) + (y * y);
        }
        while (square is >= 1 or 0);
        return x * Math.Sqrt(-2 * PortableLog(square) / square);
    }

    /// <summary><paramref name="count"/> different numbers below <paramref name="population"/>, ascending; every such set is equally likely.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative or above <paramref name="population"/>.</exception>
    public int[] NextSample(int population, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, population);
        int[] sample = new int[count];
        int taken = 0;
        for (int i = 0; taken < count; i++)
            if (NextInt32(population - i) < count - taken) sample[taken++] = i; // Knuth's algorithm S
        return sample;
    }

    /// <summary>Natural logarithm of a normal positive number from +, × and ÷ alone: Math.Log's last bit depends on the operating system.</summary>
    internal static double PortableLog(double x)
    {
        int exponent = Math.ILogB(x);
        double mantissa = Math.ScaleB(x, -exponent);
        if (mantissa > 1.4142135623730951)
        {
            mantissa /= 2;
            exponent++;
        }

        double ratio = (mantissa - 1) / (mantissa + 1); // |ratio| < 0.172: 11 terms of artanh reach the last bit
        double square = ratio * ratio, sum = 0;
        for (int odd = 23; odd >= 1; odd -= 2) sum = (sum * square) + (1.0 / odd);
        return (exponent * 0.6931471805599453) + (2 * ratio * sum);
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
