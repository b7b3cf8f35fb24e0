using System.Text.Json;
using Earshot.Numerics;
using Earshot.Numerics.Clustering;
using Earshot.Numerics.Vectors;

namespace Earshot.Tests.Numerics;

public sealed class KMeansTests
{
    // rows and centroids are floats; the reference works in double: half a unit in the last place of a centroid's entry
    private const float CentroidTolerance = 1e-6f;
    private const double RelativeInertiaTolerance = 1e-6;
    private static readonly KMeansOptions UntilSettled = new() { Tolerance = 0, MaxIterations = 300 };

    [Fact]
    public void Lloyd_gives_the_labels_centroids_and_iterations_of_scikit_learn()
    {
        JsonElement expected = Golden.Json("kmeans/lloyd.json");
        KMeansFit fit = KMeans.FitFrom(Golden.Embeddings, Golden.Read<float>("kmeans/init20.f32"), UntilSettled);
        Assert.Equal(Golden.Read<int>("kmeans/lloyd.labels.i32"), fit.Labels);
        float[] centroids = Golden.Read<float>("kmeans/lloyd.centers.f32");
        for (int i = 0; i < centroids.Length; i++) Assert.Equal(centroids[i], fit.Model.Centroids[i], CentroidTolerance);
        double inertia = expected.GetProperty("inertia").GetDouble();
        Assert.Equal(inertia, fit.TotalInertia, inertia * RelativeInertiaTolerance);
        Assert.Equal(inertia / 3000, fit.Model.Inertia, inertia / 3000 * RelativeInertiaTolerance);
        Assert.Equal(expected.GetProperty("n_iter_sklearn").GetInt32(), fit.Iterations);
        Assert.Equal(expected.GetProperty("sizes").Integers().Select(size => (long)size), fit.Model.Counts.ToArray());
    }

    [Fact]
    public void Mini_batches_give_the_centroids_and_counts_of_scikit_learn_also_when_restored_from_plain_data()
    {
        int[] order = Golden.Read<int>("kmeans/minibatch.rows.i32");
        float[] expected = Golden.Read<float>("kmeans/minibatch.centers.f32");
        JsonElement counts = Golden.Json("kmeans/minibatch.json").GetProperty("counts_after_each_batch");
        KMeansModel model = new(384, Golden.Read<float>("kmeans/init20.f32"), new long[20]);
        for (int batch = 0; batch < 3; batch++)
        {
            MiniBatchKMeans fitting = new(model, new KMeansOptions());
            fitting.PartialFit(FloatMatrix.Gather(Golden.Embeddings, order.AsSpan(batch * 500, 500)));
            model = fitting.Model;
            for (int i = 0; i < model.Centroids.Length; i++)
                Assert.Equal(expected[(batch * 20 * 384) + i], model.Centroids[i], CentroidTolerance);
            Assert.Equal(counts[batch].Doubles().Select(count => (long)count), model.Counts.ToArray());
        }

        Assert.Equal((1500, 3), (model.RowsSeen, model.Batches));
    }

    [Fact]
    public void Greedy_starts_are_as_good_as_those_of_scikit_learn_over_50_seeds()
    {
        JsonElement expected = Golden.Json("kmeans/kmeanspp.json").GetProperty("initial_potential_over_50_seeds").GetProperty("greedy_sklearn_default");
        FloatMatrix rows = Golden.Embeddings;
        double sum = 0;
        for (ulong seed = 0; seed < 50; seed++)
        {
            SplitMix64 random = new(seed);
            float[] centroids = PlusPlusStart.Choose(rows, 20, ref random, 2, TestContext.Current.CancellationToken);
            AssignmentPass pass = new(20, 384);
            pass.Load(centroids);
            sum += pass.Run(rows, 0, rows.Count, default, withSums: false, 2, TestContext.Current.CancellationToken).SquaredDistance;
        }

        // two means of 50 draws each differ by less than 2·√2 standard errors 95 times in 100; the seeds are fixed
        double tolerance = 2 * Math.Sqrt(2) * expected.GetProperty("std").GetDouble() / Math.Sqrt(50);
        Assert.Equal(expected.GetProperty("mean").GetDouble(), sum / 50, tolerance);
    }

