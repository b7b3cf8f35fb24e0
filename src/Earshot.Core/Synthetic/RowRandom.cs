namespace Earshot.Core.Synthetic;

/// <summary>
/// Random numbers of one row: a SplitMix64 sequence (Steele, Lea, Flood 2014) that starts at a hash of seed and row, so that any row can be
/// made alone, in any order, on any thread.
/// </summary>
internal struct RowRandom(ulong seed, long row)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong _state = Mix(Mix(seed + Golden) + ((ulong)row * 0xD1342543DE82EF95));

    /// <summary>64 random bits.</summary>
    public ulong Next() => Mix(_state += Golden);

    /// <summary>0 to <paramref name="count"/> - 1; the bias of the multiplication is below count / 2³².</summary>
    public int Below(int count) => (int)(((Next() >> 32) * (uint)count) >> 32);

    /// <summary>True in <paramref name="percent"/> of 100 cases.</summary>
    public bool Percent(int percent) => Below(100) < percent;

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
