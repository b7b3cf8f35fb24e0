using Earshot.Numerics;
using Earshot.Numerics.Communities;
using Earshot.Numerics.Graphs;
using Earshot.Numerics.Metrics;
using Earshot.Numerics.Neighbors;
using Earshot.Numerics.Vectors;

namespace Earshot.Tests.Numerics.Communities;

public sealed class GraphTopicsTests
{
    // of 3,000 texts of 77 kinds: 0.773 was measured, k-means told the number reaches 0.74, one run at γ = 1 0.74
    private const double LeastAgreement = 0.76;

    [Fact]
    public void Topics_of_real_texts_agree_with_the_classes_that_people_gave_without_being_told_anything()
    {
        GraphTopicsFit fit = GraphTopics.Fit(Golden.Embeddings, threads: 2);
        Assert.InRange(ClusteringMetrics.AdjustedMutualInformation(Golden.Read<int>("inputs/y3000.i32"), [.. fit.Labels]), LeastAgreement, 1);
        Assert.InRange(fit.Count, 45, 80);
        Assert.Equal(3000, fit.Graph.Count);
    }

    [Fact]
    public void Two_seeds_find_nearly_the_same_topics()
    {
        WeightedGraph graph = LeidenTests.RealGraph();
        GraphTopicsFit one = GraphTopics.OfGraph(graph, new GraphTopicsOptions { Seed = 1 }, threads: 2);
        GraphTopicsFit other = GraphTopics.OfGraph(graph, new GraphTopicsOptions { Seed = 2 }, threads: 2);
        Assert.InRange(ClusteringMetrics.AdjustedRandIndex([.. one.Labels], [.. other.Labels]), 0.93, 1);
    }

    [Fact]
    public void The_result_is_the_same_for_1_2_and_8_threads()
    {
        GraphTopicsFit one = GraphTopics.Fit(Blobs(6, 40));
        foreach (int threads in new[] { 2, 8 })
        {
            GraphTopicsFit many = GraphTopics.Fit(Blobs(6, 40), threads: threads);
            Assert.Equal(one.Levels.Select(level => string.Join(' ', level.Labels)), many.Levels.Select(level => string.Join(' ', level.Labels)));
            Assert.Equal(one.Memberships, many.Memberships);
        }
    }

