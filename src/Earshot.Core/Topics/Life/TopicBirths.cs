using Earshot.Core.Topics.Fits;
using Earshot.Numerics.Neighbors;
using Earshot.Numerics.Vectors;

namespace Earshot.Core.Topics.Life;

/// <summary>
/// New topics without a refit: among the texts that fitted in no topic, those that are enough and as alike as the texts of the topics there are. They are
/// found by density (DBSCAN; Ester, Kriegel, Sander, Xu 1996): a text is at the core of a topic where enough others are as near as two texts of one topic are.
/// </summary>
internal static class TopicBirths
{
    /// <summary>Texts of a new topic, at least.</summary>
    public const int DefaultLeast = 15;

    // As alike as the texts of a topic that is less tight than three quarters of those there are.
    private const double TightAs = 0.25;

    // Neighbours looked at for each that a core needs: with too few the core of one topic would fall apart.
    private const int NeighborsEach = 2;

    /// <summary>
    /// The topics that are born, the largest first. From the fit's main level on they are topics of their own, with the numbers from
    /// <paramref name="nextNumber"/> on; above it they lie within the coarser topic whose centroid is nearest, so that there are never more of those than
    /// one screen holds.
    /// </summary>
    /// <param name="fit">The current fit.</param>
    /// <param name="texts">Hashes of the texts that fitted in no topic; the order does not matter, repeats count once.</param>
    /// <param name="vectors">A row each, of the length of the fit's vectors.</param>
    /// <param name="nextNumber">The first number that no topic ever had.</param>
    /// <param name="least">Texts of a new topic, 2 or more.</param>
    /// <param name="threads">Threads at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops between pieces of work.</param>
    /// <exception cref="ArgumentException">There is not a row for each text, or the rows have another length.</exception>
    public static IReadOnlyList<BornTopic> Find(
        TopicFit fit, long[] texts, IRows vectors, int nextNumber, int least = DefaultLeast, int threads = 1,
        CancellationToken cancellation = default)
    {
        if (vectors.Count != texts.Length || vectors.Dimensions != fit.Vectors.Dimensions)
            throw new ArgumentException($"{vectors.Count} rows of {vectors.Dimensions} for {texts.Length} texts", nameof(vectors));
        ArgumentOutOfRangeException.ThrowIfLessThan(least, 2);
        int[] rows = [.. Enumerable.Range(0, texts.Length).DistinctBy(row => texts[row]).OrderBy(row => texts[row])];
        if (rows.Length < least || fit.Topics.Count == 0) return [];
        var numbers = new float[rows.Length * vectors.Dimensions];
        for (int i = 0; i < rows.Length; i++) vectors.Read(rows[i], numbers.AsSpan(i * vectors.Dimensions, vectors.Dimensions));
        FloatMatrix left = new(numbers, vectors.Dimensions);
        double alike = Quantile([.. Members(fit).Select(members => MeanCosine(fit.Vectors, members))]);
        List<BornTopic> born = [];
        int own = fit.Levels - fit.MainLevel;
        TopicCentroids? centroids = fit.MainLevel == 0 ? null : new TopicCentroids(fit);
        foreach (int[] group in Groups(left, least, (float)(1 - alike), threads, cancellation))
        {
            int[] above = centroids is null ? [] : Above(fit, centroids.Nearest(fit.AtLevel(fit.MainLevel - 1).Select(topic => topic.Id), Sum(left, group)));
            born.Add(new BornTopic([.. above, .. Enumerable.Range(nextNumber, own)], [.. group.Select(member => texts[rows[member]])]));
            nextNumber += own;
        }

        return born;
    }

    /// <summary>The fit with the topics that were born: a fit of its own.</summary>
    /// <param name="fit">The fit.</param>
    /// <param name="born">The topics born since.</param>
    /// <param name="vectors">The vector of a text, by its hash; texts it gives none for are left out.</param>
    public static TopicFit With(TopicFit fit, IReadOnlyList<BornTopic> born, Func<long, float[]?> vectors)
    {
        Dictionary<long, int> leaves = [];
        for (int row = 0; row < fit.Leaves.Length; row++) leaves[fit.TextHashes[row]] = fit.Leaves[row];
        Dictionary<int, int> parents = fit.Topics.Values.Where(topic => topic.Parent is not null).ToDictionary(topic => topic.Id, topic => topic.Parent!.Value);
        List<(long Text, float[] Vector)> added = [];
        foreach (BornTopic topic in born)
        {
            for (int level = 1; level < topic.Path.Count; level++) parents[topic.Path[level]] = topic.Path[level - 1];
            foreach (long text in topic.Texts)
            {
                if (!leaves.ContainsKey(text))
                {
                    if (vectors(text) is not { } vector) continue;
                    added.Add((text, vector));
                }

                leaves[text] = topic.Path[^1];
            }
        }

        int count = fit.TextHashes.Length;
        QuantizedMatrix all = new(count + added.Count, fit.Vectors.Dimensions);
        fit.Vectors.Numbers.CopyTo(all.Numbers);
        fit.Vectors.Scales.CopyTo(all.Scales);
        for (int i = 0; i < added.Count; i++) all.Quantize(count + i, added[i].Vector);
        long[] texts = [.. fit.TextHashes, .. added.Select(text => text.Text)];
        return new TopicFit(
            texts, [.. texts.Select(text => leaves[text])], [.. fit.Memberships, .. added.Select(_ => 1f)], all, parents, fit.Levels, fit.MainLevel)
        {
            Reach = fit.Reach,
        };
    }

