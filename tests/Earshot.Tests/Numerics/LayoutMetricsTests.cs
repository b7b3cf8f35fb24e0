using System.Text.Json;
using Earshot.Numerics;
using Earshot.Numerics.Metrics;
using Earshot.Numerics.Vectors;

namespace Earshot.Tests.Numerics;

public sealed class LayoutMetricsTests
{
    private const double Tolerance = 1e-9;

    [Fact]
    public void Trustworthiness_is_that_of_scikit_learn()
    {
        foreach (JsonElement expected in Golden.List("metrics/trustworthiness.json").Where(value => value.TryGetProperty("X", out _)))
        {
            FloatMatrix rows = Matrix(expected.GetProperty("X")), layout = Matrix(expected.GetProperty("embedding"));
            foreach (JsonProperty value in expected.GetProperty("trustworthiness").EnumerateObject())
                Assert.Equal(value.Value.GetDouble(), LayoutMetrics.Of(rows, layout, int.Parse(value.Name), threads: 2).Trustworthiness, Tolerance);
            Assert.Equal(expected.GetProperty("trustworthiness_cosine_k5").GetDouble(), LayoutMetrics.Of(UnitRows.Of(rows), layout, 5).Trustworthiness, Tolerance);
        }
    }

    [Fact]
    public void A_layout_that_is_the_rows_keeps_all_neighbours_and_a_sample_says_so_too()
    {
        SplitMix64 random = new(1);
        FloatMatrix rows = new(Enumerable.Range(0, 600).Select(_ => (float)random.NextGaussian()).ToArray(), 3);
        Assert.Equal(new LayoutMetrics(1, 1), LayoutMetrics.Of(rows, rows, 10, sample: 20));
    }

    [Fact]
    public void Too_many_neighbours_and_places_of_other_rows_are_refused()
    {
        FloatMatrix rows = new(new float[20], 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => LayoutMetrics.Of(rows, rows, 5));
        Assert.Throws<ArgumentException>(() => LayoutMetrics.Of(rows, new FloatMatrix(new float[22], 2), 2));
    }

    private static FloatMatrix Matrix(JsonElement rows) => new(Array.ConvertAll(rows.Rows(), value => (float)value), rows[0].GetArrayLength());
}