    [Fact]
    public void Levels_nest_and_the_largest_topic_has_number_0()
    {
        GraphTopicsFit fit = GraphTopics.OfGraph(LeidenTests.RealGraph(), new GraphTopicsOptions { Levels = [8, 3, 1, 0.5, 0.1] }, threads: 2);
        Assert.Equal([24, 9, 3, 1.5, 0.3], fit.Levels.Select(level => Math.Round(level.Resolution, 9)));
        Assert.Equal(2, fit.MainLevel);
        for (int level = 1; level < fit.Levels.Count; level++)
        {
            (GraphTopicsLevel finer, GraphTopicsLevel coarser) = (fit.Levels[level - 1], fit.Levels[level]);
            Assert.InRange(coarser.Count, 1, finer.Count - 1);
            Assert.Equal(finer.Count, finer.Labels.Zip(coarser.Labels).Distinct().Count());
        }

        foreach (GraphTopicsLevel level in fit.Levels)
        {
            int[] sizes = Partition.Sizes([.. level.Labels]);
            Assert.Equal(level.Count, sizes.Length);
            Assert.Equal(sizes.OrderDescending(), sizes);
            Assert.Equal(Modularity.Of(LeidenTests.RealNetwork.Value, [.. level.Labels], level.Resolution), level.Quality, 1e-12);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(60)]
    [InlineData(150)]
    public void As_many_topics_are_found_as_were_asked_for(int topics)
    {
        GraphTopicsFit fit = GraphTopics.OfGraph(LeidenTests.RealGraph(), new GraphTopicsOptions { Topics = topics }, threads: 2);
        Assert.InRange(fit.Count, topics * 0.95, topics);
        Assert.Equal(fit.Labels, Partition.BySize(Partition.Components(LeidenTests.RealNetwork.Value, [.. fit.Labels])));
    }

    [Fact]
    public void Texts_that_stand_between_topics_have_the_lower_membership()
    {
        int[] truth = Golden.Read<int>("inputs/y3000.i32");
        GraphTopicsFit fit = GraphTopics.OfGraph(LeidenTests.RealGraph(), threads: 2);
        Assert.All(fit.Memberships, membership => Assert.InRange(membership, 0, 1));
        int[] sure = [.. Enumerable.Range(0, 3000).OrderByDescending(row => fit.Memberships[row]).Take(2600)];
        double kept = ClusteringMetrics.AdjustedRandIndex([.. sure.Select(row => truth[row])], [.. sure.Select(row => fit.Labels[row])]);
        Assert.InRange(kept, ClusteringMetrics.AdjustedRandIndex(truth, [.. fit.Labels]) + 0.03, 1);
    }

    [Fact]
    public void A_fit_that_starts_from_the_one_before_keeps_its_topics_where_one_from_nothing_does_not()
    {
        int[] before = [.. Enumerable.Range(0, 2400)], after = [.. Enumerable.Range(600, 2400)];
        GraphTopicsFit first = GraphTopics.Fit(Golden.Embeddings.Select(before), threads: 2);
        int[] known = [.. after.Select(row => row < 2400 ? first.Labels[row] : -1)];
        FloatMatrix rows = Golden.Embeddings.Select(after);
        double warm = Agreement(GraphTopics.Fit(rows, previous: known, threads: 2)), cold = Agreement(GraphTopics.Fit(rows, threads: 2));
        Assert.InRange(warm, Math.Max(0.85, cold + 0.03), 1);

        double Agreement(GraphTopicsFit fit) => ClusteringMetrics.AdjustedRandIndex(known.AsSpan(0, 1800), [.. fit.Labels.Take(1800)]);
    }

    [Fact]
    public void A_topic_that_is_new_is_found_although_the_fit_starts_from_one_without_it()
    {
        int[] previous = [.. Enumerable.Range(0, 240).Select(row => row / 40 == 5 ? -1 : row / 40)];
        GraphTopicsFit fit = GraphTopics.Fit(Blobs(6, 40), new GraphTopicsOptions { Resolution = 1 }, previous);
        Assert.Equal(1, ClusteringMetrics.AdjustedRandIndex([.. Enumerable.Range(0, 240).Select(row => row / 40)], [.. fit.Labels]));
    }

    [Fact]
    public void New_texts_mostly_join_the_topic_that_a_fit_with_them_gives_them()
    {
        int[] known = [.. Enumerable.Range(0, 2500)];
        GraphTopicsFit all = GraphTopics.Fit(Golden.Embeddings, threads: 2);
        (int[] ids, float[] distances) = (new int[500 * 15], new float[500 * 15]);
        for (int row = 0; row < 500; row++)
        {
            int self = 2500 + row;
            (float Distance, int Row)[] nearest =
                [.. known.Select(other => (1 - VectorKernels.Dot(Golden.Embeddings[self], Golden.Embeddings[other]), other)).Order().Take(15)];
            for (int i = 0; i < 15; i++) (distances[(row * 15) + i], ids[(row * 15) + i]) = nearest[i];
        }

        (int[] labels, float[] shares) = NeighborVote.Of(new NeighborTable(500, 15, ids, distances), all.Labels.Take(2500).ToArray(), threads: 2);
        Assert.InRange(Enumerable.Range(0, 500).Count(row => labels[row] == all.Labels[2500 + row]), 440, 500);
        Assert.All(shares, share => Assert.InRange(share, 0.05f, 1));
    }

    [Fact]
    public void Neighbours_without_a_label_do_not_vote_and_where_none_has_one_there_is_no_label()
    {
        NeighborTable table = new(2, 3, [0, 1, 2, 0, 3, 0], [0.1f, 0.2f, 0.2f, 0.1f, 0.2f, 0.3f]);
        (int[] labels, float[] shares) = NeighborVote.Of(table, new[] { -1, 4, 4, -1 });
        Assert.Equal([4, -1], labels);
        Assert.Equal([1f, 0f], shares);
    }

    [Fact]
    public void Small_topics_join_the_one_they_are_most_tied_to_and_those_without_ties_stay()
    {
        // 0-1-2-3 and 4-5-6-7 are close; 8 hangs on the second and, less, on the first; 9 is alone
        int[] from = [0, 0, 0, 1, 1, 2, 4, 4, 4, 5, 5, 6, 8, 8], to = [1, 2, 3, 2, 3, 3, 5, 6, 7, 6, 7, 7, 7, 0];
        float[] weights = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0.3f, 0.2f];
        Network network = Network.Of(WeightedGraph.FromEdges(10, from, to, weights));
        int[] labels = [0, 0, 0, 0, 1, 1, 1, 1, 2, 3];
        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 1, 1, 2], SmallCommunities.Merge(network, labels, 2));
        Assert.Equal(labels, SmallCommunities.Merge(network, labels, 1));
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 0, 1], SmallCommunities.Merge(network, labels, 5));
    }

    [Fact]
    public void New_nodes_take_the_label_of_their_nearest_known_nodes_one_round_after_the_other()
    {
        Network path = Network.Of(WeightedGraph.FromEdges(7, [0, 1, 2, 3, 4], [1, 2, 3, 4, 5], [1f, 1f, 1f, 1f, 1f]));
        Assert.Equal([0, 0, 0, 1, 1, 1, 2], WarmStart.Labels(path, [9, -1, -1, -1, -1, 4, -1]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void A_handful_of_texts_and_none_at_all_have_topics_too(int rows)
    {
        GraphTopicsFit fit = GraphTopics.Fit(Golden.Embeddings.Select([.. Enumerable.Range(0, rows)]));
        Assert.Equal(rows, fit.Labels.Count);
        Assert.InRange(fit.Count, Math.Min(rows, 1), Math.Max(rows, 1));
    }

    [Fact]
    public void Identical_texts_are_one_topic()
    {
        GraphTopicsFit fit = GraphTopics.Fit(Golden.Embeddings.Select(new int[12]));
        Assert.Equal(1, fit.Count);
        Assert.All(fit.Memberships, membership => Assert.Equal(1f, membership));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void A_vector_that_is_none_is_named_by_its_row(float value)
    {
        FloatMatrix blobs = Blobs(6, 40);
        float[] values = new float[blobs.Count * blobs.Dimensions];
        for (int row = 0; row < blobs.Count; row++) blobs.Read(row, values.AsSpan(row * blobs.Dimensions, blobs.Dimensions));
        values[(123 * blobs.Dimensions) + 7] = value;
        ArgumentException fault = Assert.Throws<ArgumentException>(() => GraphTopics.Fit(new FloatMatrix(values, blobs.Dimensions), threads: 2));
        Assert.StartsWith("row 123 holds NaN", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_out_of_range_are_refused_all_at_once()
    {
        GraphTopicsOptions options = new() { Components = -1, Resolution = double.NaN, LeastSize = 0, Levels = [1, 2] };
        Assert.Equal(
            [
                "Components is -1; allowed are 0 to 10000", "Resolution is NaN; allowed are 0 to 100000", "LeastSize is 0; allowed are 1 to 2147483647",
                "Levels are 1, 2; allowed are numbers above 0 to 1000, falling",
            ],
            options.Validate());
        Assert.Throws<ArgumentException>(() => GraphTopics.Fit(Blobs(1, 2), options));
        Assert.Throws<ArgumentException>(() => GraphTopics.Fit(Blobs(1, 2), previous: [1]));
    }

    /// <summary>Rows around as many random centres, well apart, in order.</summary>
    private static FloatMatrix Blobs(int blobs, int rowsOfEach)
    {
        const int Dimensions = 20;
        SplitMix64 random = new(3);
        float[] centres = new float[blobs * Dimensions], values = new float[blobs * rowsOfEach * Dimensions];
        foreach (ref float value in centres.AsSpan()) value = 4 * (float)random.NextGaussian();
        for (int i = 0; i < values.Length; i++)
            values[i] = centres[(i / (rowsOfEach * Dimensions) * Dimensions) + (i % Dimensions)] + (float)random.NextGaussian();
        return new FloatMatrix(values, Dimensions);
    }
}
