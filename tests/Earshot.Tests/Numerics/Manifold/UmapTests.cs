using System.Text.Json;
using Earshot.Numerics;
using Earshot.Numerics.Manifold;
using Earshot.Numerics.Metrics;
using Earshot.Numerics.Neighbors;
using Earshot.Numerics.Vectors;

namespace Earshot.Tests.Numerics.Manifold;

public sealed class UmapTests
{
    // what the reference's README allows below the worst of its five seeds
    private const double TrustworthinessSlack = 0.01;
    private const double PreservationSlack = 0.05;
    private const double AccuracySlack = 0.05;

    public static TheoryData<string, int> Bands =>
        new() { { "banking77_test_x3000", 2 }, { "banking77_test_x3000", 5 }, { "digits", 2 }, { "digits", 5 }, { "swissroll", 2 } };

    [Theory]
    [MemberData(nameof(Bands))]
    public void A_layout_is_as_good_as_those_of_umap_over_its_seeds(string name, int components)
    {
        JsonElement band = Golden.List("umap/quality_bands.json")
            .Single(one => one.GetProperty("dataset").GetString() == name && one.GetProperty("dim").GetInt32() == components);
        FloatMatrix rows = Rows(name);
        UmapOptions options = new()
        {
            Components = components,
            MinDist = band.GetProperty("min_dist").GetDouble(),
            Metric = Enum.Parse<NeighborMetric>(band.GetProperty("metric").GetString()!, ignoreCase: true),
        };
        FloatMatrix layout = Umap.Fit(rows, options, threads: 2).Embedding;
        var metrics = LayoutMetrics.Of(rows, layout, 15, sample: 1000, threads: 2);
        Assert.InRange(metrics.Trustworthiness, Least("trustworthiness_k15") - TrustworthinessSlack, 1);
        Assert.InRange(metrics.NeighborsKept, Least("knn_preservation_k15") - PreservationSlack, 1);
        if (name == "swissroll") return;
        int[] classes = Golden.Read<int>(name == "digits" ? "inputs/digits_y.i32" : "inputs/y3000.i32");
        Assert.InRange(Accuracy(layout, layout, classes, classes, neighbors: 1, skip: 1), Least("knn1_class_accuracy") - AccuracySlack, 1);

        double Least(string measure) => band.GetProperty(measure).GetProperty("min").GetDouble();
    }

    [Theory]
    [InlineData("banking77")]
    [InlineData("digits")]
    public void New_rows_come_to_lie_among_their_own_kind(string name)
    {
        (FloatMatrix rows, FloatMatrix added, int[] classes, int[] addedClasses) = Parts(name);
        UmapOptions options = new() { Metric = name == "digits" ? NeighborMetric.Euclidean : NeighborMetric.Cosine };
        UmapModel model = Umap.Fit(rows, options, threads: 2);
        FloatMatrix places = model.Transform(added, threads: 2);
        double least = Golden.List("umap/transform_quality.json")
            .Where(run => run.GetProperty("case").GetString()!.StartsWith(name, StringComparison.Ordinal))
            .Min(run => run.GetProperty("knn5_accuracy_in_embedding").GetDouble());
        Assert.InRange(Accuracy(model.Embedding, places, classes, addedClasses, neighbors: 5, skip: 0), least - AccuracySlack, 1);

        // a row's place depends neither on the rows beside it nor on the threads
        Assert.Equal(places[17].ToArray(), model.Transform(added.Select([17]))[0].ToArray());
        Assert.Equal(Floats(places), Floats(model.Transform(added, threads: 16)));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(16)]
    public void A_seed_gives_the_same_bytes_for_any_number_of_threads(int threads)
    {
        FloatMatrix rows = FloatMatrix.Gather(Golden.Embeddings, [.. Enumerable.Range(0, 1100)]);
        UmapOptions options = new() { Epochs = 30, Components = 3 };
        Assert.Equal(Floats(Umap.Fit(rows, options).Embedding), Floats(Umap.Fit(rows, options, threads).Embedding));
        Assert.NotEqual(Floats(Umap.Fit(rows, options).Embedding), Floats(Umap.Fit(rows, options with { Seed = 1 }).Embedding));
    }

