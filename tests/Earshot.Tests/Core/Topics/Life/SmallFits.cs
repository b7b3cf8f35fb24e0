using Earshot.Core.Topics.Fits;
using Earshot.Numerics;
using Earshot.Numerics.Vectors;

namespace Earshot.Tests.Core.Topics.Life;

/// <summary>Fits made by hand: texts 0, 1, … whose vectors lie about a direction for each kind of text.</summary>
internal static class SmallFits
{
    public const int Dimensions = 24;

    /// <summary>A fit of one level.</summary>
    /// <param name="texts">Of each text its number (its hash), the kind that its vector shows, and its topic, −1 for none.</param>
    public static TopicFit Flat(IEnumerable<(long Hash, int Kind, int Topic)> texts) => Of(texts, new Dictionary<int, int>(), 1, 0);

    /// <summary>A fit with levels; a topic of each text is of the finest.</summary>
    public static TopicFit Of(IEnumerable<(long Hash, int Kind, int Topic)> texts, IReadOnlyDictionary<int, int> parents, int levels, int mainLevel)
    {
        (long Hash, int Kind, int Topic)[] all = [.. texts];
        QuantizedMatrix vectors = new(all.Length, Dimensions);
        var row = new float[Dimensions];
        for (int i = 0; i < all.Length; i++)
        {
            SplitMix64 random = new((ulong)all[i].Hash + 1);
            for (int d = 0; d < Dimensions; d++) row[d] = (float)((random.NextDouble() - 0.5) * 0.3);
            row[all[i].Kind % Dimensions] += 1;
            vectors.Quantize(i, row);
        }

        return new TopicFit([.. all.Select(text => text.Hash)], [.. all.Select(text => text.Topic)], new float[all.Length], vectors, parents, levels, mainLevel);
    }

    /// <summary>Texts of a kind in a topic: hashes from … on.</summary>
    public static IEnumerable<(long Hash, int Kind, int Topic)> Texts(long from, int count, int kind, int topic) =>
        Enumerable.Range(0, count).Select(i => (from + i, kind, topic));

    /// <summary>Topics of one level, each of a kind of its own, with this many texts; topic i has number i and its texts hashes from 1000·i on.</summary>
    public static TopicFit Sizes(params IEnumerable<int> sizes) => Flat(sizes.SelectMany((size, i) => Texts(1000 * i, size, i, i)));
}
