namespace Earshot.Inference.Students;

/// <summary>Pairs of adjacent tokens by their keys: left id · 65,536 + right id.</summary>
internal static class AdjacentPairs
{
    /// <summary>The key of a pair.</summary>
    public static uint Key(int left, int right) => ((uint)left << 16) | (uint)right;

    /// <summary>
    /// The most frequent pairs that occur at least <paramref name="leastCount"/> times, <paramref name="most"/> of them at most; of equally
    /// frequent ones those with smaller keys.
    /// </summary>
    /// <returns>Keys, ascending.</returns>
    public static uint[] MostFrequent(TokenizedTexts texts, int most, int leastCount)
    {
        uint[] keys = new uint[texts.TokenCount];
        int used = 0;
        for (int text = 0; text < texts.Count; text++)
        {
            ReadOnlySpan<ushort> ids = texts[text];
            for (int i = 1; i < ids.Length; i++) keys[used++] = Key(ids[i - 1], ids[i]);
        }

        keys.AsSpan(0, used).Sort();
        List<(int Count, uint Key)> pairs = [];
        for (int start = 0, end; start < used; start = end)
        {
            for (end = start + 1; end < used && keys[end] == keys[start];) end++;
            if (end - start >= leastCount) pairs.Add((end - start, keys[start]));
        }

        pairs.Sort(static (x, y) => x.Count != y.Count ? y.Count.CompareTo(x.Count) : x.Key.CompareTo(y.Key));
        uint[] chosen = [.. pairs.Take(most).Select(pair => pair.Key)];
        Array.Sort(chosen);
        return chosen;
    }
}
