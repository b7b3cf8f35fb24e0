namespace Earshot.Core.Synthetic;

/// <summary>Draws 0 to n-1 by integer weights, with one look-up in a table of 4,096 entries (a share is right to 1/4096).</summary>
internal sealed class WeightedChoice
{
    private const int Size = 4096;

    private readonly byte[] _choices = new byte[Size];

    /// <summary>At most 256 weights, at least one above 0.</summary>
    public WeightedChoice(ReadOnlySpan<int> weights)
    {
        long total = 0;
        foreach (int weight in weights) total += weight;
        int choice = 0;
        long reached = weights[0];
        for (int i = 0; i < Size; i++)
        {
            // the middle of entry i, in doubled units so that all stays in integers
            while (((2L * i) + 1) * total >= 2 * Size * reached) reached += weights[++choice];
            _choices[i] = (byte)choice;
        }
    }

    public int Draw(ref RowRandom random) => _choices[(int)(random.Next() >> 52)];
}