    // Cores that are near each other are one group; other texts go with the core they are nearest to. The largest group first.
    private static IEnumerable<int[]> Groups(FloatMatrix vectors, int least, float distance, int threads, CancellationToken cancellation)
    {
        NeighborTable near = NearestNeighbors.ByCosine(vectors, Math.Min(NeighborsEach * least, vectors.Count - 1), threads, cancellation);
        bool[] isCore = [.. Enumerable.Range(0, vectors.Count).Select(row => near.Distances(row)[least - 2] <= distance)];
        int[] groups = [.. Enumerable.Range(0, vectors.Count)];
        for (int row = 0; row < groups.Length; row++)
            for (int i = 0; i < near.Neighbors && isCore[row] && near.Distances(row)[i] <= distance; i++)
                if (isCore[near[row][i]]) Join(row, near[row][i]);
        int[] found = [.. groups.Select((_, row) => isCore[row] ? Root(row) : NearestCore(row))];
        return Enumerable.Range(0, found.Length).Where(row => found[row] >= 0).GroupBy(row => found[row], (_, members) => members.ToArray())
            .Where(members => members.Length >= least).OrderByDescending(members => members.Length).ThenBy(members => members[0]);

        int Root(int row)
        {
            while (groups[row] != row) row = groups[row] = groups[groups[row]];
            return row;
        }

        void Join(int one, int other)
        {
            (one, other) = (Root(one), Root(other));
            groups[Math.Max(one, other)] = Math.Min(one, other);
        }

        int NearestCore(int row)
        {
            for (int i = 0; i < near.Neighbors && near.Distances(row)[i] <= distance; i++)
                if (isCore[near[row][i]]) return Root(near[row][i]);
            return -1;
        }
    }

    private static IEnumerable<int[]> Members(TopicFit fit)
    {
        Dictionary<int, int> topics = SharedTexts.Ancestors(fit, fit.MainLevel);
        int[] leaves = fit.Leaves.ToArray();
        return Enumerable.Range(0, leaves.Length).Where(row => leaves[row] >= 0).GroupBy(row => topics[leaves[row]], (_, members) => members.ToArray());
    }

    // Of all pairs of rows, each with itself too: the squared length of the mean of the unit vectors, 0 to 1.
    private static double MeanCosine(IRows vectors, int[] rows)
    {
        double length = 0;
        foreach (double value in Sum(vectors, rows)) length += value * value;
        return length / rows.Length / rows.Length;
    }

    // From the coarsest level down to the topic itself.
    private static int[] Above(TopicFit fit, int topic) => [.. Enumerable.Range(0, fit.Topics[topic].Level + 1).Select(level => fit.Ancestor(topic, level).Id)];

    // Of the unit vectors.
    private static double[] Sum(IRows vectors, int[] rows)
    {
        var row = new float[vectors.Dimensions];
        var sum = new double[vectors.Dimensions];
        foreach (int member in rows)
        {
            vectors.Read(member, row);
            double squares = 0;
            foreach (float value in row) squares += (double)value * value;
            if (squares == 0) continue;
            double scale = 1 / Math.Sqrt(squares);
            for (int i = 0; i < sum.Length; i++) sum[i] += row[i] * scale;
        }

        return sum;
    }

    private static double Quantile(double[] values)
    {
        Array.Sort(values);
        return values[(int)(TightAs * (values.Length - 1))];
    }
}

/// <summary>A topic that was found among texts that fitted in none.</summary>
/// <param name="Path">From level 0 on: the coarser topics of the fit that it lies within, then its own number at each level.</param>
/// <param name="Texts">Hashes of the texts that it was found by.</param>
internal sealed record BornTopic(IReadOnlyList<int> Path, IReadOnlyList<long> Texts);
