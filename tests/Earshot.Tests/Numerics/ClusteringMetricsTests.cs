using System.Text.Json;
using Earshot.Numerics.Metrics;

namespace Earshot.Tests.Numerics;

public sealed class ClusteringMetricsTests
{
    private const double Tolerance = 1e-9;

    // sums of logarithms of factorials, in the reference too
    private const double AdjustedInformationTolerance = 1e-7;

    [Fact]
    public void Agreement_with_true_classes_is_scored_as_in_scikit_learn()
    {
        int cases = 0;
        foreach (JsonElement expected in Golden.List("metrics/external.json"))
        {
            string name = expected.GetProperty("name").GetString()!;
            int[] truth = expected.GetProperty("true").Integers(), predicted = expected.GetProperty("pred").Integers();
            void Check(string property, double actual, double tolerance = Tolerance) =>
                Assert.True(Math.Abs(expected.GetProperty(property).GetDouble() - actual) <= tolerance, $"{name} {property}: {actual}");

            Check("ari", ClusteringMetrics.AdjustedRandIndex(truth, predicted));
            Check("rand", ClusteringMetrics.RandIndex(truth, predicted));
            Check("nmi_arithmetic", ClusteringMetrics.NormalizedMutualInformation(truth, predicted));
            Check("nmi_geometric", ClusteringMetrics.NormalizedMutualInformation(truth, predicted, EntropyAverage.Geometric));
            Check("nmi_max", ClusteringMetrics.NormalizedMutualInformation(truth, predicted, EntropyAverage.Maximum));
            Check("ami_arithmetic", ClusteringMetrics.AdjustedMutualInformation(truth, predicted), AdjustedInformationTolerance);
            Check("ami_max", ClusteringMetrics.AdjustedMutualInformation(truth, predicted, EntropyAverage.Maximum), AdjustedInformationTolerance);
            Check("mi_nats", ClusteringMetrics.MutualInformation(truth, predicted));
            Check("homogeneity", ClusteringMetrics.Homogeneity(truth, predicted));
            Check("completeness", ClusteringMetrics.Completeness(truth, predicted));
            Check("v_measure", ClusteringMetrics.VMeasure(truth, predicted));
            Check("v_measure_beta_0_5", ClusteringMetrics.VMeasure(truth, predicted, 0.5));
            Check("fowlkes_mallows", ClusteringMetrics.FowlkesMallows(truth, predicted));
            Check("purity", ClusteringMetrics.Purity(truth, predicted));
            cases++;
        }

        Assert.Equal(15, cases);
    }

    [Fact]
    public void Separation_is_scored_as_in_scikit_learn_and_is_NaN_where_that_refuses()
    {
        int cases = 0;
        foreach (JsonElement expected in Golden.List("metrics/internal.json"))
        {
            string name = expected.GetProperty("name").GetString()!;
            int[] labels = expected.GetProperty("labels").Integers();
            double[] rows = expected.GetProperty("X").Rows();
            int dimensions = rows.Length / labels.Length;
            void Check(string property, double actual)
            {
                JsonElement value = expected.GetProperty(property);
                if (value.ValueKind == JsonValueKind.Object) Assert.True(double.IsNaN(actual), $"{name} {property}: {actual}");
                else Assert.True(Math.Abs(value.GetDouble() - actual) <= Tolerance, $"{name} {property}: {actual}");
            }

            Check("silhouette_euclidean", ClusteringMetrics.Silhouette<double>(rows, dimensions, labels));
            Check("silhouette_cosine", ClusteringMetrics.Silhouette<double>(rows, dimensions, labels, RowDistance.Cosine, 2));
            Check("davies_bouldin", ClusteringMetrics.DaviesBouldin<double>(rows, dimensions, labels));
            Check("calinski_harabasz", ClusteringMetrics.CalinskiHarabasz<double>(rows, dimensions, labels));
            CheckRows(expected.GetProperty("silhouette_samples_euclidean"), ClusteringMetrics.SilhouetteOfRows<double>(rows, dimensions, labels));
            CheckRows(
                expected.GetProperty("silhouette_samples_cosine"),
                ClusteringMetrics.SilhouetteOfRows<double>(rows, dimensions, labels, RowDistance.Cosine));
            cases++;
        }

        Assert.Equal(9, cases);
    }

    [Fact]
    public void A_sampled_silhouette_is_near_the_whole_one_repeats_by_seed_and_does_not_depend_on_threads()
    {
        float[] rows = [.. Enumerable.Range(0, 3000).SelectMany(row => Golden.Embeddings[row][..32].ToArray())];
        int[] labels = Golden.Read<int>("kmeans/lloyd.labels.i32");
        double sampled = ClusteringMetrics.SampledSilhouette<float>(rows, 32, labels, 1_000, 42);
        Assert.Equal(sampled, ClusteringMetrics.SampledSilhouette<float>(rows, 32, labels, 1_000, 42, threads: 8));
        Assert.NotEqual(sampled, ClusteringMetrics.SampledSilhouette<float>(rows, 32, labels, 1_000, 43));
        Assert.Equal(ClusteringMetrics.Silhouette<float>(rows, 32, labels, threads: 2), sampled, 0.02);
    }

    [Fact]
    public void Rows_of_one_direction_are_in_no_cluster_rather_than_in_another_whatever_rounding_leaves() =>
        Assert.Equal(0, ClusteringMetrics.Silhouette<float>([0.1f, 0.3f, 0.2f, 0.6f, 0.7f, 2.1f, 0.3f, 0.9f], 2, [0, 0, 1, 1], RowDistance.Cosine));

    [Fact]
    public void Labels_that_do_not_pair_up_are_refused_and_none_at_all_agree()
    {
        Assert.Throws<ArgumentException>(() => ClusteringMetrics.AdjustedRandIndex([1, 2], [1]));
        Assert.Throws<ArgumentException>(() => ClusteringMetrics.Silhouette<float>([1, 2, 3], 2, [0, 1]));
        Assert.Equal(1, ClusteringMetrics.AdjustedRandIndex([], []));
        Assert.Equal(1, ClusteringMetrics.NormalizedMutualInformation([], []));
        Assert.Equal(1, ClusteringMetrics.AdjustedMutualInformation([], []));
    }

    [Fact]
    public void Logarithms_of_factorials_are_exact_to_the_last_digits_also_for_millions()
    {
        double sum = 0;
        for (int n = 1; n <= 3_000; n++)
        {
            sum += Math.Log(n);
            Assert.Equal(sum, ExpectedMutualInformation.LogFactorial(n), 1e-12 * Math.Max(1, sum));
        }

        Assert.Equal(12815518.384658169, ExpectedMutualInformation.LogFactorial(1_000_000), 1e-7);
    }

    private static void CheckRows(JsonElement expected, double[] actual)
    {
        if (expected.ValueKind == JsonValueKind.Object)
        {
            Assert.All(actual, value => Assert.True(double.IsNaN(value)));
            return;
        }

        double[] values = expected.Doubles();
        Assert.Equal(values.Length, actual.Length);
        for (int i = 0; i < values.Length; i++) Assert.Equal(values[i], actual[i], Tolerance);
    }
}
