using Earshot.Numerics.Metrics;

namespace Earshot.Numerics.Evaluation;

/// <summary>Two samples of the same rows, drawn independently: what is found in both is no accident of the rows that happened to be there.</summary>
public sealed class OverlappingSamples
{
    /// <summary>The share of the rows that each sample has: the two then have about 0.64 of all rows in common.</summary>
    public const double Share = 0.8;

    private readonly int[] _placesInFirst;
    private readonly int[] _placesInSecond;

    /// <summary>Draws the samples.</summary>
    /// <param name="rows">Rows to draw from, 0 or more.</param>
    /// <param name="seed">Decides which.</param>
    public OverlappingSamples(int rows, ulong seed)
    {
        First = Draw(rows, SplitMix64.Derive(seed, 1));
        Second = Draw(rows, SplitMix64.Derive(seed, 2));
        int[] places = Places(rows, First);
        (_placesInSecond, _placesInFirst) = Shared(Second, places);
    }

    /// <summary>Numbers of the rows of the first sample, ascending.</summary>
    public int[] First { get; }

    /// <summary>Numbers of the rows of the second sample, ascending.</summary>
    public int[] Second { get; }

    /// <summary>Rows that both samples have.</summary>
    public int SharedCount => _placesInFirst.Length;

    /// <summary>Adjusted Rand index of two labelings on the rows that both samples have: 1 for the same, 0 for chance.</summary>
    /// <param name="first">A label for each row of <see cref="First"/>.</param>
    /// <param name="second">A label for each row of <see cref="Second"/>.</param>
    public double Agreement(IReadOnlyList<int> first, IReadOnlyList<int> second) => ClusteringMetrics.AdjustedRandIndex(
        Array.ConvertAll(_placesInFirst, place => first[place]), Array.ConvertAll(_placesInSecond, place => second[place]));

    /// <summary>Of each row of the second sample its label in the first, −1 for the rows that the first does not have.</summary>
    /// <param name="first">A label for each row of <see cref="First"/>.</param>
    public int[] CarryOver(IReadOnlyList<int> first)
    {
        int[] labels = new int[Second.Length];
        Array.Fill(labels, -1);
        for (int i = 0; i < _placesInSecond.Length; i++) labels[_placesInSecond[i]] = first[_placesInFirst[i]];
        return labels;
    }

    private static int[] Draw(int rows, ulong seed) => new SplitMix64(seed).NextSample(rows, (int)Math.Round(rows * Share));

    private static int[] Places(int rows, int[] sample)
    {
        int[] places = new int[rows];
        Array.Fill(places, -1);
        for (int place = 0; place < sample.Length; place++) places[sample[place]] = place;
        return places;
    }

    // Of the rows that both have, their places in this sample and in the other.
    private static (int[] Own, int[] Others) Shared(int[] sample, int[] placesOfOther)
    {
        int[] own = [.. Enumerable.Range(0, sample.Length).Where(place => placesOfOther[sample[place]] >= 0)];
        return (own, Array.ConvertAll(own, place => placesOfOther[sample[place]]));
    }
}
