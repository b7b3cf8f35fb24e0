using Earshot.Core.Assets;
using Earshot.Core.Embeddings;
using Earshot.Core.Topics.Fits;
using Earshot.Core.Topics.Life;
using Earshot.Numerics;
using Earshot.Numerics.Vectors;
using static Earshot.Tests.Core.Topics.Life.SmallFits;

namespace Earshot.Tests.Core.Topics.Life;

public sealed class TopicBirthsTests
{
    // Three topics of kinds 0 to 2; what is left over is 40 texts of a new kind and 60 that are like nothing.
    private static readonly TopicFit Fit = Of(
        [.. Texts(1000, 60, 0, 1), .. Texts(2000, 60, 1, 2), .. Texts(3000, 60, 2, 3)], new Dictionary<int, int> { [1] = 10, [2] = 20, [3] = 30 }, 2, 1);

    [Fact]
    public void Texts_that_are_alike_make_a_topic_and_those_that_are_like_nothing_do_not()
    {
        (long[] texts, QuantizedMatrix vectors) = Left(40);
        IReadOnlyList<BornTopic> born = TopicBirths.Find(Fit, texts, vectors, 31);
        BornTopic topic = Assert.Single(born);
        Assert.Equal([20, 31], topic.Path);
        Assert.All(topic.Texts, text => Assert.InRange(text, 7000, 7039));
        Assert.InRange(topic.Texts.Count, 36, 40);
    }

    [Fact]
    public void A_topic_that_is_born_lies_within_the_group_that_it_is_most_like_so_that_there_are_never_more_groups_than_one_screen_holds()
    {
        // the new kind is a little of kind 2
        (long[] texts, QuantizedMatrix vectors) = Left(40);
        var row = new float[Dimensions];
        for (int i = 0; i < 40; i++)
        {
            vectors.Read(i, row);
            row[2] += 0.5f;
            vectors.Quantize(i, row);
        }

        BornTopic topic = Assert.Single(TopicBirths.Find(Fit, texts, vectors, 31));
        Assert.Equal([30, 31], topic.Path);
        TopicFit grown = TopicBirths.With(Fit, [topic], text => Vector(vectors, Array.IndexOf(texts, text)));
        Assert.Equal([10, 20, 30], grown.AtLevel(0).Select(group => group.Id).Order());
    }

    [Fact]
    public void Where_topics_have_no_level_above_them_one_that_is_born_lies_within_none()
    {
        (long[] texts, QuantizedMatrix vectors) = Left(40);
        TopicFit coarse = Of([.. Texts(1000, 60, 0, 1), .. Texts(2000, 60, 1, 2)], new Dictionary<int, int> { [1] = 10, [2] = 20 }, 2, 0);
        Assert.Equal([31, 32], Assert.Single(TopicBirths.Find(coarse, texts, vectors, 31)).Path);
    }

    [Theory]
    [InlineData(19, 1_000, false)]
    [InlineData(20, 1_000, true)]
    [InlineData(49, 50_000, false)]
    [InlineData(9_999, 50_000_000, false)]
    [InlineData(10_000, 50_000_000, true)]
    public void However_many_tickets_there_are_as_many_texts_as_are_looked_at_are_enough(long without, long tickets, bool enough) =>
        Assert.Equal(enough, TopicBirthsAsset.AreEnough(without, tickets));

    [Fact]
    public void Births_beside_a_fit_that_was_not_promoted_would_take_its_numbers_and_are_refused()
    {
        AssetDefinition vectors = new() { Name = "embeddings", Layer = "silver", Version = 1, Columns = EmbeddingsAsset.Columns, Partitions = ["one"] };
        FittedTopicsAsset first = new(new GraphMethod(0, 42), vectors, 4, 100, TopicDetail.Normal);
        Assert.Throws<ArgumentException>(() => new TopicBirthsAsset(first, vectors));
        Assert.Equal("topic_births", new TopicBirthsAsset(
            new FittedTopicsAsset(new GraphMethod(0, 42), vectors, 4, 100, TopicDetail.Normal)
            {
                Events = [new TopicEvent.Fitted(1, null, 40, []), new TopicEvent.Promoted(1)],
            },
            vectors).Definition.Name);
    }

    [Fact]
    public void A_handful_of_texts_is_no_topic()
    {
        (long[] texts, QuantizedMatrix vectors) = Left(9);
        Assert.Empty(TopicBirths.Find(Fit, texts, vectors, 31));
        Assert.Empty(TopicBirths.Find(Fit, [], new QuantizedMatrix(0, Dimensions), 31));
    }

    [Fact]
    public void The_order_in_which_texts_came_and_the_number_of_threads_change_nothing()
    {
        (long[] texts, QuantizedMatrix vectors) = Left(40);
        int[] order = [.. Enumerable.Range(0, texts.Length).OrderBy(i => SplitMix64.Derive(9, (ulong)i))];
        QuantizedMatrix shuffled = new(texts.Length, Dimensions);
        var row = new float[Dimensions];
        for (int i = 0; i < order.Length; i++)
        {
            vectors.Read(order[i], row);
            shuffled.Quantize(i, row);
        }

        IReadOnlyList<BornTopic> one = TopicBirths.Find(Fit, texts, vectors, 31), other = TopicBirths.Find(Fit, [.. order.Select(i => texts[i])], shuffled, 31, threads: 4);
        Assert.Equal(one[0].Texts, other[0].Texts);
    }

    [Fact]
    public void A_topic_that_was_born_keeps_its_number_in_the_next_fit()
    {
        (long[] texts, QuantizedMatrix vectors) = Left(40);
        IReadOnlyList<BornTopic> born = TopicBirths.Find(Fit, texts, vectors, 31);
        TopicFit grown = TopicBirths.With(Fit, born, text => Vector(vectors, Array.IndexOf(texts, text)));
        Assert.Equal(born[0].Texts.Count, grown.Topics[31].Texts);
        Assert.Equal(born[0].Path[0], grown.Topics[31].Parent);
        Assert.Equal(Fit.Reach, grown.Reach);
        TopicFit next = Of(
            [.. Texts(1000, 60, 0, 1), .. Texts(2000, 60, 1, 2), .. Texts(3000, 60, 2, 3), .. Texts(7000, 40, 7, 4)],
            new Dictionary<int, int> { [1] = 10, [2] = 20, [3] = 30, [4] = 40 }, 2, 1);
        TopicMatch match = TopicMatching.Match(grown, next, 32);
        Assert.Equal([1, 2, 3, 10, 20, 30, 31, 32], match.Fit.Topics.Keys.Order());
    }

    private static float[] Vector(QuantizedMatrix vectors, int row)
    {
        var vector = new float[vectors.Dimensions];
        vectors.Read(row, vector);
        return vector;
    }

    private static (long[] Texts, QuantizedMatrix Vectors) Left(int alike)
    {
        TopicFit kind = Flat(Texts(7000, alike, 7, 0));
        QuantizedMatrix vectors = new(alike + 60, Dimensions);
        for (int i = 0; i < alike; i++) vectors.Quantize(i, Vector(kind.Vectors, i));
        SplitMix64 random = new(11);
        for (int i = alike; i < alike + 60; i++) vectors.Quantize(i, [.. Enumerable.Range(0, Dimensions).Select(_ => (float)random.NextGaussian())]);
        return ([.. kind.TextHashes, .. Enumerable.Range(0, 60).Select(i => 8000L + i)], vectors);
    }
}
