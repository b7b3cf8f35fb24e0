using Earshot.Numerics;
using Earshot.Numerics.Graphs;
using Earshot.Numerics.Manifold;

namespace Earshot.Tests.Numerics.Manifold;

public sealed class LayoutForcesTests
{
    // the power is good to about 1e-6, sums of up to 64 terms of either sign are compared by their size
    private const double Tolerance = 2e-5;

    public static TheoryData<int, int, double, double> Shapes
    {
        get
        {
            TheoryData<int, int, double, double> shapes = [];
            foreach (int components in new[] { 2, 3, 50 })
                foreach (int count in new[] { 0, 1, 7, 8, 9, 33, 64 })
                    foreach ((double a, double b) in new[] { (1.577, 0.895), (0.119, 1.916), (5.78, 0.79) }) shapes.Add(components, count, a, b);
            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public unsafe void Forces_are_the_gradient_written_out(int components, int count, double a, double b)
    {
        LayoutForces forces = new(new CurveParameters(a, b), 1.5, components);
        (float[] own, float[] tile) = Places(components, count);
        double[] attraction = new double[components], repulsion = new double[components], sizes = new double[components];
        for (int i = 0; i < count; i++)
        {
            double squared = 0;
            for (int c = 0; c < components; c++) squared += Square(tile[(c * LayoutForces.TileWidth) + i] - own[c]);
            double pull = squared > 0 ? 2 * a * b * Math.Pow(squared, b - 1) / (1 + (a * Math.Pow(squared, b))) : 0;
            double push = 1.5 * 2 * b / ((0.001 + squared) * (1 + (a * Math.Pow(squared, b))));
            for (int c = 0; c < components; c++)
            {
                double difference = tile[(c * LayoutForces.TileWidth) + i] - own[c];
                attraction[c] += Math.Clamp(pull * difference, -4, 4);
                repulsion[c] += Math.Clamp(-push * difference, -4, 4);
                sizes[c] += Math.Min(4, Math.Abs(pull * difference)) + Math.Min(4, Math.Abs(push * difference));
            }
        }

        float[] pulled = new float[components], pushed = new float[components];
        fixed (float* o = own, t = tile, att = pulled, rep = pushed)
        {
            forces.AddAttraction(o, t, count, att);
            forces.AddRepulsion(o, t, count, rep);
        }

        for (int c = 0; c < components; c++)
        {
            Assert.Equal(attraction[c], pulled[c], Tolerance * (sizes[c] + 1e-3));
            Assert.Equal(repulsion[c], pushed[c], Tolerance * (sizes[c] + 1e-3));
        }
    }

    [Fact]
    public void An_edge_is_due_in_the_share_of_epochs_that_its_weight_says_at_both_ends_alike()
    {
        float[] weights = [1, 0.5f, 0.333f, 0.01f];
        LayoutEdges edges = new(WeightedGraph.FromEdges(5, [0, 0, 0, 3], [1, 2, 3, 4], weights), 1);
        Assert.Equal([1, 2, 3], edges.Neighbors(0).ToArray());
        for (int i = 0; i < 3; i++)
        {
            uint rate = edges.Rates(0)[i];
            Assert.Equal(rate, edges.Rates(i + 1)[0]);
            int due = Enumerable.Range(1, 1000).Count(epoch => (uint)epoch * rate < rate);
            Assert.InRange(due, (weights[i] * 1000) - 1, (weights[i] * 1000) + 1);
        }
    }

    // some far, some near, one at the very place of the point
    private static (float[] Own, float[] Tile) Places(int components, int count)
    {
        SplitMix64 random = new((ulong)((components * 100) + count));
        float[] own = [.. Enumerable.Range(0, components).Select(_ => (float)random.NextGaussian())];
        float[] tile = new float[components * LayoutForces.TileWidth];
        for (int i = 0; i < LayoutForces.TileWidth; i++)
        {
            float scale = i == 3 || i >= count ? 0 : MathF.Pow(10, (i % 5) - 3);
            for (int c = 0; c < components; c++) tile[(c * LayoutForces.TileWidth) + i] = own[c] + (scale * (float)random.NextGaussian());
        }

        return (own, tile);
    }

    private static double Square(double x) => x * x;
}
