using System.Text.Json;
using Earshot.Numerics.Manifold;

namespace Earshot.Tests.Numerics.Manifold;

public sealed class CurveParametersTests
{
    // both fits stop near a flat minimum
    private const double RelativeTolerance = 1e-4;

    [Fact]
    public void The_curve_of_every_spread_and_least_distance_is_that_of_umap()
    {
        foreach (JsonElement expected in Golden.List("umap/ab_params.json"))
        {
            double spread = expected.GetProperty("spread").GetDouble(), minDist = expected.GetProperty("min_dist").GetDouble();
            var curve = CurveParameters.Fit(minDist, spread);
            double a = expected.GetProperty("a").GetDouble(), b = expected.GetProperty("b").GetDouble();
            Assert.Equal(a, curve.A, a * RelativeTolerance);
            Assert.Equal(b, curve.B, b * RelativeTolerance);
            Assert.InRange(curve.SquaredResidual(minDist, spread), 0, expected.GetProperty("sum_squared_residual").GetDouble() + 1e-9);
        }
    }

    [Theory]
    [InlineData(0, 0.01)]
    [InlineData(0.01, 0.01)]
    [InlineData(0, 100)]
    [InlineData(100, 100)]
    public void The_ends_of_the_allowed_ranges_have_a_curve(double minDist, double spread)
    {
        var curve = CurveParameters.Fit(minDist, spread);
        Assert.True(curve.A > 0 && curve.B > 0 && double.IsFinite(curve.A) && double.IsFinite(curve.B), curve.ToString());
    }

    [Fact]
    public void The_exponential_is_that_of_the_base_library_to_the_last_bits()
    {
        for (double x = -700; x < 700; x += 0.37) Assert.Equal(1, PortableMath.Exp(x) / Math.Exp(x), 1e-14);
        Assert.Equal(1, PortableMath.Exp(0));
        Assert.Equal(0, PortableMath.Exp(-1e300));
        Assert.Equal(double.PositiveInfinity, PortableMath.Exp(1e300));
        Assert.Equal(double.NaN, PortableMath.Exp(double.NaN));
    }
}