    [Fact]
    public void A_whole_fit_is_as_good_as_scikit_learns_best_of_ten()
    {
        double best = Golden.Json("kmeans/kmeanspp.json").GetProperty("final_inertia_over_10_seeds_kmeans++_greedy").GetProperty("mean").GetDouble();
        Assert.InRange(KMeans.Fit(Golden.Embeddings, new KMeansOptions(), 2).TotalInertia, 0, best);
    }

    [Theory]
    [InlineData("two_pairs")]
    [InlineData("k_equals_n")]
    [InlineData("k_1")]
    [InlineData("duplicates")]
    [InlineData("more_centres_than_distinct")]
    [InlineData("empty_cluster")]
    [InlineData("same_initial_centres")]
    [InlineData("tie_middle_point")]
    [InlineData("bad_local_optimum")]
    [InlineData("one_point")]
    public void Cases_small_enough_to_check_by_hand_come_out_as_in_scikit_learn(string name)
    {
        JsonElement expected = Golden.List("kmeans/tiny.json").Single(one => one.GetProperty("name").GetString() == name);
        int dimensions = expected.GetProperty("X")[0].GetArrayLength();
        FloatMatrix rows = new(Floats(expected.GetProperty("X")), dimensions);
        KMeansFit fit = KMeans.FitFrom(rows, Floats(expected.GetProperty("init")), UntilSettled);
        if (name == "empty_cluster")
        {
            Assert.Equal([0, 1, 0, 2, 2], fit.Labels); // three rows are equally far: we take the lowest, which ends better than scikit-learn's 4/3
            Assert.Equal(1, fit.TotalInertia, 1e-6);
            return;
        }

        Assert.Equal(expected.GetProperty("labels").Integers(), fit.Labels);
        Assert.Equal(expected.GetProperty("inertia").GetDouble(), fit.TotalInertia, 1e-6);
        if (name == "more_centres_than_distinct")
        {
            Assert.Equal([4, 2, 0], fit.Model.Counts.ToArray()); // scikit-learn moves the third onto the first; here it stays and never wins
            return;
        }

        float[] centroids = Floats(expected.GetProperty("centers"));
        for (int i = 0; i < centroids.Length; i++) Assert.Equal(centroids[i], fit.Model.Centroids[i], CentroidTolerance);
    }

    [Fact]
    public void Clusters_that_lose_all_rows_start_again_at_the_farthest_ones()
    {
        float[] line = [0, 1, 2, 100, 101, 200, 201];
        KMeansFit fit = KMeans.FitFrom(new FloatMatrix(line, 1), [1f, -500f, -600f], UntilSettled);
        Assert.Equal([0, 0, 0, 2, 2, 1, 1], fit.Labels);
    }