    [Fact]
    public void Neighbours_that_were_found_before_give_the_layout_of_the_rows_and_take_new_rows_by_theirs()
    {
        FloatMatrix rows = FloatMatrix.Gather(Golden.Embeddings, [.. Enumerable.Range(0, 400)]);
        UmapOptions options = new() { Epochs = 20 };
        UmapModel fromRows = Umap.Fit(rows, options), fromNeighbors = Umap.Fit(NearestNeighbors.ByCosine(rows, 14), options);
        Assert.Equal(Floats(fromRows.Embedding), Floats(fromNeighbors.Embedding));
        NeighborTable added = new(1, 3, [5, 6, 7], [0.1f, 0.2f, 0.3f]);
        Assert.Equal(Floats(fromRows.Transform(added)), Floats(fromNeighbors.Transform(added)));
        Assert.Contains("neighbours of the new rows", Assert.Throws<InvalidOperationException>(() => fromNeighbors.Transform(rows)).Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(16)]
    public void Few_rows_have_finite_places(int count)
    {
        FloatMatrix layout = Umap.Fit(FloatMatrix.Gather(Golden.Embeddings, [.. Enumerable.Range(0, count)])).Embedding;
        Assert.Equal((count, 2), (layout.Count, layout.Dimensions));
        Assert.All(Floats(layout), value => Assert.True(float.IsFinite(value)));
    }

    [Theory]
    [InlineData(NeighborMetric.Cosine, 1f)]
    [InlineData(NeighborMetric.Euclidean, 1f)]
    [InlineData(NeighborMetric.Cosine, 0f)]
    public void Equal_rows_are_told_apart_by_no_more_than_noise_and_break_nothing(NeighborMetric metric, float value)
    {
        float[] values = new float[200 * 4];
        Array.Fill(values, value);
        FloatMatrix layout = Umap.Fit(new FloatMatrix(values, 4), new UmapOptions { Metric = metric }).Embedding;
        Assert.All(Floats(layout), place => Assert.InRange(place, -100, 100));
    }

    [Fact]
    public void Groups_without_any_edge_between_them_stay_apart()
    {
        SplitMix64 random = new(3);
        float[] values = [.. Enumerable.Range(0, 240 * 4).Select(i => (i / 4 / 40 * 50) + (float)random.NextGaussian())];
        FloatMatrix layout = Umap.Fit(new FloatMatrix(values, 4), new UmapOptions { Metric = NeighborMetric.Euclidean }).Embedding;
        int[] groups = [.. Enumerable.Range(0, 240).Select(row => row / 40)];
        Assert.Equal(1, Accuracy(layout, layout, groups, groups, neighbors: 5, skip: 1));
    }

    [Fact]
    public void What_can_not_be_laid_out_is_refused_with_the_place_of_the_fault()
    {
        FloatMatrix rows = new(new float[] { 1, 2, 3, float.NaN, 5, 6 }, 2);
        Assert.Contains("row 1", Assert.Throws<ArgumentException>(() => Umap.Fit(rows)).Message);
        NeighborTable outside = new(2, 1, [1, 2], [0.5f, 0.5f]), negative = new(2, 1, [1, 0], [0.5f, -1f]);
        Assert.StartsWith("row 1 has neighbour 2; rows are 0 to 1", Assert.Throws<ArgumentException>(() => Umap.Fit(outside)).Message);
        Assert.StartsWith("row 1 has a neighbour at distance -1;", Assert.Throws<ArgumentException>(() => Umap.Fit(negative)).Message);
        UmapModel model = Umap.Fit(new FloatMatrix(new float[] { 1, 2, 3, 4, 5, 7 }, 2));
        FloatMatrix wider = new(new float[3], 3);
        Assert.StartsWith("queries of 3 dimensions; the rows have 2", Assert.Throws<ArgumentException>(() => model.Transform(wider)).Message);
    }

    [Fact]
    public void All_options_out_of_range_are_named_at_once()
    {
        UmapOptions options = new()
        {
            Components = 1,
            Neighbors = 1,
            MinDist = 2,
            Spread = 1,
            Metric = (NeighborMetric)9,
            Epochs = 0,
            NegativeSampleRate = 0,
            LearningRate = 0,
            RepulsionStrength = -1,
            LocalConnectivity = -1,
            MixRatio = 2,
        };
        Assert.Equal(
            [
                "Components is 1; allowed are 2 to 50",
                "Neighbors is 1; allowed are 2 to 500",
                "MinDist is 2; allowed are 0 to Spread",
                "Metric is 9; allowed are Cosine and Euclidean",
                "Epochs is 0; allowed are 1 to 100000",
                "NegativeSampleRate is 0; allowed are 1 to 50",
                "LearningRate is 0; allowed are above 0, up to 10",
                "RepulsionStrength is -1; allowed are 0 to 100",
                "LocalConnectivity is -1; allowed are 0 to 1000",
                "MixRatio is 2; allowed are 0 to 1",
            ],
            options.Validate());
        Assert.Throws<ArgumentException>(() => Umap.Fit(Golden.Embeddings, options));
        Assert.Empty(new UmapOptions().Validate());
    }

    [Fact]
    public void A_fit_tells_how_far_it_is_and_can_be_stopped()
    {
        FloatMatrix rows = FloatMatrix.Gather(Golden.Embeddings, [.. Enumerable.Range(0, 300)]);
        using CancellationTokenSource stop = new();
        Shares shares = new(share => { if (share >= 0.5) stop.Cancel(); });
        Assert.Throws<OperationCanceledException>(() => Umap.Fit(rows, new UmapOptions { Epochs = 10 }, 2, shares, stop.Token));
        Assert.Equal([0.1, 0.2, 0.3, 0.4, 0.5], shares.Seen);
    }

    private static FloatMatrix Rows(string name) => name switch
    {
        "digits" => new FloatMatrix(Golden.Read<float>("inputs/digits.f32"), 64),
        "swissroll" => new FloatMatrix(Golden.Read<float>("inputs/swissroll.f32"), 3),
        _ => Golden.Embeddings,
    };

    private static (FloatMatrix Rows, FloatMatrix Added, int[] Classes, int[] AddedClasses) Parts(string name)
    {
        if (name != "digits")
        {
            FloatMatrix added = new(Golden.Read<float>("inputs/heldout80.f32"), 384);
            return (Golden.Embeddings, added, Golden.Read<int>("inputs/y3000.i32"), Golden.Read<int>("inputs/heldout80_y.i32"));
        }

        FloatMatrix all = Rows(name);
        int[] classes = Golden.Read<int>("inputs/digits_y.i32");
        return (all.Select([.. Enumerable.Range(0, 1497)]), all.Select([.. Enumerable.Range(1497, 300)]), classes[..1497], classes[1497..]);
    }

    /// <summary>Share of places whose class is the most frequent one among the nearest of <paramref name="layout"/>.</summary>
    private static double Accuracy(FloatMatrix layout, FloatMatrix places, int[] classes, int[] expected, int neighbors, int skip)
    {
        int right = 0;
        for (int place = 0; place < places.Count; place++)
        {
            float[] distances = [.. Enumerable.Range(0, layout.Count).Select(row => VectorKernels.SquaredEuclidean(places[place], layout[row]))];
            int[] order = [.. Enumerable.Range(0, layout.Count)];
            Array.Sort(distances, order);
            IEnumerable<IGrouping<int, int>> votes = order.Skip(skip).Take(neighbors).GroupBy(row => classes[row]);
            int voted = votes.OrderByDescending(group => group.Count()).ThenBy(group => group.Key).First().Key;
            if (voted == expected[place]) right++;
        }

        return (double)right / places.Count;
    }

    private static float[] Floats(FloatMatrix rows) => FloatMatrix.GatherValues(rows, [.. Enumerable.Range(0, rows.Count)]);

    private sealed class Shares(Action<double> react) : IProgress<double>
    {
        public List<double> Seen { get; } = [];

        public void Report(double value)
        {
            Seen.Add(value);
            react(value);
        }
    }
}
