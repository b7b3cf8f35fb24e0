using System.Text.Json;
using Earshot.Numerics.Density;

namespace Earshot.Tests.Numerics.Density;

/// <summary>From the reference's single linkage tree on, ties leave no choice: everything is equal.</summary>
public sealed class HdbscanTreeTests
{
    private const double Tolerance = 1e-9;

    // the reference keeps the stability of clusters that epsilon put together in single precision
    private const double JoinedPersistenceTolerance = 2e-8;

    public static TheoryData<string> DataSets =>
    [
        "blobs2d", "moons_noise", "ring_in_blob", "line1d", "line1d_even", "duplicates", "identical", "grid_ties", "umap5_5000", "x3000_euclidean",
        "x3000_cosine",
    ];

    [Theory]
    [MemberData(nameof(DataSets))]
    public void Labels_strengths_persistence_and_outlier_scores_are_those_of_the_reference_for_every_choice_of_options(string dataSet)
    {
        foreach (DensityRun run in DensityRun.Of(dataSet))
        {
            CondensedTree tree = CondensedTree.From(DensityRun.SingleLinkage(dataSet, run.Samples), run.Options.MinClusterSize!.Value);
            HdbscanModel model = new(null, 1, [], tree, run.Options);
            Assert.True(run.Labels.AsSpan().SequenceEqual(model.Labels), run.ToString());
            AssertEqual(run.Probabilities, model.Probabilities, run);
            AssertEqual(run.Persistence, model.Persistence, run, run.Options.SelectionEpsilon > 0 ? JoinedPersistenceTolerance : Tolerance);
            AssertEqual(run.OutlierScores, model.OutlierScores, run);
        }
    }

    [Theory]
    [InlineData("blobs2d", 5, 1)]
    [InlineData("blobs2d", 5, 5)]
    [InlineData("duplicates", 5, 1)]
    [InlineData("identical", 5, 4)]
    [InlineData("grid_ties", 5, 4)]
    public void The_condensed_tree_is_that_of_the_reference(string dataSet, int minClusterSize, int samples)
    {
        JsonElement expected = Golden.Json($"hdbscan/{dataSet}.condensed_mcs{minClusterSize}_ms{samples}.json");
        CondensedTree tree = CondensedTree.From(DensityRun.SingleLinkage(dataSet, samples), minClusterSize);
        double[] lambdas = [.. expected.GetProperty("lambda").EnumerateArray().Select(Lambda)];
        int[] parents = expected.GetProperty("parent").Integers(), sizes = expected.GetProperty("size").Integers();
        var rows = expected.GetProperty("child").Integers().Select((child, row) => (child, parents[row], sizes[row], lambdas[row])).Order();
        var found = Enumerable.Range(0, tree.Count).Select(row => (tree.Children[row], tree.Parents[row], tree.Sizes[row], tree.Lambdas[row])).Order();
        Assert.Equal(rows, found);

        static double Lambda(JsonElement value) => value.ValueKind == JsonValueKind.String ? double.PositiveInfinity : value.GetDouble();
    }

    // where the reference divides infinities by each other it has no score
    private static void AssertEqual(double[] expected, ReadOnlySpan<double> actual, DensityRun run, double tolerance = Tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            if (double.IsNaN(expected[i])) Assert.InRange(actual[i], 0, 1);
            else Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"{run}, {i}: {actual[i]} instead of {expected[i]}");
        }
    }
}
