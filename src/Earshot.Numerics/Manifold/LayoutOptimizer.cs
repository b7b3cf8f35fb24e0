using Earshot.Numerics.Graphs;

namespace Earshot.Numerics.Manifold;

/// <summary>
/// Stochastic gradient descent on the layout (McInnes, Healy, Melville 2018, algorithm 5), so that a seed gives the same bytes for any number of
/// threads: an epoch is cut in a few steps, and in a step all points move by the places that held before it, each with random numbers of its own.
/// An edge is seen from both of its ends, and each end moves only itself.
/// </summary>
internal static class LayoutOptimizer
{
    private const int ChunkPoints = 256;

    // Points that move at once overshoot together. Measured 2026-11-21, trustworthiness of 13,000 embeddings after 200 epochs, mean of 3 seeds: 0.879, 0.889
    // and 0.890 with 2, 4 and 8 steps; 0.892 where edges follow one another from the same start.
    private const int StepsPerEpoch = 4;

    // Each edge stands in the graph in both directions, and each of them moves both ends. They are due in different steps: both at once overshoot.
    private const int PullsPerEdge = 2;

    /// <summary>The layout after the descent.</summary>
    /// <param name="start">Points × components, point by point; used up.</param>
    /// <param name="graph">Which points pull at which.</param>
    /// <param name="options">Of them the curve, the learning rate, the samples and the seed count.</param>
    /// <param name="epochs">At least 1.</param>
    /// <param name="progress">Told the share of epochs done, after each.</param>
    public static float[] Run(
        float[] start, WeightedGraph graph, UmapOptions options, int epochs, int threads, IProgress<double>? progress, CancellationToken cancellation)
    {
        int components = options.Components;
        float[] layout = start, next = new float[start.Length];
        LayoutEdges edges = new(graph, (double)PullsPerEdge / StepsPerEpoch);
        LayoutForces forces = new(CurveParameters.Fit(options.MinDist, options.Spread), options.RepulsionStrength, components);
        for (int number = 0; number < epochs * StepsPerEpoch; number++)
        {
            float rate = (float)(options.LearningRate * (1 - ((double)number / epochs / StepsPerEpoch)));
            Step now = new((uint)number + 1, rate, options.NegativeSampleRate, SplitMix64.Derive(options.Seed, 2, (ulong)number));
            (float[] from, float[] to) = (layout, next);
            Chunks.ForEach(edges.Count, ChunkPoints, threads, (_, first, end) => Move(from, to, components, edges, forces, now, first, end), cancellation);
            (layout, next) = (next, layout);
            if ((number + 1) % StepsPerEpoch == 0) progress?.Report((number + 1.0) / epochs / StepsPerEpoch);
        }

        return layout;
    }

    private static unsafe void Move(float[] layout, float[] next, int components, LayoutEdges edges, LayoutForces forces, Step now, int first, int end)
    {
        float* scratch = stackalloc float[LayoutStep.ScratchLength(components)];
        fixed (float* places = layout, moved = next)
        {
            LayoutStep step = new(forces, places, edges.Count, components, scratch);
            for (int point = first; point < end; point++)
            {
                float* own = moved + ((long)point * components);
                for (int i = 0; i < components; i++) own[i] = places[((long)point * components) + i];
                int due = step.Attract(own, edges.Neighbors(point), edges.Rates(point), now.Number, now.Rate);
                SplitMix64 random = new(SplitMix64.Derive(now.Seed, (ulong)point));
                step.Repel(own, ((due * now.NegativeSamples) + (int)(now.Number % PullsPerEdge)) / PullsPerEdge, ref random, now.Rate);
            }
        }
    }

    private readonly record struct Step(uint Number, float Rate, int NegativeSamples, ulong Seed);
}