    [Fact]
    public void More_clusters_than_distinct_rows_leave_the_rest_empty_and_empty_ones_never_win()
    {
        float[] values = [.. Enumerable.Range(0, 300).SelectMany(i => i % 3 == 0 ? new[] { 1f, 0f } : [0f, 0.3f])];
        FloatMatrix rows = new(values, 2);
        MiniBatchKMeans fitting = new(2, new KMeansOptions { BatchSize = 100 });
        fitting.PartialFit(rows);
        KMeansModel model = fitting.Model;
        Assert.Equal(18, model.Counts.ToArray().Count(count => count == 0));
        Assert.All(model.Centroids.ToArray(), value => Assert.True(float.IsFinite(value)));
        Assert.Equal(0, model.Inertia, 1e-12);
        int[] labels = new int[300];
        AssignmentSummary summary = model.Assign(rows, labels, default);
        Assert.Equal(2, summary.Counts.Count(count => count > 0));

        // far from everything, where one of the unused copies could be nearest by rounding
        int[] far = new int[1];
        model.Assign(new FloatMatrix(new[] { -1e6f, 3e5f }, 2), far, default);
        Assert.True(model.Counts[far[0]] > 0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Few_rows_or_none_or_all_alike_are_clustered_without_fault(int count)
    {
        float[] values = [.. Enumerable.Repeat(new[] { 0.1f, 0.7f, -0.3f }, count).SelectMany(part => part)];
        FloatMatrix rows = new(values, 3);
        KMeansFit fit = KMeans.Fit(rows, new KMeansOptions());
        Assert.Equal(new int[count], fit.Labels);
        Assert.Equal(0, fit.TotalInertia);
        MiniBatchKMeans fitting = new(3, new KMeansOptions());
        Assert.Equal(0, fitting.PartialFit(rows));
        float[] similarities = new float[count];
        fitting.Model.Assign(rows, new int[count], similarities);
        Assert.All(similarities, similarity => Assert.Equal(1f, similarity, 1e-6f));
    }

    [Fact]
    public void A_stream_that_begins_with_identical_rows_still_finds_the_clusters_that_come_later()
    {
        float[] first = [.. Enumerable.Repeat(0f, 100)], later = [.. Enumerable.Range(0, 300).Select(i => i % 3 * 10f)];
        MiniBatchKMeans fitting = new(1, new KMeansOptions { Clusters = 3, BatchSize = 100 });
        fitting.PartialFit(new FloatMatrix(first, 1));
        fitting.PartialFit(new FloatMatrix(later, 1));
        fitting.PartialFit(new FloatMatrix(later, 1));
        int[] labels = new int[300];
        Assert.Equal(3, fitting.Model.Assign(new FloatMatrix(later, 1), labels, default).Counts.Count(count => count > 0));
    }

    [Fact]
    public void A_starved_centroid_is_moved_only_when_that_is_asked_for()
    {
        float[] rows = [.. Enumerable.Range(0, 1000).Select(i => i % 2 == 0 ? 0f : 10f)];
        KMeansModel starved = new(1, [5f, -50f], [100_000, 3]);
        KMeansOptions options = new() { Clusters = 2 };
        MiniBatchKMeans kept = new(starved, options), moved = new(starved, options with { ReassignmentRatio = 0.01 });
        kept.PartialFit(new FloatMatrix(rows, 1));
        moved.PartialFit(new FloatMatrix(rows, 1));
        Assert.Equal(-50f, kept.Model.Centroids[1]);
        Assert.Equal(0f, moved.Model.Centroids[1]);
    }

    [Fact]
    public void Similarities_are_cosines_whatever_the_length_of_the_rows()
    {
        FloatMatrix unit = Golden.Embeddings;
        KMeansModel model = KMeans.FitFrom(unit, Golden.Read<float>("kmeans/init20.f32"), UntilSettled).Model;
        QuantizedMatrix rows = new(unit.Count, 384);
        for (int row = 0; row < unit.Count; row++) rows.Quantize(row, [.. unit[row].ToArray().Select(value => value * 0.9f)]);
        int[] labels = new int[unit.Count];
        float[] similarities = new float[unit.Count];
        AssignmentSummary summary = model.Assign(rows, labels, similarities);
        float[] values = new float[384];
        double distance = 0;
        for (int row = 0; row < unit.Count; row++)
        {
            rows.Read(row, values);
            Assert.Equal(VectorKernels.CosineSimilarity(values, model.Centroid(labels[row])), similarities[row], 2e-6f); // two orders of summation
            distance += VectorKernels.SquaredEuclidean(values, model.Centroid(labels[row]));
        }

        Assert.Equal(distance / unit.Count, summary.MeanSquaredDistance, 1e-9);
        Assert.Equal(unit.Count, summary.Counts.Sum());
    }

    [Fact]
    public void Fits_and_assignments_are_the_same_bits_for_1_2_and_8_threads()
    {
        QuantizedMatrix rows = Repeated(Golden.Embeddings, 9_001);
        (KMeansModel Fit, KMeansModel Stream, int[] Labels, float[] Similarities, double Mean) Run(int threads)
        {
            KMeansOptions options = new() { BatchSize = 2_500, InitialSample = 3_000, Initialisations = 2, MaxIterations = 5 };
            MiniBatchKMeans fitting = new(384, options);
            fitting.PartialFit(rows, threads);
            int[] labels = new int[rows.Count];
            float[] similarities = new float[rows.Count];
            AssignmentSummary summary = fitting.Model.Assign(rows, labels, similarities, threads);
            return (KMeans.Fit(rows, options with { Initialisations = 1 }, threads).Model, fitting.Model, labels, similarities, summary.MeanSquaredDistance);
        }

        var one = Run(1);
        foreach (int threads in new[] { 2, 8 })
        {
            var many = Run(threads);
            AssertSameBits(one.Fit, many.Fit);
            AssertSameBits(one.Stream, many.Stream);
            Assert.Equal(one.Labels, many.Labels);
            Assert.Equal(one.Similarities.Select(BitConverter.SingleToInt32Bits), many.Similarities.Select(BitConverter.SingleToInt32Bits));
            Assert.Equal(BitConverter.DoubleToInt64Bits(one.Mean), BitConverter.DoubleToInt64Bits(many.Mean));
        }
    }

    [Fact]
    public void A_fit_that_is_stopped_and_restored_ends_in_the_same_bits()
    {
        QuantizedMatrix rows = Repeated(Golden.Embeddings, 4_000);
        KMeansOptions options = new() { BatchSize = 1_000, Initialisations = 1, MaxIterations = 5, ReassignmentRatio = 0.2 };
        MiniBatchKMeans whole = new(384, options);
        whole.PartialFit(rows);
        MiniBatchKMeans part = new(384, options);
        part.PartialFit(rows, 0, 1_000);
        for (int first = 1_000; first < 4_000; first += 1_000)
        {
            KMeansModel saved = part.Model;
            part = new MiniBatchKMeans(
                new KMeansModel(saved.Dimensions, saved.Centroids, saved.Counts, saved.Inertia, saved.RowsSeen, saved.Batches), options);
            part.PartialFit(rows, first, 1_000);
        }

        AssertSameBits(whole.Model, part.Model);
    }

    [Fact]
    public void All_faults_of_the_options_are_told_at_once()
    {
        KMeansOptions options = new()
        {
            Clusters = 0,
            BatchSize = -1,
            Initialisations = 101,
            MaxIterations = 0,
            Tolerance = double.NaN,
            InitialSample = 0,
            ReassignmentRatio = 1,
        };
        Assert.Equal(
            """
            Clusters is 0; allowed are 1 to 65536
            BatchSize is -1; allowed are 1 to 10000000
            Initialisations is 101; allowed are 1 to 100
            MaxIterations is 0; allowed are 1 to 10000
            Tolerance is NaN; allowed are 0 to 1
            InitialSample is 0; allowed are 1 to 10000000
            ReassignmentRatio is 1; allowed are 0 up to but not including 1
            """,
            string.Join('\n', options.Validate()));
        Assert.Empty(new KMeansOptions().Validate());
        Assert.Throws<ArgumentException>(() => new MiniBatchKMeans(4, options));
    }

    [Fact]
    public void Plain_data_that_is_no_model_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new KMeansModel(2, [1, 2, 3], [1, 1]));
        Assert.Throws<ArgumentException>(() => new KMeansModel(1, [1, float.NaN], [1, 1]));
        Assert.Throws<ArgumentException>(() => new KMeansModel(1, [1, 2], [1, -1]));
        Assert.Throws<ArgumentException>(() => new MiniBatchKMeans(new KMeansModel(1, [1, 2], [1, 1]), new KMeansOptions()));
        Assert.Throws<ArgumentException>(() => new KMeansModel(1, [1, 2], [1, 1]).Assign(new FloatMatrix(new float[4], 2), new int[2], default));
    }

    private static float[] Floats(JsonElement rows) => [.. rows.Rows().Select(value => (float)value)];

    private static QuantizedMatrix Repeated(FloatMatrix source, int count)
    {
        QuantizedMatrix rows = new(count, source.Dimensions);
        for (int row = 0; row < count; row++) rows.Quantize(row, source[row % source.Count]);
        return rows;
    }

    private static void AssertSameBits(KMeansModel expected, KMeansModel actual)
    {
        Assert.Equal(
            expected.Centroids.ToArray().Select(BitConverter.SingleToInt32Bits), actual.Centroids.ToArray().Select(BitConverter.SingleToInt32Bits));
        Assert.Equal(expected.Counts.ToArray(), actual.Counts.ToArray());
        Assert.Equal(BitConverter.DoubleToInt64Bits(expected.Inertia), BitConverter.DoubleToInt64Bits(actual.Inertia));
        Assert.Equal((expected.RowsSeen, expected.Batches), (actual.RowsSeen, actual.Batches));
    }
}
