using Earshot.Core.Topics.Fits;
using Earshot.Core.Topics.Life;
using Earshot.Numerics;
using Earshot.Numerics.Communities;
using Earshot.Numerics.Vectors;
using Earshot.Tests.Numerics;

namespace Earshot.Tests.Core.Topics.Life;

/// <summary>Matching on 3,000 real texts with the classes that people gave them.</summary>
public sealed class RealTopicMatchingTests
{
    [Theory]
    [InlineData(false, 0.82)]
    [InlineData(true, 0.90)]
    public void Most_texts_are_in_a_topic_of_the_same_number_after_a_refit_on_another_sample(bool warm, double least)
    {
        int[] first = Sample(0), second = Sample(1);
        TopicFit before = Fit(first, null);
        Dictionary<long, int> old = MainTopics(before);
        TopicMatch match = TopicMatching.Match(before, Fit(second, warm ? [.. second.Select(row => old.GetValueOrDefault(row, -1))] : null), 100_000);
        Dictionary<long, int> now = MainTopics(match.Fit);
        long[] both = [.. now.Keys.Where(old.ContainsKey)];
        double same = (double)both.Count(text => old[text] == now[text]) / both.Length;
        Assert.InRange(same, least, 1);
    }

    [Fact]
    public void Topics_of_texts_that_have_none_in_common_are_matched_by_centroids_and_hardly_ever_wrong()
    {
        int[] classes = Golden.Read<int>("inputs/y3000.i32");
        TopicFit[] halves = [.. Enumerable.Range(0, 2).Select(half => Labelled([.. Enumerable.Range(0, classes.Length).Where(row => row % 2 == half)], classes))];
        TopicMatch match = TopicMatching.Match(halves[0], halves[1], 77);
        (int, int)[] same = [.. match.Transitions.Where(t => t.Before.Count == 1 && t.After.Count == 1).Select(t => (t.Before[0], t.After[0]))];
        Dictionary<int, int> truth = Enumerable.Range(0, halves[1].Leaves.Length).Select(i => (match.Fit.Leaves[i], halves[1].Leaves[i])).Distinct().ToDictionary();
        int wrong = truth.Count(pair => pair.Key < 77 && pair.Key != pair.Value);
        Assert.Equal(0, wrong);
        Assert.InRange(same.Length, 70, 77);
    }

    private static int[] Sample(int left) =>
        [.. Enumerable.Range(0, Golden.Embeddings.Count).Where(row => SplitMix64.Derive(5, (ulong)row) % 5 != (ulong)left)];

    private static Dictionary<long, int> MainTopics(TopicFit fit) => Enumerable.Range(0, fit.Leaves.Length)
        .ToDictionary(i => fit.TextHashes[i], i => fit.Ancestor(fit.Leaves[i], fit.MainLevel).Id);

    private static TopicFit Fit(int[] rows, int[]? previous)
    {
        FloatMatrix vectors = Rows(rows);
        GraphTopicsFit fit = GraphTopics.Fit(vectors, null, previous, threads: 2);
        Dictionary<int, int> parents = [];
        for (int level = 0; level + 1 < fit.Levels.Count; level++)
            for (int i = 0; i < rows.Length; i++)
                parents[Number(level, fit.Levels[level].Labels[i])] = Number(level + 1, fit.Levels[level + 1].Labels[i]);
        return new TopicFit(
            [.. rows.Select(row => (long)row)], [.. fit.Levels[0].Labels.Select(label => Number(0, label))], [.. fit.Memberships], Quantized(vectors), parents, fit.Levels.Count,
            fit.Levels.Count - 1 - fit.MainLevel);

        static int Number(int level, int label) => (10_000 * level) + label;
    }

    private static FloatMatrix Rows(int[] rows) =>
        new(rows.SelectMany(row => Golden.Embeddings[row].ToArray()).ToArray(), Golden.Embeddings.Dimensions);

    private static TopicFit Labelled(int[] rows, int[] classes)
    {
        FloatMatrix vectors = Rows(rows);
        return new TopicFit([.. rows.Select(row => (long)row)], [.. rows.Select(row => classes[row])], new float[rows.Length], Quantized(vectors), new Dictionary<int, int>(), 1, 0);
    }

    private static QuantizedMatrix Quantized(FloatMatrix vectors)
    {
        QuantizedMatrix quantized = new(vectors.Count, vectors.Dimensions);
        for (int row = 0; row < vectors.Count; row++) quantized.Quantize(row, vectors[row]);
        return quantized;
    }
}
